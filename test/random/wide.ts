/** Random sorts of many bits: values that no single load reads, and parts that lie across the words of a state. */

import type { Sort } from '../../dsl/ir.ts'
import { cardinality } from '../../dsl/shape.ts'
import type { Draw } from './draw.ts'
import { bool, int } from './nodes.ts'

/** Of all the parts of a sort together, where each takes more than 57 bits by itself. */
const mostNested = 280
/** Of a set's bits. */
export const mostMembers = 100

/** What large sets have as elements. */
export const elements = int(-9, 60)
/** Very large ones; what is done for each of a few words is done in a loop then. */
const throng = int(-400, 299)
/** Codes of these have gaps, and are too many for a table by code; in the second, a code takes two words. */
const packs: Sort = { kind: 'bag', of: int(-1, 1), bound: 6 }
const crowds: Sort = { kind: 'bag', of: bool, bound: 57 }

/** Whether a load of 8 bytes may not read it. */
export function isWide(sort: Sort, threads: number): boolean {
  return bitsOf(sort, threads) > 57
}

/** An int of some 7 to 52 bits. */
export function drawBroadInt(draw: Draw): Sort {
  const bits = draw.between(7, 52)
  const min = draw.oneOf([0, -(2 ** (bits - 1)), 1 - 2 ** bits, 3])
  return int(min, min + 2 ** bits - draw.between(1, 3))
}

/** A sort made of these, mostly one of more than 57 bits. */
export function drawWide(draw: Draw, sorts: readonly Sort[], threads: number): Sort {
  const huge = draw.chance(6)
  const mostBits = huge ? 1200 : draw.oneOf([70, 130, 200])
  /** One that a compound has room for as often as this; the larger the better. */
  const part = (times: number): Sort => {
    const wide = sorts.filter(
      (sort) =>
        isWide(sort, threads) && bitsOf(sort, threads) * times <= Math.max(mostNested, mostBits),
    )
    if (wide.length > 0 && draw.chance(30)) return draw.oneOf(wide)
    const fitting = sorts.filter((sort) => bitsOf(sort, threads) * times <= mostBits)
    const large = fitting.filter((sort) => bitsOf(sort, threads) * times > 32)
    return draw.oneOf(large.length > 0 && draw.chance(80) ? large : fitting)
  }
  const bound = draw.oneOf([1, 2, 2, 3, 5, 6])
  return draw.weighted<() => Sort>([
    [4, () => drawArray(draw, sorts, threads, part)],
    [4, () => ({ kind: 'set', of: huge ? throng : drawMembers(draw, sorts, threads) })],
    [4, () => ({ kind: 'sequence', of: part(bound), bound })],
    [3, () => ({ kind: 'bag', of: part(bound), bound })],
    [4, () => ({ kind: 'record', fields: parts(draw, part).map((sort, i) => field(sort, i)) })],
    [3, () => ({ kind: 'optional', of: part(1) })],
    [
      3,
      () => ({
        kind: 'variant',
        cases: [
          { tag: 'T0', sort: part(1) },
          ...draw.times(0, 2, (i) => ({
            tag: `T${i + 1}`,
            sort: draw.chance(40) ? null : part(1),
          })),
        ],
      }),
    ],
  ])()
}

function drawArray(
  draw: Draw,
  sorts: readonly Sort[],
  threads: number,
  part: (times: number) => Sort,
): Sort {
  const size = draw.between(3, 12)
  const indices = sorts.filter((sort) => within(cardinality(sort, threads), 2, 12))
  const index = draw.chance(50)
    ? draw.oneOf(indices)
    : draw.oneOf([int(-2, size - 3), { kind: 'index', name: 'ring', size } as const])
  return { kind: 'array', index, element: part(cardinality(index, threads)) }
}

/** Something of which there are many, but not too many for a set. */
function drawMembers(draw: Draw, sorts: readonly Sort[], threads: number): Sort {
  if (draw.chance(15)) return draw.chance(70) ? packs : crowds
  return draw.oneOf(sorts.filter((sort) => within(cardinality(sort, threads), 20, mostMembers)))
}

function parts(draw: Draw, part: (times: number) => Sort): readonly Sort[] {
  const count = draw.between(2, 4)
  return Array.from({ length: count }, () => part(count))
}

function field(sort: Sort, position: number) {
  return { name: `f${position}`, sort }
}

function within(count: number, least: number, most: number): boolean {
  return least <= count && count <= most
}

function bitsOf(sort: Sort, threads: number): number {
  return Math.log2(Math.max(1, cardinality(sort, threads)))
}
