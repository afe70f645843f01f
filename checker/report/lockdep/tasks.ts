/** Who asks for what while he holds what: the sentences with which a lockdep report opens, and the locks held at its end. */

import { className } from '../../lock-order/lock-class.ts'
import type { Link } from '../../lock-order/lock-problem.ts'
import type { Witness } from '../../lock-order/witness.ts'
import { wrap } from '../lines.ts'
import { witnessLines, witnessName } from './chain.ts'
import { heldLockLines, holdLines, requestLines } from './held-locks.ts'
import type { Setting } from './setting.ts'
import { classText } from './usage-marks.ts'

/** `… is trying to acquire lock:` and `but task is already holding lock:`. */
export function acquiringLines(
  { dependency: { from, to }, witness }: Link,
  setting: Setting,
): readonly string[] {
  const { page } = setting
  const who = witnessName(witness, setting)
  if (witness.kind === 'declared' || witness.request === null) {
    return [
      `${who} takes lock:`,
      ...wrap(classText(to, setting), page.width - 1, 2).map((line) => ` ${line}`),
      '',
      'with this lock held:',
      ...wrap(classText(from, setting), page.width - 1, 2).map((line) => ` ${line}`),
      ...witnessLines(witness, setting),
    ]
  }
  const held = witness.holds.findLast((hold) => className(hold.class) === className(from))
  return [
    ...wrap(`${who} is trying to acquire lock:`, page.width, 1),
    ...requestLines(to, witness.request, setting),
    '',
    'but task is already holding lock:',
    ...(held === undefined ? [] : holdLines(held, witness.trace, setting)),
  ]
}

/** `2 locks held by …`; nothing where that is not known. */
export function heldByLines(witness: Witness, setting: Setting): readonly string[] {
  if (witness.kind === 'declared' || witness.trace === null) return []
  return [...heldLockLines(witnessName(witness, setting), witness.holds, witness.trace, setting)]
}
