/** Filling the table anew, from the arena, when it has grown. */

import { get, i32, i64, set, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { hashWords, slotOf } from './hash.ts'
import {
  advance,
  call,
  global,
  load64,
  locals,
  param,
  store32,
  store64,
  whilst,
  wide,
} from './instructions.ts'
import { control, fewestPending, pendingBytes, recordBytes } from './memory-map.ts'
import type { Shape } from './shape.ts'
import { nextSlot, pending, putEntry, recordAt, touchSlots } from './store.ts'

/**
 * `$refill`: puts the records from one number to another into the table, which has none of them. They are all different, so
 * nothing is compared. `$refillNumbers`, of models with temporal properties, does so with their numbers in any case: in a search, a
 * state of one word is its own entry.
 */
export function refillFunctions(shape: Shape): readonly Wat[] {
  const usual = refillFunction(shape, 'refill', shape.words > 1)
  return shape.temporal ? [usual, refillFunction(shape, 'refillNumbers', true)] : [usual]
}

function refillFunction(shape: Shape, name: string, numbered: boolean): Wat {
  return [
    'func',
    `$${name}`,
    ['export', `"${name}"`],
    param('$from', 'i32'),
    param('$to', 'i32'),
    ...locals(
      'i64',
      '$at',
      '$pendingEnd',
      '$record',
      '$slots',
      '$slot',
      '$found',
      '$hash',
      '$entry',
    ),
    call('$load'),
    set('$slots', global('$slots')),
    whilst(
      '$group',
      ['i32.lt_u', get('$from'), get('$to')],
      set('$at', global('$pending')),
      set('$pendingEnd', ['i64.add', get('$at'), i64(groupBytes)]),
      set('$record', recordAt(shape, get('$from'))),
      [
        'loop',
        '$touch',
        ...hashWords(shape.words, get('$record'), '$hash'),
        set('$slot', slotOf('$hash', global('$table'), get('$slots'))),
        set(
          '$entry',
          numbered
            ? [
                'i64.or',
                ['i64.shl', get('$hash'), i64(32)],
                ['i64.add', wide(get('$from')), i64(1)],
              ]
            : ['i64.add', load64(get('$record')), i64(1)],
        ),
        store64(get('$at'), pending.outcome, get('$entry')),
        store64(get('$at'), pending.slot, get('$slot')),
        set('$from', ['i32.add', get('$from'), i32(1)]),
        advance('$record', i64(recordBytes(shape))),
        advance('$at', i64(pendingBytes)),
        [
          'br_if',
          '$touch',
          [
            'i32.and',
            ['i32.lt_u', get('$from'), get('$to')],
            ['i64.lt_u', get('$at'), get('$pendingEnd')],
          ],
        ],
      ],
      set('$pendingEnd', get('$at')),
      ...touchSlots('$pendingEnd'),
      call('$place', get('$pendingEnd')),
    ),
  ]
}

const groupBytes = fewestPending * pendingBytes

/** `$place`: makes the pending entries, all of which are new. Of models with temporal properties it notices when two have one tag. */
export function placeFunction({ temporal }: Shape): Wat {
  const isSame: Wat = ['i64.eqz', ['i64.shr_u', ['i64.xor', get('$found'), get('$entry')], i64(32)]]
  return [
    'func',
    '$place',
    param('$pendingEnd', 'i64'),
    ...locals('i64', '$at', '$slot', '$found', '$entry'),
    set('$at', global('$pending')),
    whilst(
      '$next',
      ['i64.lt_u', get('$at'), get('$pendingEnd')],
      set('$entry', load64(get('$at'), pending.outcome)),
      set('$slot', load64(get('$at'), pending.slot)),
      set('$found', load64(get('$at'), pending.found)),
      [
        'block',
        '$placed',
        [
          'loop',
          '$probe',
          when(
            ['i64.eqz', get('$found')],
            [putEntry(get('$entry')), ['br_if', '$placed', ['i64.eqz', get('$found')]]],
          ),
          ...(temporal ? [when(isSame, [store32(i64(control.ambiguous), 0, i32(1))])] : []),
          ...nextSlot,
          ['br', '$probe'],
        ],
      ],
      advance('$at', i64(pendingBytes)),
    ),
  ]
}
