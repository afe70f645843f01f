/** What was executed of a program, and how its counters are read. */

import type { Spots, Spot, TestSpot } from './spots.ts'

/** What an exploration has noted. */
export interface Covered {
  readonly spots: Spots
  /** By the number of the counter: how often; where that was not counted, 1 for whatever happened at all. */
  readonly counts: readonly number[]
  /** Whether everything was counted, once for each state. */
  readonly exact: boolean
  /** By witness: whether some state, or some step, shows it. */
  readonly seen: readonly boolean[]
}

type Counts = Pick<Covered, 'counts'>

/** How often the test was false. */
export function timesFalse({ counts }: Counts, { first }: TestSpot): number {
  return counts[first] ?? 0
}

/** How often the whole test was true. */
export function timesTrue({ counts }: Counts, { first, conjuncts }: TestSpot): number {
  return counts[first + conjuncts.length] ?? 0
}

/** How often the test was asked. */
export function timesAsked(covered: Counts, spot: TestSpot): number {
  return timesFalse(covered, spot) + timesTrue(covered, spot)
}

/** By conjunct, how often it and all before it were true; what is noted of a later one holds of it too. */
export function timesEach({ counts }: Counts, { first, conjuncts }: TestSpot): readonly number[] {
  const each = conjuncts.map((_, at) => counts[first + 1 + at] ?? 0)
  return each.map((_, at) => Math.max(...each.slice(at)))
}

/** How often what stands at the spot was executed; of a guard's, how often that was true. */
export function timesExecuted(covered: Counts, spot: Spot): number {
  if (spot.kind !== 'test') return covered.counts[spot.first] ?? 0
  return spot.role === 'guard' ? timesTrue(covered, spot) : timesAsked(covered, spot)
}
