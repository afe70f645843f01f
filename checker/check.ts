/** Checks a model: explores it, judges, and says why. */

import type { Model } from '../dsl/ir.ts'
import { canonicalRun } from './canonical.ts'
import { assumptionsOf, verdictOf } from './conclude.ts'
import { withEngine } from './engine.ts'
import type { EngineName } from './engine.ts'
import type { Reason } from './reason.ts'
import { explain } from './reference/explain.ts'
import { interpret } from './reference/interpreter.ts'
import { situation } from './reference/waiting.ts'
import { search } from './search.ts'
import type { SearchOptions } from './search.ts'
import type { Situation } from './situation.ts'
import type { System } from './system.ts'
import { replay, traceOf } from './trace.ts'
import type { Trace } from './trace.ts'
import type { Assumption, Verdict, Wrong } from './verdict.ts'

export interface CheckOptions extends SearchOptions {
  /** The interpreter unless another is named. */
  readonly engine?: EngineName
}

export interface Report {
  readonly model: Model
  readonly verdict: Verdict
  readonly assumptions: readonly Assumption[]
  /** States found. */
  readonly distinct: number
  /** Initial states and every successor computed. */
  readonly generated: number
  /** Of the deepest state found. */
  readonly depth: number
  /** How many states were first reached at each depth. */
  readonly levels: readonly number[]
  readonly seconds: number
  /** The canonical counterexample; null when nothing wrong was found, or when interrupted while it was looked for. */
  readonly trace: Trace | null
  /** The number of its steps. */
  readonly steps: number | null
  /** Which part of the violated property was false. */
  readonly reasons: readonly Reason[]
  /** Who holds what and who waits for whom in the last state of the trace. */
  readonly situation: Situation | null
}

/**
 * Checks the model with an engine. Throws a `ReplayError` when the interpreter cannot follow the engine's counterexample, and
 * whatever the engine throws on a model that it cannot execute.
 */
export function check(model: Model, options: CheckOptions = {}): Promise<Report> {
  const engine = options.engine ?? 'reference'
  return withEngine(engine, model, (system) => checkIn(system, engine, options))
}

async function checkIn<State>(
  system: System<State>,
  engine: EngineName,
  options: CheckOptions,
): Promise<Report> {
  const begun = performance.now()
  const { model } = system
  const exploration = await search(system, options)
  // A signal that has ended the search has done its work: the run to what was found is still wanted.
  const signal = exploration.stop === 'interrupt' ? null : (options.signal ?? null)
  const run = await canonicalRun(system, exploration, signal)
  const trace = run === null ? null : traceOf(run, system)
  const wrong = run?.wrong ?? null
  const verdict =
    run === null && exploration.findings.any !== null
      ? interruptedSweep(exploration.findings.any, exploration.frontier, exploration.completeDepth)
      : verdictOf(model, exploration, options, wrong)
  return {
    model,
    verdict,
    assumptions: assumptionsOf(model, exploration, options, engine),
    distinct: exploration.store.size,
    generated: exploration.generated,
    depth: Math.max(0, exploration.levels.length - 2),
    levels: exploration.levels.slice(1).map((end, at) => end - (exploration.levels[at] ?? 0)),
    trace,
    steps: trace?.steps.length ?? null,
    ...explained(model, trace, wrong),
    seconds: (performance.now() - begun) / 1000,
  }
}

function interruptedSweep(found: Wrong, frontier: number, completeDepth: number): Verdict {
  return { kind: 'interrupted', found, frontier, completeDepth }
}

/** Follows the trace in the interpreter, whichever engine found it, and reads the explanation off its states. */
function explained(
  model: Model,
  trace: Trace | null,
  wrong: Wrong | null,
): Pick<Report, 'reasons' | 'situation'> {
  if (trace === null || wrong === null) return { reasons: [], situation: null }
  const states = replay(trace, interpret(model))
  const last = states.at(-1)
  if (last === undefined) return { reasons: [], situation: null }
  return { reasons: reasonsFor(wrong), situation: situation(model, last) }

  function reasonsFor(of: Wrong): readonly Reason[] {
    if (of.kind !== 'violated' || last === undefined) return []
    const { kind, name } = of.property
    const property = model.properties.find((each) => each.kind === kind && each.name === name)
    if (property === undefined) return []
    if (kind !== 'step') return explain(model, property.expr, last)
    const before = states.at(-2)
    return before === undefined ? [] : explain(model, property.expr, before, last)
  }
}
