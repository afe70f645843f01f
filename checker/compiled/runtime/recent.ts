/**
 * The states that a worker has looked up last, so that most of those that are reached again soon never ask for the table, which
 * is too large for the processor's caches. What is among them is in the table as soon as the batch is worked off.
 */

import { get, i64, set } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { global, load64, store64 } from './instructions.ts'
import { recentBytes, recentPlaces } from './memory-map.ts'
import type { Shape } from './shape.ts'
import { copyWords } from './words.ts'

/**
 * Remembers the state at the local `$outcome`, whose hash is in the local `$hash`, and does the rest, unless it is among the
 * recent ones. `$recent` is a local of its own.
 */
export function unlessRecent(shape: Shape, rest: readonly Wat[]): Wat {
  const place: Wat = ['i64.and', get('$hash'), i64(recentPlaces(shape) - 1)]
  const at: Wat = ['i64.add', global('$recent'), ['i64.mul', place, i64(recentBytes(shape))]]
  return [
    'block',
    '$recalled',
    set('$recent', at),
    ...(shape.words === 1 ? rememberWord : rememberWords(shape)),
    ...rest,
  ]
}

/** Of a single word not all bits are used: plus 1 it is never 0, as the empty place is. */
const entry: Wat = ['i64.add', load64(get('$outcome')), i64(1)]

const rememberWord: readonly Wat[] = [
  ['br_if', '$recalled', ['i64.eq', load64(get('$recent')), entry]],
  store64(get('$recent'), 0, entry),
]

/** The hash with a bit that an empty place has not, then the words. */
function rememberWords(shape: Shape): readonly Wat[] {
  const marked: Wat = ['i64.or', get('$hash'), i64(1n << 63n)]
  const words: Wat = ['i64.add', get('$recent'), i64(8)]
  return [
    [
      'block',
      '$other',
      ['br_if', '$other', ['i64.ne', load64(get('$recent')), marked]],
      ['br_if', '$recalled', ['call', '$equal', get('$outcome'), words]],
    ],
    store64(get('$recent'), 0, marked),
    set('$recent', words),
    ...copyWords(shape.words, '$recent', '$outcome'),
  ]
}
