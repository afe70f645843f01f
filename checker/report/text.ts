/** Reports as text: the verdict first, then the trace, who holds what, and what it all rests on. */

import { isAsExpected } from '../case-result.ts'
import type { CaseResult, SuiteResult } from '../case-result.ts'
import type { Report } from '../check.ts'
import { assumptionsText } from './assumption-text.ts'
import { caseText, differenceText } from './case-text.ts'
import type { Format } from './format.ts'
import { growthLines } from './growth-text.ts'
import { fairLines, lengthText } from './lasso-text.ts'
import { wrap } from './lines.ts'
import { kernelLines } from './lockdep/kernel-form.ts'
import { modelText } from './model-text.ts'
import type { Page } from './page.ts'
import { lineText } from './path-text.ts'
import { countOf, countText, durationText } from './quantities.ts'
import { situationLines } from './situation-text.ts'
import { suiteTable } from './suite-table.ts'
import { initialLines, stepLines } from './trace-text.ts'
import { nameOfVacuous } from '../vacuity/vacuous.ts'
import { vacuityLines } from './vacuity-text.ts'
import { verdictLines } from './verdict-text.ts'

export const textFormat: Format = {
  run: (report, page) => printed(reportLines(report, page)),
  suite: (result, page) => printed([...suiteTable(result, page), '']),
  summary: (results, unchecked, page) => printed(summaryLines(results, unchecked, page)),
}

function printed(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}

/** The verdict, and the run to it where there is one: what does not depend on how the model was explored. */
export function verdictAndTrace(report: Report, page: Page): readonly string[] {
  const kernel = kernelLines(report, page)
  return [
    ...verdictLines(report, page),
    '',
    ...modelLines(report, page),
    ...(kernel.length === 0 ? [] : ['', ...kernel]),
    ...traceLines(report, report.verdict.kind === 'deadlock' && kernel.length > 0, page),
  ]
}

function reportLines(report: Report, page: Page): readonly string[] {
  return [
    ...verdictAndTrace(report, page),
    ...(report.growth === null ? [] : ['', ...growthLines(report.growth, report.model, page)]),
    '',
    ...wrap(statistics(report), page.width).map((line) => page.paint('faint', line)),
    ...wrap(assumptionsText(report.assumptions, page.cwd), page.width).map((line) =>
      page.paint('faint', line),
    ),
    ...vacuityLines(report.vacuity, page),
  ]
}

function modelLines({ model, steps, trace }: Report, { width, paint }: Page): readonly string[] {
  const run = steps === 0 ? 'at once' : `after ${countOf(steps ?? 0, 'step')}`
  const after = trace?.loop === undefined ? run : lengthText(trace)
  const about = modelText(model)
  return wrap(steps === null ? about : `${about}: ${after}`, width, 2).map((line) =>
    paint('strong', line),
  )
}

/** The run, and where everybody is at its end; who holds what too, but where that is `told` already. */
function traceLines(
  { trace, model, situation, lasso }: Report,
  told: boolean,
  page: Page,
): readonly string[] {
  if (trace === null) return []
  const last = trace.steps.at(-1)
  // A step that fails has no state after it.
  const when =
    last !== undefined && last.result.kind !== 'state'
      ? `before step ${trace.steps.length}`
      : trace.loop === undefined || trace.loop === trace.steps.length
        ? 'at the end'
        : 'where the loop begins'
  const end = situation === null || !told ? situation : { ...situation, locks: [] }
  return [
    ...initialLines(trace, model, page),
    ...stepLines(trace, model, page),
    ...(end === null || end.threads.length === 0
      ? []
      : ['', page.paint('strong', when), ...situationLines(end, model, page)]),
    ...(lasso === null ? [] : fairLines(lasso, trace, model, page)),
  ]
}

function statistics({ distinct, generated, depth, seconds }: Report): string {
  const counts = `${countOf(distinct, 'state')}, ${countText(generated)} generated`
  return `${counts}, depth ${countText(depth)}, ${durationText(seconds)}.`
}

function summaryLines(
  results: readonly SuiteResult[],
  unchecked: number,
  page: Page,
): readonly string[] {
  const cases = results.flatMap((result) => result.cases)
  const different = cases.filter((result) => !isAsExpected(result))
  const verdicts = countOf(cases.length, 'verdict')
  const judged = different.length === 0 ? 'all' : `${countText(different.length)} not`
  const rest = unchecked === 0 ? '' : ` Interrupted: ${countText(unchecked)} more were not checked.`
  const style = different.length === 0 && unchecked === 0 ? 'good' : 'bad'
  const total = page.paint(style, `${verdicts}, ${judged} as expected.${rest}`) + notesText(cases)
  return [...different.flatMap((result) => differenceLines(result, page)), total]
}

/** How often something proves nothing that the spec does not accept, where that is no difference anyway. */
function notesText(cases: readonly CaseResult[]): string {
  const notes = cases.flatMap(({ outcome, accept }) => {
    if (outcome.kind !== 'checked' || outcome.differences.some(({ what }) => what === 'note'))
      return []
    return outcome.report.vacuity.filter((one) => !accept.includes(nameOfVacuous(one)))
  })
  if (notes.length === 0) return ''
  return ` ${countOf(notes.length, 'note')} of what proves nothing: see --strict.`
}

function differenceLines(result: CaseResult, page: Page): readonly string[] {
  const { site, outcome } = result
  const about = caseText(result)
  const place = site.author === null ? '' : `  ${lineText(site.author, page.cwd)}`
  const head = wrap(`✗ ${about}${place}`, page.width, 2).map((line) => page.paint('bad', line))
  if (outcome.kind !== 'checked') {
    const message = outcome.message.split('\n').flatMap((line) => wrap(line, page.width - 2, 2))
    return [...head, ...message.map((line) => `  ${line}`), '']
  }
  const differences = outcome.differences.flatMap((difference) =>
    wrap(differenceText(difference), page.width - 2, 2),
  )
  return [
    ...head,
    ...differences.map((line) => `  ${line}`),
    '',
    ...reportLines(outcome.report, page),
    '',
  ]
}
