/** The report of processes that wait for each other at the end of a run, as the run has it. */

import type { Awaited } from '../../situation.ts'
import { wrap } from '../lines.ts'
import { whoText } from '../step-text.ts'
import { bannerLines } from './banner.ts'
import { heldLockLines, holdLines, requestLines } from './held-locks.ts'
import type { Setting } from './setting.ts'
import { placeText } from './stack.ts'
import { standstillScenario } from './standstill-scenario.ts'
import { inOrderOfRequest, waitingCycle } from './waiting-cycle.ts'
import type { Blocked, End, Waiting } from './waiting-cycle.ts'

/**
 * Banner, the request that closes the cycle, what happened on each CPU, what is held. `cycle` has threads, each of which waits for the
 * next, and the last for the first. Nothing where the model does not say what they wait for.
 */
export function standstillLines(
  cycle: readonly number[],
  end: End,
  setting: Setting,
): readonly string[] {
  const members = waitingCycle(cycle, end, setting.model)
  const closing = members
    ?.filter((one) => one.kind === 'blocked')
    .toSorted(inOrderOfRequest)
    .at(-1)
  if (members === null || closing === undefined) return []
  const before = members[(members.indexOf(closing) + members.length - 1) % members.length]
  const scenario = standstillScenario(members, end, setting)
  return [
    ...bannerLines(titleOf(members), setting.page),
    ...askingLines(closing, setting),
    '',
    ...(before === undefined ? [] : holdingLines(closing, before, end, setting)),
    '',
    ...(scenario === null ? [] : [...scenario, '']),
    ...end.holds.flatMap((holds, thread) =>
      holds.length === 0 && !cycle.includes(thread)
        ? []
        : heldLockLines(whoText(thread, setting.model), holds, end.trace, setting),
    ),
  ]
}

function titleOf(members: readonly Waiting[]): string {
  const onlyLocks = members.every((one) => one.kind === 'paused' || one.awaited.kind === 'lock')
  if (!onlyLocks) return 'WARNING: circular dependency detected'
  if (members.some((one) => one.kind === 'paused')) return 'WARNING: inconsistent lock state'
  return members.length === 1
    ? 'WARNING: recursive locking detected'
    : 'WARNING: circular locking dependency detected'
}

function askingLines({ thread, step, awaited }: Blocked, setting: Setting): readonly string[] {
  const who = whoText(thread, setting.model)
  const [request] = step.requests
  const lock = request === undefined ? undefined : setting.model.locks[request.lock]
  const what =
    awaited.kind === 'lock' ? 'is trying to acquire lock' : `waits for ${eventText(awaited)}`
  const sentence = wrap(`${who} ${what}:`, setting.page.width, 1)
  if (awaited.kind !== 'lock' || request === undefined || lock === undefined) {
    return [...sentence, ...atLines({ step }, setting)]
  }
  const lockClass = { name: lock.lockClass, subclass: request.subclass, kind: lock.kind }
  return [...sentence, ...requestLines(lockClass, step, setting, awaited.lock)]
}

/** What the closing process has or owes that the one before it in the cycle waits for. */
function holdingLines(
  closing: Blocked,
  before: Waiting,
  { trace }: End,
  setting: Setting,
): readonly string[] {
  const { page, model } = setting
  const who = whoText(before.thread, model)
  if (before.kind === 'paused') {
    const does = before.interrupted ? 'interrupts' : 'has the CPU of'
    return [...wrap(`and it ${does} ${who}:`, page.width, 1), ...atLines(before, setting)]
  }
  if (before.wanted.length > 0) {
    return [
      'but task is already holding lock:',
      ...before.wanted.flatMap((hold) => holdLines(hold, trace, setting)),
    ]
  }
  const sentence =
    before === closing
      ? 'which only itself could bring about'
      : `and ${who} waits for ${eventText(before.awaited)}, from this task`
  return [...wrap(`${sentence}:`, page.width, 1), ...atLines(before, setting)]
}

function eventText(wait: Awaited): string {
  switch (wait.kind) {
    case 'lock':
      return wait.lock
    case 'event':
      return wait.event
    case 'any':
      return `any of ${wait.of.map(eventText).join('; ')}`
  }
}

function atLines({ step }: Pick<Waiting, 'step'>, { page }: Setting): readonly string[] {
  const text = `at: ${placeText(step, page.cwd)}`
  return wrap(text, page.width - 1, 2).map((line) => ` ${line}`)
}
