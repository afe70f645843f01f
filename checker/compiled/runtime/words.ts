/** The words of a state: copied and compared, for a few one after the other, for many in a loop. */

import { get, i32, i64, set } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { advance, load64, store64 } from './instructions.ts'

const unrolled = 16

/** Copies the words from one address (a local) to another. */
export function copyWords(words: number, to: string, from: string): readonly Wat[] {
  if (words > unrolled) return [['memory.copy', get(to), get(from), i64(8 * words)]]
  return Array.from({ length: words }, (_, word) =>
    store64(get(to), 8 * word, load64(get(from), 8 * word)),
  )
}

/** The function `$equal`: whether the words at two addresses are the same. */
export function equalFunction(words: number): Wat {
  const head: readonly Wat[] = [
    ['param', '$left', 'i64'],
    ['param', '$right', 'i64'],
    ['result', 'i32'],
  ]
  if (words <= unrolled) {
    const differ = Array.from({ length: words }, (_, word): Wat => {
      const here: Wat = load64(get('$left'), 8 * word)
      return ['if', ['i64.ne', here, load64(get('$right'), 8 * word)], ['then', ['return', i32(0)]]]
    })
    return ['func', '$equal', ...head, ...differ, i32(1)]
  }
  return [
    'func',
    '$equal',
    ...head,
    ['local', '$end', 'i64'],
    set('$end', ['i64.add', get('$left'), i64(8 * words)]),
    [
      'loop',
      '$next',
      ['if', ['i64.ne', load64(get('$left')), load64(get('$right'))], ['then', ['return', i32(0)]]],
      advance('$left', i64(8)),
      advance('$right', i64(8)),
      ['br_if', '$next', ['i64.lt_u', get('$left'), get('$end')]],
    ],
    i32(1),
  ]
}
