/** Items are packed into few words. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packed } from '../../../checker/compiled/word-packing.ts'
import type { Item } from '../../../checker/compiled/word-packing.ts'

const narrow = (width: number): Item => ({ width, aligned: false, gaps: [] })
const wide = (width: number): Item => ({ width, aligned: true, gaps: [] })

function wordsOf(bits: number): number {
  return bits <= 63 ? 1 : Math.max(2, Math.ceil(bits / 64))
}

function straddles(items: readonly Item[]): number[] {
  const { offsets } = packed(items)
  return items.flatMap(({ width }, i) => {
    const from = offsets[i] ?? 0
    const inOne = width === 0 || Math.floor(from / 64) === Math.floor((from + width - 1) / 64)
    return inOne ? [] : [i]
  })
}

test('63 bits are one word, 64 are two', () => {
  expect(packed([narrow(40), narrow(23)]).words).toBe(1)
  expect(packed([narrow(40), narrow(24)]).words).toBe(2)
  expect(packed([wide(63)]).words).toBe(1)
  expect(packed([wide(64)]).words).toBe(2)
  expect(packed([narrow(50), narrow(50), narrow(28)]).words).toBe(2)
  expect(packed([]).words).toBe(1)
})

test('nothing straddles two words where there is room', () => {
  expect(straddles([narrow(40), narrow(30), narrow(20), narrow(34)])).toEqual([])
  expect(straddles([narrow(50), narrow(50)])).toEqual([])
})

test('something straddles two words rather than take a further one', () => {
  const items = [narrow(50), narrow(50), narrow(28)]
  expect(straddles(items)).toEqual([1])
  expect(packed(items).words).toBe(2)
})

test('what begins with a word is followed by what fits in the rest of its last', () => {
  const { words, offsets } = packed([narrow(10), wide(100), wide(90), narrow(28)])
  expect(words).toBe(4)
  expect(offsets).toEqual([218, 0, 128, 100])
})

test('gaps inside an item are filled', () => {
  const instances: Item = {
    width: 180,
    aligned: true,
    gaps: [
      { from: 60, to: 64 },
      { from: 124, to: 128 },
    ],
  }
  expect(packed([instances, narrow(4), narrow(4), narrow(4)])).toEqual({
    words: 3,
    offsets: [0, 60, 124, 188],
  })
})

test('any items have bits of their own, at words where they ask for that, in few words', () => {
  const item = fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 57 }).map(narrow) },
    { weight: 1, arbitrary: fc.integer({ min: 58, max: 300 }).map(wide) },
    { weight: 1, arbitrary: fc.integer({ min: 58, max: 300 }).map(narrow) },
  )
  fc.assert(
    fc.property(fc.array(item, { maxLength: 20 }), (items) => {
      const { words, offsets } = packed(items)
      const owners = new Map<number, number>()
      for (const [i, { width, aligned }] of items.entries()) {
        const from = offsets[i] ?? -1
        expect(aligned ? from % 64 : 0).toBe(0)
        for (let bit = from; bit < from + width; bit++) {
          expect(owners.get(bit)).toBeUndefined()
          owners.set(bit, i)
        }
      }
      const end = Math.max(0, ...owners.keys()) + (owners.size > 0 ? 1 : 0)
      expect(end).toBeLessThanOrEqual(words === 1 ? 63 : words * 64)
      const bits = items.reduce((sum, { width }) => sum + width, 0)
      const tails = items.map(({ width, aligned }) => (aligned ? (64 - (width % 64)) % 64 : 0))
      expect(words).toBeGreaterThanOrEqual(wordsOf(bits))
      expect(words).toBeLessThanOrEqual(wordsOf(tails.reduce((sum, tail) => sum + tail, bits)))
    }),
    { numRuns: 200, seed: 20_261_121 },
  )
})
