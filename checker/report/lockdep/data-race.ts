/** A data race as KCSAN tells it: both accesses, and what each of the two holds. */

import type { Hold } from '../../lock-order/hold.ts'
import type { StepInfo } from '../../system.ts'
import type { Trace } from '../../trace.ts'
import { wrap } from '../lines.ts'
import { whoText } from '../step-text.ts'
import { bannerLines } from './banner.ts'
import { heldLockLines } from './held-locks.ts'
import type { Setting } from './setting.ts'
import { placeText } from './stack.ts'

interface Access {
  readonly thread: number
  readonly step: StepInfo
}

/** With which the message of such a fault begins; the variable comes after it. */
export const racing = 'data race: '
/** An access that has begun and is not made yet. */
const begun = / begins$/

/** Nothing where the other access is not in the run. `holds` is by thread. */
export function dataRaceLines(
  variable: string,
  trace: Trace,
  holds: readonly (readonly Hold[])[],
  setting: Setting,
): readonly string[] {
  const last = trace.steps.at(-1)
  const first = firstAccess(variable, trace)
  if (last?.thread == null || first === null) return []
  const both: readonly Access[] = [first, { thread: last.thread, step: last.step }]
  const { model, page } = setting
  const names = both.map(({ thread }) => whoText(thread, model))
  return [
    ...bannerLines(`BUG: KCSAN: data-race in ${names.join(' / ')}`, page),
    ...both.flatMap(({ thread, step }) => {
      const access = { ...step, name: step.name.replace(begun, '') }
      return wrap(`${whoText(thread, model)}: ${placeText(access, page.cwd)}`, page.width, 1)
    }),
    '',
    ...both.flatMap(({ thread }) =>
      heldLockLines(whoText(thread, model), holds[thread] ?? [], trace, setting),
    ),
  ]
}

/** The access of another thread that has begun before the last step, and is not made yet. */
function firstAccess(variable: string, { steps }: Trace): Access | null {
  const { thread: self } = steps.at(-1) ?? { thread: null }
  for (const [at, { thread, step }] of steps.entries()) {
    if (thread === null || thread === self || !begun.test(step.name)) continue
    const isMade = steps.slice(at + 1).some((later) => later.thread === thread)
    if (!isMade && familyOf(step.name).includes(`(${familyOf(variable)}`)) return { thread, step }
  }
  return null
}

/** Indices are told as the author wrote them, which may differ for one element. */
function familyOf(name: string): string {
  return name.replaceAll(/\[[^\]]*\]/g, '[]')
}
