/** Parts of the rows. */

import { describe, expect, test } from 'vitest'
import { isIn, shard } from '../../../checker/cli/shard.ts'

describe('a shard', () => {
  test('is written as its number and how many there are', () => {
    expect(shard('2/3')).toEqual({ number: 2, of: 3 })
  })

  test.each(['', '1', '0/2', '3/2', '1/0', '-1/2', '1/2/3', '1.5/2', 'a/b', ' 1/2', '1e1/20'])(
    'is not %j',
    (text) => {
      expect(() => shard(text)).toThrow('Give which part, and of how many, such as 1/3.')
    },
  )

  test.each([1, 2, 3, 7, 20])('of %i shares each row with no other', (of) => {
    const shards = Array.from({ length: of }, (_, at) => ({ number: at + 1, of }))
    for (let row = 0; row < 10; row++) {
      expect(shards.filter((one) => isIn(one, row)).length).toBe(1)
    }
  })

  test('has as many rows as any other, or one more', () => {
    const rows = Array.from({ length: 11 }, (_, row) => row)
    const sizes = [1, 2, 3].map(
      (number) => rows.filter((row) => isIn({ number, of: 3 }, row)).length,
    )
    expect(sizes).toEqual([4, 4, 3])
  })
})
