/** What a worker knows of a search: the module's globals, how they are set, and what the host reads of them. */

import { get, i32, i64, set } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { global, load32, param, setGlobal, store32, store64, wide } from './instructions.ts'
import {
  areaOffsets,
  batchSizes,
  control,
  outcomeBytes,
  reachedWords,
  region,
  regionLine,
  regionLineBytes,
  noRank,
  report,
} from './memory-map.ts'
import { loadSought, observingGlobals, saveNoted } from './observing.ts'
import type { Shape } from './shape.ts'

/** Addresses, and counts. */
const words = [
  // For the generated code.
  '$out',
  '$limit',
  '$scratch',
  '$covered',
  // Where the parts of this worker's area are.
  '$area',
  '$boundaries',
  '$boundary',
  '$pending',
  '$recent',
  '$batch',
  '$goal',
  // And those that all share.
  '$table',
  '$tableEnd',
  '$arena',
  '$marks',
  '$slots',
  '$generated',
  '$expanded',
  '$inside',
  '$touched',
]

/** Numbers of things, and what is or is not so. */
const numbers = [
  // For the generated code.
  '$enabled',
  '$failure',
  '$worker',
  '$workers',
  '$region',
  '$mode',
  '$depth',
  '$deadlock',
  // A status: what there is no room for, or 0.
  '$overflow',
  // Of states.
  '$parent',
  '$cursor',
  '$chunkEnd',
  '$next',
  '$nextLimit',
  '$room',
  '$witness',
  // Of a sweep.
  '$ends',
  '$best',
  '$nextMark',
  '$markLimit',
]

/** The name of the global with the bits of 64 `reachable` properties for which there is a witness. */
export function reachedGlobal(word: number): string {
  return `$reached${word}`
}

/**
 * Of the step that is being made: what `KindCode` knows of its kind, and before it is known, where that is to be looked up.
 */
const kindGlobals = ['$kind', '$origin'] as const

export function globals(shape: Shape): readonly Wat[] {
  const reached = Array.from({ length: reachedWords(shape) }, (_, word) => reachedGlobal(word))
  return [
    ...[...words, ...reached, ...(shape.temporal ? kindGlobals : [])].map((name): Wat => [
      'global',
      name,
      ['mut', 'i64'],
      i64(0),
    ]),
    ...numbers.map((name): Wat => ['global', name, ['mut', 'i32'], i32(0)]),
    ['global', '$rank', ['mut', 'i64'], i64(noRank)],
    ...observingGlobals(shape),
  ]
}

export function stateFunctions(shape: Shape): readonly Wat[] {
  return [setupFunction(shape), loadFunction(shape), saveFunction(shape), saveMarksFunction()]
}

/** `setup`: where this worker's area, the table, the arena and the marks are. */
function setupFunction(shape: Shape): Wat {
  const { boundaries, pending, recent, batch, scratch, covered } = areaOffsets(shape)
  const { goal, capacity } = batchSizes(shape)
  const inArea = (offset: number): Wat => ['i64.add', get('$area'), i64(offset)]
  return [
    'func',
    '$setup',
    ['export', '"setup"'],
    param('$area', 'i64'),
    param('$table', 'i64'),
    param('$arena', 'i64'),
    param('$marks', 'i64'),
    param('$worker', 'i32'),
    param('$workers', 'i32'),
    setGlobal('$area', get('$area')),
    setGlobal('$table', get('$table')),
    setGlobal('$arena', get('$arena')),
    setGlobal('$marks', get('$marks')),
    setGlobal('$worker', get('$worker')),
    setGlobal('$workers', get('$workers')),
    setGlobal('$boundaries', inArea(boundaries)),
    setGlobal('$pending', inArea(pending)),
    setGlobal('$recent', inArea(recent)),
    setGlobal('$batch', inArea(batch)),
    setGlobal('$goal', inArea(batch + goal * outcomeBytes(shape))),
    setGlobal('$limit', inArea(batch + capacity * outcomeBytes(shape))),
    setGlobal('$scratch', inArea(scratch)),
    setGlobal('$covered', inArea(covered)),
  ]
}

/** The line of the region that new records and marks go to. */
const line: Wat = [
  'i64.add',
  i64(regionLine(0)),
  ['i64.mul', wide(global('$region')), i64(regionLineBytes)],
]

/** `$load`: what the host may have changed since the last time. */
function loadFunction(shape: Shape): Wat {
  return [
    'func',
    '$load',
    ['local', '$line', 'i64'],
    setGlobal('$mode', load32(i64(control.mode))),
    setGlobal('$depth', load32(i64(control.depth))),
    setGlobal('$deadlock', load32(i64(control.deadlock))),
    setGlobal('$slots', wide(load32(i64(control.slots)))),
    setGlobal('$tableEnd', ['i64.add', global('$table'), ['i64.shl', global('$slots'), i64(3)]]),
    setGlobal('$region', load32(global('$area'), report.region)),
    set('$line', line),
    setGlobal('$next', load32(get('$line'), region.next)),
    setGlobal('$nextLimit', load32(get('$line'), region.limit)),
    setGlobal('$nextMark', load32(get('$line'), region.mark)),
    setGlobal('$markLimit', load32(get('$line'), region.markLimit)),
    ...loadSought(shape),
  ]
}

/** `$saveMarks`: what the host reads in a sweep. */
function saveMarksFunction(): Wat {
  return ['func', '$saveMarks', store32(line, region.mark, global('$nextMark'))]
}

/** `$save`: what the host reads. */
function saveFunction(shape: Shape): Wat {
  const total = (place: number, name: string): Wat => [
    'f64.store',
    `offset=${place}`,
    global('$area'),
    ['f64.convert_i64_u', global(name)],
  ]
  return [
    'func',
    '$save',
    store32(line, region.next, global('$next')),
    total(report.generated, '$generated'),
    total(report.expanded, '$expanded'),
    total(report.inside, '$inside'),
    store64(global('$area'), report.rank, global('$rank')),
    store32(global('$area'), report.witness, global('$witness')),
    ...Array.from({ length: reachedWords(shape) }, (_, word) =>
      store64(global('$area'), report.reached + 8 * word, global(reachedGlobal(word))),
    ),
    ...saveNoted(shape),
  ]
}
