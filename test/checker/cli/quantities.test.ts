/** Numbers, times and amounts of memory are read as people write them, or refused. */

import { availableParallelism } from 'node:os'
import { describe, expect, test } from 'vitest'
import { count, memory, seconds, threads } from '../../../checker/cli/quantities.ts'

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

describe('an amount of memory', () => {
  test.each([
    ['8G', 8 * 2 ** 30],
    ['512M', 512 * 2 ** 20],
    ['64k', 64 * 2 ** 10],
    ['1.5GiB', 1.5 * 2 ** 30],
    ['2gb', 2 * 2 ** 30],
    ['16G', 2 ** 34],
  ])('%s is %i bytes', (text, bytes) => {
    expect(memory(text)).toBe(bytes)
  })

  test.each(['', '8', 'G', '-1G', '8P', '8 G', 'all', '1e3M'])('%s is none', (text) => {
    expect(() => memory(text)).toThrow('Give an amount such as 8G')
  })

  test.each(['17G', '16.1G', '1T', '999999M'])('%s is more than an engine can use', (text) => {
    expect(() => memory(text)).toThrow('16 GiB at most')
  })
})

describe('a number of threads', () => {
  test.each([
    ['1', 1],
    ['12', 12],
    ['256', 256],
    ['auto', Math.min(availableParallelism(), 256)],
  ])('%s is %i', (text, value) => {
    expect(threads(text)).toBe(value)
  })

  test.each(['', '0', '-1', '1.5', '257', '1000', 'all', 'AUTO'])('%s is none', (text) => {
    expect(() => threads(text)).toThrow("Give a number of threads from 1 to 256, or 'auto'.")
  })
})
