/** Waiting for fences: until they are signalled, or a timeout or a signal comes first. */

import {
  bool,
  local,
  not,
  oneOf,
  or,
  step,
  type BoolTerm,
  type EnumTerm,
  type Request,
  type StatementNode,
  type Wait,
} from '../../index.ts'
import { steps, type Statement, type Steps } from '../steps.ts'
import { unlessEnded, type WaitEnd } from '../waiting/wait-end.ts'
import type { InterruptibleOptions, TimeoutOptions, WaitOptions } from '../waiting/wait-options.ts'

/** How a wait ends: with the remaining jiffies, with 0, or with -ERESTARTSYS. */
export const waited = oneOf('signaled', 'timed out', 'interrupted')
export type WaitedTerm = EnumTerm<(typeof waited.values)[number]>

/** What is waited for. */
export interface Awaited {
  /** The function that waits, as a trace shows it. */
  readonly name: string
  readonly until: () => BoolTerm
  /** What it asks of locks, whether it comes to wait or not. */
  readonly requests: readonly Request[]
  /** What is waited for, and who can make it so, as a report shows it. */
  readonly wait: Wait
}

/** The steps of a wait around the one in which it sleeps. */
export type Around = (
  sleep: () => Generator<Statement, void, unknown>,
) => Generator<Statement, void, unknown>

/** A wait of no other steps. */
export const alone: Around = (sleep) => sleep()

/** Waits until it is so. */
export function waitFor(awaited: Awaited, around: Around): Steps<void> {
  return steps(() =>
    around(function* () {
      yield* sleeping(awaited)
    }),
  )
}

/** The same, but a signal may end it while it waits. Gives whether it waited to the end. */
export function waitInterruptible(
  awaited: Awaited,
  { signal = true }: InterruptibleOptions,
  around: Around,
): Steps<BoolTerm> {
  return waitUnless(awaited, { text: ' = -ERESTARTSYS', possible: signal, certain: false }, around)
}

/** The same with a timeout. */
export function waitTimeout(
  awaited: Awaited,
  { elapsed = true, certain = false }: TimeoutOptions,
  around: Around,
): Steps<BoolTerm> {
  return waitUnless(awaited, { text: ' = 0', possible: elapsed, certain }, around)
}

function waitUnless(awaited: Awaited, end: WaitEnd, around: Around): Steps<BoolTerm> {
  return steps(function* () {
    const signaled = yield* local('signaled', bool, true)
    const then = () => signaled.set(false)
    yield* around(function* () {
      yield* unlessEnded(endable(awaited), { ...end, then })
    })
    return signaled
  })
}

/** The same with both. Gives how it ended. */
export function waitInterruptibleTimeout(
  awaited: Awaited,
  { elapsed = true, certain = false, signal = true }: InterruptibleOptions & TimeoutOptions,
  around: Around,
): Steps<WaitedTerm> {
  return steps(function* () {
    const ended = yield* local('ended', waited, 'signaled')
    const timeout = () => ended.set('timed out')
    const interrupt = () => ended.set('interrupted')
    yield* around(function* () {
      yield* unlessEnded(
        endable(awaited),
        { text: ' = 0', possible: elapsed, certain, then: timeout },
        { text: ' = -ERESTARTSYS', possible: signal, certain: false, then: interrupt },
      )
    })
    return ended
  })
}

/** `dma_fence_wait_any_timeout(fences, count, false, MAX_SCHEDULE_TIMEOUT, idx)`: waits until one of them is signalled. */
export function dma_fence_wait_any_timeout(
  ...fences: readonly { awaited(operation: string, options?: WaitOptions): Awaited }[]
): StatementNode<never, void> {
  const each = fences.map((fence) => fence.awaited('dma_fence_wait_any_timeout'))
  return sleeping({
    name: 'dma_fence_wait_any_timeout',
    until: () => or(...each.map(({ until }) => until())),
    requests: each.flatMap(({ requests }) => requests).slice(0, 1),
    wait: { kind: 'any', of: each.map(({ wait }) => wait) },
  })
}

function sleeping({ name, until, requests, wait }: Awaited): StatementNode<never, void> {
  return step(name, { guard: until(), wait, requests, sleeps: true }, function* () {})
}

/** What can be ended of it. */
function endable(awaited: Awaited) {
  const { name, until, requests } = awaited
  const options = { requests, sleeps: true }
  return { name, blocked: () => not(until()), wait: () => sleeping(awaited), options }
}
