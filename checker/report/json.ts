/** Reports as one JSON document: the same fields for a model alone and for each case of a suite. */

import { isAsExpected } from '../case-result.ts'
import type { CaseResult, SuiteResult } from '../case-result.ts'
import type { Report } from '../check.ts'
import type { Expectation } from '../expectation.ts'
import type { Verdict, Wrong } from '../verdict.ts'
import type { Format } from './format.ts'
import { reasonLines } from '../reason-text.ts'
import type { Situation, Standing } from '../situation.ts'
import { coverageDocument, vacuousDocument } from './json-coverage.ts'
import { growthDocument } from './json-growth.ts'
import { assumptionDocument, lassoDocument } from './json-lasso.ts'
import { breachText } from './lasso-text.ts'
import { lockOrderDocument, problemDocument } from './json-lock-order.ts'
import { place, placeInBody } from './json-place.ts'
import { refinementDocument } from './json-refinement.ts'
import { traceDocument } from './json-trace.ts'

export const jsonFormat: Format = {
  run: (report, { cwd }) => printed(reportDocument(report, cwd)),
  suite: () => '',
  summary: (results, unchecked, { cwd }) =>
    printed({
      ok: unchecked === 0 && results.every(({ cases }) => cases.every(isAsExpected)),
      unchecked,
      suites: results.map((result) => suiteDocument(result, cwd)),
    }),
}

function printed(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

/** The report of a model; there is no expectation, and so nothing that could be as expected. */
function reportDocument(report: Report, cwd: string): object {
  const { model, distinct, generated, depth, seconds, assumptions } = report
  const { reasons, situation, lasso } = report
  return {
    model: model.name,
    parameters: Object.fromEntries(model.parameters.map(({ name, value }) => [name, value])),
    ...verdictDocument(report.verdict, cwd),
    steps: report.steps,
    canonical: report.trace === null ? null : report.canonical,
    expected: null,
    ok: null,
    distinct,
    generated,
    depth,
    seconds: Math.round(seconds * 1000) / 1000,
    searchSeconds: Math.round(report.searchSeconds * 1000) / 1000,
    memory: report.memory,
    assumptions: assumptions.map((each) => assumptionDocument(each, cwd)),
    lockOrder: report.lockOrder === null ? null : lockOrderDocument(report.lockOrder, cwd),
    vacuity: report.vacuity.map((each) => vacuousDocument(each, cwd)),
    coverage: coverageDocument(report, cwd),
    growth: report.growth === null ? null : growthDocument(report.growth, model),
    reasons: lasso === null ? reasonLines(reasons, model) : [breachText(lasso.breach, model)],
    refinement: report.refinement === null ? null : refinementDocument(report.refinement),
    deadlock: report.deadlock,
    lasso: lasso === null ? null : lassoDocument(lasso, model, cwd),
    situation: situation === null ? null : situationDocument(situation, cwd),
    trace: report.trace === null ? null : traceDocument(report.trace, cwd),
  }
}

function suiteDocument({ suite, file, cases }: SuiteResult, cwd: string): object {
  return {
    suite,
    file,
    ok: cases.every(isAsExpected),
    cases: cases.map((result) => caseDocument(result, cwd)),
  }
}

function caseDocument(result: CaseResult, cwd: string): object {
  const { model, parameters, scenario, expected, site, outcome } = result
  const about = { ...expectedDocument(expected), ok: isAsExpected(result) }
  const head = { model, parameters, scenario, ...place(site, cwd) }
  switch (outcome.kind) {
    case 'checked':
      return {
        ...reportDocument(outcome.report, cwd),
        ...head,
        ...about,
        differences: outcome.differences,
      }
    case 'refused':
    case 'failed':
      return { ...head, verdict: outcome.kind, message: outcome.message, ...about }
  }
}

function expectedDocument(expected: Expectation): object {
  const { kind, ...pinned } = expected
  return { expected: { verdict: kind, ...pinned } }
}

/** `verdict` is the kind, `property` the name of the property that decided; the rest depends on the kind. */
function verdictDocument(verdict: Verdict, cwd: string): object {
  switch (verdict.kind) {
    case 'holds':
    case 'no initial state':
      return { verdict: verdict.kind, property: null }
    case 'lock order':
      return {
        verdict: verdict.kind,
        property: null,
        problem: problemDocument(verdict.problem, cwd),
      }
    case 'not reached':
      return { verdict: verdict.kind, property: verdict.property, at: place(verdict.site, cwd) }
    case 'incomplete': {
      const { cuts, frontier, completeDepth, unreached } = verdict
      return {
        verdict: verdict.kind,
        property: null,
        cuts,
        frontier,
        completeDepth,
        unreached,
      }
    }
    case 'interrupted': {
      const { found, frontier, completeDepth } = verdict
      return {
        verdict: verdict.kind,
        property: null,
        frontier,
        completeDepth,
        found: found === null ? null : wrongDocument(found, cwd),
      }
    }
    default:
      return wrongDocument(verdict, cwd)
  }
}

function wrongDocument(wrong: Wrong, cwd: string): object {
  switch (wrong.kind) {
    case 'violated': {
      const { kind, name, site, refines = null } = wrong.property
      const about = { property: name, propertyKind: kind, refines }
      return { verdict: wrong.kind, ...about, at: place(site, cwd) }
    }
    case 'assertion': {
      const { kind, message, site } = wrong
      return { verdict: kind, property: null, message, at: place(site, cwd) }
    }
    case 'fault': {
      const { kind, fault, message, site } = wrong
      return { verdict: kind, property: null, fault, message, at: place(site, cwd) }
    }
    case 'liveness':
      return {
        verdict: wrong.kind,
        property: wrong.property.name,
        at: place(wrong.property.site, cwd),
      }
    case 'deadlock':
      return { verdict: wrong.kind, property: null }
  }
}

/** Where everybody is at the end of the trace, and who holds what; threads are numbers, from 0. */
function situationDocument({ threads, locks }: Situation, cwd: string): object {
  return { threads: threads.map((one) => standingDocument(one, cwd)), locks }
}

function standingDocument(one: Standing, cwd: string): object {
  const { kind, thread } = one
  if (kind === 'terminated') return { thread, standing: kind }
  const { id, name, site } = one.at
  const at = { thread, standing: kind, id, name, ...placeInBody(site, cwd) }
  if (kind !== 'blocked') return at
  return { ...at, waits: one.steps.flatMap(({ wait }) => (wait === null ? [] : [wait])) }
}
