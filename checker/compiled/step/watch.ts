/** The log of places that simultaneous effects have written, where one may hit what another wrote. */

import type { Site } from '../../../dsl/site.ts'
import { faultWhen } from '../scope.ts'
import type { Scope } from '../scope.ts'
import { add, get, i32, i64, lowest, set, shiftLeft } from '../wat.ts'
import type { Wat } from '../wat.ts'
import type { Located } from './place.ts'

/** What is written of one variable or slot. Its copy goes on from there for itself. */
export type Log =
  /** One bit for each leaf, in a local. */
  | { readonly form: 'mask'; readonly mask: string }
  /** The first leaf of each place and the one behind its last, in memory from `base` up to the local `top`. */
  | { readonly form: 'list'; readonly base: Wat; readonly top: string }

const mostInMask = 64
const entryWords = 2

/** An empty log for something with so many leaves. */
export function emptyLog(leaves: number, { emit, generation }: Scope): Log {
  if (leaves <= mostInMask) {
    const mask = emit.local('i64', 'written')
    emit.do(set(mask, i64(0)))
    return { form: 'mask', mask }
  }
  // No two entries have a leaf in common.
  const base = generation.scratch(entryWords * leaves)
  const top = emit.local('i64', 'written.top')
  emit.do(set(top, base))
  return { form: 'list', base, top }
}

/** A log with the same places, for one of several ways to go on. */
export function copyLog(log: Log, { emit }: Scope): Log {
  const local = emit.local('i64', 'written')
  if (log.form === 'mask') {
    emit.do(set(local, get(log.mask)))
    return { form: 'mask', mask: local }
  }
  emit.do(set(local, get(log.top)))
  return { ...log, top: local }
}

/** Notes that the place is written; a fault where something in it, or it as a part of something, was. */
export function note({ first, count }: Located, log: Log, site: Site, scope: Scope): void {
  const { emit } = scope
  if (log.form === 'mask') {
    const leaves = emit.hold(shiftLeft(lowest(count, i64(-1)), first), 'leaves')
    const before = get(log.mask)
    const none: Wat = ['i64.eqz', ['i64.and', before, leaves]]
    faultWhen(['i32.eqz', none], 'conflict', site, scope)
    emit.do(set(log.mask, ['i64.or', before, leaves]))
    return
  }
  const from = emit.hold(first, 'first')
  const to = emit.hold(add(from, i64(count)), 'end')
  const top = get(log.top)
  faultWhen(['call', '$overlaps', log.base, top, from, to], 'conflict', site, scope)
  emit.do(['i64.store', top, from], ['i64.store', 'offset=8', top, to])
  emit.do(set(log.top, add(top, i64(8 * entryWords))))
}

/** Part of every module: whether one of the entries has a leaf from `$first` up to, not including, `$end`. */
export const overlapsFunction: Wat = [
  'func',
  '$overlaps',
  ['param', '$entry', 'i64'],
  ['param', '$top', 'i64'],
  ['param', '$first', 'i64'],
  ['param', '$end', 'i64'],
  ['result', 'i32'],
  [
    'block',
    '$none',
    [
      'loop',
      '$next',
      ['br_if', '$none', ['i64.ge_u', get('$entry'), get('$top')]],
      [
        'if',
        [
          'i32.and',
          ['i64.lt_u', ['i64.load', get('$entry')], get('$end')],
          ['i64.gt_u', ['i64.load', 'offset=8', get('$entry')], get('$first')],
        ],
        ['then', ['return', i32(1)]],
      ],
      set('$entry', add(get('$entry'), i64(8 * entryWords))),
      ['br', '$next'],
    ],
  ],
  i32(0),
]
