/** A deadlock as plain data: who can never run again, and who waits for whom. Threads are numbers, from 0. */

import { PartialDeadlock } from './partial-deadlock.ts'
import type { Awaited, Situation, Standing } from './situation.ts'
import type { System } from './system.ts'

export interface Deadlock {
  /** `global`: no step is enabled. Otherwise somebody runs on, and the others wait for each other in a circle, or not. */
  readonly shape: 'global' | 'circular' | 'partial'
  /** `state`: by what the processes may ever write. `graph`: since no run from there ever lets them go on. */
  readonly decidedOn: 'state' | 'graph'
  /** Who can never run again, ascending. */
  readonly stuck: readonly number[]
  /** The daemons among those who cannot run again, for which that alone would be no deadlock. */
  readonly daemons: readonly number[]
  /** A shortest circle: each waits for the next, and the last for the first. */
  readonly cycle: readonly number[] | null
}

/**
 * The deadlock in a state of a system, of which this is the situation; `onGraph` are the threads that the state graph says are
 * stuck, null where the state itself tells who is.
 */
export function deadlockIn<State>(
  system: System<State>,
  state: State,
  { threads }: Situation,
  onGraph: readonly number[] | null,
): Deadlock {
  const outcomes = system.expand(state)
  const partial = new PartialDeadlock(system)
  const isGlobal = outcomes.every(({ ofState }) => ofState)
  const waiting = threads.filter(({ kind }) => kind !== 'terminated').map(({ thread }) => thread)
  const all = isGlobal ? waiting : (onGraph ?? partial.stuck(state, outcomes))
  const idle = (thread: number): boolean => system.mayStay(state, thread)
  const releasers = partial.releasers(state, outcomes, all)
  const cycle = shortestCycle(all, (thread) => {
    const known = awaitedBy(threads[thread])
    const others = known ?? releasers.get(thread) ?? []
    return all.filter((other) => others.includes(other))
  })
  return {
    shape: isGlobal ? 'global' : cycle === null ? 'partial' : 'circular',
    decidedOn: isGlobal || onGraph === null ? 'state' : 'graph',
    stuck: all.filter((thread) => !idle(thread)),
    daemons: all.filter(idle),
    cycle,
  }
}

/** Whom a thread waits for, as the model says; null where it does not. */
function awaitedBy(standing: Standing | undefined): readonly number[] | null {
  if (standing?.kind !== 'blocked') return null
  const all = standing.steps.map(({ wait }) => (wait === null ? null : awaitedIn(wait)))
  return all.includes(null) ? null : all.flatMap((one) => one ?? [])
}

function awaitedIn(wait: Awaited): readonly number[] | null {
  switch (wait.kind) {
    case 'lock':
      return wait.holders
    case 'event':
      return wait.by
    case 'any': {
      const all = wait.of.map(awaitedIn)
      return all.includes(null) ? null : all.flatMap((one) => one ?? [])
    }
  }
}

/** Of the shortest circles that of the first thread, and from it on of the first that follow. */
function shortestCycle(
  threads: readonly number[],
  next: (thread: number) => readonly number[],
): readonly number[] | null {
  let shortest: readonly number[] | null = null
  for (const start of threads) {
    const found = pathBack(start, next)
    if (found !== null && (shortest === null || found.length < shortest.length)) shortest = found
  }
  return shortest
}

function pathBack(
  start: number,
  next: (thread: number) => readonly number[],
): readonly number[] | null {
  const seen = new Set<number>()
  const paths = [[start]]
  for (const path of paths) {
    for (const other of next(path.at(-1) ?? start)) {
      if (other === start) return path
      if (seen.has(other)) continue
      seen.add(other)
      paths.push([...path, other])
    }
  }
  return null
}
