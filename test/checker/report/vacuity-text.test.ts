/** The section about what proves nothing. */

import { expect, test } from 'vitest'
import { page } from '../../../checker/report/page.ts'
import { widthOf } from '../../../checker/report/lines.ts'
import { vacuityLines } from '../../../checker/report/vacuity-text.ts'
import type { Vacuous } from '../../../checker/vacuity/vacuous.ts'
import { here, nowhere } from '../../../dsl/site.ts'

const onto = page({}, { COLUMNS: '72' }, '/')

function notes(count: number, because: string | null = null): readonly Vacuous[] {
  return Array.from({ length: count }, (_, at) => {
    return { kind: 'never taken', subject: `p: step ${at}`, because, site: nowhere }
  })
}

test('is not there where there is nothing to say', () => {
  expect(vacuityLines([], onto)).toEqual([])
})

test('names each note as a spec accepts it, and says why', () => {
  expect(vacuityLines(notes(1, "'n = 3' is never true"), onto).slice(1)).toEqual([
    "  never taken: p: step 0: 'n = 3' is never true",
  ])
})

test('says in which line it is', () => {
  const [one] = notes(1)
  const lines = vacuityLines(one === undefined ? [] : [{ ...one, site: here() }], onto)
  expect(lines.join(' ')).toMatch(/vacuity-text\.test\.ts:\d+\)$/)
})

test('tells eight notes, and how many more there are', () => {
  const lines = vacuityLines(notes(1010), onto)
  expect(lines).toHaveLength(1 + 8 + 1)
  expect(lines.at(-1)).toBe('  and 1,002 more: --json has all.')
})

test('tells the ninth note rather than that there is one more', () => {
  expect(vacuityLines(notes(9), onto)).toHaveLength(1 + 9)
})

test('keeps to the page', () => {
  const long = vacuityLines(notes(2, 'a reason that goes on '.repeat(9)), onto)
  expect(Math.max(...long.map(widthOf))).toBeLessThanOrEqual(72)
})
