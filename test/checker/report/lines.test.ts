/** Text is cut and wrapped to a width. */

import { describe, expect, test } from 'vitest'
import { cut, oneLine, pad, widthOf, wrap } from '../../../checker/report/lines.ts'

describe('wrapping', () => {
  test('breaks at blanks and indents what follows', () => {
    expect(wrap('one two three four', 9, 2)).toEqual(['one two', '  three', '  four'])
  })

  test('breaks behind a semicolon rather than at a blank', () => {
    expect(wrap('a: 1 -> 2; b: 3 -> 4', 14)).toEqual(['a: 1 -> 2;', 'b: 3 -> 4'])
    expect(wrap('a: 1; b: a long value', 8)).toEqual(['a: 1; b:', 'a long', 'value'])
  })

  test('leaves what fits alone', () => {
    expect(wrap('one two', 7)).toEqual(['one two'])
  })

  test('gives one empty line for no text', () => {
    expect(wrap('', 10)).toEqual([''])
  })

  test('breaks a path behind a slash', () => {
    expect(wrap('models/shmem/vmap.ts:31', 14)).toEqual(['models/shmem/', 'vmap.ts:31'])
  })

  test('breaks a word without a good place anywhere', () => {
    expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij'])
  })

  test.each([8, 13, 40])('keeps every line within %i columns, and loses no letter', (width) => {
    const text = 'a very_long_identifier_that_goes_on/and/on.and.on then some words of any length'
    const lines = wrap(text, width, 3)
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width)
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
  })
})

describe('one line', () => {
  test('shows line ends as blanks and other control characters by their code', () => {
    expect(oneLine('a\nb\u001b[31mred')).toBe('a b\\u{1b}[31mred')
  })
})

describe('cutting and filling', () => {
  test('cuts with an ellipsis, within the width', () => {
    expect(cut('abcdef', 4)).toBe('abc…')
    expect(cut('abcd', 4)).toBe('abcd')
  })

  test('fills on either side', () => {
    expect(pad('ab', 4)).toBe('ab  ')
    expect(pad('ab', 4, 'right')).toBe('  ab')
  })
})
