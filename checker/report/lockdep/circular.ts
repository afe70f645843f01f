/** The report of a cycle of lock classes. */

import type { LockMode } from '../../../dsl/ir.ts'
import { className } from '../../lock-order/lock-class.ts'
import type { LockClass } from '../../lock-order/lock-class.ts'
import type { Link, LockProblem } from '../../lock-order/lock-problem.ts'
import { wrap } from '../lines.ts'
import { bannerLines } from './banner.ts'
import { chainLines, pathText } from './chain.ts'
import { scenarioLines } from './scenario.ts'
import type { ScenarioLine } from './scenario.ts'
import type { Setting } from './setting.ts'
import { acquiringLines, heldByLines } from './tasks.ts'

/** Banner, who closes the cycle, the existing chain, the scenario, what is held. */
export function circularLines(
  { links }: LockProblem & { kind: 'circular' },
  setting: Setting,
): readonly string[] {
  const [closing] = links
  if (closing === undefined) return []
  return [
    ...bannerLines('WARNING: possible circular locking dependency detected', setting.page),
    ...acquiringLines(closing, setting),
    '',
    'the existing dependency chain (in reverse order) is:',
    '',
    ...chainLines(links, setting),
    ...cycleScenario(links, setting),
    '',
    ...heldByLines(closing.witness, setting),
  ]
}

/** `lock(a_class);`, or of a reader `rlock(a_class);`. */
export function lockText(lockClass: LockClass, mode: LockMode): string {
  return `${mode === 'write' ? '' : 'r'}lock(${className(lockClass)});`
}

/** A CPU for each link or, where so many do not fit, the two of lockdep with the chain above them. */
function cycleScenario(links: readonly Link[], { page }: Setting): readonly string[] {
  const title = 'Possible unsafe locking scenario'
  const all = scenarioLines({ title, tasks: [], cpus: links.length, lines: linkLines(links) }, page)
  if (all !== null) return all
  const [closing, next] = links
  const last = links.at(-1)
  if (closing === undefined || next === undefined || last === undefined) return []
  const { dependency: around } = next
  const through: Link = {
    ...next,
    dependency: { ...around, to: last.dependency.to, requested: last.dependency.requested },
  }
  const two = linkLines([closing, through])
  return [
    'Chain exists of:',
    ...wrap(pathText(links), page.width - 2, 2).map((line) => `  ${line}`),
    '',
    ...(scenarioLines({ title, tasks: [], cpus: 2, lines: two }, page) ?? []),
  ]
}

/** Everybody has what he holds; then everybody asks for what the next one holds, the first CPU last. */
function linkLines(links: readonly Link[]): readonly ScenarioLine[] {
  const asks = links.map(({ dependency: { to, requested } }, cpu): ScenarioLine => {
    return { cpu, text: lockText(to, requested) }
  })
  return [
    ...links.map(({ dependency: { from, held } }, cpu): ScenarioLine => {
      return { cpu, text: lockText(from, held) }
    }),
    ...asks.slice(1),
    ...asks.slice(0, 1),
  ]
}
