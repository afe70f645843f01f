/** What a task holds, and what it asks for, in the manner of lockdep. */

import type { LockClass } from '../../lock-order/lock-class.ts'
import { className } from '../../lock-order/lock-class.ts'
import type { Hold } from '../../lock-order/hold.ts'
import type { StepInfo } from '../../system.ts'
import type { Trace } from '../../trace.ts'
import { wrap } from '../lines.ts'
import type { Setting } from './setting.ts'
import { placeText } from './stack.ts'
import { classText } from './usage-marks.ts'

/** `1 lock held by first:`, and a line for each in order of acquisition. */
export function heldLockLines(
  who: string,
  holds: readonly Hold[],
  trace: Trace | null,
  setting: Setting,
): readonly string[] {
  const { width } = setting.page
  if (holds.length === 0) return wrap(`no locks held by ${who}.`, width, 1)
  const count = holds.length === 1 ? '1 lock' : `${holds.length} locks`
  return [
    ...wrap(`${count} held by ${who}:`, width, 1),
    ...holds.flatMap((hold, index) => {
      return indented(`#${index}: ${holdText(hold, trace, setting)}`, setting)
    }),
  ]
}

/** The lock on a line of its own, under the sentence that says who holds it. */
export function holdLines(hold: Hold, trace: Trace | null, setting: Setting): readonly string[] {
  return indented(holdText(hold, trace, setting), setting)
}

/** The lock, or its class alone, on a line of its own, under the sentence that says who asks for it; and the step that does. */
export function requestLines(
  lockClass: LockClass,
  step: StepInfo,
  setting: Setting,
  lock: string = className(lockClass),
): readonly string[] {
  const place = placeText(step, setting.page.cwd)
  return indented(`${lockText(lock, lockClass, setting)}, at: ${place}`, setting)
}

function holdText(
  { class: held, lock, since }: Hold,
  trace: Trace | null,
  setting: Setting,
): string {
  const taken = since === null ? undefined : trace?.steps[since]
  const place = taken === undefined ? 'the beginning' : placeText(taken.step, setting.page.cwd)
  return `${lockText(lock, held, setting)}, at: ${place}`
}

function lockText(lock: string, lockClass: LockClass, setting: Setting): string {
  const name = lock === className(lockClass) ? '' : `${lock} `
  return `${name}${classText(lockClass, setting)}`
}

function indented(text: string, { page }: Setting): readonly string[] {
  return wrap(text, page.width - 1, 2).map((line) => ` ${line}`)
}
