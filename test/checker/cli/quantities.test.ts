/** Numbers and times are read as people write them, or refused. */

import { describe, expect, test } from 'vitest'
import { count, seconds } from '../../../checker/cli/quantities.ts'

describe('a count', () => {
  test.each([
    ['0', 0],
    ['100000', 100_000],
    ['1_000_000', 1_000_000],
  ])('%s is %i', (text, value) => {
    expect(count(text)).toBe(value)
  })

  test.each(['', '-1', '1.5', 'many', '1e3', '99999999999999999999'])('%s is none', (text) => {
    expect(() => count(text)).toThrow('whole number')
  })
})

describe('a time', () => {
  test.each([
    ['30', 30],
    ['30s', 30],
    ['1.5m', 90],
    ['2h', 7200],
    ['250ms', 0.25],
  ])('%s is %f seconds', (text, value) => {
    expect(seconds(text)).toBeCloseTo(value)
  })

  test.each(['', 's', '-1s', '3d', 'soon'])('%s is none', (text) => {
    expect(() => seconds(text)).toThrow('Give a time')
  })
})
