/** Counting different keys, however many there are and wherever their slots lie. */

import { describe, expect, test } from 'vitest'
import { countDistinct } from '../../../checker/growth/count-distinct.ts'
import type { Keys } from '../../../checker/growth/count-distinct.ts'
import { MaskedKeys } from '../../../checker/growth/masked-keys.ts'
import { valueNumbers } from '../../../checker/growth/value-numbers.ts'

const onward = async () => null

/** Room for the keys of so many states, with something left in it from others. */
const room = (states: number) => new Uint32Array(4 * states + 16).fill(0xdead)

/** The key of a state is its number modulo `keys`; the hash has only so many bits. */
function modulo(keys: number, hashBits = 32): Keys {
  const keyOf = (state: number): number => state % keys
  return {
    hash: (state) => (Math.imul(keyOf(state), 0x9e3779b1) >>> (32 - hashBits)) << (32 - hashBits),
    same: (left, right) => keyOf(left) === keyOf(right),
  }
}

describe('different keys are counted', () => {
  test.each([
    [1, 1],
    [1000, 7],
    [10_000, 10_000],
    [300_000, 2457],
    [300_000, 2458],
    [300_000, 299_999],
  ])('of %i states, %i', async (states, keys) => {
    const spans = [{ first: 0, end: states }]
    expect(await countDistinct(modulo(keys), spans, room(states), onward)).toBe(keys)
  })

  test('where many of them have one hash', async () => {
    const spans = [{ first: 0, end: 5000 }]
    expect(await countDistinct(modulo(5000, 4), spans, room(5000), onward)).toBe(5000)
  })

  test('in ranges of numbers that lie apart', async () => {
    const spans = [
      { first: 5, end: 10 },
      { first: 10, end: 10 },
      { first: 1000, end: 1003 },
    ]
    // 5..9 modulo 100, and 0..2.
    expect(await countDistinct(modulo(100), spans, room(8), onward)).toBe(8)
  })

  test('and none where there are no states', async () => {
    expect(await countDistinct(modulo(3), [], room(0), onward)).toBe(0)
  })

  test('until there is a reason to stop', async () => {
    let pauses = 0
    const soon = async () => (++pauses === 3 ? 'time' : null)
    const spans = [{ first: 0, end: 100_000 }]
    expect(await countDistinct(modulo(9), spans, room(100_000), soon)).toBe('time')
  })
})

/** States of three words of 32 bits, the last of which is none of theirs. */
function states(...rows: readonly (readonly [number, number])[]) {
  return { words: Uint32Array.from(rows.flatMap((row, at) => [...row, at])), stride: 3 }
}

describe('keys by a mask', () => {
  test('are equal where all the bits in the mask are', () => {
    const packed = states([0b1010, 7], [0b1110, 7], [0b1010, 6])
    const keys = new MaskedKeys(packed, Uint32Array.of(0b1011, 0xffff_ffff))
    expect(keys.same(0, 1)).toBe(true)
    expect(keys.hash(0)).toBe(keys.hash(1))
    expect(keys.same(0, 2)).toBe(false)
    const first = new MaskedKeys(packed, Uint32Array.of(0xffff_ffff, 0))
    expect(first.same(0, 1)).toBe(false)
    expect(first.same(0, 2)).toBe(true)
  })
})

describe('numbers of values', () => {
  test.each([
    ['close together, across two words', [0xc000_0000, 0b111], 2 ** 5],
    ['close together, at the beginning of a word', [0, 0b111], 2 ** 3],
    ['far apart', [0x8000_0001, 0x8000_0002], 2 ** 4],
  ] as const)('of bits %s are equal where the bits are', (_, [low, high], most) => {
    const rows = Array.from({ length: 400 }, (_row, at): readonly [number, number] => [
      Math.imul(at, 0x9e37_79b1),
      Math.imul(at, 0x85eb_ca6b),
    ])
    const numbers = valueNumbers(states(...rows), Uint32Array.of(low, high))
    const known = new Map<string, number>()
    for (const [state, row] of rows.entries()) {
      const text = `${row[0] & low} ${row[1] & high}`
      if (!known.has(text)) known.set(text, known.size)
      expect(numbers.of(state)).toBe(known.get(text))
    }
    expect(numbers.size).toBe(known.size)
    expect(known.size).toBe(most)
  })

  test('stay what they are when the table grows', () => {
    const rows = Array.from({ length: 5000 }, (_, at): readonly [number, number] => [at, at])
    const all = Uint32Array.of(0xffff_ffff, 0xffff_ffff)
    const numbers = valueNumbers(states(...rows), all)
    const first = rows.map((_, state) => numbers.of(state))
    expect(rows.map((_, state) => numbers.of(state))).toEqual(first)
    expect(new Set(first).size).toBe(5000)
  })
})
