/** The functions of a module that find the rank of a code in a table of all codes, ascending. */

import { add, get, i32, i64, set, shiftLeft, when } from '../wat.ts'
import type { Wat } from '../wat.ts'

function word(side: string): Wat {
  return ['i64.and', ['i64.load', add(get(side), get('$at'))], get('$mask')]
}

/** Negative, 0 or positive, as numbers of so many words (at least 1) compare, of whose last only the bits of `$mask` count. */
export const compareWords: Wat = [
  'func',
  '$compareWords',
  ['param', '$left', 'i64'],
  ['param', '$right', 'i64'],
  ['param', '$words', 'i64'],
  ['param', '$mask', 'i64'],
  ['result', 'i32'],
  ['local', '$at', 'i64'],
  ['local', '$a', 'i64'],
  ['local', '$b', 'i64'],
  set('$at', shiftLeft(['i64.sub', get('$words'), i64(1)], i64(3))),
  [
    'loop',
    '$next',
    set('$a', word('$left')),
    set('$b', word('$right')),
    when(
      ['i64.ne', get('$a'), get('$b')],
      [['return', ['select', i32(-1), i32(1), ['i64.lt_u', get('$a'), get('$b')]]]],
    ),
    when(['i64.eqz', get('$at')], [['return', i32(0)]]),
    set('$at', ['i64.sub', get('$at'), i64(8)]),
    set('$mask', i64(-1)),
    ['br', '$next'],
  ],
  ['unreachable'],
]

/**
 * The search for the last of `$count` codes (at least 1) that is not above the one sought: `notAbove` is an i32 that tells
 * whether the one at `$middle` is.
 */
function search(notAbove: Wat): readonly Wat[] {
  return [
    ['local', '$low', 'i64'],
    ['local', '$half', 'i64'],
    ['local', '$middle', 'i64'],
    [
      'block',
      '$found',
      [
        'loop',
        '$next',
        ['br_if', '$found', ['i64.le_u', get('$count'), i64(1)]],
        set('$half', ['i64.shr_u', get('$count'), i64(1)]),
        set('$middle', add(get('$low'), get('$half'))),
        set('$low', ['select', get('$middle'), get('$low'), notAbove]),
        set('$count', ['i64.sub', get('$count'), get('$half')]),
        ['br', '$next'],
      ],
    ],
    get('$low'),
  ]
}

/** The rank of a narrow code among those in a table. */
export const rankOfCode: Wat = [
  'func',
  '$rankOfCode',
  ['param', '$table', 'i64'],
  ['param', '$count', 'i64'],
  ['param', '$code', 'i64'],
  ['result', 'i64'],
  ...search([
    'i64.le_u',
    ['i64.load', add(get('$table'), shiftLeft(get('$middle'), i64(3)))],
    get('$code'),
  ]),
]

/** The rank of the wide code at an address; `$mask` tells which bits of its last word count. */
export const rankOfWords: Wat = [
  'func',
  '$rankOfWords',
  ['param', '$table', 'i64'],
  ['param', '$count', 'i64'],
  ['param', '$address', 'i64'],
  ['param', '$words', 'i64'],
  ['param', '$mask', 'i64'],
  ['result', 'i64'],
  ...search([
    'i32.le_s',
    [
      'call',
      '$compareWords',
      add(get('$table'), ['i64.mul', get('$middle'), shiftLeft(get('$words'), i64(3))]),
      get('$address'),
      get('$words'),
      get('$mask'),
    ],
    i32(0),
  ]),
]
