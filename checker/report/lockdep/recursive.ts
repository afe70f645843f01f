/** The report of a lock class that is asked for while it is held. */

import type { LockProblem } from '../../lock-order/lock-problem.ts'
import { wrap } from '../lines.ts'
import { bannerLines } from './banner.ts'
import { lockText } from './circular.ts'
import { scenarioLines } from './scenario.ts'
import type { Setting } from './setting.ts'
import { acquiringLines, heldByLines } from './tasks.ts'

/** Banner, who takes what twice, the scenario, what is held. */
export function recursiveLines(
  { link }: LockProblem & { kind: 'recursive' },
  setting: Setting,
): readonly string[] {
  const { from, held, to, requested } = link.dependency
  const scenario = {
    title: 'Possible unsafe locking scenario',
    tasks: [],
    cpus: 1,
    lines: [
      { cpu: 0, text: lockText(from, held) },
      { cpu: 0, text: lockText(to, requested) },
    ],
  }
  return [
    ...bannerLines('WARNING: possible recursive locking detected', setting.page),
    ...acquiringLines(link, setting),
    '',
    ...(scenarioLines(scenario, setting.page) ?? []),
    '',
    ...wrap(
      'Where locks of one class have an order among themselves, the inner one needs a subclass.',
      setting.page.width - 1,
    ).map((line) => ` ${line}`),
    '',
    ...heldByLines(link.witness, setting),
  ]
}
