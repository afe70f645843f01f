/** Verdicts made by hand, as CI would get them. */

import { Site } from '../../../dsl/site.ts'
import type { CaseOutcome, SuiteResult } from '../../../checker/case-result.ts'
import type { Verdict } from '../../../checker/verdict.ts'
import { caseResult, report } from '../reports.ts'

export const cwd = '/home/somebody'

export function at(line: number): Site {
  return new Site({ stack: `Error\n    at file://${cwd}/specs/toy.spec.ts:${line}:3` })
}

export function checked(verdict: Verdict, expected: string | null = null): CaseOutcome {
  const actual = verdict.kind
  const differences = expected === null ? [] : [{ what: 'verdict', expected, actual } as const]
  return { kind: 'checked', report: report({ verdict, seconds: 1.25 }), differences }
}

/** One as expected, one not, one that could not be built. */
export const verdicts: SuiteResult = {
  suite: 'toys: 100%, all',
  file: 'specs/toy.spec.ts',
  cases: [
    caseResult({ site: at(4), outcome: checked({ kind: 'holds' }) }),
    caseResult({
      site: at(5),
      parameters: { n: 2 },
      scenario: 'a "<b>"',
      outcome: checked({ kind: 'deadlock' }, 'holds'),
    }),
    caseResult({
      site: at(6),
      outcome: { kind: 'refused', message: 'n is wrong\nchange it', code: 151 },
    }),
  ],
}
