/**
 * From a model to the WebAssembly module that explores it, and where in this folder each stage is:
 *
 * 1. `../lower` makes the model a flat program.
 * 2. `code.ts` gives each value a number, its code; `layout.ts` gives each code its bits in a state: where slots are live
 *    (`liveness.ts`), which of them share bits (`sharing.ts`), what goes into which word (`word-packing.ts`). `pack.ts` and
 *    `encode.ts` carry states and values in and out; `layout-text.ts` shows the bits.
 * 3. `step/generate.ts` writes the functions that expand and judge a state, out of what `expression/compile.ts` makes of
 *    expressions: instructions (`wat.ts`) in an `emitter.ts`, and a value as a pure `operand.ts`, over `bits.ts` in memory. A
 *    `scope.ts` has what names mean and where faults go, `state-bits.ts` where in a state they are, and `generation.ts` what
 *    is one for the whole module: constants, scratch memory, the list of failures. `step/looking.ts` writes what looks at locks,
 *    where `../lock-order/observations.ts` says; `step/covering.ts` notes what is executed, by `../coverage/spots.ts`. `kind-numbers.ts`
 *    numbers what steps are for fairness, and `step/kinds.ts` writes it.
 * 4. `runtime/runtime.ts` adds what is alike for all models but for a few sizes: the store, the search of a level, the sweep
 *    back. `runtime/memory-map.ts` says where everything lies in memory.
 * 5. `assemble/assemble.ts` makes the functions a binary; `step/print.ts` makes them a text to read.
 * 6. `host/run-job.ts` executes it, with as many threads as wanted (`crew.ts`): level by level (`level-search.ts`), in a memory
 *    that it divides (`ground.ts`), to the run that is shown (`canonical-run.ts`). Temporal properties `fair-run.ts` decides on the
 *    graph of all states, which `state-graph.ts` shows by what `runtime/graph.ts` does. `host/pool.ts` does whole searches apart.
 *
 * `../explore-compiled.ts` is the engine made of it.
 */

import type { Model } from '../../dsl/ir.ts'
import { lower } from '../lower/lower.ts'
import type { Program } from '../lower/program.ts'
import { EngineLimit } from '../engine-limit.ts'
import { spotsOf } from '../coverage/spots.ts'
import { witnessesOf } from '../vacuity/witnesses.ts'
import { observationsOf } from '../lock-order/observations.ts'
import { assemble } from './assemble/assemble.ts'
import type { Layout } from './layout.ts'
import { kindNumbers } from './kind-numbers.ts'
import type { KindNumbers } from './kind-numbers.ts'
import { mostKinds } from './runtime/memory-map.ts'
import type { Sizes } from './runtime/memory-map.ts'
import { runtimeFields } from './runtime/runtime.ts'
import type { CoverageAsked } from './step/covering.ts'
import { generate } from './step/generate.ts'
import type { Wat } from './wat.ts'

export interface CompiledModel {
  readonly program: Program
  readonly layout: Layout
  readonly module: WebAssembly.Module
  /** What the module's memory depends on. */
  readonly sizes: Sizes
  /** What the module expects at `constantsAddress`. */
  readonly constants: Uint8Array
  /** What its steps are for fairness; null where nobody will ask. */
  readonly kinds: KindNumbers | null
  /** What its cells stand for that note what is executed; null where there are none. */
  readonly coverage: CoverageAsked | null
}

/** What a module is for besides the search. */
export interface Purposes {
  /** Whether the order of locks is observed; it is unless this is false. */
  readonly lockOrder?: boolean
  /** Whether the temporal properties that there are will be judged; they will unless this is false. */
  readonly liveness?: boolean
  /** Whether it is noted what is executed, or even counted; it is not unless this says so. */
  readonly coverage?: 'notes' | 'counts' | null
}

/** The module that explores the model. Throws an `EngineLimit` where something in it would be more than there is place for. */
export function compileModel(
  model: Model,
  { lockOrder = true, liveness = true, coverage: noting = null }: Purposes = {},
): CompiledModel {
  const program = lower(model)
  if (program.threads >= mostKinds) {
    const what = 'The model has too many process instances for the compiled engine'
    throw new EngineLimit(`${what} (${program.threads}). Check it with --engine reference.`)
  }
  const observations = lockOrder ? observationsOf(program) : undefined
  const kinds = liveness && model.temporal.length > 0 ? kindNumbers(program) : null
  const coverage = noting === null ? null : coverageOf(program, noting === 'counts')
  const { fields, generation, shape } = generate(program, false, observations, kinds, coverage)
  return {
    program,
    layout: generation.layout,
    module: moduleOf([...runtimeFields(shape), ...fields]),
    sizes: shape,
    constants: new Uint8Array(generation.constants.buffer),
    kinds,
    coverage,
  }
}

function coverageOf(program: Program, exact: boolean): CoverageAsked {
  return { spots: spotsOf(program), witnesses: witnessesOf(program.model), exact }
}

/** The module of these fields. Throws an `EngineLimit` where it is larger than WebAssembly allows. */
export function moduleOf(fields: readonly Wat[]): WebAssembly.Module {
  const binary = assemble(fields)
  try {
    return new WebAssembly.Module(binary)
  } catch (error) {
    // The limits are the implementation's, and it tells them by messages only.
    if (!(error instanceof Error) || !tooLarge.test(error.message)) throw error
    const what = 'The model is too large for the compiled engine'
    throw new EngineLimit(`${what} (${error.message}). Check it with --engine reference.`)
  }
}

const tooLarge = /too (large|big|many)|exceeds|maximum/
