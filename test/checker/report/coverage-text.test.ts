/** Source with counts beside it. */

import { expect, test } from 'vitest'
import { coverageLines } from '../../../checker/report/coverage-text.ts'
import { widthOf } from '../../../checker/report/lines.ts'
import { page } from '../../../checker/report/page.ts'

const onto = page({}, { COLUMNS: '72' }, '/home')
const source = ['import a', 'first()', 'second()', 'third()']
const file = {
  file: '/home/model.ts',
  lines: [
    { line: 2, executed: 12, tests: [] },
    {
      line: 3,
      executed: 0,
      tests: [
        [
          { isTrue: 3, asked: 12 },
          { isTrue: 0, asked: 3 },
        ],
        [{ isTrue: 1, asked: 2 }],
      ],
    },
  ],
}

function body(lines: readonly string[]): readonly string[] {
  return lines.slice(lines.indexOf('model.ts') + 1)
}

test('stands at the left of each line, and a line that was never executed is marked', () => {
  expect(body(coverageLines([file], 5, () => source, onto))).toEqual([
    '                   1 import a',
    '  12               2 first()',
    '!  0 3/12 0/3, 1/2 3 second()',
    '                   4 third()',
  ])
})

test('has the lines without their text where the file is gone', () => {
  expect(body(coverageLines([file], 5, () => null, onto)).map((line) => line.trim())).toEqual([
    '1',
    expect.stringMatching(/^12 +2$/),
    '!  0 3/12 0/3, 1/2 3',
  ])
})

test('keeps to the page, and breaks tests that are too long for their column', () => {
  const many = Array.from({ length: 12 }, () => ({ isTrue: 123_456, asked: 234_567 }))
  const wide = { file: '/home/model.ts', lines: [{ line: 1, executed: 1, tests: [many] }] }
  const lines = coverageLines([wide], 5, () => ['x'.repeat(200)], onto)
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(72)
  expect(lines.join(' ').split('123456/234567')).toHaveLength(1 + many.length)
})

test('says where nothing is known', () => {
  expect(coverageLines(null, 5, () => source, onto).join('\n')).toContain('not known')
})
