/** The reports of lock classes that are used in interrupts, and where such interrupts may come. */

import { className } from '../../lock-order/lock-class.ts'
import type { LockProblem, UsageLink } from '../../lock-order/lock-problem.ts'
import { usageName } from '../../lock-order/usage.ts'
import { wrap } from '../lines.ts'
import { bannerLines } from './banner.ts'
import { chainLines, pathText, usageLines, witnessName } from './chain.ts'
import { lockText } from './circular.ts'
import { holdLines, requestLines } from './held-locks.ts'
import { scenarioLines } from './scenario.ts'
import type { ScenarioLine } from './scenario.ts'
import type { Setting } from './setting.ts'
import { heldByLines } from './tasks.ts'

/** One class is taken in an interrupt, and with such interrupts on. */
export function inconsistentLines(
  { inside, enabled }: LockProblem & { kind: 'inconsistent state' },
  setting: Setting,
): readonly string[] {
  const [before, now] = [inside, enabled].map(({ usage }) => `{${usageName(usage)}}`)
  const scenario = {
    title: 'Possible unsafe locking scenario',
    tasks: [],
    cpus: 1,
    lines: interrupted(enabled, [], inside),
  }
  return [
    ...bannerLines('WARNING: inconsistent lock state', setting.page),
    ...wrap(`inconsistent ${before} -> ${now} usage.`, setting.page.width, 1),
    ...usedLines(enabled, setting),
    '',
    ...wrap(`${before} state was registered at:`, setting.page.width, 1),
    ...usageLines(inside, setting),
    '',
    ...(scenarioLines(scenario, setting.page) ?? []),
    '',
    ...heldByLines(enabled.witness, setting),
  ]
}

/** A class that is taken in an interrupt comes to depend on one that is taken with such interrupts on. */
export function inversionLines(
  { interrupt, links, inside, enabled }: LockProblem & { kind: 'irq inversion' },
  setting: Setting,
): readonly string[] {
  const [first] = links
  const last = links.at(-1)
  if (first === undefined || last === undefined) return []
  const { page } = setting
  const name = interrupt.toUpperCase()
  const off = interrupt === 'hardirq' ? 'local_irq_disable();' : 'local_bh_disable();'
  const scenario = {
    title: 'Possible interrupt unsafe locking scenario',
    tasks: [],
    cpus: 2,
    lines: interrupted(
      enabled,
      [
        { cpu: 1, text: off },
        { cpu: 1, text: lockText(first.dependency.from, first.dependency.held) },
        { cpu: 1, text: lockText(first.dependency.to, first.dependency.requested) },
      ],
      inside,
    ),
  }
  const chain = ['Chain exists of:', ...wrap(pathText(links), page.width - 2, 2).map(inner), '']
  return [
    ...bannerLines('WARNING: possible irq lock inversion dependency detected', page),
    ...wrap(`${name}-safe: in an interrupt ${nameOf(inside, setting)} takes lock:`, page.width, 1),
    ...placeLines(inside, setting),
    '',
    ...wrap(`${name}-unsafe: with interrupts on ${nameOf(enabled, setting)} has lock:`, page.width),
    ...placeLines(enabled, setting),
    '',
    'the dependency chain between them (in reverse order) is:',
    '',
    ...chainLines(links, setting),
    ...(links.length > 1 ? chain : []),
    ...(scenarioLines(scenario, page) ?? []),
    '',
    ...heldByLines(first.witness, setting),
  ]
}

function inner(line: string): string {
  return `  ${line}`
}

function nameOf({ witness }: UsageLink, setting: Setting): string {
  return witnessName(witness, setting)
}

/** `first takes:`, or of a lock that is only held `first holds:`; and which. */
function usedLines(link: UsageLink, setting: Setting): readonly string[] {
  const { witness } = link
  const holds = witness.kind === 'run' && witness.request === null
  const sentence = `${nameOf(link, setting)} ${holds ? 'holds' : 'takes'}:`
  return [...wrap(sentence, setting.page.width, 1), ...placeLines(link, setting)]
}

/** Which lock, and where it is asked for or was taken. */
function placeLines({ class: used, witness }: UsageLink, setting: Setting): readonly string[] {
  if (witness.kind === 'declared') return []
  if (witness.request !== null) return requestLines(used, witness.request, setting)
  const hold = witness.holds.find((each) => className(each.class) === className(used))
  return hold === undefined ? [] : holdLines(hold, witness.trace, setting)
}

/** The first CPU has the lock, and is interrupted by what takes the other one. */
function interrupted(
  enabled: UsageLink,
  meanwhile: readonly ScenarioLine[],
  inside: UsageLink,
): readonly ScenarioLine[] {
  const mode = ({ usage }: UsageLink) => (usage.read ? 'read' : 'write')
  return [
    { cpu: 0, text: lockText(enabled.class, mode(enabled)) },
    ...meanwhile,
    { cpu: 0, text: '<Interrupt>' },
    { cpu: 0, text: lockText(inside.class, mode(inside)), depth: 1 },
  ]
}
