/** A counterexample as text that changes only when the counterexample does: it is kept beside the specs, where a review sees the change. */

import { dirname, relative } from 'node:path'
import { Site } from '../../dsl/site.ts'
import type { Report } from '../check.ts'
import type { Assumption } from '../verdict.ts'
import { assumptionsText } from './assumption-text.ts'
import { wrap } from './lines.ts'
import { page } from './page.ts'
import type { Page } from './page.ts'
import { verdictAndTrace } from './text.ts'

/** How such a file can be told from any other. */
export const snapshotMark = 'Written by fencepost check --traces: do not edit.'

/** Null where the report shows no run that goes wrong, and no order of locks. Nothing in it depends on the machine. */
export function snapshotText(report: Report, suite: string, cwd: string): string | null {
  if (report.trace === null && report.verdict.kind !== 'lock order') return null
  const onto = page({}, {}, snapshotBase(report, cwd))
  const lines = [
    snapshotMark,
    `suite: ${suite}`,
    '',
    ...verdictAndTrace(report, onto),
    ...assumptionLines(report, onto),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

function assumptionLines({ assumptions }: Report, onto: Page): readonly string[] {
  const lasting = assumptions.filter(isOfTheModel)
  return lasting.length === 0 ? [] : ['', ...wrap(assumptionsText(lasting, onto.cwd), onto.width)]
}

/** Whether it would be the same for another engine and on another machine. */
function isOfTheModel(assumption: Assumption): boolean {
  if (assumption.kind === 'bound')
    return assumption.bound === 'states' || assumption.bound === 'depth'
  return assumption.kind !== 'engine'
}

/**
 * The folder that paths are relative to: the reader's own or, where the report names a file outside it, the innermost one around
 * both. An absolute path would be another one on each machine.
 */
export function snapshotBase({ model: _, ...told }: Report, cwd: string): string {
  let base = cwd
  for (const file of filesIn(told)) {
    while (isOutside(file, base) && dirname(base) !== base) base = dirname(base)
  }
  return base
}

function isOutside(file: string, folder: string): boolean {
  return relative(folder, file).startsWith('..')
}

/** The files of all sites anywhere in what is told, as far as reports show them. */
function filesIn(told: object): ReadonlySet<string> {
  const files = new Set<string>()
  const seen = new Set<object>()
  const waiting: object[] = [told]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    if (next instanceof Site) {
      for (const frame of [next.author, next.inBody]) if (frame !== null) files.add(frame.file)
    }
    const inner: readonly unknown[] =
      next instanceof Map ? [...next.entries()].flat() : Object.values(next)
    for (const one of inner) if (typeof one === 'object' && one !== null) waiting.push(one)
  }
  return files
}
