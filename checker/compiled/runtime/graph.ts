/** The graph of all states, when it is complete: the edges of single states, with the number of each target, for a search of the host's. */

import { get, i32, i64, set, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { emptied, noParent } from './batch.ts'
import { hashWords, slotOf } from './hash.ts'
import {
  advance,
  call,
  global,
  load16,
  load32,
  load64,
  locals,
  param,
  setGlobal,
  store32,
  store64,
  whilst,
} from './instructions.ts'
import {
  areaOffsets,
  control,
  edgeBytes,
  outcomeBytes,
  outcomeOffsets,
  pendingBytes,
} from './memory-map.ts'
import type { Shape } from './shape.ts'
import { nextSlot, numberFound, pending, recordAt } from './store.ts'

export function graphGlobals({ temporal }: Shape): readonly Wat[] {
  return temporal ? ['$resolved', '$obligation', '$ambiguous', '$flushed'].map(number) : []
}

function number(name: string): Wat {
  return ['global', name, ['mut', 'i32'], i32(0)]
}

/** Of a model without temporal properties, none. */
export function graphFunctions(shape: Shape): readonly Wat[] {
  return shape.temporal
    ? [
        resolveFunction(shape),
        edgesFunction(shape),
        glanceFunction(shape),
        lookFunction(shape),
        targetFunction(shape),
        locateFunction(shape),
        stateAtomsFunction(shape),
      ]
    : []
}

/**
 * `$resolve`: makes the outcomes of the state `$parent` edges, from the first place of the columns on. As when states are looked up in a
 * search, all slots are read before the first is looked at, so that memory works on many at once. Every state is in the table, and so
 * the first entry with its tag is its own, unless two that lie in one another's way have the same (`$place` has noticed that).
 */
function resolveFunction(shape: Shape): Wat {
  const { targets, kinds, stepAtoms } = areaOffsets(shape).inGraph
  const kind = load16(get('$outcome'), outcomeOffsets(shape).kind)
  const isStep: Wat = ['i32.ne', get('$target'), global('$parent')]
  const before = recordAt(shape, global('$parent'))
  const tested = call('$stepAtoms', global('$obligation'), before, get('$outcome'))
  const column = (place: number, value: Wat): Wat => store32(get('$edge'), place, value)
  return [
    'func',
    '$resolve',
    ...locals('i64', '$outcome', '$hash', '$slot', '$slots', '$at', '$pendingEnd', '$found'),
    ...locals('i64', '$tag', '$edge'),
    ...locals('i32', '$target'),
    set('$slots', global('$slots')),
    set('$pendingEnd', global('$pending')),
    set('$outcome', global('$batch')),
    whilst(
      '$each',
      ['i64.lt_u', get('$outcome'), global('$out')],
      ...hashWords(shape.words, get('$outcome'), '$hash'),
      set('$slot', slotOf('$hash', global('$table'), get('$slots'))),
      store64(get('$pendingEnd'), pending.slot, get('$slot')),
      store64(get('$pendingEnd'), pending.found, load64(get('$slot'))),
      store32(get('$pendingEnd'), pending.tag, ['i32.wrap_i64', get('$hash')]),
      advance('$pendingEnd', i64(pendingBytes)),
      advance('$outcome', i64(outcomeBytes(shape))),
    ),
    set('$edge', global('$area')),
    set('$outcome', global('$batch')),
    set('$at', global('$pending')),
    whilst(
      '$edges',
      ['i64.lt_u', get('$at'), get('$pendingEnd')],
      set('$found', load64(get('$at'), pending.found)),
      set('$tag', ['i64.load32_u', `offset=${pending.tag}`, get('$at')]),
      ...probed(
        shape,
        [set('$slot', load64(get('$at'), pending.slot))],
        [store64(get('$at'), pending.slot, get('$slot'))],
      ),
      set('$target', ['i32.wrap_i64', numberFound]),
      column(targets, get('$target')),
      column(kinds, kind),
      ...(shape.stepAtoms
        ? [column(stepAtoms, i32(0)), when(isStep, [column(stepAtoms, tested)])]
        : []),
      advance('$edge', i64(edgeBytes)),
      advance('$outcome', i64(outcomeBytes(shape))),
      advance('$at', i64(pendingBytes)),
    ),
    setGlobal('$resolved', [
      'i32.wrap_i64',
      ['i64.div_u', ['i64.sub', get('$edge'), global('$area')], i64(edgeBytes)],
    ]),
  ]
}

/**
 * Goes on from the slot that was read into `$found` to that of the state at `$outcome`, whose tag is in `$tag`; `before` and `behind` are done
 * around the way to the next slot.
 */
function probed(shape: Shape, before: readonly Wat[], behind: readonly Wat[]): readonly Wat[] {
  const record = recordAt(shape, ['i32.wrap_i64', numberFound])
  return [
    [
      'block',
      '$known',
      [
        'loop',
        '$probe',
        when(
          ['i64.eq', ['i64.shr_u', get('$found'), i64(32)], get('$tag')],
          [
            ['br_if', '$known', ['i32.eqz', global('$ambiguous')]],
            ['br_if', '$known', call('$equal', get('$outcome'), record)],
          ],
        ),
        when(['i64.eqz', get('$found')], [['unreachable']]),
        ...before,
        ...nextSlot,
        ...behind,
        ['br', '$probe'],
      ],
    ],
  ]
}

/** `$glance`: as `$resolve`, but of the targets it says only which is the state `$parent` itself. */
function glanceFunction(shape: Shape): Wat {
  const { targets, kinds, stepAtoms } = areaOffsets(shape).inGraph
  const kind = load16(get('$outcome'), outcomeOffsets(shape).kind)
  const tested = call('$stepAtoms', global('$obligation'), get('$before'), get('$outcome'))
  const column = (place: number, value: Wat): Wat => store32(get('$edge'), place, value)
  const other = column(targets, i32(-1))
  return [
    'func',
    '$glance',
    ...locals('i64', '$outcome', '$edge', '$before'),
    set('$before', recordAt(shape, global('$parent'))),
    set('$edge', global('$area')),
    set('$outcome', global('$batch')),
    whilst(
      '$each',
      ['i64.lt_u', get('$outcome'), global('$out')],
      ...(shape.stepAtoms ? [column(stepAtoms, i32(0))] : []),
      when(
        call('$equal', get('$outcome'), get('$before')),
        [column(targets, global('$parent'))],
        shape.stepAtoms ? [other, column(stepAtoms, tested)] : [other],
      ),
      column(kinds, kind),
      advance('$edge', i64(edgeBytes)),
      advance('$outcome', i64(outcomeBytes(shape))),
    ),
    setGlobal('$resolved', [
      'i32.wrap_i64',
      ['i64.div_u', ['i64.sub', get('$edge'), global('$area')], i64(edgeBytes)],
    ]),
  ]
}

/** `look`: as `edges`, but unless there was no place for all, the numbers of targets are to be asked for one by one. */
function lookFunction(shape: Shape): Wat {
  return [
    'func',
    '$look',
    ['export', '"look"'],
    param('$number', 'i32'),
    param('$obligation', 'i32'),
    ['result', 'i32'],
    setGlobal('$parent', get('$number')),
    setGlobal('$obligation', get('$obligation')),
    setGlobal('$flushed', i32(0)),
    ...emptied,
    call('$expand', recordAt(shape, get('$number'))),
    when(global('$flushed'), [call('$resolve')], [call('$glance')]),
    global('$resolved'),
  ]
}

/** `target`: the number of the state to which an edge leads of the state that was looked at last. */
function targetFunction(shape: Shape): Wat {
  return [
    'func',
    '$target',
    ['export', '"target"'],
    param('$position', 'i32'),
    ['result', 'i32'],
    ...locals('i64', '$outcome', '$hash', '$slot', '$found', '$tag'),
    set('$outcome', [
      'i64.add',
      global('$batch'),
      ['i64.mul', ['i64.extend_i32_u', get('$position')], i64(outcomeBytes(shape))],
    ]),
    ...hashWords(shape.words, get('$outcome'), '$hash'),
    set('$slot', slotOf('$hash', global('$table'), global('$slots'))),
    set('$found', load64(get('$slot'))),
    set('$tag', ['i64.and', get('$hash'), i64(0xffff_ffff)]),
    ...probed(shape, [], []),
    ['i32.wrap_i64', numberFound],
  ]
}

/**
 * `edges`: expands the state with a number, for an obligation; answers how many edges are in the columns. When there is no place for all,
 * the host is given those before, as often as it takes. `locate` was called before, and the mode is that of the graph.
 */
function edgesFunction(shape: Shape): Wat {
  return [
    'func',
    '$edges',
    ['export', '"edges"'],
    param('$number', 'i32'),
    param('$obligation', 'i32'),
    ['result', 'i32'],
    setGlobal('$parent', get('$number')),
    setGlobal('$obligation', get('$obligation')),
    ...emptied,
    call('$expand', recordAt(shape, get('$number'))),
    call('$resolve'),
    global('$resolved'),
  ]
}

/** `locate`: the number of the state that the host has put into the batch as an outcome. */
function locateFunction(shape: Shape): Wat {
  return [
    'func',
    '$locate',
    ['export', '"locate"'],
    ['result', 'i32'],
    call('$load'),
    setGlobal('$ambiguous', load32(i64(control.ambiguous))),
    setGlobal('$parent', i32(noParent)),
    setGlobal('$obligation', i32(noObligation)),
    setGlobal('$out', ['i64.add', global('$batch'), i64(outcomeBytes(shape))]),
    call('$resolve'),
    load32(global('$area'), areaOffsets(shape).inGraph.targets),
  ]
}

/** One that has no tests. */
const noObligation = -1

/** `stateAtoms`: a bit for each test of states that an obligation has: whether it is true of the state with a number. */
function stateAtomsFunction(shape: Shape): Wat {
  return [
    'func',
    '$testState',
    ['export', '"stateAtoms"'],
    param('$number', 'i32'),
    param('$obligation', 'i32'),
    ['result', 'i32'],
    call('$stateAtoms', get('$obligation'), recordAt(shape, get('$number'))),
  ]
}
