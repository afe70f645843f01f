/** A lasso in words: how it breaks a temporal property, and why it is fair. */

import type { Formula, Model, Strength } from '../../dsl/ir.ts'
import { formulaText } from '../formula-text.ts'
import type { Breach } from '../liveness/breach.ts'
import type { LassoExplanation } from '../liveness/explain-lasso.ts'
import type { Asked, FairReason, Served } from '../liveness/why-fair.ts'
import type { Trace } from '../trace.ts'
import { columnWidths, grid, narrowed } from './grid.ts'
import type { Row } from './grid.ts'
import { oneLine } from './lines.ts'
import { listText, shortListText } from './list-text.ts'
import type { Page } from './page.ts'
import { lineText } from './path-text.ts'
import { countOf } from './quantities.ts'
import { choicesText, stepText, whoText } from './step-text.ts'

const indent = 2
/** Of so many alike all are named. */
const mostNamed = 4

/** `after 4 steps, then a loop of 2`. */
export function lengthText({ steps, loop = 0 }: Trace): string {
  const stem = loop === 0 ? '' : `after ${countOf(loop, 'step')}`
  const length = steps.length - loop
  if (length === 0) return stem === '' ? 'it stays at the beginning' : `${stem} it stays there`
  return `${stem === '' ? '' : `${stem}, then `}a loop of ${countOf(length, 'step')}`
}

/** ``after step 4 `p` is true, and `q` never is from there on``. */
export function breachText(breach: Breach, model: Model): string {
  const quoted = (formula: Formula): string => `\`${oneLine(formulaText(formula, model))}\``
  switch (breach.kind) {
    case 'never':
      return `${quoted(breach.formula)} is never true`
    case 'never again':
      return `${fromText(breach.after)} ${quoted(breach.formula)} is never true again`
    case 'false again':
      return `${quoted(breach.formula)} is false again and again, as ${pointText(breach.after)}`
    case 'false':
      return `${pointText(breach.after)} ${quoted(breach.formula)} is false`
    case 'unanswered': {
      const { trigger, response, after } = breach
      return `${pointText(after)} ${quoted(trigger)} is true, and ${quoted(response)} never is from there on`
    }
  }
}

function pointText(after: number): string {
  return after === 0 ? 'at the beginning' : `after step ${after}`
}

function fromText(after: number): string {
  return after === 0 ? 'from the beginning on' : `from after step ${after} on`
}

/** Why the run is fair, a line for those who are alike; nothing is said of who cannot go on where the run stays. */
export function fairLines(
  { fair }: LassoExplanation,
  { steps, loop = 0 }: Trace,
  model: Model,
  page: Page,
): readonly string[] {
  const stays = loop === steps.length
  const told = fair.filter(({ served }) => !(stays && served.kind === 'never enabled'))
  const texts = Array.from(
    Map.groupBy(told, ({ of }) => askedText(of, model)),
    ([name, reasons]) => ({ name, text: reasonsText(reasons, stays, page.cwd) }),
  )
  const rows = Array.from(
    Map.groupBy(texts, ({ text }) => text),
    ([text, alike]): Row => {
      const names = alike.map(({ name }) => name)
      return [{ text: shortListText(names, mostNamed), style: 'strong' }, { text }]
    },
  )
  const head = stays ? 'why it may stay there' : 'why this run is fair'
  if (rows.length === 0) return ['', page.paint('strong', head), '  no step changes the state']
  const widths = narrowed(columnWidths(rows), page.width - indent)
  return ['', page.paint('strong', head), ...grid(rows, widths, page, indent)]
}

/** First of somebody, and then of branches of his. */
function reasonsText(reasons: readonly FairReason[], stays: boolean, cwd: string): string {
  const [own, others] = [true, false].map((isOwn) =>
    reasons.filter(({ of }) => (of.kind === 'thread') === isOwn),
  )
  const texts = [...(own ?? []), ...(others ?? [])].map((each) => reasonText(each, stays, cwd))
  // A branch of a procedure that is called from two places is two, and they have one place.
  return [...new Set(texts)].join('; ')
}

function askedText(asked: Asked, model: Model): string {
  const who = (thread: number): string => whoText(thread, model)
  switch (asked.kind) {
    case 'thread':
    case 'branch':
      return who(asked.thread)
    case 'declared': {
      const name = `'${oneLine(asked.name)}'`
      return asked.thread === null ? name : `${name} of ${who(asked.thread)}`
    }
    case 'declared each':
      return `'${oneLine(asked.name)}' of ${oneLine(asked.action + choicesText(asked.choices, model))}`
    case 'action':
      return `action ${oneLine(asked.name)}`
  }
}

function reasonText({ of, assumed, served }: FairReason, stays: boolean, cwd: string): string {
  const own = of.kind === 'thread'
  const text = servedText(served, assumed, {
    can: own ? 'can go on' : 'can be taken',
    takes: own ? 'takes' : 'is taken in',
    stays,
    cwd,
  })
  if (of.kind !== 'branch') return text
  const { author } = of.site
  return `its branch${author === null ? '' : ` at ${lineText(author, cwd)}`} ${text}`
}

/** How the subject of the sentence is told, and whether it is told of a run that stays. */
interface Telling {
  readonly can: string
  readonly takes: string
  readonly stays: boolean
  readonly cwd: string
}

function servedText(
  served: Served,
  assumed: Strength | null,
  { can, takes, stays, cwd }: Telling,
): string {
  const cannot = can.replace('can', 'cannot')
  switch (served.kind) {
    case 'taken': {
      const steps = served.steps.length === 1 ? 'step' : 'steps'
      return `${takes} ${steps} ${shortListText(served.steps.map(String), mostNamed)}`
    }
    case 'never enabled':
      return `${cannot} anywhere on the loop`
    case 'not always enabled':
      return `${cannot} ${pointText(served.after)}, so weak fairness is met`
    case 'not assumed': {
      if (assumed === null) return `${can}, and no fairness is assumed`
      const steps = served.steps.map((step) => {
        const { inBody } = step.site
        return `${stepText(step)}${inBody === null ? '' : ` at ${lineText(inBody, cwd)}`}`
      })
      const where = stays || served.after === null ? '' : `${pointText(served.after)} `
      return `${where}${can} only by ${listText(steps)}, of which nothing is assumed`
    }
  }
}
