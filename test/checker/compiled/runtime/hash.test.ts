/** The hash spreads states that differ in few bits as chance would. */

import { describe, expect, test } from 'vitest'
import { assemble } from '../../../../checker/compiled/assemble/assemble.ts'
import { hashWords } from '../../../../checker/compiled/runtime/hash.ts'
import { get } from '../../../../checker/compiled/wat.ts'

const states = 2 ** 14

/** How many of as many slots, and of as many tags, the states have. */
function spread(words: number, state: (number: bigint) => readonly bigint[]) {
  const memory = new WebAssembly.Memory({ shared: true, address: 'i64', initial: 1n, maximum: 1n })
  const module = new WebAssembly.Module(
    assemble([
      ['import', '"host"', '"memory"', ['memory', 'i64', '1', '1', 'shared']],
      [
        'func',
        '$hash',
        ['export', '"hash"'],
        ['param', '$moment', 'i64'],
        ['result', 'i64'],
        ['local', '$hash', 'i64'],
        ...hashWords(words, get('$moment'), '$hash'),
        get('$hash'),
      ],
    ]),
  )
  // The module above has this one export.
  const exports = new WebAssembly.Instance(module, { host: { memory } }).exports as {
    hash(moment: bigint): bigint
  }
  const view = new BigUint64Array(memory.buffer)
  const slots = new Set<bigint>()
  const tags = new Set<bigint>()
  for (let number = 0; number < states; number++) {
    view.set(state(BigInt(number)))
    const hash = BigInt.asUintN(64, exports.hash(0n))
    slots.add(((hash >> 32n) * BigInt(states)) >> 32n)
    tags.add(hash & 0xffff_ffffn)
  }
  return { slots: slots.size / states, tags: tags.size / states }
}

/** Of as many slots as states, chance fills this part. */
const byChance = 1 - 1 / Math.E

/** The bits of a number, each so many bits from the next. */
function apart(number: bigint, distance: bigint): bigint {
  let sum = 0n
  for (let bit = 0n; bit < 14n; bit++) sum |= ((number >> bit) & 1n) << (bit * distance)
  return sum
}

describe.each([
  ['count up', (number: bigint) => number],
  ['count up in the highest bits', (number: bigint) => number << 49n],
  ['count up by a power of two', (number: bigint) => number << 20n],
  ['differ in every third bit', (number: bigint) => apart(number, 3n)],
  ['differ in every fourth bit', (number: bigint) => apart(number, 4n)],
] as const)('states that %s', (_, word) => {
  test.each([
    ['one word', 1, (number: bigint) => [word(number)]],
    ['the first of two words', 2, (number: bigint) => [word(number), 5n]],
    ['the second of two words', 2, (number: bigint) => [5n, word(number)]],
    ['the third of five words', 5, (number: bigint) => [1n, 2n, word(number), 3n, 4n]],
    ['two of two words', 2, (number: bigint) => [word(number & 127n), word(number >> 7n)]],
  ] as const)('are spread by %s', (_words, count, state) => {
    const { slots, tags } = spread(count, state)
    expect(slots).toBeGreaterThan(0.97 * byChance)
    expect(tags).toBeGreaterThan(0.999)
  })
})

test('states that are equal in all words but the last have other hashes', () => {
  const { slots } = spread(20, (number) =>
    Array.from({ length: 20 }, (_, at) => (at === 19 ? number : 0n)),
  )
  expect(slots).toBeGreaterThan(0.97 * byChance)
})
