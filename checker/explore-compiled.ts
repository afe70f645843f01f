/** Explores a model in WebAssembly that is generated for it. */

import type { Model } from '../dsl/ir.ts'
import { compileModel } from './compiled/compile-model.ts'
import type { CompiledModel } from './compiled/compile-model.ts'
import { initialKind } from './compiled/host/job.ts'
import type { Job, JobResult, JobRun } from './compiled/host/job.ts'
import { runJob } from './compiled/host/run-job.ts'
import { pack, unpack } from './compiled/pack.ts'
import { observes } from './exploration.ts'
import type { Exploration, Explored, SearchOptions, Sighting } from './exploration.ts'
import type { Route } from './follow.ts'
import { execute } from './lower/executor.ts'
import type { FlatState } from './lower/state.ts'
import type { StopSignal } from './pacer.ts'
import type { InitialOutcome, System } from './system.ts'

/** Explores the model; the search is done by `run`, in this thread or another. */
export async function exploreCompiled(
  model: Model,
  options: SearchOptions,
  run: typeof runJob = runJob,
): Promise<Explored> {
  const compiled = compileModel(model, observes(model, options))
  const system = execute(compiled.program)
  const job = jobOf(compiled, system.initial(), options)
  const begun = performance.now()
  const result = await run(job, {
    signal: options.signal ?? null,
    onPause: ({ bytes, ...progress }) => options.progress?.({ ...progress, memory: bytes }),
  })
  const seconds = (performance.now() - begun) / 1000
  return {
    ...exploredBy(compiled, system, { ...result, seconds }, options),
    sighting: (sought, signal) =>
      sightingBy(
        compiled,
        system,
        { ...job, bounds: { ...job.bounds, sought, continue: false } },
        run,
        signal,
      ),
  }
}

/** With the seconds that it took. */
type TimedResult = JobResult & { readonly seconds: number }

function jobOf(
  { module, sizes, constants, program, layout }: CompiledModel,
  outcomes: readonly InitialOutcome<FlatState>[],
  options: SearchOptions,
): Job {
  const initial = new BigUint64Array(outcomes.length * layout.words)
  const initialKinds = new Uint8Array(outcomes.length)
  for (const [position, outcome] of outcomes.entries()) {
    initialKinds[position] = initialKind[outcome.kind]
    if (outcome.kind === 'state') {
      initial.set(pack(outcome.state, program, layout), position * layout.words)
    }
  }
  return {
    module,
    sizes,
    constants,
    initial,
    initialKinds,
    bounds: {
      maxStates: options.maxStates ?? null,
      maxDepth: options.maxDepth ?? null,
      timeout: options.timeout ?? null,
      continue: options.continue === true,
      deadlock: options.deadlock !== false,
    },
    memoryBytes: options.memory ?? usualMemory,
    workers: options.workers ?? 1,
  }
}

/** Where nobody says; a check always does. */
const usualMemory = 2 ** 30

function exploredBy(
  { program, layout }: CompiledModel,
  system: System<FlatState>,
  result: TimedResult,
  options: SearchOptions,
): Omit<Explored, 'sighting'> {
  const { rank, run } = result
  return {
    exploration: summaryOf(program.model, result, options),
    async counterexample() {
      if (rank === null || run === null) return null
      // What is only needed where something is wrong is only loaded there.
      const { interpret } = await import('./reference/interpreter.ts')
      const { follow } = await import('./follow.ts')
      const route = { ...routeOf(run, { program, layout }, system), rank }
      const deadlock = options.deadlock !== false
      const found = follow(interpret(program.model), route, { deadlock })
      return { ...found, canonical: result.canonical }
    },
  }
}

/** The run to a state in which something is observed, for which the model is searched again. */
async function sightingBy(
  { program, layout }: CompiledModel,
  system: System<FlatState>,
  job: Job,
  run: typeof runJob,
  signal: StopSignal | null,
): Promise<Sighting> {
  const found = await run(job, { signal })
  if (found.run === null) return { trace: null, canonical: false }
  const { interpret } = await import('./reference/interpreter.ts')
  const { walked } = await import('./follow.ts')
  const route = routeOf(found.run, { program, layout }, system)
  return { trace: walked(interpret(program.model), route), canonical: found.canonical }
}

/** The run as the interpreter can follow it. */
function routeOf(
  { initial, positions, states, ends }: JobRun,
  { program, layout }: Pick<CompiledModel, 'program' | 'layout'>,
  system: System<FlatState>,
): Omit<Route, 'rank'> {
  const words = Array.from({ length: states.length / layout.words }, (_, at) =>
    states.subarray(at * layout.words, (at + 1) * layout.words),
  )
  return {
    initial,
    steps: positions,
    end: ends,
    states: words.map((each) => system.decode(unpack(each, program, layout))),
  }
}

function summaryOf(model: Model, result: TimedResult, options: SearchOptions): Exploration {
  const { properties, constraints } = model
  const { levels, generated, stop, completeDepth, frontier, seconds } = result
  const witnesses = properties.filter(({ kind }) => kind === 'reachable')
  return {
    distinct: levels.reduce((sum, states) => sum + states, 0),
    generated,
    levels,
    stop,
    found: result.rank !== null,
    noted: observes(model, options) ? new Set(result.noted) : null,
    memory: result.memory,
    seconds,
    completeDepth,
    frontier,
    unreached: witnesses.flatMap(({ name }, at) => (result.reached[at] === true ? [] : [name])),
    outside: new Map(constraints.map(({ name }, at) => [name, result.outside[at] ?? 0])),
  }
}
