/** The static range of an int expression, from those of its operands. */

import type { Arithmetic, SortOf } from '../../dsl/ir.ts'
import { int } from './nodes.ts'

/** A range that holds every result; that of `div` and `mod` leaves out a divisor of zero. */
export function rangeOf(
  operator: Arithmetic,
  left: SortOf<'int'>,
  right: SortOf<'int'>,
): SortOf<'int'> {
  switch (operator) {
    case 'plus':
      return int(left.min + right.min, left.max + right.max)
    case 'minus':
      return int(left.min - right.max, left.max - right.min)
    case 'times':
      return corners(left, right, (a, b) => a * b)
    case 'min':
      return int(Math.min(left.min, right.min), Math.min(left.max, right.max))
    case 'max':
      return int(Math.max(left.min, right.min), Math.max(left.max, right.max))
    case 'div': {
      const size = Math.max(Math.abs(left.min), Math.abs(left.max))
      return int(-size, size)
    }
    case 'mod':
      return int(Math.min(0, right.min + 1), Math.max(0, right.max - 1))
  }
}

function corners(
  left: SortOf<'int'>,
  right: SortOf<'int'>,
  result: (a: number, b: number) => number,
): SortOf<'int'> {
  const values = [left.min, left.max].flatMap((a) =>
    [right.min, right.max].map((b) => result(a, b) + 0),
  )
  return int(Math.min(...values), Math.max(...values))
}
