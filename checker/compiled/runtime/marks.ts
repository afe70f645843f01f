/**
 * What a sweep knows of a state: the fewest context switches that are left after the best next step, and a bit for each actor
 * whose step is such a best one. After any other actor's step one switch more is left.
 */

import { get, i32, i64, set, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { hashWords, slotOf } from './hash.ts'
import {
  call,
  global,
  load32,
  load64,
  locals,
  param,
  returned,
  setGlobal,
  store32,
  store64,
  whilst,
  wide,
} from './instructions.ts'
import { actorWords, areaOffsets, mark, markBytes, pendingBytes } from './memory-map.ts'
import type { Shape } from './shape.ts'
import { nextSlot, numberFound, pending, recordAt } from './store.ts'

export function markFunctions(shape: Shape): readonly Wat[] {
  return [
    markOfFunction(shape),
    betterFunction(shape),
    keepMarkFunction(shape),
    refillMarksFunction(shape),
  ]
}

/** `markOf`: the address of the mark of the state at an address, or 0. */
function markOfFunction(shape: Shape): Wat {
  return [
    'func',
    '$markOf',
    ['export', '"markOf"'],
    param('$moment', 'i64'),
    ['result', 'i64'],
    ...locals('i64', '$hash', '$tag', '$slot', '$found', '$mark'),
    ...hashWords(shape.words, get('$moment'), '$hash'),
    set('$slot', slotOf('$hash', global('$table'), global('$slots'))),
    set('$tag', ['i64.and', get('$hash'), i64(0xffff_ffff)]),
    set('$found', ['i64.atomic.load', get('$slot')]),
    [
      'loop',
      '$probe',
      when(['i64.eqz', get('$found')], [['return', i64(0)]]),
      when(
        ['i64.eq', ['i64.shr_u', get('$found'), i64(32)], get('$tag')],
        [
          set('$mark', markAt(shape, numberFound)),
          when(call('$equal', get('$moment'), recordAt(shape, load32(get('$mark'), mark.number))), [
            ['return', get('$mark')],
          ]),
        ],
      ),
      ...nextSlot,
      ['br', '$probe'],
    ],
    ['unreachable'],
  ]
}

function markAt(shape: Shape, number: Wat): Wat {
  return ['i64.add', global('$marks'), ['i64.mul', number, i64(markBytes(shape))]]
}

/** `$better`: notes that after a step of this actor so many context switches are left. */
function betterFunction(shape: Shape): Wat {
  const actors = `offset=${areaOffsets(shape).actors}`
  const word = get('$word')
  return [
    'func',
    '$better',
    param('$switches', 'i32'),
    param('$actor', 'i32'),
    ['local', '$word', 'i64'],
    when(['i32.gt_u', get('$switches'), global('$best')], [['return']]),
    when(
      ['i32.lt_u', get('$switches'), global('$best')],
      [
        setGlobal('$best', get('$switches')),
        ...Array.from({ length: actorWords(shape) }, (_, index) =>
          store64(global('$area'), areaOffsets(shape).actors + 8 * index, i64(0)),
        ),
      ],
    ),
    set('$word', actorWord(shape, global('$area'))),
    ['i64.store', actors, word, ['i64.or', ['i64.load', actors, word], actorBit]],
  ]
}

/** Where the bit of `$actor` is, with these words of all actors. */
function actorWord(shape: Shape, words: Wat): Wat {
  if (actorWords(shape) === 1) return words
  const index: Wat = ['i64.shr_u', wide(get('$actor')), i64(6)]
  return ['i64.add', words, ['i64.shl', index, i64(3)]]
}

const actorBit: Wat = ['i64.shl', i64(1), wide(get('$actor'))]

/** The switch from `$actor` to the next one, 0 or 1, at the state with the mark `$mark`. */
export function turn(shape: Shape): Wat {
  const word = load64(actorWord(shape, get('$mark')), mark.actors)
  const same: Wat = ['i64.and', ['i64.shr_u', word, wide(get('$actor'))], i64(1)]
  return ['i32.wrap_i64', ['i64.xor', same, i64(1)]]
}

/** `$keepMark`: writes the mark of the state at the cursor; 0 when there is no room for it. */
function keepMarkFunction(shape: Shape): Wat {
  const { actors } = areaOffsets(shape)
  return [
    'func',
    '$keepMark',
    ['result', 'i32'],
    ...locals('i64', '$mark'),
    when(['i32.eq', global('$nextMark'), global('$markLimit')], [returned(0)]),
    set('$mark', markAt(shape, wide(global('$nextMark')))),
    setGlobal('$nextMark', ['i32.add', global('$nextMark'), i32(1)]),
    store32(get('$mark'), mark.number, global('$cursor')),
    store32(get('$mark'), mark.switches, global('$best')),
    ...Array.from({ length: actorWords(shape) }, (_, word) =>
      store64(
        get('$mark'),
        mark.actors + 8 * word,
        // After the last state there is no switch, whoever came to it.
        ['select', i64(-1), load64(global('$area'), actors + 8 * word), global('$ends')],
      ),
    ),
    i32(1),
  ]
}

/** `refillMarks`: puts the marks from one number to another into the table, which has none of them. */
function refillMarksFunction(shape: Shape): Wat {
  const entry: Wat = [
    'i64.or',
    ['i64.shl', get('$hash'), i64(32)],
    ['i64.add', wide(get('$from')), i64(1)],
  ]
  return [
    'func',
    '$refillMarks',
    ['export', '"refillMarks"'],
    param('$from', 'i32'),
    param('$to', 'i32'),
    ...locals('i64', '$at', '$record', '$hash', '$slot'),
    call('$load'),
    set('$at', global('$pending')),
    whilst(
      '$next',
      ['i32.lt_u', get('$from'), get('$to')],
      set('$record', recordAt(shape, load32(markAt(shape, wide(get('$from'))), mark.number))),
      ...hashWords(shape.words, get('$record'), '$hash'),
      set('$slot', slotOf('$hash', global('$table'), global('$slots'))),
      store64(get('$at'), pending.outcome, entry),
      store64(get('$at'), pending.slot, get('$slot')),
      store64(get('$at'), pending.found, ['i64.atomic.load', get('$slot')]),
      call('$place', ['i64.add', get('$at'), i64(pendingBytes)]),
      set('$from', ['i32.add', get('$from'), i32(1)]),
    ),
  ]
}
