/** The table of all states found: looking up and adding. */

import { get, i32, i64, set, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import {
  advance,
  call,
  global,
  load32,
  load64,
  locals,
  param,
  setGlobal,
  store32,
  store64,
  whilst,
  wide,
} from './instructions.ts'
import { control, pendingBytes, recordBytes, status } from './memory-map.ts'
import type { Shape } from './shape.ts'
import { copyWords } from './words.ts'

/** In an entry of the list of pending look-ups. */
export const pending = { outcome: 0, slot: 8, found: 16, number: 24, tag: 28 } as const

/** The address of the record with this number (an i32). */
export function recordAt(shape: Shape, number: Wat): Wat {
  return recordNumbered(shape, wide(number))
}

/** The same, of an i64. */
function recordNumbered(shape: Shape, number: Wat): Wat {
  return ['i64.add', global('$arena'), ['i64.mul', number, i64(recordBytes(shape))]]
}

/** Goes on to the next slot, in the local `$slot`, and reads it into `$found`. */
export const nextSlot: readonly Wat[] = [
  advance('$slot', i64(8)),
  when(['i64.eq', get('$slot'), global('$tableEnd')], [set('$slot', global('$table'))]),
  set('$found', ['i64.atomic.load', get('$slot')]),
]

/** The number of the record that the slot in `$found` names: an i64. */
export const numberFound: Wat = ['i64.sub', ['i64.and', get('$found'), i64(0xffff_ffff)], i64(1)]

/**
 * `$claim`: whether there is room for so many more entries and records; otherwise `$overflow` has the status that says what is wanting. What is
 * claimed and not used is kept for the next batch.
 */
export function claimFunction(): Wat {
  const claimed = get('$claimed')
  return [
    'func',
    '$claim',
    param('$entries', 'i32'),
    ['result', 'i32'],
    ...locals('i32', '$claimed', '$lump'),
    when(
      ['i32.gt_u', ['i32.add', global('$next'), get('$entries')], global('$nextLimit')],
      [setGlobal('$overflow', i32(status.full)), ['return', i32(0)]],
    ),
    when(['i32.le_u', get('$entries'), global('$room')], [['return', i32(1)]]),
    set('$lump', load32(i64(control.lump))),
    when(['i32.lt_u', get('$lump'), get('$entries')], [set('$lump', get('$entries'))]),
    set('$claimed', ['i32.atomic.rmw.add', i64(control.claimed), get('$lump')]),
    when(
      ['i32.gt_u', ['i32.add', claimed, get('$lump')], load32(i64(control.limit))],
      [
        ['drop', ['i32.atomic.rmw.sub', i64(control.claimed), get('$lump')]],
        setGlobal('$overflow', i32(status.grow)),
        ['return', i32(0)],
      ],
    ),
    setGlobal('$room', ['i32.add', global('$room'), get('$lump')]),
    i32(1),
  ]
}

/**
 * Reads the slots of all pending states, up to the address in a local. The loop does nothing else, so that as many reads as the
 * processor can have are on the way at once.
 */
export function touchSlots(end: string): readonly Wat[] {
  return [
    set('$slot', global('$pending')),
    whilst(
      '$touch',
      ['i64.lt_u', get('$slot'), get(end)],
      store64(get('$slot'), pending.found, ['i64.atomic.load', load64(get('$slot'), pending.slot)]),
      advance('$slot', i64(pendingBytes)),
    ),
  ]
}

/** Puts the entry into the slot in `$slot` if that is still empty, and leaves in `$found` what was there. */
export function putEntry(entry: Wat): Wat {
  return [
    'if',
    ['i32.eq', global('$workers'), i32(1)],
    [
      'then',
      // A worker alone has nobody to come between, and a load and a store do not hold up the reads behind them.
      set('$found', load64(get('$slot'))),
      when(['i64.eqz', get('$found')], [store64(get('$slot'), 0, entry)]),
    ],
    ['else', set('$found', ['i64.atomic.rmw.cmpxchg', get('$slot'), i64(0), entry])],
  ]
}

/** Looks up the pending states, all slots of which were read before, and adds those that are new. */
export function insertFunction(shape: Shape): Wat {
  const single = shape.words === 1
  const added: Wat = single
    ? get('$entry')
    : ['i64.or', get('$entry'), ['i64.add', wide(global('$next')), i64(1)]]
  return [
    'func',
    '$insert',
    param('$pendingEnd', 'i64'),
    ...locals('i64', '$at', '$outcome', '$slot', '$found', '$entry', '$new', '$before'),
    ...(single ? [] : narrowDown(shape)),
    set('$at', global('$pending')),
    whilst(
      '$look',
      ['i64.lt_u', get('$at'), get('$pendingEnd')],
      set('$outcome', load64(get('$at'), pending.outcome)),
      set('$slot', load64(get('$at'), pending.slot)),
      set('$found', load64(get('$at'), pending.found)),
      set(
        '$entry',
        single
          ? ['i64.add', load64(get('$outcome')), i64(1)]
          : ['i64.shl', ['i64.load32_u', `offset=${pending.tag}`, get('$at')], i64(32)],
      ),
      [
        'block',
        '$known',
        [
          'loop',
          '$probe',
          when(
            ['i64.eqz', get('$found')],
            [
              set('$new', recordAt(shape, global('$next'))),
              // Before the slot says that it is there.
              ...copyWords(shape.words, '$new', '$outcome'),
              store32(get('$new'), 8 * shape.words, load32(get('$at'), pending.number)),
              putEntry(added),
              when(['i64.eqz', get('$found')], [...whenNew(shape), ['br', '$known']]),
            ],
          ),
          ['br_if', '$known', isFound(shape)],
          ...nextSlot,
          ['br', '$probe'],
        ],
      ],
      advance('$at', i64(pendingBytes)),
    ),
  ]
}

/** What is done with a new state, whose record is at `$new`. */
function whenNew(shape: Shape): readonly Wat[] {
  const judged: readonly Wat[] = shape.judges ? [call('$judgeNew', get('$new'))] : []
  return [
    ...judged,
    setGlobal('$next', ['i32.add', global('$next'), i32(1)]),
    setGlobal('$room', ['i32.sub', global('$room'), i32(1)]),
  ]
}

/** Whether the slot in `$found`, which is not empty, has the state of `$outcome`. */
function isFound(shape: Shape): Wat {
  if (shape.words === 1) return ['i64.eq', get('$found'), get('$entry')]
  const tag: Wat = ['i64.eq', ['i64.and', get('$found'), i64(~0xffff_ffffn)], get('$entry')]
  const known = recordNumbered(shape, numberFound)
  return [
    'if',
    ['result', 'i32'],
    tag,
    ['then', call('$equal', get('$outcome'), known)],
    ['else', i32(0)],
  ]
}

/** Goes on to the slot with the right tag, or the empty one; then touches all records, which are so on the way at once. */
function narrowDown(shape: Shape): readonly Wat[] {
  const known = recordNumbered(shape, numberFound)
  return [
    set('$at', global('$pending')),
    whilst(
      '$narrow',
      ['i64.lt_u', get('$at'), get('$pendingEnd')],
      set('$slot', load64(get('$at'), pending.slot)),
      set('$found', load64(get('$at'), pending.found)),
      set('$entry', ['i64.load32_u', `offset=${pending.tag}`, get('$at')]),
      [
        'block',
        '$stop',
        [
          'loop',
          '$probe',
          ['br_if', '$stop', ['i64.eqz', get('$found')]],
          ['br_if', '$stop', ['i64.eq', ['i64.shr_u', get('$found'), i64(32)], get('$entry')]],
          ...nextSlot,
          ['br', '$probe'],
        ],
      ],
      store64(get('$at'), pending.slot, get('$slot')),
      store64(get('$at'), pending.found, get('$found')),
      advance('$at', i64(pendingBytes)),
    ),
    set('$at', global('$pending')),
    whilst(
      '$touch',
      ['i64.lt_u', get('$at'), get('$pendingEnd')],
      set('$found', load64(get('$at'), pending.found)),
      set('$slot', ['select', known, global('$arena'), ['i64.ne', get('$found'), i64(0)]]),
      set('$before', ['i64.xor', get('$before'), load64(get('$slot'))]),
      // A record may lie in two lines of the cache.
      set('$before', ['i64.xor', get('$before'), load64(get('$slot'), recordBytes(shape) - 8)]),
      advance('$at', i64(pendingBytes)),
    ),
    // A load without any use would not be made.
    setGlobal('$touched', get('$before')),
  ]
}
