/** The generated functions of a module, called one by one on states of the flat executor, and read as its answers are. */

import { assemble } from '../../checker/compiled/assemble/assemble.ts'
import { constantsAddress } from '../../checker/compiled/runtime/memory-map.ts'
import type { ModuleFailure } from '../../checker/compiled/generation.ts'
import { pack, unpack } from '../../checker/compiled/pack.ts'
import type { Shape } from '../../checker/compiled/runtime/shape.ts'
import { generate } from '../../checker/compiled/step/generate.ts'
import type { Generated } from '../../checker/compiled/step/generate.ts'
import type { Wat } from '../../checker/compiled/wat.ts'
import type { Program } from '../../checker/lower/program.ts'
import type { FlatState } from '../../checker/lower/state.ts'
import type { Site } from '../../dsl/site.ts'

/** What the functions of a module answer; none of them changes anything. */
export interface Answers {
  /** In order. */
  readonly expand: (state: FlatState) => Expansion
  readonly settled: (state: FlatState) => boolean
  /** 0, or one more than a rank code. */
  readonly judge: (state: FlatState, isInitial?: boolean) => number
  readonly outside: (state: FlatState) => number
  readonly judgeStep: (before: FlatState, after: FlatState) => number
  readonly end: (state: FlatState) => number
  /** By the position of a `reachable` property: whether a state that was judged is a witness. */
  readonly reached: () => readonly boolean[]
}

export interface Expansion {
  readonly outcomes: readonly Ended[]
  readonly enabled: boolean
  /** Whether somebody who is no daemon can never run again. */
  readonly stuck: boolean
}

/** An outcome without its step. */
export interface Ended {
  /** The number of the thread; of an action, that of all threads. */
  readonly actor: number
  readonly text: string
  readonly site: Site | null
}

/** Exactly those of the stub that stands in for the runtime. */
interface Exports {
  readonly begin: (scratch: bigint, out: bigint, limit: bigint) => void
  readonly enabled: () => number
  readonly stuck?: () => number
  readonly expand: (moment: bigint) => void
  readonly settled: (moment: bigint) => number
  readonly judge: (moment: bigint, initial: number) => number
  readonly outside: (moment: bigint) => number
  readonly judgeStep: (before: bigint, after: bigint) => number
  readonly end: (moment: bigint) => number
  readonly [reached: `reached${number}`]: () => bigint
}

const pageBytes = 65_536
/** So many outcomes are taken at a time. */
const usualRoom = 16

/** The module of the program, with a runtime that does no more than hand out outcomes, so many at a time. */
export function answersOf(
  program: Program,
  room = usualRoom,
  generated: Generated = generate(program),
): Answers {
  const { generation, shape } = generated
  const { layout, constants } = generation
  const scratch = align(constantsAddress + constants.byteLength)
  const moment = align(scratch + generation.scratchBytes)
  const after = align(moment + 8 * shape.words)
  const batch = align(after + 8 * shape.words)
  const stride = 8 * shape.words + 8
  const batchBytes = room * stride
  const pages = Math.ceil((batch + batchBytes + stride) / pageBytes)
  const fields = [...stub(pages, shape), ...generated.fields]
  const module = new WebAssembly.Module(assemble(fields))
  const memory = new WebAssembly.Memory({
    address: 'i64',
    initial: BigInt(pages),
    maximum: BigInt(pages),
    shared: true,
  })
  const { buffer } = memory
  let collected: Ended[] = []
  function flush(end: bigint): void {
    for (let at = batch; at < Number(end); at += stride) collected.push(read(at))
    // Nothing that is of use later may be left there.
    new Uint8Array(buffer, batch, batchBytes + stride).fill(0xff)
  }
  // The exports are those that `stub` lists.
  const { exports: found } = new WebAssembly.Instance(module, { host: { memory, flush } })
  const exports = found as Exports
  new BigUint64Array(buffer).set(constants, constantsAddress / 8)

  function put(state: FlatState, address: number): bigint {
    new BigUint64Array(buffer).set(pack(state, program, layout), address / 8)
    return BigInt(address)
  }

  function read(address: number): Ended {
    const view = new DataView(buffer)
    const failure = view.getInt32(address + 8 * shape.words, true)
    const actor = view.getInt32(address + 8 * shape.words + 4, true)
    if (failure !== 0) return { actor, ...failed(generation.failures[failure - 1]) }
    const words = new BigUint64Array(buffer.slice(address, address + 8 * shape.words))
    const state = unpack(words, program, layout)
    if (pack(state, program, layout).join() !== words.join()) {
      return { actor, text: `words of no state: ${words.join()}`, site: null }
    }
    return { actor, text: `state ${state.key}`, site: null }
  }

  return {
    expand(state) {
      const at = put(state, moment)
      collected = []
      exports.begin(BigInt(scratch), BigInt(batch), BigInt(batch + batchBytes))
      exports.expand(at)
      const before = new BigUint64Array(buffer.slice(moment, moment + 8 * shape.words))
      if (before.join() !== pack(state, program, layout).join()) {
        throw new Error('the state that was expanded is another one now')
      }
      const stuck = exports.stuck?.() === 1
      return { outcomes: collected, enabled: exports.enabled() === 1, stuck }
    },
    settled: (state) => exports.settled(put(state, moment)) === 1,
    judge: (state, isInitial = false) => exports.judge(put(state, moment), Number(isInitial)),
    outside: (state) => exports.outside(put(state, moment)),
    judgeStep: (one, other) => exports.judgeStep(put(one, moment), put(other, after)),
    end: (state) => exports.end(put(state, moment)),
    reached: () =>
      Array.from({ length: shape.reachable }, (_, position) => {
        const word = exports[`reached${Math.floor(position / 64)}`]?.() ?? 0n
        return ((word >> BigInt(position % 64)) & 1n) === 1n
      }),
  }
}

function failed(failure: ModuleFailure | undefined): Omit<Ended, 'actor'> {
  if (failure === undefined) return { text: 'no failure', site: null }
  const { site } = failure
  if (failure.kind === 'assertion') return { text: `assertion ${failure.message}`, site }
  return { text: failure.ofState ? `${failure.fault} of the state` : failure.fault, site }
}

/** What the generated functions use of the runtime, and ways for a test to call them. */
function stub(pages: number, shape: Shape): readonly Wat[] {
  const variable = (name: string, type: 'i32' | 'i64'): Wat => [
    'global',
    name,
    ['mut', type],
    [`${type}.const`, '0'],
  ]
  const param = (name: string): Wat => ['param', name, 'i64']
  const get = (name: string): Wat => ['local.get', name]
  const reader = (name: string, global: string, type: 'i32' | 'i64'): Wat => [
    'func',
    `$get.${name}`,
    ['export', `"${name}"`],
    ['result', type],
    ['global.get', global],
  ]
  const asked = (name: string, ...parameters: readonly string[]): Wat => [
    'func',
    `$ask.${name}`,
    ['export', `"${name}"`],
    ...parameters.map(param),
    ['result', 'i32'],
    ['call', `$${name}`, ...parameters.map(get)],
  ]
  const reachedWords = Math.ceil(shape.reachable / 64)
  const reached = Array.from({ length: reachedWords }, (_, word) => `reached${word}`)
  return [
    ['import', '"host"', '"flush"', ['func', '$take', param('$end')]],
    ['import', '"host"', '"memory"', ['memory', 'i64', String(pages), String(pages), 'shared']],
    ...['$out', '$limit', '$scratch', '$batch', ...reached.map((name) => `$${name}`)].map((name) =>
      variable(name, 'i64'),
    ),
    variable('$enabled', 'i32'),
    variable('$failure', 'i32'),
    [
      'func',
      '$flush',
      ['call', '$take', ['global.get', '$out']],
      ['global.set', '$out', ['global.get', '$batch']],
    ],
    [
      'func',
      '$begin',
      ['export', '"begin"'],
      ...['$scratch', '$out', '$limit'].map(param),
      ...['$scratch', '$out', '$limit'].map((name): Wat => ['global.set', name, get(name)]),
      ['global.set', '$batch', get('$out')],
      ['global.set', '$enabled', ['i32.const', '0']],
    ],
    reader('enabled', '$enabled', 'i32'),
    ...reached.map((name) => reader(name, `$${name}`, 'i64')),
    [
      'func',
      '$ask.expand',
      ['export', '"expand"'],
      param('$moment'),
      ['call', '$expand', get('$moment')],
      ['call', '$flush'],
    ],
    ...['settled', 'outside', 'end'].map((name) => asked(name, '$moment')),
    ...(shape.blocks ? [asked('stuck')] : []),
    asked('judgeStep', '$before', '$after'),
    [
      'func',
      '$ask.judge',
      ['export', '"judge"'],
      param('$moment'),
      ['param', '$initial', 'i32'],
      ['result', 'i32'],
      ['call', '$judge', get('$moment'), get('$initial')],
    ],
  ]
}

function align(address: number): number {
  return Math.ceil(address / 64) * 64
}
