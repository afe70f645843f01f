/** Text in Markdown is shown as it is. */

import { expect, test } from 'vitest'
import { codeSpan, escaped, markdownTable } from '../../../checker/report/markdown.ts'

test.each([
  ['a|b', String.raw`a\|b`],
  ['WARN_ON(local != __local_list)', String.raw`WARN_ON(local != \_\_local_list)`],
  ['gem[obj].resv', String.raw`gem\[obj].resv`],
  ['a < b * c', String.raw`a \< b \* c`],
  ['&mm->mmap_lock', '&mm->mmap_lock'],
  ['&lt;', String.raw`\&lt;`],
])('what would be markup in %s is escaped', (text, markdown) => {
  expect(escaped(text)).toBe(markdown)
})

test('code with a backtick stands between longer ones', () => {
  expect(codeSpan('a b')).toBe('`a b`')
  expect(codeSpan('a ` b')).toBe('`` a ` b ``')
})

test('the first row of a table is its heading', () => {
  expect(
    markdownTable([
      ['a', 'b'],
      ['c', '-'],
    ]),
  ).toBe('| a | b |\n| --- | --- |\n| c | - |')
})
