/** A verdict as the head of a report: what it is, why, and where. */

import type { Site } from '../../dsl/site.ts'
import type { Report } from '../check.ts'
import type { LockProblemKind } from '../lock-order/lock-problem.ts'
import { problemInWords, problemText } from '../lock-order/problem-classes.ts'
import { reasonLines } from '../reason-text.ts'
import type { Call } from '../system.ts'
import { describe } from '../verdict.ts'
import type { Cut, Verdict, Wrong } from '../verdict.ts'
import { deadlockHeadline, deadlockLines } from './deadlock-text.ts'
import { breachText } from './lasso-text.ts'
import { oneLine, wrap } from './lines.ts'
import type { Page } from './page.ts'
import { lineText, primitiveText } from './path-text.ts'
import { countOf, memoryText } from './quantities.ts'
import { refinementLines } from './refinement-text.ts'

const indent = 2
const notCanonical =
  'No memory was left to choose among the shortest runs to it: this is one of them.'
const notChosen =
  'The search was interrupted before it chose among the shortest runs to it: this is one of them.'
const onlyInitial =
  "A test by itself is asked of the initial state alone: of every state 'm.always' asks it, of some 'm.eventually'."
const noTrace = 'The shortest run to it was still being looked for.'

/** What lockdep would call the problem. */
const suspicions: Readonly<Record<LockProblemKind, string>> = {
  circular: 'possible circular locking dependency',
  recursive: 'possible recursive locking',
  'inconsistent state': 'inconsistent lock state',
  'irq inversion': 'possible irq lock inversion dependency',
}

/** The verdict first, then what explains it, indented. */
export function verdictLines(report: Report, page: Page): readonly string[] {
  const { verdict } = report
  const style = verdict.kind === 'holds' ? 'good' : 'bad'
  const head = wrap(headline(report), page.width, indent).map((line) => page.paint(style, line))
  const details = detailLines(report, page.cwd)
    .flatMap((line) => wrap(line, page.width - indent, 2))
    .map((line) => ' '.repeat(indent) + line)
  return [...head, ...details]
}

function headline({ verdict, deadlock, model, assumptions }: Report): string {
  if (verdict.kind === 'violated') {
    const { kind, refines } = verdict.property
    return oneLine(`${describe(verdict)} (${refines === undefined ? kind : `refines ${refines}`})`)
  }
  if (verdict.kind === 'fault') {
    const kind = verdict.fault === 'fail' || verdict.fault === 'rule' ? '' : ` (${verdict.fault})`
    return oneLine(`${describe(verdict)}${kind}`)
  }
  if (verdict.kind === 'deadlock') return deadlockHeadline(deadlock, model)
  if (verdict.kind === 'lock order') {
    const unseen = assumptions.some(({ kind }) => kind === 'deadlock check off')
    const tier = unseen ? 'deadlocks were not looked for' : 'no run deadlocks'
    return `lock order: ${suspicions[verdict.problem.kind]} (${tier})`
  }
  if (verdict.kind === 'holds' && assumptions.some(({ kind }) => kind === 'liveness check off')) {
    return 'holds, as far as it was judged: temporal properties were not'
  }
  return oneLine(describe(verdict))
}

function detailLines(report: Report, cwd: string): readonly string[] {
  const { verdict } = report
  switch (verdict.kind) {
    case 'holds':
      return []
    case 'no initial state':
      return [
        "Nothing was explored. Change the initial values, or the conditions of 'm.initially'.",
      ]
    case 'not reached':
      return [
        `Everything was explored, and no state is a witness.`,
        ...declaredLines(verdict.site, cwd),
      ]
    case 'lock order':
      return [problemText(problemInWords(verdict.problem))]
    case 'incomplete':
      return [
        ...verdict.cuts.map(cutText),
        'Nothing wrong was found.',
        ...unjudgedLines(report),
        ...suspicionLines(report),
        exploredText(verdict),
        ...verdict.unreached.map((name) => `No witness so far: ${name}.`),
      ]
    case 'interrupted':
      return [
        exploredText(verdict),
        ...(verdict.found === null
          ? ['Nothing wrong was found until then.', ...unjudgedLines(report)]
          : [...wrongLines(verdict.found, report, cwd), ...runLines(report)]),
      ]
    default:
      return [...wrongLines(verdict, report, cwd), ...runLines(report)]
  }
}

/** Temporal properties are judged when everything was explored, and not before. */
function unjudgedLines({ model }: Report): readonly string[] {
  return model.temporal.length === 0 ? [] : ['Temporal properties were not judged, or not all.']
}

/** What is wrong with the order of locks, as far as it was seen. */
function suspicionLines({ lockOrder }: Report): readonly string[] {
  const suspicion = lockOrder?.suspicion ?? null
  if (suspicion === null) return []
  return [`But the order of locks is wrong already: ${problemText(problemInWords(suspicion))}.`]
}

function wrongLines(
  wrong: Wrong,
  { reasons, model, trace, deadlock, lasso, refinement }: Report,
  cwd: string,
): readonly string[] {
  const calls = trace?.steps.at(-1)?.step.calls ?? []
  switch (wrong.kind) {
    case 'violated':
      return [
        ...reasonLines(reasons, model),
        ...(refinement === null ? [] : refinementLines(refinement)),
        ...declaredLines(wrong.property.site, cwd),
      ]
    case 'assertion':
    case 'fault':
      return [...whereLines(wrong.site, cwd), ...callLines(calls, cwd)]
    case 'liveness':
      return [
        ...(lasso === null ? [] : [breachText(lasso.breach, model)]),
        ...(wrong.formula.kind === 'state' ? [onlyInitial] : []),
        ...declaredLines(wrong.property.site, cwd),
      ]
    case 'deadlock':
      return deadlockLines(deadlock, model)
  }
}

/** What is to be said of the run, if it is not the one that everybody gets. */
function runLines({ trace, canonical, verdict }: Report): readonly string[] {
  if (canonical) return []
  if (trace === null) return [noTrace]
  return [verdict.kind === 'interrupted' ? notChosen : notCanonical]
}

/** The author's line, and the line of the primitive's function that it calls. */
function whereLines(site: Site, cwd: string): readonly string[] {
  if (site.author === null) return []
  const called = site.through.at(-1)
  const below = called === undefined ? '' : `, in ${primitiveText(called, cwd)}`
  return [`at ${lineText(site.author, cwd)}${below}`]
}

/** The author's line, which is all there is to a declaration. */
function declaredLines(site: Site, cwd: string): readonly string[] {
  return site.author === null ? [] : [`declared at ${lineText(site.author, cwd)}`]
}

/** The procedures that lead to a step, the innermost first, as in a kernel's stack dump. */
function callLines(calls: readonly Call[], cwd: string): readonly string[] {
  return calls.toReversed().map(({ procedure, site }) => {
    const place = site.inBody === null ? '' : `, called at ${lineText(site.inBody, cwd)}`
    return `in ${procedure}${place}`
  })
}

function cutText(cut: Cut): string {
  switch (cut.bound) {
    case 'states':
      return `The bound of ${countOf(cut.limit, 'state')} was reached.`
    case 'depth':
      return `The bound of ${countOf(cut.limit, 'step')} was reached.`
    case 'time':
      return `The time of ${cut.limit} s was up.`
    case 'memory':
      return `The memory of ${memoryText(cut.limit)} was full.`
    case 'constraint':
      return `The constraint '${cut.name}' kept ${countOf(cut.states, 'state')} from being expanded.`
  }
}

function exploredText({
  completeDepth,
  frontier,
}: Verdict & { kind: 'incomplete' | 'interrupted' }): string {
  const complete =
    completeDepth < 0
      ? 'Not every initial state was explored'
      : `Every state up to depth ${completeDepth} was explored`
  return `${complete}. Found and not explored: ${countOf(frontier, 'state')}.`
}
