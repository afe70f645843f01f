/** Reports as text: the verdict first, then the trace, who holds what, and what it all rests on. */

import { isAsExpected } from '../case-result.ts'
import type { CaseResult, SuiteResult } from '../case-result.ts'
import type { Report } from '../check.ts'
import type { Assumption } from '../verdict.ts'
import type { Format } from './format.ts'
import { oneLine, wrap } from './lines.ts'
import { kernelLines } from './lockdep/kernel-form.ts'
import { modelText, withParameters } from './model-text.ts'
import type { Page } from './page.ts'
import { lineText } from './path-text.ts'
import { countOf, countText, durationText, memoryText } from './quantities.ts'
import { situationLines } from './situation-text.ts'
import { suiteTable } from './suite-table.ts'
import { initialLines, stepLines } from './trace-text.ts'
import { verdictLines } from './verdict-text.ts'

export const textFormat: Format = {
  run: (report, page) => printed(reportLines(report, page)),
  suite: (result, page) => printed([...suiteTable(result, page), '']),
  summary: (results, unchecked, page) => printed(summaryLines(results, unchecked, page)),
}

function printed(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}

function reportLines(report: Report, page: Page): readonly string[] {
  const kernel = kernelLines(report, page)
  return [
    ...verdictLines(report, page),
    '',
    ...modelLines(report, page),
    ...(kernel.length === 0 ? [] : ['', ...kernel]),
    ...traceLines(report, report.verdict.kind === 'deadlock' && kernel.length > 0, page),
    '',
    ...wrap(statistics(report), page.width).map((line) => page.paint('faint', line)),
    ...wrap(assumptionsText(report.assumptions), page.width).map((line) =>
      page.paint('faint', line),
    ),
  ]
}

function modelLines({ model, steps }: Report, { width, paint }: Page): readonly string[] {
  const after = steps === 0 ? 'at once' : `after ${countOf(steps ?? 0, 'step')}`
  const about = modelText(model)
  return wrap(steps === null ? about : `${about}: ${after}`, width, 2).map((line) =>
    paint('strong', line),
  )
}

/** The run, and where everybody is at its end; who holds what too, but where that is `told` already. */
function traceLines(
  { trace, model, situation }: Report,
  told: boolean,
  page: Page,
): readonly string[] {
  if (trace === null) return []
  const last = trace.steps.at(-1)
  // A step that fails has no state after it.
  const when =
    last === undefined || last.result.kind === 'state'
      ? 'at the end'
      : `before step ${trace.steps.length}`
  const end = situation === null || !told ? situation : { ...situation, locks: [] }
  return [
    ...initialLines(trace, model, page),
    ...stepLines(trace, model, page),
    ...(end === null || end.threads.length === 0
      ? []
      : ['', page.paint('strong', when), ...situationLines(end, model, page)]),
  ]
}

function statistics({ distinct, generated, depth, seconds }: Report): string {
  const counts = `${countOf(distinct, 'state')}, ${countText(generated)} generated`
  return `${counts}, depth ${countText(depth)}, ${durationText(seconds)}.`
}

function assumptionsText(assumptions: readonly Assumption[]): string {
  const texts = assumptions.map(assumptionText)
  return `Assumes ${texts.join('; ')}.`
}

function assumptionText(assumption: Assumption): string {
  switch (assumption.kind) {
    case 'memory order':
      return assumption.order
    case 'engine':
      return `the ${assumption.engine} engine`
    case 'bound':
      return `${boundText(assumption)} (${assumption.hit ? 'reached' : 'not reached'})`
    case 'constraint':
      return `the constraint '${oneLine(assumption.name)}' (${countOf(assumption.states, 'state')} outside)`
    case 'lock order check off':
      return 'that the order of locks does not matter'
    case 'deadlock check off':
      return 'that deadlocks do not matter'
  }
}

function boundText({ bound, limit }: Assumption & { kind: 'bound' }): string {
  switch (bound) {
    case 'states':
      return `at most about ${countOf(limit, 'state')}`
    case 'depth':
      return `at most ${countOf(limit, 'step')}`
    case 'time':
      return `at most ${limit} s`
    case 'memory':
      return `at most ${memoryText(limit)} of memory`
  }
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
  const total = page.paint(style, `${verdicts}, ${judged} as expected.${rest}`)
  return [...different.flatMap((result) => differenceLines(result, page)), total]
}

function differenceLines(result: CaseResult, page: Page): readonly string[] {
  const { model, parameters, scenario, site, outcome } = result
  const name = scenario === null ? model : `${model}, ${scenario}`
  const about = withParameters(name, Object.entries(parameters))
  const place = site.author === null ? '' : `  ${lineText(site.author, page.cwd)}`
  const head = wrap(`✗ ${about}${place}`, page.width, 2).map((line) => page.paint('bad', line))
  if (outcome.kind !== 'checked') {
    const message = outcome.message.split('\n').flatMap((line) => wrap(line, page.width - 2, 2))
    return [...head, ...message.map((line) => `  ${line}`), '']
  }
  const differences = outcome.differences.flatMap(({ what, expected, actual }) =>
    wrap(`${what}: expected ${expected}, but it is ${actual}`, page.width - 2, 2),
  )
  return [
    ...head,
    ...differences.map((line) => `  ${line}`),
    '',
    ...reportLines(outcome.report, page),
    '',
  ]
}
