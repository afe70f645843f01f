/** What a temporal property costs: one `leadsTo` that is true, with weak and with strong fairness, beside the search alone. */

import { join } from 'node:path'
import type { Setting } from './comparison.ts'
import { runFencepost } from './fencepost.ts'
import type { OurRun } from './fencepost.ts'
import { median, medianIfKnown, medianOf } from './median.ts'

/** Medians, with one worker. */
export interface Liveness {
  readonly model: string
  readonly states: number
  readonly transitions: number
  /** In seconds, without judging the property. */
  readonly search: number
  readonly weak: LivenessCost
  readonly strong: LivenessCost
}

export interface LivenessCost {
  /** Of the search and the decision. */
  readonly seconds: number
  /** How many times as long as the search alone in the same round. */
  readonly times: number
  /** Of the store, and of what the decision holds besides at its peak. */
  readonly bytesPerState: number | null
}

const ways = ['search', 'weak', 'strong'] as const
type Way = (typeof ways)[number]

/** The ways take turns. Throws where the property does not hold. */
export async function liveness(
  { build, engine, runs, say }: Setting,
  quick: boolean,
): Promise<Liveness> {
  const n = quick ? 4 : 6
  const model = `requests-${n}`
  const file = join(import.meta.dirname, 'requests.ts')
  const taken: Readonly<Record<Way, OurRun[]>> = { search: [], weak: [], strong: [] }
  for (let i = 0; i < runs; i++) {
    for (const way of ways) {
      say(`${model}: round ${i + 1} of ${runs}, ${way}`)
      const run = await runFencepost(build, file, {
        parameters: { n, fairness: way === 'strong' ? way : 'weak' },
        deadlock: true,
        liveness: way !== 'search',
        workers: 1,
        engine,
        memory: null,
      })
      if (run.verdict !== 'holds') throw new Error(`${model}, ${way}: ${run.verdict}`)
      taken[way].push(run)
    }
  }
  const cost = (way: 'weak' | 'strong'): LivenessCost => ({
    seconds: medianOf(taken[way], ({ searchSeconds }) => searchSeconds),
    times: median(
      taken[way].map(({ searchSeconds }, i) => {
        return searchSeconds / (taken.search[i]?.searchSeconds ?? Number.NaN)
      }),
    ),
    bytesPerState: medianIfKnown(taken[way], ({ storeBytes, distinct }) =>
      storeBytes === null ? null : storeBytes / distinct,
    ),
  })
  return {
    model,
    states: taken.search[0]?.distinct ?? 0,
    transitions: taken.search[0]?.generated ?? 0,
    search: medianOf(taken.search, ({ searchSeconds }) => searchSeconds),
    weak: cost('weak'),
    strong: cost('strong'),
  }
}
