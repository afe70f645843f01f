/** Kinds have numbers, and a bit for each condition, however many there are of either. */

import { expect, test } from 'vitest'
import { KindTable } from '../../../checker/liveness/kind-table.ts'

test('conditions beyond the first word have bits in the next', () => {
  const table = new KindTable(40)
  expect(table.words).toBe(2)
  expect(table.add({ enabled: [0, 33], taken: [39] })).toBe(0)
  expect(table.add({ enabled: [], taken: [31] })).toBe(1)
  expect([...table.enabled.subarray(0, 4)]).toEqual([1, 2, 0, 0])
  expect([...table.taken.subarray(0, 4)]).toEqual([0, 128, 2 ** 31, 0])
})

test('a model without conditions has kinds too', () => {
  const table = new KindTable(0)
  expect([table.add({ enabled: [], taken: [] }), table.words]).toEqual([0, 1])
})

test('what is known is kept when the table grows', () => {
  const table = new KindTable(1)
  for (let kind = 0; kind < 100; kind++) {
    const of = kind % 3 === 0 ? [0] : []
    expect(table.add({ enabled: of, taken: of })).toBe(kind)
  }
  const kinds = Array.from({ length: 100 }, (_, kind) => table.enabled[kind])
  expect(kinds).toEqual(kinds.map((_, kind) => (kind % 3 === 0 ? 1 : 0)))
})
