/** The hand-written part of the module, specialised to one model: its memory, its globals and its functions. */

import { get, i32, i64 } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { closeFunction, flushFunction, scanFunction, takeFunction, workFunction } from './batch.ts'
import { call, global, param, setGlobal, wide } from './instructions.ts'
import {
  failFunction,
  failureKindFunction,
  judgeNewFunction,
  judgeOneFunction,
  noteFunction,
} from './judgement.ts'
import { countFunction } from './count.ts'
import { mode } from './memory-map.ts'
import { advanceFunction, expandOneFunction, seedFunction, takeChunkFunction } from './expansion.ts'
import { graphFunctions, graphGlobals } from './graph.ts'
import { placeFunction, refillFunctions } from './refill.ts'
import type { Shape } from './shape.ts'
import { globals, stateFunctions } from './state.ts'
import { claimFunction, insertFunction } from './store.ts'
import { sweepFunctions } from './sweep.ts'
import { equalFunction } from './words.ts'

/** What one shared memory can have: 16 GiB, in pages of 64 KiB. */
export const mostPages = 262_144

/**
 * All fields of the module but the generated functions, which come after them: `$expand`, `$end`, and as far as the model has
 * anything to judge `$judge`, `$outside`, `$judgeStep`; where it has temporal properties `$stateAtoms`, and `$stepAtoms`.
 */
export function runtimeFields(shape: Shape): readonly Wat[] {
  return [
    ['import', '"host"', '"memory"', ['memory', 'i64', '1', String(mostPages), 'shared']],
    [
      'import',
      '"host"',
      '"collect"',
      ['func', '$collect', param('$from', 'i64'), param('$to', 'i64')],
    ],
    ...globals(shape),
    ...graphGlobals(shape),
    ...stateFunctions(shape),
    equalFunction(shape.words),
    failureKindFunction(shape),
    noteFunction(),
    failFunction(),
    ...(shape.judges ? [judgeNewFunction(shape)] : []),
    ...(shape.judgesSteps ? [judgeOneFunction()] : []),
    claimFunction(),
    insertFunction(shape),
    placeFunction(shape),
    ...refillFunctions(shape),
    closeFunction(),
    flushFunction(shape),
    workFunction(),
    takeFunction(shape),
    scanFunction(shape),
    takeChunkFunction(),
    expandOneFunction(shape),
    advanceFunction(),
    seedFunction(shape),
    clearFunction(),
    listFunction(),
    countFunction(shape),
    ...sweepFunctions(shape),
    ...graphFunctions(shape),
  ]
}

/** `clear`: empties the table's slots from one number to another, and forgets what this worker has claimed. */
function clearFunction(): Wat {
  const from = wide(get('$from'))
  return [
    'func',
    '$clear',
    ['export', '"clear"'],
    param('$from', 'i32'),
    param('$to', 'i32'),
    call('$load'),
    setGlobal('$room', i32(0)),
    [
      'memory.fill',
      ['i64.add', global('$table'), ['i64.shl', from, i64(3)]],
      i32(0),
      ['i64.shl', ['i64.sub', wide(get('$to')), from], i64(3)],
    ],
  ]
}

/** `list`: calls the host's `collect` with all outcomes of the state at an address; answers whether it has a step. */
function listFunction(): Wat {
  return [
    'func',
    '$list',
    ['export', '"list"'],
    param('$moment', 'i64'),
    ['result', 'i32'],
    call('$load'),
    setGlobal('$mode', i32(mode.collect)),
    setGlobal('$out', global('$batch')),
    setGlobal('$enabled', i32(0)),
    call('$expand', get('$moment')),
    call('$collect', global('$batch'), global('$out')),
    global('$enabled'),
  ]
}
