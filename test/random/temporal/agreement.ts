/** What a check says of temporal properties, held against the decision by enumeration. */

import { runJob } from '../../../checker/compiled/host/run-job.ts'
import { checkWith } from '../../../checker/check.ts'
import type { Report } from '../../../checker/check.ts'
import { engineNamed } from '../../../checker/engine.ts'
import { exploreCompiled } from '../../../checker/explore-compiled.ts'
import type { Formula, Model, TemporalProperty } from '../../../dsl/ir.ts'
import { shown } from '../same.ts'
import { judge, reportDifference } from '../verdicts.ts'
import { conjunctsOf, holdsOf } from './brute-force.ts'
import { lassoOffence } from './lasso-offence.ts'
import { pointsOf } from './points.ts'
import type { Points } from './points.ts'
import { someTestFaults, testing } from './tests-of-points.ts'
import type { Test } from './tests-of-points.ts'
import { explore } from './transition-graph.ts'

interface Broken {
  readonly property: TemporalProperty
  /** The first of its parts that is false. */
  readonly formula: Formula
}

/** A model that can be decided by enumeration, and which of its properties is the first to be false; null: none is. */
export interface Decided {
  readonly model: Model
  readonly points: Points
  readonly test: Test
  readonly broken: Broken | null
}

const mostStates = 300
/** No step fails, and nobody minds who is stuck. */
const options = { deadlock: false }
/** Every level is shared, even one of a single state, and nobody begins before all are there. */
const sharing = { level: 1, wait: true }

/** Null where the model is too large to be decided so, or something faults. */
export function decide(model: Model): Decided | null {
  const graph = explore(model, mostStates)
  if (graph === null || graph.states.length === 0 || someTestFaults(graph)) return null
  const points = pointsOf(graph)
  const test = testing(graph)
  const broken = firstBroken(model, points, test)
  return broken === 'undecided' ? null : { model, points, test, broken }
}

/** What is false first, of runs over these points. */
export function firstBroken(
  { temporal }: Model,
  points: Points,
  test: Test,
): Broken | null | 'undecided' {
  for (const property of temporal) {
    for (const formula of conjunctsOf(property.formula)) {
      const holds = holdsOf(points, formula, test)
      if (holds === null) return 'undecided'
      if (!holds) return { property, formula }
    }
  }
  return null
}

/** What is wrong with the answers of all engines, and of so many workers besides one; null where nothing is. */
export async function offenceOf(
  decided: Decided,
  workers: readonly number[],
): Promise<string | null> {
  const { report, disagreement } = await judge(decided.model, options)
  const offence = disagreement ?? reportOffence(decided, report)
  if (offence !== null) return offence
  for (const each of workers) {
    const differ = reportDifference(report, await shared(decided.model, each))
    if (differ !== null) return `with ${each} workers the reports differ at ${differ}`
  }
  return null
}

async function shared(model: Model, workers: number): Promise<Report> {
  const engine = await engineNamed('compiled')
  const explorer: typeof engine.explore = (of, how) =>
    exploreCompiled(of, how, (job, host) => runJob(job, { ...host, sharing }))
  return checkWith({ ...engine, explore: explorer }, model, { ...options, workers })
}

/** What is wrong with a report; null where nothing is. */
export function reportOffence({ broken, points, test }: Decided, report: Report): string | null {
  const { verdict, trace } = report
  if (broken === null) return verdict.kind === 'holds' ? null : `it holds: ${shown(verdict)}`
  const { property, formula } = broken
  if (verdict.kind !== 'liveness') return `it breaks ${shown(broken)}: ${shown(verdict)}`
  if (verdict.property !== property || verdict.formula !== formula) {
    return `it breaks ${shown(broken)} first: ${shown(verdict)}`
  }
  const offence = trace === null ? 'there is none' : lassoOffence(trace, points, formula, test)
  return offence === null ? null : `the lasso for ${shown(broken)}: ${offence}: ${shown(trace)}`
}
