/** A suite as a table: what tells its cases apart, then verdict, states, steps and time. */

import { isAsExpected } from '../case-result.ts'
import type { CaseResult, SuiteResult } from '../case-result.ts'
import { describeExpectation } from '../expectation.ts'
import { describe } from '../verdict.ts'
import { columnWidths, grid, narrowed } from './grid.ts'
import type { Cell, Row } from './grid.ts'
import { cut, oneLine, widthOf } from './lines.ts'
import type { Page } from './page.ts'
import { countText, durationText } from './quantities.ts'

const indent = 2

/** The name of the suite, then a table for each model in it. */
export function suiteTable({ suite, file, cases }: SuiteResult, page: Page): readonly string[] {
  const groups = byModel(cases)
  const title = titleLines(oneLine(suite), file, page)
  if (groups.length === 1) return [...title, ...groups.flatMap((group) => table(group, page))]
  return [
    ...title,
    ...groups.flatMap((group) => [...modelLine(group, page), ...table(group, page)]),
  ]
}

/** Cases of one model that follow one another. */
function byModel(cases: readonly CaseResult[]): readonly (readonly CaseResult[])[] {
  const groups: CaseResult[][] = []
  for (const one of cases) {
    const last = groups.at(-1)
    if (last?.[0]?.model === one.model) last.push(one)
    else groups.push([one])
  }
  return groups
}

function modelLine([first]: readonly CaseResult[], { width, paint }: Page): readonly string[] {
  const name = cut(oneLine(first?.model ?? ''), width - indent)
  return ['', ' '.repeat(indent) + paint('strong', name)]
}

function table(cases: readonly CaseResult[], page: Page): readonly string[] {
  const parameters = differing(cases)
  const withScenario = cases.some(({ scenario }) => scenario !== null)
  const header: Row = [
    { text: '' },
    ...(withScenario ? [heading('scenario')] : []),
    ...parameters.map((name) => heading(name)),
    heading('verdict'),
    heading('states', 'right'),
    heading('steps', 'right'),
    heading('time', 'right'),
  ]
  const rows = cases.map((result): Row => {
    const ok = isAsExpected(result)
    return [
      { text: ok ? '✓' : '✗', style: ok ? 'good' : 'bad' },
      ...(withScenario ? [{ text: oneLine(result.scenario ?? '') }] : []),
      ...parameters.map((name) => ({ text: oneLine(String(result.parameters[name] ?? '')) })),
      { text: oneLine(verdictText(result)), style: ok ? 'plain' : 'bad' },
      ...figures(result),
    ]
  })
  const all = [header, ...rows]
  const natural = columnWidths(all)
  const least = natural.map((width, column) => (column < natural.length - 3 ? 4 : width))
  return grid(all, narrowed(natural, page.width - indent, least), page, indent)
}

/** What was expected instead, or the actual verdict alone. */
function verdictText(result: CaseResult): string {
  const { outcome, expected } = result
  if (outcome.kind !== 'checked') return outcome.kind
  const { verdict, assumptions } = outcome.report
  const unjudged =
    verdict.kind === 'holds' && assumptions.some(({ kind }) => kind === 'liveness check off')
  const actual = describe(verdict) + (unjudged ? ' (no liveness)' : '')
  if (isAsExpected(result)) return actual
  const [first] = outcome.differences
  if (first?.what === 'note') return `${actual} (notes not as accepted)`
  return first === undefined || first.what === 'verdict'
    ? `${actual} (expected: ${describeExpectation(expected)})`
    : `${actual} (expected ${first.what}: ${first.expected})`
}

/** Suite and file in one line, or where that is too short, the file in one of its own. */
export function titleLines(suite: string, file: string, { width, paint }: Page): readonly string[] {
  const title = cut(suite, width)
  const place = cut(file, width - indent)
  const blanks = width - widthOf(title) - widthOf(place)
  return blanks >= 2
    ? [`${paint('strong', title)}${' '.repeat(blanks)}${paint('faint', place)}`]
    : [paint('strong', title), ' '.repeat(indent) + paint('faint', place)]
}

function heading(text: string, align: 'left' | 'right' = 'left'): Cell {
  return { text: oneLine(text), style: 'faint', align }
}

function figures({ outcome }: CaseResult): Row {
  if (outcome.kind !== 'checked') return [{ text: '' }, { text: '' }, { text: '' }]
  const { distinct, steps, trace, seconds } = outcome.report
  // Of a lasso, the steps of its stem and those of its loop.
  const { loop = null } = trace ?? {}
  const lasso = loop === null || steps === null ? null : `${loop}+${steps - loop}`
  return [
    { text: countText(distinct), align: 'right' },
    { text: lasso ?? (steps === null ? '' : `${steps}`), align: 'right' },
    { text: durationText(seconds), style: 'faint', align: 'right' },
  ]
}

/** The parameters that have several values among the cases, in order of declaration. */
function differing(cases: readonly CaseResult[]): readonly string[] {
  const names = new Set(cases.flatMap(({ parameters }) => Object.keys(parameters)))
  return [...names].filter(
    (name) => new Set(cases.map(({ parameters }) => parameters[name])).size > 1,
  )
}
