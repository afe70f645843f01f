/** Going once more through states that were found, for nothing but what the generated code counts on the way. */

import { get, i32, i64, set, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { advance, call, global, locals, param, setGlobal, whilst } from './instructions.ts'
import { mode, recordBytes } from './memory-map.ts'
import type { Shape } from './shape.ts'
import { recordAt } from './store.ts'

/** `count`: expands the states from one number to another, those outside a constraint apart; what comes of it is given to the host, if it is much. */
export function countFunction(shape: Shape): Wat {
  const expanded: readonly Wat[] = [
    setGlobal('$out', global('$batch')),
    call('$expand', get('$moment')),
  ]
  return [
    'func',
    '$count',
    ['export', '"count"'],
    param('$from', 'i32'),
    param('$to', 'i32'),
    ...locals('i64', '$moment'),
    call('$load'),
    setGlobal('$mode', i32(mode.collect)),
    set('$moment', recordAt(shape, get('$from'))),
    whilst(
      '$state',
      ['i32.lt_u', get('$from'), get('$to')],
      ...(shape.constraints === 0
        ? expanded
        : [when(['i32.eqz', call('$outside', get('$moment'))], expanded)]),
      set('$from', ['i32.add', get('$from'), i32(1)]),
      advance('$moment', i64(recordBytes(shape))),
    ),
  ]
}
