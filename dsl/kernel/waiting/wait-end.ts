/** Waits that something can end before their time: a signal, a timeout. */

import { and, either, step, type BoolTerm, type StepOptions, type Test } from '../../index.ts'
import type { Statement, Steps } from '../steps.ts'

/** What can end a wait. */
export interface WaitEnd {
  /** What a trace shows behind the function that waits: ` = -EINTR`. */
  readonly text: string
  readonly possible: Test
  /** It does happen where it can, and so to wait for that is no deadlock; otherwise nothing relies on it ever happening. */
  readonly certain: boolean
}

/** The same, and what is done then. */
interface Ending extends WaitEnd {
  readonly then: () => Steps<unknown>
}

/** A wait that can be ended. */
interface EndableWait {
  /** The function that waits, as a trace shows it. */
  readonly name: string
  /** Whether it has to wait. */
  readonly blocked: () => BoolTerm
  readonly wait: () => Steps<unknown>
  /** What each step is that comes instead of the wait, or before it. */
  readonly options?: Pick<StepOptions, 'requests' | 'sleeps'>
}

/**
 * Waits, unless one of these ends it. That none does is decided in a step before it waits: otherwise one could always help, and who waits
 * for ever would never be seen to.
 */
export function unlessEnded(
  { name, blocked, wait, options = {} }: EndableWait,
  ...ends: readonly Ending[]
): Statement {
  type Branch = () => Generator<Statement, void, unknown>
  const waits: Branch = function* () {
    yield* wait()
  }
  const ended = ends.map(
    ({ text, possible, certain, then }): Branch =>
      function* () {
        const assumed = certain ? {} : ({ fairness: 'none' } as const)
        const taken = { ...options, ...assumed, guard: and(blocked(), possible) }
        yield* step(`${name}${text}`, taken, function* () {})
        yield* then()
      },
  )
  const endless: Branch = function* () {
    yield* step(`${name}: sleeps`, { ...options, guard: blocked() }, function* () {})
    yield* wait()
  }
  return ends.some(({ certain }) => certain)
    ? either(waits, ...ended)
    : either(waits, ...ended, endless)
}
