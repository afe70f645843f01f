/** Amounts are written in the unit in which one would say them. */

import { describe, expect, test } from 'vitest'
import { memoryText, roughCount, roughDuration } from '../../../checker/report/quantities.ts'

describe('an amount of memory', () => {
  test.each([
    [0, '0 bytes'],
    [1000, '1,000 bytes'],
    [1024, '1 KiB'],
    [1536 * 1024, '1.5 MiB'],
    [1023.9 * 2 ** 20, '1 GiB'],
    [16 * 2 ** 30, '16 GiB'],
    [12.34 * 2 ** 30, '12 GiB'],
    [2 ** 50, '1,048,576 GiB'],
  ])('of %d bytes is %s', (bytes, text) => {
    expect(memoryText(bytes)).toBe(text)
  })
})

describe('a rough count', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [999.6, '1.0k'],
    [12_345, '12.3k'],
    [123_456, '123k'],
    [999_999, '1.0M'],
    [5e9, '5.0G'],
    [5e12, '5000G'],
  ])('of %d is %s', (count, text) => {
    expect(roughCount(count)).toBe(text)
  })
})

describe('a rough time', () => {
  test.each([
    [-1, '0 s'],
    [59, '59 s'],
    [59.6, '1 min'],
    [89 * 60, '89 min'],
    [7200, '2 h'],
  ])('of %d seconds is %s', (seconds, text) => {
    expect(roughDuration(seconds)).toBe(text)
  })
})
