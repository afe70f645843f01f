/** What is wrong with the order of lock classes, told as lockdep would, and the runs that show it. */

import { match } from 'ts-pattern'
import type { Link, LockProblem, UsageLink } from '../../lock-order/lock-problem.ts'
import { className } from '../../lock-order/lock-class.ts'
import { usageName } from '../../lock-order/usage.ts'
import type { RunWitness, Witness } from '../../lock-order/witness.ts'
import { wrap } from '../lines.ts'
import { countOf } from '../quantities.ts'
import { initialLines, stepLines } from '../trace-text.ts'
import { circularLines } from './circular.ts'
import { inconsistentLines, inversionLines } from './interrupts.ts'
import { recursiveLines } from './recursive.ts'
import type { Setting } from './setting.ts'
import { placeText } from './stack.ts'
import { witnessName } from './chain.ts'

/** The report, then the shortest run to each thing that it tells. */
export function problemLines(problem: LockProblem, setting: Setting): readonly string[] {
  return [...reportLines(problem, setting), ...witnessRuns(shownBy(problem), setting)]
}

function reportLines(problem: LockProblem, setting: Setting): readonly string[] {
  return match(problem)
    .with({ kind: 'circular' }, (circular) => circularLines(circular, setting))
    .with({ kind: 'recursive' }, (recursive) => recursiveLines(recursive, setting))
    .with({ kind: 'inconsistent state' }, (state) => inconsistentLines(state, setting))
    .with({ kind: 'irq inversion' }, (inversion) => inversionLines(inversion, setting))
    .exhaustive()
}

/** What is to be shown, and what shows it. */
interface Shown {
  readonly what: string
  readonly witness: Witness
}

/** Each dependency and each usage of a problem. */
function shownBy(problem: LockProblem): readonly Shown[] {
  return match(problem)
    .with({ kind: 'circular' }, ({ links }) => links.map(dependency))
    .with({ kind: 'recursive' }, ({ link }) => [dependency(link)])
    .with({ kind: 'inconsistent state' }, ({ inside, enabled }) => [inside, enabled].map(usage))
    .with({ kind: 'irq inversion' }, ({ links, inside, enabled }) => [
      ...links.map(dependency),
      ...[inside, enabled].map(usage),
    ])
    .exhaustive()
}

function dependency({ dependency: { from, to }, witness }: Link): Shown {
  return { what: `${className(from)} -> ${className(to)}`, witness }
}

function usage({ class: used, usage: how, witness }: UsageLink): Shown {
  return { what: `${className(used)} {${usageName(how)}}`, witness }
}

/** The runs, each with the values it begins with where they are not those of the one before. */
function witnessRuns(shown: readonly Shown[], setting: Setting): readonly string[] {
  const { model, page } = setting
  let said = ''
  return shown.flatMap(({ what, witness }) => {
    if (witness.kind === 'declared') return []
    const { trace } = witness
    const title = wrap(titleText(what, witness), page.width, 2).map((line) => {
      return page.paint('strong', line)
    })
    if (trace === null) return ['', ...title]
    const initially = initialLines(trace, model, page)
    const known = initially.join('\n') === said
    said = initially.join('\n')
    return [
      '',
      ...title,
      ...(known ? [] : initially),
      ...stepLines(trace, model, page),
      ...restLines(witness, setting),
    ]
  })
}

function titleText(what: string, { trace, canonical }: RunWitness): string {
  if (trace === null) return `the search for the shortest run to ${what} was ended early`
  const which = canonical ? 'the shortest run to' : 'one of the shortest runs to'
  const { length } = trace.steps
  return `${which} ${what} (${length === 0 ? 'at once' : countOf(length, 'step')}):`
}

/** What the process does where the run ends. */
function restLines(witness: RunWitness, setting: Setting): readonly string[] {
  const { request } = witness
  const { page } = setting
  const who = witnessName(witness, setting)
  const end =
    request === null ? `and ${who} holds it` : `and ${who} asks: ${placeText(request, page.cwd)}`
  return ['', ...wrap(end, page.width - 2, 2).map((line) => `  ${line}`)]
}
