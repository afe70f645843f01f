/** Reports made by hand, for what only prints or compares them. */

import { nowhere } from '../../dsl/site.ts'
import type { Report } from '../../checker/check.ts'
import { unexplained } from '../../checker/explanation.ts'
import type { CaseResult } from '../../checker/case-result.ts'
import { model } from './toy-system.ts'

export function report(parts: Partial<Report> = {}): Report {
  return {
    model: model(),
    verdict: { kind: 'holds' },
    assumptions: [],
    lockOrder: null,
    growth: null,
    vacuity: [],
    covered: null,
    distinct: 12,
    generated: 34,
    depth: 5,
    levels: [],
    memory: null,
    seconds: 0.012,
    searchSeconds: 0.01,
    trace: null,
    canonical: true,
    steps: null,
    ...unexplained,
    ...parts,
  }
}

export function caseResult(parts: Partial<CaseResult> = {}): CaseResult {
  return {
    model: 'toy',
    parameters: {},
    scenario: null,
    expected: { kind: 'holds' },
    accept: [],
    site: nowhere,
    outcome: { kind: 'checked', report: report(), differences: [] },
    ...parts,
  }
}
