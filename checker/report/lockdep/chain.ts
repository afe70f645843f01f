/** Dependencies between lock classes, each with the stack of the request that shows it. */

import { className } from '../../lock-order/lock-class.ts'
import type { Link, UsageLink } from '../../lock-order/lock-problem.ts'
import type { DeclaredWitness, Witness } from '../../lock-order/witness.ts'
import { wrap } from '../lines.ts'
import { lineText } from '../path-text.ts'
import { whoText } from '../step-text.ts'
import type { Setting } from './setting.ts'
import { stackLines } from './stack.ts'
import { classText } from './usage-marks.ts'

const stackIndent = 7

/** The links from the last to the first: each one's `to`, and where it was asked for with its `from` held. */
export function chainLines(links: readonly Link[], setting: Setting): readonly string[] {
  return links
    .map((link, number) => ({ link, number }))
    .toReversed()
    .flatMap(({ link: { dependency, witness }, number }) => [
      ...wrap(`-> #${number} ${classText(dependency.to, setting)}:`, setting.page.width, 6),
      ...witnessLines(witness, setting),
      '',
    ])
}

/** The stack of the request that shows it, or where it is declared. */
export function witnessLines(witness: Witness, setting: Setting): readonly string[] {
  if (witness.kind === 'declared') return declaredLines(witness, setting)
  const who = witnessName(witness, setting)
  return witness.request === null ? [] : stackLines(witness.request, who, setting.page)
}

/** The stack of what shows the usage: of the request or, where the lock is only held, of what took it. */
export function usageLines(
  { class: used, witness }: UsageLink,
  setting: Setting,
): readonly string[] {
  if (witness.kind === 'declared' || witness.request !== null) return witnessLines(witness, setting)
  const hold = witness.holds.find((each) => className(each.class) === className(used))
  const taken = hold?.since == null ? undefined : witness.trace?.steps[hold.since]
  return taken === undefined
    ? []
    : stackLines(taken.step, witnessName(witness, setting), setting.page)
}

function declaredLines({ order }: DeclaredWitness, { page }: Setting): readonly string[] {
  const { author } = order.site
  const place = author === null ? '' : ` at ${lineText(author, page.cwd)}`
  return wrap(`declared${place}: ${order.classes.join(' -> ')}`, page.width - stackIndent, 2).map(
    (line) => ' '.repeat(stackIndent) + line,
  )
}

/** Who does what a witness shows. */
export function witnessName(witness: Witness, { model }: Setting): string {
  if (witness.kind === 'declared') return 'a declared lock order'
  if (witness.thread >= 0) return whoText(witness.thread, model)
  return witness.request?.actor ?? 'a task'
}

/** `a_class -> b_class -> a_class`. */
export function pathText(links: readonly Link[]): string {
  const [first] = links
  if (first === undefined) return ''
  const names = links.map(({ dependency }) => className(dependency.to))
  return [className(first.dependency.from), ...names].join(' -> ')
}
