/** What is done with the outcomes of a batch of states. */

import { get, i32, i64, set, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { hashWords, slotOf } from './hash.ts'
import {
  advance,
  call,
  global,
  load32,
  load64,
  locals,
  setGlobal,
  store32,
  store64,
  whilst,
} from './instructions.ts'
import { boundaryBytes, mode, outcomeBytes, pendingBytes } from './memory-map.ts'
import type { Shape } from './shape.ts'
import { failureKinds } from './judgement.ts'
import { unlessRecent } from './recent.ts'
import { pending, recordAt, touchSlots } from './store.ts'

/** The number that an initial state has in place of its parent's. */
export const noParent = -1

/** `$flush`: works off the outcomes that there are, in the middle of a state; the generated code calls it when the batch is full. */
export function flushFunction(shape: Shape): Wat {
  return [
    'func',
    '$flush',
    when(
      ['i32.eq', global('$mode'), i32(mode.collect)],
      [call('$collect', global('$batch'), global('$out')), ...emptied, ['return']],
    ),
    ...(shape.temporal ? [whenInGraph] : []),
    call('$close'),
    // After an overflow nothing is taken; the state will be expanded again.
    when(['i32.eqz', global('$overflow')], [call('$work')]),
    ...emptied,
  ]
}

/** The batch as it is before the first outcome. */
export const emptied: readonly Wat[] = [
  setGlobal('$out', global('$batch')),
  setGlobal('$boundary', global('$boundaries')),
]

/** The host is given the edges that there are so far. */
const whenInGraph: Wat = when(
  ['i32.eq', global('$mode'), i32(mode.graph)],
  [
    setGlobal('$flushed', i32(1)),
    call('$resolve'),
    call('$collect', global('$batch'), global('$out')),
    ...emptied,
    ['return'],
  ],
)

/** `$close`: all outcomes since the last time are those of the state `$parent`. */
export function closeFunction(): Wat {
  return [
    'func',
    '$close',
    store64(global('$boundary'), 0, global('$out')),
    store32(global('$boundary'), 8, global('$parent')),
    setGlobal('$boundary', ['i64.add', global('$boundary'), i64(boundaryBytes)]),
  ]
}

/** `$work`: what the mode says is done with the outcomes. */
export function workFunction(): Wat {
  return [
    'func',
    '$work',
    when(['i32.eq', global('$mode'), i32(mode.search)], [call('$take'), ['return']]),
    when(['i32.eq', global('$mode'), i32(mode.scan)], [call('$scan'), ['return']]),
    call('$mark'),
  ]
}

/** Executes something for each outcome, at `$outcome`, of the state `$parent`; `each` is for every state before its outcomes. */
export function forOutcomes(
  shape: Shape,
  each: readonly Wat[],
  body: readonly Wat[],
): readonly Wat[] {
  return [
    set('$outcome', global('$batch')),
    set('$boundary', global('$boundaries')),
    whilst(
      '$state',
      ['i64.lt_u', get('$boundary'), global('$boundary')],
      set('$end', load64(get('$boundary'))),
      set('$parent', load32(get('$boundary'), 8)),
      ...each,
      whilst(
        '$following',
        ['i64.lt_u', get('$outcome'), get('$end')],
        ...body,
        advance('$outcome', i64(outcomeBytes(shape))),
      ),
      advance('$boundary', i64(boundaryBytes)),
    ),
  ]
}

/**
 * `$take`: the search's batch. First it is found out which slots to look at, then all of them are read, so that memory works on many
 * at once, and then the states are looked up.
 */
export function takeFunction(shape: Shape): Wat {
  const failure = load32(get('$outcome'), 8 * shape.words)
  const judged: readonly Wat[] = shape.judgesSteps
    ? [
        when(
          ['i32.ne', get('$parent'), i32(noParent)],
          [call('$judgeOne', get('$before'), get('$outcome'), get('$parent'))],
        ),
      ]
    : []
  return [
    'func',
    '$take',
    ...locals('i64', '$boundary', '$outcome', '$end', '$before', '$hash', '$slot', '$slots', '$at'),
    ...locals('i64', '$recent', '$generated'),
    ...locals('i32', '$parent'),
    ['if', ['i32.eqz', call('$claim', outcomes(shape))], ['then', ['return']]],
    set('$slots', global('$slots')),
    set('$at', global('$pending')),
    ...forOutcomes(
      shape,
      shape.judgesSteps ? [set('$before', recordAt(shape, get('$parent')))] : [],
      [
        when(
          ['i32.eqz', failure],
          [
            ...judged,
            ...hashWords(shape.words, get('$outcome'), '$hash'),
            set('$generated', ['i64.add', get('$generated'), i64(1)]),
            unlessRecent(shape, [
              set('$slot', slotOf('$hash', global('$table'), get('$slots'))),
              store64(get('$at'), pending.outcome, get('$outcome')),
              store64(get('$at'), pending.slot, get('$slot')),
              store32(get('$at'), pending.number, get('$parent')),
              ...(shape.words === 1
                ? []
                : [store32(get('$at'), pending.tag, ['i32.wrap_i64', get('$hash')])]),
              advance('$at', i64(pendingBytes)),
            ]),
          ],
          [call('$fail', failure, get('$parent'))],
        ),
      ],
    ),
    setGlobal('$generated', ['i64.add', global('$generated'), get('$generated')]),
    ...touchSlots('$at'),
    call('$insert', get('$at')),
  ]
}

/** How many outcomes there are in the batch. */
function outcomes(shape: Shape): Wat {
  const bytes: Wat = ['i64.sub', global('$out'), global('$batch')]
  return ['i32.wrap_i64', ['i64.div_u', bytes, i64(outcomeBytes(shape))]]
}

/** `$scan`: of outcomes that are not kept, the faults of their state. */
export function scanFunction(shape: Shape): Wat {
  const failure = load32(get('$outcome'), 8 * shape.words)
  return [
    'func',
    '$scan',
    ...locals('i64', '$boundary', '$outcome', '$end'),
    ...locals('i32', '$parent'),
    ...forOutcomes(
      shape,
      [],
      [
        when(
          ['i32.eq', call('$failureKind', failure), i32(failureKinds.ofState)],
          [call('$note', global('$depth'), i32(0), get('$parent'))],
        ),
      ],
    ),
  ]
}
