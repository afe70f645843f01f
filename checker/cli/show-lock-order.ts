/** What `fencepost run` prints of the order of lock classes instead of the report. */

import type { Report } from '../check.ts'
import type { LockGraph } from '../lock-order/lock-graph.ts'
import { wrap } from '../report/lines.ts'
import { establishedOrder } from '../report/lockdep/established-order.ts'
import { graphDot } from '../report/lockdep/graph-dot.ts'
import { graphLines } from '../report/lockdep/graph-text.ts'
import { primingLines } from '../report/lockdep/priming.ts'
import type { Page } from '../report/page.ts'
import { describe, exitCode, exitCodes } from '../verdict.ts'
import type { ExitCode } from '../verdict.ts'
import type { LockGraphForm } from './lock-graph-form.ts'

/** The graph as it was seen: of a search that ended early, only a part of it. */
export function shownLockGraph(report: Report, form: LockGraphForm, page: Page): string {
  const graph = graphOf(report)
  const setting = { model: report.model, graph, page }
  return printed(form === 'dot' ? graphDot(graph, setting) : graphLines(graph, setting))
}

interface ShownPriming {
  /** The C text; empty where there is no order to tell. */
  readonly text: string
  /** What is to be said beside it. */
  readonly note: string
  readonly code: ExitCode
}

/** The C text, where everything was explored and the order has no cycle. */
export function shownPriming(report: Report, page: Page): ShownPriming {
  const { model, verdict } = report
  const graph = graphOf(report)
  const order = establishedOrder(graph)
  const said = (note: string): string => printed(wrap(note, page.width))
  if (order.kind === 'cycle') {
    const note = `The order of lock classes is cyclic, and there is none to tell lockdep: ${order.path.join(' -> ')}.`
    return { text: '', note: said(note), code: exitCodes.lockOrder }
  }
  const code = exitCode(verdict)
  if (!graph.complete) {
    const note = `Not everything was explored, and so the order of lock classes is not known: ${describe(verdict)}.`
    return { text: '', note: said(note), code }
  }
  if (order.outermost.length === 0) {
    const note = 'No lock class is taken under another: there is nothing to tell lockdep.'
    return { text: '', note: said(note), code }
  }
  const text = printed(primingLines(order.outermost, graph, { model, graph, page }))
  return { text, note: code === exitCodes.holds ? '' : said(`${describe(verdict)}.`), code }
}

/** The graph; one without classes where there are no locks. */
function graphOf({ lockOrder, verdict }: Report): LockGraph {
  return lockOrder?.graph ?? { classes: [], dependencies: [], complete: verdict.kind === 'holds' }
}

function printed(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}
