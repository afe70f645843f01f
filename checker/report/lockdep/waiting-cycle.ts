/** The processes of a cycle at the end of a run, each with what it waits for from the next. */

import type { Model } from '../../../dsl/ir.ts'
import type { Hold } from '../../lock-order/hold.ts'
import type { Awaited, Situation, Standing } from '../../situation.ts'
import type { StepInfo } from '../../system.ts'
import type { Trace } from '../../trace.ts'

/** The end of a run. `holds` is by thread. */
export interface End {
  readonly trace: Trace
  readonly situation: Situation
  readonly holds: readonly (readonly Hold[])[]
}

export interface Blocked {
  readonly kind: 'blocked'
  readonly thread: number
  /** The step that it cannot take. */
  readonly step: StepInfo
  readonly awaited: Awaited
  /** Of what the next one holds, the locks that it waits for. */
  readonly wanted: readonly Hold[]
  /** The position in the trace of its last step. */
  readonly last: number
}

/** The next one has its CPU; `interrupted`: as an interrupt. */
interface Paused {
  readonly kind: 'paused'
  readonly thread: number
  readonly step: StepInfo
  readonly interrupted: boolean
}

export type Waiting = Blocked | Paused

/** The cycle of threads, each of which waits for the next and the last for the first; null where the model does not say for what. */
export function waitingCycle(
  cycle: readonly number[],
  end: End,
  model: Model,
): readonly Waiting[] | null {
  const all = cycle.flatMap((thread, at) => {
    return waitingFor(thread, cycle[(at + 1) % cycle.length] ?? thread, end, model)
  })
  return all.length === cycle.length && all.some(({ kind }) => kind === 'blocked') ? all : null
}

/** Who waits for one that only waits for the lock itself, as a reader behind a writer, has asked after him; else who came last to where he waits. */
export function inOrderOfRequest(left: Blocked, right: Blocked): number {
  return Number(isBehind(left)) - Number(isBehind(right)) || left.last - right.last
}

function isBehind({ awaited, wanted }: Blocked): boolean {
  return awaited.kind === 'lock' && wanted.length === 0
}

function waitingFor(thread: number, next: number, end: End, model: Model): readonly Waiting[] {
  const standing = end.situation.threads[thread]
  switch (standing?.kind) {
    case 'paused':
      return [
        { kind: 'paused', thread, step: standing.at, interrupted: isInterrupt(next, end, model) },
      ]
    case 'blocked': {
      const found = awaitedFrom(standing, next)
      if (found === null) return []
      const wanted = wantedOf(locksIn(found.awaited), end.holds[next] ?? [])
      const last = end.trace.steps.findLastIndex((step) => step.thread === thread)
      return [{ kind: 'blocked', thread, ...found, wanted, last }]
    }
    default:
      return []
  }
}

/** The locks by name; of a family, whose index a step may tell by an expression, every element that is held. */
function wantedOf(locks: readonly string[], holds: readonly Hold[]): readonly Hold[] {
  const exactly = holds.filter(({ lock }) => locks.includes(lock))
  if (exactly.length > 0) return exactly
  const families = locks.map(familyOf)
  return holds.filter(({ lock }) => families.includes(familyOf(lock)))
}

function familyOf(lock: string): string {
  return lock.replaceAll(/\[[^\]]*\]/g, '[]')
}

function isInterrupt(thread: number, { situation }: End, { processes }: Model): boolean {
  const standing = situation.threads[thread]
  if (standing === undefined || standing.kind === 'terminated') return false
  const process = processes.find(({ name }) => name === standing.at.actor)
  return process?.context === 'hardirq' || process?.context === 'softirq'
}

/** The step at which it waits for this thread, and for what. */
function awaitedFrom(
  { steps }: Standing & { kind: 'blocked' },
  thread: number,
): Pick<Blocked, 'step' | 'awaited'> | null {
  const waits = steps.flatMap(({ step, wait }) => (wait === null ? [] : [{ step, awaited: wait }]))
  return (
    waits.find(({ awaited }) => grantors(awaited).includes(thread)) ??
    // Where the model does not say who grants it, the cycle is by who could write it.
    waits.find(({ awaited }) => isOpen(awaited)) ??
    null
  )
}

/** Whether the model says for what, and not who can grant it. */
function isOpen(wait: Awaited): boolean {
  switch (wait.kind) {
    case 'lock':
      return false
    case 'event':
      return wait.by === null
    case 'any':
      return wait.of.some(isOpen)
  }
}

function grantors(wait: Awaited): readonly number[] {
  switch (wait.kind) {
    case 'lock':
      return wait.holders
    case 'event':
      return wait.by ?? []
    case 'any':
      return wait.of.flatMap(grantors)
  }
}

function locksIn(wait: Awaited): readonly string[] {
  switch (wait.kind) {
    case 'lock':
      return [wait.lock]
    case 'event':
      return []
    case 'any':
      return wait.of.flatMap(locksIn)
  }
}
