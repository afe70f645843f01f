/** A trace has a column for each process where they fit, and never a line that is too long. */

import { describe, expect, test } from 'vitest'
import { page, widest } from '../../../checker/report/page.ts'
import { widthOf } from '../../../checker/report/lines.ts'
import type { StepText } from '../../../checker/report/step-text.ts'
import { traceTable } from '../../../checker/report/trace-table.ts'

function step(number: number, parts: Partial<StepText> = {}): StepText {
  return {
    number,
    who: number % 2 === 0 ? 'native' : 'importer 0',
    what: 'mutex_lock(a)',
    file: 'models/vmap.ts',
    where: 'models/vmap.ts:31',
    changes: 'a: none -> native',
    ok: true,
    ...parts,
  }
}

const onto = page({}, {}, '/')

describe('a trace', () => {
  test('has a column for each process', () => {
    expect(traceTable([step(1), step(2, { what: 'mutex_lock(b)' })], onto)).toEqual([
      '     importer 0     native',
      '  1  mutex_lock(a)                 models/vmap.ts:31  a: none -> native',
      '  2                 mutex_lock(b)  models/vmap.ts:31  a: none -> native',
    ])
  })

  test('of one process has one column', () => {
    expect(traceTable([step(1), step(3, { number: 2 })], onto)).toEqual([
      '  1  importer 0  mutex_lock(a)  models/vmap.ts:31  a: none -> native',
      '  2  importer 0  mutex_lock(a)  models/vmap.ts:31  a: none -> native',
    ])
  })

  test('names files shortly, and says which they are, before it gives up columns', () => {
    const what = 'dma_buf_vmap: dma_resv_lock()'
    const lines = traceTable([step(1, { what }), step(2, { what })], onto)
    expect(lines[0]).toMatch(/importer 0 +native/)
    expect(lines[1]).toContain('  vmap.ts:31  ')
    expect(lines.at(-1)).toBe('  in models/: vmap.ts')
  })

  test('names files in full where two have one name', () => {
    const what = 'drm_gem_shmem_vmap: dma_resv_lock_interruptible'
    const other = { file: 'models/other/vmap.ts', where: 'models/other/vmap.ts:7' }
    const lines = traceTable([step(1, { what }), step(2, { what, ...other })], onto)
    expect(lines.join('\n')).toContain('models/other/vmap.ts:7')
    expect(lines.join('\n')).not.toContain('  in ')
  })

  test('falls back to one column where the processes do not fit side by side', () => {
    const what = 'drm_gem_shmem_vmap: dma_resv_lock_interruptible'
    const lines = traceTable([step(1, { what }), step(2, { what })], onto)
    expect(lines.slice(0, 2).map((line) => line.slice(0, 20))).toEqual(
      ['  1  importer 0  drm', '  2  native      drm'].map((line) =>
        expect.stringContaining(line.trim()),
      ),
    )
  })

  test('shows a fault in place of changes', () => {
    const lines = traceTable([step(1, { changes: 'fault: freed', ok: false })], onto)
    expect(lines).toEqual(['  1  importer 0  mutex_lock(a)  models/vmap.ts:31  fault: freed'])
  })

  const long = 'an_identifier_of_a_length_that_nobody_would_want_to_type_more_than_once_a_day'

  test.each([72, 85, widest])('keeps within %i columns whatever the names are', (columns) => {
    const narrow = page({ isTTY: true, columns }, {}, '/')
    for (const who of ['importer 0', long]) {
      for (const what of ['mutex_lock(a)', `${long}: ${long}`]) {
        for (const file of ['vmap.ts', `${long}/${long}.ts`]) {
          for (const changes of ['', 'a: none -> b', `${long}: {${long}} -> {${long}, ${long}}`]) {
            const parts = { what, file, where: `${file}:31`, changes }
            const steps = [step(1, { ...parts, who }), step(2, parts), step(13, parts)]
            for (const line of traceTable(steps, narrow)) {
              expect(widthOf(line)).toBeLessThanOrEqual(columns)
            }
          }
        }
      }
    }
  })

  test('loses no letter of a change that is too long', () => {
    const lines = traceTable([step(1, { changes: `${long} ${long}` })], onto)
    expect(lines.join('').replaceAll(/\s/g, '')).toContain(long)
  })

  describe('of a lasso', () => {
    const two = [step(1), step(2, { what: 'mutex_lock(b)' })]

    test('has its loop set off', () => {
      expect(traceTable(two, onto, 1)).toEqual([
        '     importer 0     native',
        '  1  mutex_lock(a)                 models/vmap.ts:31  a: none -> native',
        '  again and again:',
        '  2                 mutex_lock(b)  models/vmap.ts:31  a: none -> native',
        '  back to the state after step 1',
      ])
    })

    test('may have no stem', () => {
      const lines = traceTable(two, onto, 0).map((line) => line.slice(0, 18))
      expect(lines.filter((line) => !/^ {2}\d/.test(line))).toEqual([
        '     importer 0   ',
        '  again and again:',
        '  back to the begi',
      ])
    })

    test('may have no loop', () => {
      expect(traceTable(two, onto, 2).at(-1)).toBe('  there it stays for ever')
      expect(traceTable([], onto, 0)).toEqual(['  there it stays for ever'])
    })

    test('has its loop set off where names are too long for a table', () => {
      const who = 'a process with a very long name that says what it is about'.repeat(2)
      const lines = traceTable([step(1, { who }), step(2, { who })], onto, 1)
      const at = lines.indexOf('  again and again:')
      expect(lines[at + 1]).toMatch(/^ {2}2 {2}/)
      expect(lines).toContain('  back to the state after step 1')
    })
  })
})
