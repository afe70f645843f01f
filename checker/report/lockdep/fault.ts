/** Faults and failed assertions about locks, told as the kernel would. */

import type { Hold } from '../../lock-order/hold.ts'
import type { StepInfo } from '../../system.ts'
import type { Trace } from '../../trace.ts'
import { wrap } from '../lines.ts'
import { lineText } from '../path-text.ts'
import { whoText } from '../step-text.ts'
import { bannerLines } from './banner.ts'
import { dataRaceLines, racing } from './data-race.ts'
import { heldLockLines, requestLines } from './held-locks.ts'
import type { Setting } from './setting.ts'
import { placeText } from './stack.ts'

/** Before the step that failed, or where the state itself is wrong at its end. `holds` is by thread. */
export interface Failure {
  readonly message: string
  readonly trace: Trace
  readonly holds: readonly (readonly Hold[])[]
  /** Whether interrupts are kept from the one who takes the last step. */
  readonly masked: boolean
}

const sleeping = 'sleeping in atomic context'
const returning = 'lock held when returning to user space'
/** With which a message begins, and what the kernel says then. */
const banners: readonly (readonly [string, string])[] = [
  ['bad unlock balance detected', 'WARNING: bad unlock balance detected!'],
  ['held lock freed', 'WARNING: held lock freed!'],
  ['possible recursive locking detected', 'WARNING: possible recursive locking detected'],
  ['Nested lock was not taken', 'WARNING: Nested lock was not taken'],
  ['workqueue leaked lock or atomic', 'BUG: workqueue leaked lock or atomic'],
  ['Illegal synchronize_rcu()', 'WARNING: suspicious RCU usage'],
]
const assertedHeld = /^'.*' is (not )?held$/

/** Nothing where the failure is not about locks. */
export function failureLines(failure: Failure, setting: Setting): readonly string[] {
  const { message, trace, holds } = failure
  if (message.startsWith(returning)) return returningLines(failure, setting)
  if (message.startsWith(racing)) {
    return dataRaceLines(message.slice(racing.length), trace, holds, setting)
  }
  const last = trace.steps.at(-1)
  if (last?.thread == null) return []
  const { step, thread } = last
  const held = heldLockLines(whoText(thread, setting.model), holds[thread] ?? [], trace, setting)
  if (message.startsWith(sleeping))
    return [...sleepingLines(failure, step, thread, setting), ...held]
  if (assertedHeld.test(message)) return held
  const known = banners.find(([begin]) => message.startsWith(begin))
  if (known === undefined) return []
  const sentence = `${whoText(thread, setting.model)} is in ${placeText(step, setting.page.cwd)}`
  return [
    ...bannerLines(known[1], setting.page),
    ...wrap(sentence, setting.page.width, 1),
    '',
    ...held,
  ]
}

/** Of a lock that sleeps the wait contexts do not fit; anything else that sleeps is called where it must not be. */
function sleepingLines(
  { masked }: Failure,
  step: StepInfo,
  thread: number,
  setting: Setting,
): readonly string[] {
  const { page, model } = setting
  const who = whoText(thread, model)
  const [request] = step.requests
  const lock = request === undefined ? undefined : model.locks[request.lock]
  const context = model.processes.find(({ name }) => name === step.actor)?.context ?? 'task'
  const facts = [
    'in_atomic(): 1',
    `irqs_disabled(): ${masked ? 1 : 0}`,
    `context: ${context}`,
    `name: ${who}`,
  ].join(', ')
  if (request !== undefined && lock?.kind === 'sleeping') {
    const { subclass } = request
    return [
      ...bannerLines('[ BUG: Invalid wait context ]', page),
      ...wrap(`${who} is trying to lock:`, page.width, 1),
      ...requestLines({ name: lock.lockClass, subclass, kind: lock.kind }, step, setting),
      ...wrap(facts, page.width, 1),
      '',
    ]
  }
  const { inBody } = step.site
  const at = inBody === null ? '' : ` at ${lineText(inBody, page.cwd)}`
  return [
    ...bannerLines(`BUG: sleeping function called from invalid context${at}`, page),
    ...wrap(facts, page.width, 1),
    '',
  ]
}

/** The lock held by those who have ended. */
function returningLines({ trace, holds }: Failure, setting: Setting): readonly string[] {
  return [
    ...bannerLines('WARNING: lock held when returning to user space!', setting.page),
    ...holds.flatMap((held, thread) =>
      held.length === 0 ? [] : heldLockLines(whoText(thread, setting.model), held, trace, setting),
    ),
  ]
}
