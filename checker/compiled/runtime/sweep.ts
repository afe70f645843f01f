/** The sweep from the deepest level back to the initial states: it marks what lies on a shortest run. */

import { rankKinds } from '../../findings.ts'
import type { RankKind } from '../../findings.ts'
import { get, i32, i64, set, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { emptied, forOutcomes } from './batch.ts'
import { call, global, load16, load32, locals, param, returned, setGlobal } from './instructions.ts'
import { declaredBits, failureKinds, rankCode } from './judgement.ts'
import { markFunctions, turn } from './marks.ts'
import { control, mark, outcomeOffsets, stage, status } from './memory-map.ts'
import { beforeLooking, whereSeen } from './observing.ts'
import type { Shape } from './shape.ts'
import { isStuck } from './standstill.ts'
import { recordAt } from './store.ts'

const none = -1

export function sweepFunctions(shape: Shape): readonly Wat[] {
  return [
    ...markFunctions(shape),
    markFunction(shape),
    markOneFunction(shape),
    markLevelFunction(),
    endsStepFunction(shape),
  ]
}

/** `$mark`: what the outcomes of the state `$parent` say about it. */
function markFunction(shape: Shape): Wat {
  const failure = load32(get('$outcome'), 8 * shape.words)
  const endsStep: readonly Wat[] = shape.judgesSteps
    ? [
        when(
          ['i32.eq', get('$stage'), i32(stage.lastStep)],
          [
            when(
              [
                'i32.eq',
                call('$judgeStep', get('$before'), get('$outcome')),
                ['i32.add', get('$wanted'), i32(1)],
              ],
              [call('$better', i32(0), get('$actor')), ['br', '$known']],
            ),
          ],
        ),
      ]
    : []
  return [
    'func',
    '$mark',
    ...locals('i64', '$boundary', '$outcome', '$end', '$before', '$mark'),
    ...locals('i32', '$parent', '$actor', '$stage', '$wanted', '$kind'),
    set('$stage', load32(i64(control.stage))),
    set('$wanted', load32(i64(control.wanted))),
    ...forOutcomes(
      shape,
      shape.judgesSteps ? [set('$before', recordAt(shape, get('$parent')))] : [],
      [
        set('$actor', load16(get('$outcome'), outcomeOffsets(shape).actor)),
        [
          'block',
          '$known',
          when(failure, [
            set('$kind', call('$failureKind', failure)),
            when(endsHere, [call('$better', i32(0), get('$actor'))]),
            ['br', '$known'],
          ]),
          ['br_if', '$known', ['i32.eq', get('$stage'), i32(stage.ends)]],
          ...endsStep,
          set('$mark', call('$markOf', get('$outcome'))),
          ['br_if', '$known', ['i64.eqz', get('$mark')]],
          call(
            '$better',
            ['i32.add', load32(get('$mark'), mark.switches), turn(shape)],
            get('$actor'),
          ),
        ],
      ],
    ),
  ]
}

/** Whether a failure of the kind `$kind` is what is looked for, at the stage `$stage`. */
const endsHere: Wat = [
  'i32.or',
  failureIs('fault', 'lastStep', rankCode('fault')),
  [
    'i32.or',
    failureIs('assertion', 'lastStep', rankCode('assertion')),
    failureIs('ofState', 'ends', rankCode('fault')),
  ],
]

function failureIs(kind: keyof typeof failureKinds, at: keyof typeof stage, code: number): Wat {
  return [
    'i32.and',
    ['i32.eq', get('$kind'), i32(failureKinds[kind])],
    ['i32.and', ['i32.eq', get('$stage'), i32(stage[at])], ['i32.eq', get('$wanted'), i32(code)]],
  ]
}

/** `$markOne`: the state at the cursor; leaves in `$best` the fewest context switches, or `none`. */
function markOneFunction(shape: Shape): Wat {
  const is = (answer: Wat): Wat => ['i32.eq', answer, ['i32.add', get('$wanted'), i32(1)]]
  const ended: readonly Wat[] = [setGlobal('$best', i32(0)), ['return']]
  const judge = call('$judge', get('$moment'), ['i32.eqz', global('$depth')])
  const judged = shape.judges ? [when(is(judge), ended)] : []
  const kind: Wat = ['i32.shr_u', get('$wanted'), i32(declaredBits)]
  const kindIs = (name: RankKind): Wat => ['i32.eq', kind, i32(rankKinds.indexOf(name))]
  return [
    'func',
    '$markOne',
    ...locals('i64', '$moment'),
    ...locals('i32', '$wanted'),
    setGlobal('$best', i32(none)),
    setGlobal('$parent', global('$cursor')),
    set('$moment', recordAt(shape, global('$cursor'))),
    set('$wanted', load32(i64(control.wanted))),
    when(global('$ends'), [
      ...judged,
      when(
        [
          'i32.eqz',
          ['i32.or', kindIs('fault'), ['i32.or', kindIs('deadlock'), kindIs('observed')]],
        ],
        [['return']],
      ),
    ]),
    ...(shape.constraints === 0 ? [] : [when(call('$outside', get('$moment')), [['return']])]),
    ...emptied,
    setGlobal('$enabled', i32(0)),
    ...beforeLooking(shape),
    call('$expand', get('$moment')),
    call('$close'),
    ...whereSeen(shape, [when(global('$ends'), ended)]),
    call('$mark'),
    when(
      ['i32.and', global('$ends'), global('$deadlock')],
      [when(isStuck(shape), [when(is(call('$end', get('$moment'))), ended)])],
    ),
  ]
}

/** `markLevel`: marks states of the level until so many are done, or there are no more; answers with a status. */
function markLevelFunction(): Wat {
  const leave = (answer: number): readonly Wat[] => [call('$saveMarks'), returned(answer)]
  return [
    'func',
    '$markLevel',
    ['export', '"markLevel"'],
    param('$budget', 'i32'),
    ['result', 'i32'],
    call('$load'),
    setGlobal('$ends', ['i32.eq', load32(i64(control.stage)), i32(stage.ends)]),
    [
      'loop',
      '$state',
      when(
        ['i32.eq', global('$cursor'), global('$chunkEnd')],
        [
          when(['i32.atomic.load', i64(control.halt)], leave(status.halted)),
          when(['i32.eqz', call('$takeChunk')], leave(status.done)),
        ],
      ),
      call('$markOne'),
      when(
        ['i32.ne', global('$best'), i32(none)],
        [
          when(
            ['i32.eqz', call('$keepMark')],
            [['i32.atomic.store', i64(control.halt), i32(1)], ...leave(status.full)],
          ),
        ],
      ),
      setGlobal('$cursor', ['i32.add', global('$cursor'), i32(1)]),
      set('$budget', ['i32.sub', get('$budget'), i32(1)]),
      ['br_if', '$state', get('$budget')],
    ],
    ...leave(status.more),
  ]
}

/** `endsStep`: whether the step to an outcome is what is looked for, from a state before the last step. */
function endsStepFunction(shape: Shape): Wat {
  const failure = load32(get('$outcome'), 8 * shape.words)
  const judged: Wat = shape.judgesSteps
    ? [
        'i32.eq',
        call('$judgeStep', get('$before'), get('$outcome')),
        ['i32.add', get('$wanted'), i32(1)],
      ]
    : i32(0)
  return [
    'func',
    '$endsStep',
    ['export', '"endsStep"'],
    param('$before', 'i64'),
    param('$outcome', 'i64'),
    ['result', 'i32'],
    ...locals('i32', '$wanted', '$kind', '$stage'),
    set('$wanted', load32(i64(control.wanted))),
    set('$stage', i32(stage.lastStep)),
    when(failure, [set('$kind', call('$failureKind', failure)), ['return', endsHere]]),
    judged,
  ]
}
