/** Expanding a level: in chunks, so that several workers share it, and each chunk in batches. */

import { get, i32, i64, set, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { emptied, noParent } from './batch.ts'
import { call, global, load32, locals, param, returned, setGlobal, wide } from './instructions.ts'
import {
  chunkStates,
  control,
  mode,
  outcomeBytes,
  region,
  regionLine,
  regionLineBytes,
  status,
} from './memory-map.ts'
import { rankCode } from './judgement.ts'
import { beforeLooking, whereSeen } from './observing.ts'
import type { Shape } from './shape.ts'
import { isStuck } from './standstill.ts'
import { recordAt } from './store.ts'

/** `$takeChunk`: the next states of the level, first of the worker's own region, then of the others; 0 when there are none. */
export function takeChunkFunction(): Wat {
  const line = get('$line')
  const end = load32(line, region.end)
  return [
    'func',
    '$takeChunk',
    ['result', 'i32'],
    ...locals('i32', '$tried', '$region', '$from', '$to'),
    ...locals('i64', '$line'),
    set('$region', global('$worker')),
    [
      'loop',
      '$next',
      set('$line', [
        'i64.add',
        i64(regionLine(0)),
        ['i64.mul', wide(get('$region')), i64(regionLineBytes)],
      ]),
      when(
        ['i32.lt_u', ['i32.atomic.load', `offset=${region.cursor}`, line], end],
        [
          set('$from', ['i32.atomic.rmw.add', `offset=${region.cursor}`, line, i32(chunkStates)]),
          when(
            ['i32.lt_u', get('$from'), end],
            [
              set('$to', ['i32.add', get('$from'), i32(chunkStates)]),
              setGlobal('$cursor', get('$from')),
              setGlobal('$chunkEnd', ['select', get('$to'), end, ['i32.lt_u', get('$to'), end]]),
              returned(1),
            ],
          ),
        ],
      ),
      set('$region', ['i32.add', get('$region'), i32(1)]),
      when(['i32.eq', get('$region'), global('$workers')], [set('$region', i32(0))]),
      set('$tried', ['i32.add', get('$tried'), i32(1)]),
      ['br_if', '$next', ['i32.lt_u', get('$tried'), global('$workers')]],
    ],
    i32(0),
  ]
}

/**
 * `$advance`: expands states of the level until so many are done, there are no more, or something is in the way; answers with
 * a status. A batch for which there is no room counts as not begun.
 */
export function advanceFunction(): Wat {
  const leave = (answer: Wat): readonly Wat[] => [call('$save'), ['return', answer]]
  return [
    'func',
    '$advance',
    ['export', '"advance"'],
    param('$budget', 'i32'),
    ['result', 'i32'],
    ...locals('i32', '$first', '$inside', '$overflow'),
    ...locals('i64', '$generated'),
    call('$load'),
    [
      'loop',
      '$batch',
      when(
        ['i32.eq', global('$cursor'), global('$chunkEnd')],
        [when(['i32.eqz', call('$takeChunk')], leave(i32(status.done)))],
      ),
      set('$first', global('$cursor')),
      set('$generated', global('$generated')),
      set('$inside', i32(0)),
      ...emptied,
      [
        'loop',
        '$gather',
        set('$inside', ['i32.add', get('$inside'), call('$expandOne')]),
        [
          'br_if',
          '$gather',
          [
            'i32.and',
            ['i32.ne', global('$cursor'), global('$chunkEnd')],
            [
              'i32.and',
              ['i64.lt_u', global('$out'), global('$goal')],
              ['i32.eqz', global('$overflow')],
            ],
          ],
        ],
      ],
      when(['i32.eqz', global('$overflow')], [call('$work')]),
      when(
        ['i32.ne', global('$overflow'), i32(0)],
        [
          setGlobal('$cursor', get('$first')),
          setGlobal('$generated', get('$generated')),
          set('$overflow', global('$overflow')),
          setGlobal('$overflow', i32(0)),
          ['i32.atomic.store', i64(control.halt), i32(1)],
          ...leave(get('$overflow')),
        ],
      ),
      when(
        ['i32.eq', global('$mode'), i32(mode.search)],
        [
          setGlobal('$expanded', [
            'i64.add',
            global('$expanded'),
            wide(['i32.sub', global('$cursor'), get('$first')]),
          ]),
          setGlobal('$inside', ['i64.add', global('$inside'), wide(get('$inside'))]),
        ],
      ),
      when(['i32.atomic.load', i64(control.halt)], leave(i32(status.halted))),
      set('$budget', ['i32.sub', get('$budget'), ['i32.sub', global('$cursor'), get('$first')]]),
      ['br_if', '$batch', ['i32.gt_s', get('$budget'), i32(0)]],
    ],
    ...leave(i32(status.more)),
  ]
}

/**
 * `$expandOne`: gathers the outcomes of the state at the cursor, and judges it where somebody is stuck; 0 when it is outside a
 * constraint.
 */
export function expandOneFunction(shape: Shape): Wat {
  return [
    'func',
    '$expandOne',
    ['result', 'i32'],
    ...locals('i64', '$moment'),
    ...locals('i32', '$wrong'),
    setGlobal('$parent', global('$cursor')),
    set('$moment', recordAt(shape, global('$cursor'))),
    setGlobal('$cursor', ['i32.add', global('$cursor'), i32(1)]),
    ...(shape.constraints === 0 ? [] : [when(call('$outside', get('$moment')), [returned(0)])]),
    setGlobal('$enabled', i32(0)),
    ...beforeLooking(shape),
    call('$expand', get('$moment')),
    call('$close'),
    ...whereSeen(shape, [
      call('$note', global('$depth'), i32(rankCode('observed')), global('$parent')),
    ]),
    when(global('$deadlock'), [
      when(isStuck(shape), [
        set('$wrong', call('$end', get('$moment'))),
        when(
          ['i32.ne', get('$wrong'), i32(0)],
          [call('$note', global('$depth'), ['i32.sub', get('$wrong'), i32(1)], global('$parent'))],
        ),
      ]),
    ]),
    i32(1),
  ]
}

/** `$seed`: adds the initial states, which the host has put into the batch as so many outcomes; answers with a status. */
export function seedFunction(shape: Shape): Wat {
  return [
    'func',
    '$seed',
    ['export', '"seed"'],
    param('$states', 'i32'),
    ['result', 'i32'],
    ...locals('i32', '$overflow'),
    call('$load'),
    ...emptied,
    setGlobal('$out', [
      'i64.add',
      global('$batch'),
      ['i64.mul', wide(get('$states')), i64(outcomeBytes(shape))],
    ]),
    setGlobal('$parent', i32(noParent)),
    call('$close'),
    call('$take'),
    set('$overflow', global('$overflow')),
    setGlobal('$overflow', i32(0)),
    call('$save'),
    get('$overflow'),
  ]
}
