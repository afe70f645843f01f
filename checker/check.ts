/** Checks a model: explores it, judges, and says why. */

import type { Model } from '../dsl/ir.ts'
import { assumptionsOf, verdictOf } from './conclude.ts'
import { defaultEngine, engineNamed, memoryIn } from './engine.ts'
import type { Engine, EngineName } from './engine.ts'
import { unexplained } from './explanation.ts'
import type { Explanation } from './explanation.ts'
import { judgesRuns } from './exploration.ts'
import type { Counterexample, Explored, SearchOptions, StoreSize } from './exploration.ts'
import type { Covered } from './coverage/covered.ts'
import type { Growth } from './growth/growth.ts'
import type { LockOrderAnswer } from './lock-order/conclude.ts'
import type { Trace } from './trace.ts'
import type { Vacuous } from './vacuity/vacuous.ts'
import type { Assumption, Verdict } from './verdict.ts'

export interface CheckOptions extends SearchOptions {
  readonly engine?: EngineName
}

export interface Report extends Explanation {
  readonly model: Model
  readonly verdict: Verdict
  readonly assumptions: readonly Assumption[]
  /** What was seen of the order of locks, and what is wrong with it as far as that goes; null where nothing was observed. */
  readonly lockOrder: Pick<LockOrderAnswer, 'graph' | 'suspicion'> | null
  /** What proves nothing, where everything was explored and nothing is wrong; otherwise nothing is said. */
  readonly vacuity: readonly Vacuous[]
  /** How often everything was executed; null where that was not asked for, or the time or the signal came first. */
  readonly covered: Covered | null
  /** What makes the state space large; null where that was not asked for. */
  readonly growth: Growth | null
  /** States found. */
  readonly distinct: number
  /** Initial states and every successor computed. */
  readonly generated: number
  /** Of the deepest state found. */
  readonly depth: number
  /** How many states were first reached at each depth. */
  readonly levels: readonly number[]
  /** What the states took; null where the engine does not know. */
  readonly memory: StoreSize | null
  readonly seconds: number
  /** Of these the search alone. */
  readonly searchSeconds: number
  /** The counterexample; null when nothing wrong was found, or when interrupted while it was looked for. */
  readonly trace: Trace | null
  /** Whether the trace is the canonical one; a shortest one it always is. */
  readonly canonical: boolean
  /** The number of its steps; of a lasso, those of its loop too. */
  readonly steps: number | null
}

/**
 * Checks the model with the engine that the options name. Throws a `ReplayError` when the interpreter cannot follow the engine's
 * counterexample, and whatever the engine throws on a model that it cannot execute.
 */
export async function check(model: Model, options: CheckOptions = {}): Promise<Report> {
  return checkWith(await engineNamed(options.engine ?? defaultEngine), model, options)
}

/** Checks the model with this engine, as `check` does. */
export async function checkWith(
  engine: Engine,
  model: Model,
  given: SearchOptions = {},
): Promise<Report> {
  const begun = performance.now()
  const options = { ...given, memory: memoryIn(engine, given.memory) }
  const explored = await onGraph(await engine.explore(model, options), model, options)
  const { exploration, counterexample } = explored
  // A signal that has ended the search has done its work: the run to what was found is still wanted.
  const signal = exploration.stop === 'interrupt' ? null : (options.signal ?? null)
  const found = await counterexample(signal)
  const verdict = verdictOf(model, exploration, options, found)
  const locks = await lockOrderIn(explored, model)
  const problem = isFine(verdict) ? await locks?.problem(signal) : null
  return {
    model,
    verdict: problem == null ? verdict : { kind: 'lock order', problem },
    lockOrder: locks === null ? null : { graph: locks.graph, suspicion: locks.suspicion },
    assumptions: [
      ...assumptionsOf(model, exploration, options, engine.name),
      ...(await fairnessOf(model, options)),
    ],
    ...(await coverageIn(explored, model, isFine(verdict) && problem == null, options)),
    growth: explored.growth,
    distinct: exploration.distinct,
    generated: exploration.generated,
    depth: Math.max(0, exploration.levels.length - 1),
    levels: exploration.levels,
    memory: exploration.memory,
    searchSeconds: exploration.seconds,
    trace: found?.trace ?? null,
    canonical: found?.canonical ?? false,
    steps: found?.trace?.steps.length ?? null,
    ...(await explanationOf(model, found)),
    seconds: (performance.now() - begun) / 1000,
  }
}

/** The same, with what the state graph shows where that is asked for and there is all of it. */
async function onGraph(
  explored: Explored,
  model: Model,
  options: SearchOptions,
): Promise<Explored> {
  const { stuck, deadlock } = options
  if (stuck !== true || deadlock === false || explored.exploration.found || !sawAll(explored))
    return explored
  const { decidedOnGraph } = await import('./stuck.ts')
  return decidedOnGraph(explored, model, options)
}

/** Whether every state was explored. */
function sawAll({ exploration: { stop, outside } }: Explored): boolean {
  return stop === 'complete' && [...outside.values()].every((states) => states === 0)
}

/** What is known of lock order; null where nothing was observed. */
async function lockOrderIn(explored: Explored, model: Model): Promise<LockOrderAnswer | null> {
  const { noted } = explored.exploration
  if (noted === null) return null
  // Only models with locks need it.
  const { lockOrderOf } = await import('./lock-order/conclude.ts')
  return lockOrderOf(model, noted, explored, sawAll(explored))
}

/** What was executed, where that was asked for, and what proves nothing, where everything was explored and is `fine`. */
async function coverageIn(
  explored: Explored,
  model: Model,
  fine: boolean,
  { coverage = false, vacuity = true }: SearchOptions,
): Promise<Pick<Report, 'covered' | 'vacuity'>> {
  const judges = vacuity && fine && sawAll(explored)
  const found = coverage || judges ? await explored.covered() : null
  const covered = coverage ? found : null
  if (!judges || found === null) return { covered, vacuity: [] }
  const { vacuityOf } = await import('./vacuity/vacuity.ts')
  return { covered, vacuity: vacuityOf(model, found) }
}

/** What is assumed of runs, where temporal properties are judged or would be, were nothing else wrong. */
async function fairnessOf(model: Model, options: SearchOptions): Promise<readonly Assumption[]> {
  if (!judgesRuns(model, options)) return []
  // Only models with temporal properties need it.
  const { assumedFairness } = await import('./liveness/assumed-fairness.ts')
  return assumedFairness(model).map((assumed) => ({ kind: 'fairness', ...assumed }))
}

/** Whether everything was explored, and no run is wrong. */
function isFine({ kind }: Verdict): boolean {
  return kind === 'holds' || kind === 'not reached'
}

async function explanationOf(model: Model, found: Counterexample | null): Promise<Explanation> {
  if (found === null || found.trace === null) return unexplained
  // What is only needed where something is wrong is only loaded there.
  const { explained } = await import('./explained.ts')
  return explained(model, found.trace, found.wrong)
}
