/** Verdicts as JUnit XML, which CI systems read: a `testsuite` for each suite, a `testcase` for each of its cases. */

import { isAsExpected } from '../case-result.ts'
import type { CaseResult, SuiteResult } from '../case-result.ts'
import { caseText, differenceTexts, outcomeText } from './case-text.ts'
import type { SuiteFormat } from './format.ts'
import { page } from './page.ts'
import type { Page } from './page.ts'
import { pathText } from './path-text.ts'
import { countOf } from './quantities.ts'
import { verdictAndTrace } from './text.ts'
import { xmlText } from './xml.ts'
import type { Element } from './xml.ts'

export const junitFormat: SuiteFormat = {
  suite: () => '',
  summary: (results, unchecked, { cwd }) => {
    // Whoever prints it, the report in a failure is plain text.
    const plain = page({}, {}, cwd)
    const suites = results.map((result) => suiteElement(result, plain))
    const all = unchecked === 0 ? suites : [...suites, interruptedElement(unchecked)]
    return xmlText({ tag: 'testsuites', attributes: totals(all), content: all })
  },
}

interface Totals {
  readonly name: string
  readonly tests: number
  readonly failures: number
  readonly errors: number
  readonly time: string
}

type SuiteElement = Element & { readonly attributes: Totals }

function totals(suites: readonly SuiteElement[]): Element['attributes'] {
  const sum = (of: (totals: Totals) => number): number =>
    suites.reduce((total, { attributes }) => total + of(attributes), 0)
  return {
    name: 'fencepost',
    tests: sum(({ tests }) => tests),
    failures: sum(({ failures }) => failures),
    errors: sum(({ errors }) => errors),
    time: secondsText(sum(({ time }) => Number(time))),
  }
}

function suiteElement({ suite, file, cases }: SuiteResult, plain: Page): SuiteElement {
  const checked = cases.filter(({ outcome }) => outcome.kind === 'checked')
  return {
    tag: 'testsuite',
    attributes: {
      name: suite,
      tests: cases.length,
      failures: checked.filter((one) => !isAsExpected(one)).length,
      errors: cases.length - checked.length,
      time: secondsText(cases.reduce((total, one) => total + secondsOf(one), 0)),
      file,
    },
    content: cases.map((one) => caseElement(one, suite, file, plain)),
  }
}

function caseElement(one: CaseResult, suite: string, file: string, plain: Page): Element {
  const { author } = one.site
  return {
    tag: 'testcase',
    attributes: {
      name: caseText(one),
      classname: suite,
      time: secondsText(secondsOf(one)),
      file: author === null ? file : pathText(author.file, plain.cwd),
      ...(author === null ? {} : { line: author.line }),
    },
    content: isAsExpected(one) ? [] : [problemElement(one, plain)],
  }
}

/** A verdict that differs is a failure; that there is none is an error. */
function problemElement(one: CaseResult, plain: Page): Element {
  const { outcome } = one
  const lines = differenceTexts(one)
  const [message = ''] = lines
  const type = outcomeText(one)
  if (outcome.kind !== 'checked') {
    return { tag: 'error', attributes: { message, type }, content: lines.join('\n') }
  }
  const text = [...lines, '', ...verdictAndTrace(outcome.report, plain)].join('\n')
  return { tag: 'failure', attributes: { message, type }, content: text }
}

/** Without it, what an interrupt has kept from being checked would look as if all were well. */
function interruptedElement(unchecked: number): SuiteElement {
  const message = `Interrupted: ${countOf(unchecked, 'case')} not checked.`
  const name = 'every case is checked'
  const error: Element = { tag: 'error', attributes: { message, type: 'interrupted' }, content: '' }
  return {
    tag: 'testsuite',
    attributes: { name: 'fencepost', tests: 1, failures: 0, errors: 1, time: secondsText(0) },
    content: [{ tag: 'testcase', attributes: { name, classname: 'fencepost' }, content: [error] }],
  }
}

function secondsOf({ outcome }: CaseResult): number {
  return outcome.kind === 'checked' ? outcome.report.seconds : 0
}

function secondsText(seconds: number): string {
  return seconds.toFixed(3)
}
