/** What happened on each CPU until nobody of a cycle could go on. */

import { oneLine } from '../lines.ts'
import { whoText } from '../step-text.ts'
import type { StepInfo } from '../../system.ts'
import { scenarioLines } from './scenario.ts'
import type { ScenarioLine } from './scenario.ts'
import type { Setting } from './setting.ts'
import { inOrderOfRequest } from './waiting-cycle.ts'
import type { Blocked, End, Waiting } from './waiting-cycle.ts'

interface Event {
  readonly thread: number
  readonly text: string
}

/**
 * What was taken of what is waited for, in order; then the requests, in the order in which they were made. An interrupt stands in
 * the column of the one that it interrupts. Null where the columns do not fit.
 */
export function standstillScenario(
  cycle: readonly Waiting[],
  end: End,
  setting: Setting,
): readonly string[] | null {
  const blocked = cycle.filter((one): one is Blocked => one.kind === 'blocked')
  const events = [...takenIn(cycle, blocked, end), ...asked(blocked)]
  const below = interruptedBy(cycle)
  const places = new Map<number, { readonly cpu: number; readonly depth: number }>()
  const tasks: string[] = []
  const lines: ScenarioLine[] = []
  const enter = (thread: number): { readonly cpu: number; readonly depth: number } => {
    const known = places.get(thread)
    if (known !== undefined) return known
    const under = below.get(thread)
    // One that interrupts itself by way of others is nobody's.
    below.delete(thread)
    const outer = under === undefined ? null : enter(under)
    const place =
      outer === null ? { cpu: tasks.length, depth: 0 } : { ...outer, depth: outer.depth + 1 }
    places.set(thread, place)
    if (outer === null) tasks.push(whoText(thread, setting.model))
    else lines.push({ ...outer, text: '<Interrupt>' })
    return place
  }
  for (const { thread, text } of events) lines.push({ ...enter(thread), text })
  const title = 'Unsafe locking scenario, as it happened'
  return scenarioLines({ title, tasks, cpus: tasks.length, lines }, setting.page)
}

/** Whom each interrupt of the cycle interrupts. */
function interruptedBy(cycle: readonly Waiting[]): Map<number, number> {
  return new Map(
    cycle.flatMap((one, at) => {
      const next = cycle[(at + 1) % cycle.length]
      const interrupts = one.kind === 'paused' && one.interrupted && next !== undefined
      return interrupts ? [[next.thread, one.thread] as const] : []
    }),
  )
}

function takenIn(
  cycle: readonly Waiting[],
  blocked: readonly Blocked[],
  { trace, holds }: End,
): readonly Event[] {
  const wanted = blocked.flatMap((one) => one.wanted)
  return cycle
    .flatMap(({ thread }) => (holds[thread] ?? []).map((hold) => ({ thread, hold })))
    .filter(({ hold }) => wanted.includes(hold))
    .toSorted((a, b) => (a.hold.since ?? -1) - (b.hold.since ?? -1))
    .map(({ thread, hold: { lock, since } }) => {
      const step = since === null ? undefined : trace.steps[since]
      return { thread, text: step === undefined ? `/* holds ${lock} */` : callText(step.step) }
    })
}

function asked(blocked: readonly Blocked[]): readonly Event[] {
  return blocked
    .toSorted(inOrderOfRequest)
    .map(({ thread, step }) => ({ thread, text: callText(step) }))
}

/** As C has it; what a primitive says behind the call is left out. */
function callText({ name }: StepInfo): string {
  const [call = name] = name.split(/(?<=\)): /)
  return oneLine(call.endsWith(')') ? `${call};` : call)
}
