/** Sorts for the parts of an expression: the model's own where it has one that fits. */

import type { Sort, SortOf } from '../../dsl/ir.ts'
import { cardinality, equalSorts } from '../../dsl/shape.ts'
import { bool, int } from './nodes.ts'
import type { Maker } from './scope.ts'
import { isWide } from './wide.ts'

/** What is used where the model has no sort of the kind. */
const fallbacks: { readonly [K in Sort['kind']]: SortOf<K> } = {
  bool,
  int: int(0, 1),
  enum: { kind: 'enum', values: ['idle', 'busy'] },
  identity: { kind: 'identity', name: 'other buffer', size: 2 },
  index: { kind: 'index', name: 'other slot', size: 2 },
  thread: { kind: 'thread' },
  optional: { kind: 'optional', of: bool },
  record: { kind: 'record', fields: [{ name: 'f0', sort: bool }] },
  variant: {
    kind: 'variant',
    cases: [
      { tag: 'T0', sort: bool },
      { tag: 'T1', sort: null },
    ],
  },
  array: { kind: 'array', index: bool, element: int(0, 1) },
  set: { kind: 'set', of: int(0, 1) },
  sequence: { kind: 'sequence', of: int(0, 1), bound: 2 },
  bag: { kind: 'bag', of: int(0, 1), bound: 2 },
}

/** A sort of this kind. */
export function sortOfKind<K extends Sort['kind']>(maker: Maker, kind: K): SortOf<K> {
  const found = maker.palette.sorts.filter((sort): sort is SortOf<K> => sort.kind === kind)
  const { draw, palette } = maker
  // What has wide elements is rare, and is looked for.
  const wide = found.filter((sort) => 'of' in sort && isWide(sort.of, palette.threads))
  if (wide.length > 0 && draw.chance(40)) return draw.oneOf(wide)
  return found.length === 0 ? fallbacks[kind] : draw.oneOf(found)
}

/** Any sort of the model. */
export function anySort(maker: Maker): Sort {
  return maker.draw.oneOf(maker.palette.sorts)
}

/** A sort of the model with at most this many values. */
export function smallSort(maker: Maker, most: number): Sort {
  const found = maker.palette.sorts.filter((s) => cardinality(s, maker.palette.threads) <= most)
  return maker.draw.oneOf(found.length === 0 ? [bool] : found)
}

/** The sorts of the model which hold parts of this sort, by `part`. */
export function holding<K extends Sort['kind']>(
  maker: Maker,
  kind: K,
  part: (sort: SortOf<K>) => Sort,
  sort: Sort,
): SortOf<K>[] {
  return maker.palette.sorts.filter(
    (other): other is SortOf<K> =>
      // The first test has made it one of this kind, which the compiler does not conclude for an open K.
      other.kind === kind && equalSorts(part(other as SortOf<K>), sort),
  )
}
