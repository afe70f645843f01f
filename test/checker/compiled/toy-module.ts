/** Hand-drawn systems in WebAssembly: what can happen in them is a table, and the generated functions look it up. */

import { assemble } from '../../../checker/compiled/assemble/assemble.ts'
import { constantsAddress } from '../../../checker/compiled/runtime/memory-map.ts'
import type { Bounds, Job } from '../../../checker/compiled/host/job.ts'
import { reachedWords } from '../../../checker/compiled/runtime/memory-map.ts'
import { firstFactor } from '../../../checker/compiled/runtime/hash.ts'
import { rankCode } from '../../../checker/compiled/runtime/judgement.ts'
import { runtimeFields } from '../../../checker/compiled/runtime/runtime.ts'
import { reachedGlobal } from '../../../checker/compiled/runtime/state.ts'
import type { FailureKind, Shape } from '../../../checker/compiled/runtime/shape.ts'
import { get, i32, i64, set, when } from '../../../checker/compiled/wat.ts'
import type { Wat } from '../../../checker/compiled/wat.ts'
import { Judge } from '../../../checker/judge.ts'
import type { Judged } from '../../../checker/judge.ts'
import type { InitialOutcome, Outcome, System } from '../../../checker/system.ts'

/** A toy as a job, and which state has which words. */
export interface ToyJob {
  readonly job: Job
  /** The name of the state with these words. */
  readonly nameOf: (words: BigUint64Array) => string
}

export interface ToyOptions {
  /** All states, initial and reached ones. */
  readonly states: readonly string[]
  readonly words?: number
  readonly bounds?: Partial<Bounds>
  readonly workers?: number
  readonly memoryBytes?: number
  /** Of the actors' threads, at least as many as there are. */
  readonly threads?: number
  /** All states have the same hash; only those of two words can. */
  readonly sameHash?: boolean
  /** The module can be asked for the graph of its states. */
  readonly temporal?: boolean
  /** Executed by every worker before it expands a state. */
  readonly beforeExpand?: readonly Wat[]
}

const unbounded: Bounds = {
  maxStates: null,
  maxDepth: null,
  timeout: null,
  continue: false,
  deadlock: true,
}

export function toyJob(system: System<string>, options: ToyOptions): ToyJob {
  const { states, words = 1, bounds, workers = 1, memoryBytes = 2 ** 25, threads = 4 } = options
  const second = options.sameHash === true ? sameHash : usualSecond
  const { properties, constraints } = system.model
  const shape: Shape = {
    words,
    threads,
    reachable: properties.filter(({ kind }) => kind === 'reachable').length,
    constraints: constraints.length,
    noted: 0,
    scratchBytes: 8,
    covered: 0,
    judges: properties.some(({ kind }) => kind !== 'step') || constraints.length > 0,
    judgesSteps: properties.some(({ kind }) => kind === 'step'),
    blocks: false,
    temporal: options.temporal === true,
    stepAtoms: false,
    failures,
  }
  const numbers = new Map(states.map((state, number) => [state, number]))
  const initial = system.initial()
  const job: Job = {
    module: moduleOf(shape, states.length, options.beforeExpand ?? []),
    sizes: shape,
    constants: table(system, states, numbers, threads, second),
    initial: BigUint64Array.from(
      initial.flatMap((outcome) => initialWords(outcome, numbers, words, second)),
    ),
    initialKinds: Uint8Array.from(initial, ({ kind }) => initialKinds.indexOf(kind)),
    bounds: { ...unbounded, ...bounds },
    memoryBytes,
    workers,
    liveness: null,
  }
  const nameOf = (state: BigUint64Array): string =>
    states[Number(((state[0] ?? 0n) - base) / spread)] ?? '?'
  return { job, nameOf }
}

const modules = new Map<string, WebAssembly.Module>()

/** Assembled once: a toy differs from the next only in its table. */
function moduleOf(shape: Shape, states: number, beforeExpand: readonly Wat[]): WebAssembly.Module {
  const key = JSON.stringify([shape, states, beforeExpand])
  const known = modules.get(key)
  if (known !== undefined) return known
  const fields = [...runtimeFields(shape), ...functions(shape, states, beforeExpand)]
  const module = new WebAssembly.Module(assemble(fields))
  modules.set(key, module)
  return module
}

const failures: readonly FailureKind[] = ['fault', 'assertion', 'ofState']
const initialKinds: readonly InitialOutcome<string>['kind'][] = ['state', 'fault', 'assertion']

/** State number n has the first word base + n * spread, and in every other word something that follows from that. */
const base = 0x12_3456n
const spread = 0x1_0000_0001n
const other = 0x9e37_79b9_7f4a_7c15n

/** The second word from the first one. */
type Second = (first: bigint) => bigint

function usualSecond(first: bigint): bigint {
  return BigInt.asUintN(64, first * other)
}

/** What the hash makes of the first word: so that of both together nothing is left. */
function sameHash(first: bigint): bigint {
  const folded = BigInt.asUintN(64, (first ^ (first >> 32n)) * firstFactor)
  return folded ^ (folded >> 29n)
}

function wordsOf(number: number, words: number, second: Second): readonly bigint[] {
  const first = base + BigInt(number) * spread
  return Array.from(
    { length: words },
    (_, word) => [first, second(first)][word] ?? BigInt.asUintN(64, first * other * BigInt(word)),
  )
}

function initialWords(
  outcome: InitialOutcome<string>,
  numbers: ReadonlyMap<string, number>,
  words: number,
  second: Second,
): readonly bigint[] {
  if (outcome.kind !== 'state') return Array.from({ length: words }, () => 0n)
  return wordsOf(numberOf(outcome.state, numbers), words, second)
}

function numberOf(state: string, numbers: ReadonlyMap<string, number>): number {
  const number = numbers.get(state)
  if (number === undefined) throw new Error(`${state} is not among the states.`)
  return number
}

/** In 32 bits each: of a state the first outcome, behind the last, and what it is judged to be; of an outcome what it is. */
const row = {
  first: 0,
  end: 4,
  judged: 8,
  outside: 12,
  standstill: 16,
  reached: 20,
  second: 24,
  bytes: 32,
} as const
const outcomeRow = { target: 0, failure: 4, actor: 8, judged: 12, bytes: 16 } as const
const reachedAtOnce = 32

function table(
  system: System<string>,
  states: readonly string[],
  numbers: ReadonlyMap<string, number>,
  threads: number,
  second: Second,
): Uint8Array {
  const judge = new Judge(system)
  const rows: number[] = []
  const outcomes: number[] = []
  const witnesses = system.model.properties.filter(({ kind }) => kind === 'reachable')
  for (const [number, state] of states.entries()) {
    const first = outcomes.length / 4
    for (const outcome of system.expand(state)) {
      outcomes.push(...outcomeNumbers(state, outcome, judge, numbers, threads))
    }
    const { wrong, outside } = judge.ofState(state)
    const standstill = judge.ofEnd(state)
    const reached = witnesses.reduce(
      (bits, { expr }, at) =>
        system.predicate(expr)(state) === true ? bits | (1 << (at % reachedAtOnce)) : bits,
      0,
    )
    rows.push(first, outcomes.length / 4, least(wrong))
    rows.push(outside === null ? 0 : 1 + system.model.constraints.indexOf(outside))
    rows.push(standstill === null ? 0 : least([standstill]), reached)
    const word = second(base + BigInt(number) * spread)
    rows.push(Number(BigInt.asUintN(32, word)), Number(word >> 32n))
  }
  return new Uint8Array(Uint32Array.from([...rows, ...outcomes]).buffer)
}

function outcomeNumbers(
  state: string,
  { result, thread, ofState }: Outcome<string>,
  judge: Judge<string>,
  numbers: ReadonlyMap<string, number>,
  threads: number,
): readonly number[] {
  const actor = thread ?? threads
  if (result.kind === 'state') {
    return [numberOf(result.state, numbers), 0, actor, least(judge.ofStep(state, result.state))]
  }
  return [0, 1 + failures.indexOf(ofState ? 'ofState' : result.kind), actor, 0]
}

/** 0, or one more than the least rank code. */
function least(wrong: readonly Judged[]): number {
  const codes = wrong.map(({ kind, declared }) => rankCode(kind, declared))
  return codes.length === 0 ? 0 : 1 + Math.min(...codes)
}

/** No test is true of any state. */
const noAtoms: Wat = [
  'func',
  '$stateAtoms',
  ['param', '$obligation', 'i32'],
  ['param', '$moment', 'i64'],
  ['result', 'i32'],
  i32(0),
]

function functions(shape: Shape, states: number, beforeExpand: readonly Wat[]): readonly Wat[] {
  const { words } = shape
  const out: Wat = ['global.get', '$out']
  const numberAt = (moment: Wat): Wat => [
    'i64.div_u',
    ['i64.sub', ['i64.load', moment], i64(base)],
    i64(spread),
  ]
  const rowAt = (moment: Wat): Wat => [
    'i64.add',
    i64(constantsAddress),
    ['i64.mul', numberAt(moment), i64(row.bytes)],
  ]
  const outcomeAt = (number: Wat): Wat => [
    'i64.add',
    i64(constantsAddress + row.bytes * states),
    ['i64.mul', ['i64.extend_i32_u', number], i64(outcomeRow.bytes)],
  ]
  const column = (place: number, address: Wat): Wat => ['i32.load', `offset=${place}`, address]
  const answer = (name: string, place: number): Wat => [
    'func',
    name,
    ['param', '$moment', 'i64'],
    ['result', 'i32'],
    column(place, rowAt(get('$moment'))),
  ]
  const next: Wat = [
    'i64.add',
    i64(base),
    ['i64.mul', ['i64.extend_i32_u', column(outcomeRow.target, get('$outcome'))], i64(spread)],
  ]
  const secondWord: Wat = [
    'i64.load',
    `offset=${constantsAddress + row.second}`,
    ['i64.mul', ['i64.extend_i32_u', column(outcomeRow.target, get('$outcome'))], i64(row.bytes)],
  ]
  const targetIs = (moment: Wat): Wat => [
    'i64.eq',
    ['i64.extend_i32_u', column(outcomeRow.target, get('$outcome'))],
    numberAt(moment),
  ]
  return [
    [
      'func',
      '$expand',
      ['param', '$moment', 'i64'],
      ['local', '$row', 'i64'],
      ['local', '$outcome', 'i64'],
      ['local', '$word', 'i64'],
      ['local', '$at', 'i32'],
      ['local', '$failure', 'i32'],
      ...beforeExpand,
      set('$row', rowAt(get('$moment'))),
      set('$at', column(row.first, get('$row'))),
      [
        'block',
        '$done',
        [
          'loop',
          '$next',
          ['br_if', '$done', ['i32.eq', get('$at'), column(row.end, get('$row'))]],
          set('$outcome', outcomeAt(get('$at'))),
          set('$failure', column(outcomeRow.failure, get('$outcome'))),
          set('$word', next),
          ['i64.store', out, get('$word')],
          ...Array.from({ length: words - 1 }, (_, at): Wat => [
            'i64.store',
            `offset=${8 * (at + 1)}`,
            out,
            at === 0 ? secondWord : ['i64.mul', get('$word'), i64(other * BigInt(at + 1))],
          ]),
          ['i32.store', `offset=${8 * words}`, out, get('$failure')],
          ['i32.store', `offset=${8 * words + 4}`, out, column(outcomeRow.actor, get('$outcome'))],
          when(
            ['i32.ne', get('$failure'), i32(1 + failures.indexOf('ofState'))],
            [['global.set', '$enabled', i32(1)]],
          ),
          ['global.set', '$out', ['i64.add', out, i64(8 * words + 8)]],
          when(['i64.ge_u', out, ['global.get', '$limit']], [['call', '$flush']]),
          set('$at', ['i32.add', get('$at'), i32(1)]),
          ['br', '$next'],
        ],
      ],
    ],
    [
      'func',
      '$judge',
      ['param', '$moment', 'i64'],
      ['param', '$initial', 'i32'],
      ['result', 'i32'],
      // Of more properties than that, all are taken for reached together with the first ones.
      ...Array.from({ length: reachedWords(shape) }, (_, word): Wat => [
        'global.set',
        reachedGlobal(word),
        [
          'i64.or',
          ['global.get', reachedGlobal(word)],
          ['i64.extend_i32_u', column(row.reached, rowAt(get('$moment')))],
        ],
      ]),
      column(row.judged, rowAt(get('$moment'))),
    ],
    ...(shape.temporal ? [noAtoms] : []),
    answer('$outside', row.outside),
    answer('$end', row.standstill),
    [
      'func',
      '$judgeStep',
      ['param', '$before', 'i64'],
      ['param', '$after', 'i64'],
      ['result', 'i32'],
      ['local', '$outcome', 'i64'],
      set('$outcome', outcomeAt(column(row.first, rowAt(get('$before'))))),
      [
        'loop',
        '$next',
        when(
          [
            'i32.and',
            targetIs(get('$after')),
            ['i32.eqz', column(outcomeRow.failure, get('$outcome'))],
          ],
          [['return', column(outcomeRow.judged, get('$outcome'))]],
        ),
        set('$outcome', ['i64.add', get('$outcome'), i64(outcomeRow.bytes)]),
        ['br', '$next'],
      ],
      ['unreachable'],
    ],
  ]
}
