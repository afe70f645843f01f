/** Explores a model in WebAssembly that is generated for it. */

import type { Model } from '../dsl/ir.ts'
import { compileModel } from './compiled/compile-model.ts'
import type { CompiledModel } from './compiled/compile-model.ts'
import { initialKind } from './compiled/host/job.ts'
import type {
  Job,
  JobCoverage,
  JobLasso,
  JobLiveness,
  JobResult,
  JobRun,
} from './compiled/host/job.ts'
import { runJob } from './compiled/host/run-job.ts'
import type { StoredStates } from './compiled/host/stored-states.ts'
import type { Layout } from './compiled/layout.ts'
import { pack, unpack } from './compiled/pack.ts'
import type { CoverageAsked } from './compiled/step/covering.ts'
import type { Covered } from './coverage/covered.ts'
import { Counter, unrecorded } from './coverage/recorder.ts'
import { judgesRuns, observes } from './exploration.ts'
import type {
  Counterexample,
  Exploration,
  Explored,
  SearchOptions,
  Sighting,
} from './exploration.ts'
import type { Route } from './follow.ts'
import type { Growth } from './growth/growth.ts'
import type { KindNumbers } from './compiled/kind-numbers.ts'
import { obligationsOf } from './liveness/obligation.ts'
import { execute } from './lower/executor.ts'
import type { Program } from './lower/program.ts'
import type { FlatState } from './lower/state.ts'
import type { StopSignal } from './pacer.ts'
import type { DecodedState, InitialOutcome, System } from './system.ts'

/** Explores the model; the search is done by `run`, in this thread or another. */
export async function exploreCompiled(
  model: Model,
  options: SearchOptions,
  run: typeof runJob = runJob,
): Promise<Explored> {
  const purposes = {
    lockOrder: observes(model, options),
    liveness: judgesRuns(model, options),
    coverage: noting(options),
  }
  const compiled = compileModel(model, purposes)
  const { coverage } = compiled
  const begun = coverage === null ? null : new Counter(coverage.spots)
  const system = execute(compiled.program, begun ?? unrecorded)
  const liveness = compiled.kinds === null ? null : await livenessOf(model, compiled.kinds)
  const plain = { ...jobOf(compiled, system.initial(), options), liveness }
  const job = coverage === null ? plain : { ...plain, coverage: cellsOf(coverage) }
  const counts = [...(begun?.counts ?? [])]
  const start = performance.now()
  let growth: Growth | null = null
  let counted = 0
  const result = await run(job, {
    signal: options.signal ?? null,
    onPause: ({ bytes, ...progress }) => options.progress?.({ ...progress, memory: bytes }),
    async examine(states, found) {
      if (options.growth !== true) return
      const before = performance.now()
      growth = await growthIn(compiled, system, states, found, options)
      counted = performance.now() - before
    },
  })
  const seconds = (performance.now() - start - counted) / 1000
  return {
    ...exploredBy(compiled, system, { ...result, seconds }, options),
    growth,
    covered: async () => coveredBy(compiled, counts, result),
    sighting: (sought, signal) =>
      sightingBy(
        compiled,
        system,
        { ...plain, bounds: { ...job.bounds, sought, continue: false }, liveness: null },
        run,
        signal,
      ),
  }
}

/** What is to be noted of what is executed. */
function noting({ coverage, vacuity }: SearchOptions): 'notes' | 'counts' | null {
  if (coverage === true) return 'counts'
  return vacuity === false ? null : 'notes'
}

/** How it lies in the module's memory. */
function cellsOf({ spots, witnesses, exact }: CoverageAsked): JobCoverage {
  return { counters: spots.counters, witnesses: witnesses.length, exact }
}

/** What was executed on the way to the initial states, and from there on. */
function coveredBy(
  { coverage }: CompiledModel,
  begun: readonly number[],
  { covered }: JobResult,
): Covered | null {
  if (coverage === null || covered === undefined) return null
  const { spots, exact } = coverage
  const { counts, seen } = covered
  return { spots, exact, seen, counts: counts.map((count, at) => count + (begun[at] ?? 0)) }
}

async function growthIn(
  compiled: CompiledModel,
  system: System<FlatState>,
  states: StoredStates,
  { stop, generated, levels, outside, memory }: JobResult,
  options: SearchOptions,
): Promise<Growth> {
  const { explainStored } = await import('./growth/explain-size.ts')
  const bytes = memory.arenaBytes + memory.tableBytes
  const ended = { stop, generated, depth: levels.length - 1, bytes }
  const complete = stop === 'complete' && outside.every((count) => count === 0)
  return { complete, ...(await explainStored(compiled, system, states, ended, options)) }
}

/** With the seconds that it took. */
type TimedResult = JobResult & { readonly seconds: number }

function jobOf(
  { module, sizes, constants, program, layout }: CompiledModel,
  outcomes: readonly InitialOutcome<FlatState>[],
  options: SearchOptions,
): Omit<Job, 'liveness'> {
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

async function livenessOf(model: Model, { kinds, conditions }: KindNumbers): Promise<JobLiveness> {
  // Only models with temporal properties need it.
  const { automataOf } = await import('./liveness/automaton.ts')
  const automata = automataOf(obligationsOf(model))
  const strengths = conditions.list.map(({ strength }) => strength)
  return { question: { automata, strengths }, kinds }
}

/** Where nobody says; a check always does. */
const usualMemory = 2 ** 30

function exploredBy(
  { program, layout }: CompiledModel,
  system: System<FlatState>,
  result: TimedResult,
  options: SearchOptions,
): Omit<Explored, 'covered' | 'growth' | 'sighting'> {
  const { rank, run, lasso } = result
  return {
    exploration: summaryOf(program.model, result, options),
    async counterexample() {
      if (lasso !== null) return lassoIn(lasso, { program, layout }, system)
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

async function lassoIn(
  { obligation, initial, stem, loop, states }: JobLasso,
  { program, layout }: Pick<CompiledModel, 'program' | 'layout'>,
  system: System<FlatState>,
): Promise<Counterexample> {
  const { interpret } = await import('./reference/interpreter.ts')
  const { followLasso } = await import('./liveness/follow-lasso.ts')
  const route = {
    obligation,
    initial,
    stem,
    loop,
    states: decoded(states, layout, program, system),
  }
  return { ...followLasso(interpret(program.model), route), canonical: true }
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
  const passed = decoded(states, layout, program, system)
  return { initial, steps: positions, end: ends, states: passed }
}

function decoded(
  states: BigUint64Array,
  layout: Layout,
  program: Program,
  system: System<FlatState>,
): readonly DecodedState[] {
  return Array.from({ length: states.length / layout.words }, (_, at) => {
    const words = states.subarray(at * layout.words, (at + 1) * layout.words)
    return system.decode(unpack(words, program, layout))
  })
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
    found: result.rank !== null || result.lasso !== null,
    noted: observes(model, options) ? new Set(result.noted) : null,
    memory: result.memory,
    seconds,
    completeDepth,
    frontier,
    unreached: witnesses.flatMap(({ name }, at) => (result.reached[at] === true ? [] : [name])),
    outside: new Map(constraints.map(({ name }, at) => [name, result.outside[at] ?? 0])),
  }
}
