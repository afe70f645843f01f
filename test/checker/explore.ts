/** A search of a hand-drawn system and what it answers, in the few words that tests compare. */

import { canonicalRun } from '../../checker/canonical.ts'
import type { Run } from '../../checker/canonical.ts'
import { verdictOf } from '../../checker/conclude.ts'
import type { SearchOptions } from '../../checker/exploration.ts'
import { summaryOf } from '../../checker/explore-system.ts'
import { search } from '../../checker/search.ts'
import type { Searched } from '../../checker/search.ts'
import type { System } from '../../checker/system.ts'
import { traceOf } from '../../checker/trace.ts'
import type { Verdict } from '../../checker/verdict.ts'
import { toy } from './toy-system.ts'
import type { Toy } from './toy-system.ts'

interface Explored {
  readonly system: System<string>
  readonly exploration: Searched<string>
  readonly run: Run<string> | null
  readonly verdict: Verdict
  readonly distinct: number
  readonly generated: number
  /** The states that the run passes, or null when nothing is wrong. */
  readonly path: readonly string[] | null
}

export async function explore(description: Toy, options: SearchOptions = {}): Promise<Explored> {
  const system = toy(description)
  const exploration = await search(system, options)
  const run = await canonicalRun(system, exploration)
  const found =
    run === null ? null : { trace: traceOf(run, system), canonical: true, wrong: run.wrong }
  const verdict = verdictOf(system.model, summaryOf(exploration, 0), options, found)
  const path = run === null ? null : [run.initial, ...run.steps.map(({ result }) => result)]
  return {
    system,
    exploration,
    run,
    verdict,
    distinct: exploration.store.size,
    generated: exploration.generated,
    path:
      path?.map((result) => (result.kind === 'state' ? result.state : `(${result.kind})`)) ?? null,
  }
}
