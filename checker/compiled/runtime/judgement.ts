/** What is wrong: noted with its rank, and where it was seen. */

import { rankKinds } from '../../findings.ts'
import type { RankKind } from '../../findings.ts'
import { get, i32, i64, set, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { call, global, locals, param, setGlobal, wide } from './instructions.ts'
import { areaOffsets } from './memory-map.ts'
import type { FailureKind, Shape } from './shape.ts'

/** A rank code has the declaration's position in so many bits, and the kind's above: it orders as ranks of one depth do. */
export const declaredBits = 20

export function rankCode(kind: RankKind, declared = 0): number {
  return (rankKinds.indexOf(kind) << declaredBits) | declared
}

/** The kind and the declaration's position in a rank code. */
export function ofRankCode(code: number): { kind: RankKind; declared: number } {
  const kind = rankKinds[code >> declaredBits]
  if (kind === undefined) throw new Error(`There is no rank with the code ${code}.`)
  return { kind, declared: code & ((1 << declaredBits) - 1) }
}

/** What `$failureKind` answers with; 0 when nothing failed. */
export const failureKinds: { readonly [kind in FailureKind]: number } = {
  fault: 1,
  assertion: 2,
  ofState: 3,
}

/** `$failureKind`: of the failure with this number. */
export function failureKindFunction({ failures }: Shape): Wat {
  const labels = ['$none', '$fault', '$assertion', '$ofState']
  const byNumber = failures.map((kind) => labels[failureKinds[kind]] ?? '$none')
  const jump: Wat = ['br_table', '$none', ...byNumber, '$none', get('$failure')]
  let body: Wat = ['block', '$none', jump]
  for (const [answer, label] of labels.entries()) {
    const next = labels[answer + 1]
    if (next !== undefined) body = ['block', next, body, ['return', i32(answer)]]
    else if (label !== undefined) {
      return [
        'func',
        '$failureKind',
        param('$failure', 'i32'),
        ['result', 'i32'],
        body,
        i32(answer),
      ]
    }
  }
  throw new Error('There is always a last label.')
}

/** `$note`: keeps the least rank, and the state at which it was seen. */
export function noteFunction(): Wat {
  return [
    'func',
    '$note',
    param('$at', 'i32'),
    param('$code', 'i32'),
    param('$number', 'i32'),
    ...locals('i64', '$new'),
    set('$new', ['i64.or', ['i64.shl', wide(get('$at')), i64(32)], wide(get('$code'))]),
    when(
      ['i64.lt_u', get('$new'), global('$rank')],
      [setGlobal('$rank', get('$new')), setGlobal('$witness', get('$number'))],
    ),
  ]
}

/** `$fail`: notes that an outcome of a state failed. */
export function failFunction(): Wat {
  const kindIs = (kind: FailureKind, depth: Wat, rank: RankKind): Wat =>
    when(
      ['i32.eq', get('$kind'), i32(failureKinds[kind])],
      [call('$note', depth, i32(rankCode(rank)), get('$number'))],
    )
  return [
    'func',
    '$fail',
    param('$failure', 'i32'),
    param('$number', 'i32'),
    ...locals('i32', '$kind'),
    set('$kind', call('$failureKind', get('$failure'))),
    kindIs('fault', deeper, 'fault'),
    kindIs('assertion', deeper, 'assertion'),
    kindIs('ofState', global('$depth'), 'fault'),
  ]
}

const deeper: Wat = ['i32.add', global('$depth'), i32(1)]

/** `$judgeNew`: judges the state at an address, which is about to get the number `$next`. */
export function judgeNewFunction(shape: Shape): Wat {
  const counts: Wat = [
    'i64.add',
    global('$area'),
    ['i64.shl', ['i64.extend_i32_u', ['i32.sub', get('$wrong'), i32(1)]], i64(3)],
  ]
  const place = `offset=${areaOffsets(shape).outside}`
  const outside: readonly Wat[] =
    shape.constraints === 0
      ? []
      : [
          set('$wrong', call('$outside', get('$moment'))),
          when(
            ['i32.ne', get('$wrong'), i32(0)],
            [
              set('$count', counts),
              [
                'f64.store',
                place,
                get('$count'),
                ['f64.add', ['f64.load', place, get('$count')], ['f64.const', '1']],
              ],
            ],
          ),
        ]
  return [
    'func',
    '$judgeNew',
    param('$moment', 'i64'),
    ...locals('i32', '$wrong'),
    ...locals('i64', '$count'),
    // From no level only initial states are added.
    set('$wrong', call('$judge', get('$moment'), ['i32.eq', global('$depth'), i32(-1)])),
    when(
      ['i32.ne', get('$wrong'), i32(0)],
      [call('$note', deeper, ['i32.sub', get('$wrong'), i32(1)], global('$next'))],
    ),
    ...outside,
  ]
}

/** `$judgeOne`: judges a step by the step properties. */
export function judgeOneFunction(): Wat {
  return [
    'func',
    '$judgeOne',
    param('$before', 'i64'),
    param('$after', 'i64'),
    param('$number', 'i32'),
    ...locals('i32', '$wrong'),
    set('$wrong', call('$judgeStep', get('$before'), get('$after'))),
    when(
      ['i32.ne', get('$wrong'), i32(0)],
      [call('$note', deeper, ['i32.sub', get('$wrong'), i32(1)], get('$number'))],
    ),
  ]
}
