/** What goes wrong in a row is said in one line. */

import { expect, test } from 'vitest'
import { nowhere } from '../../../dsl/site.ts'
import type { Report } from '../../../checker/check.ts'
import { isFine, reasonLine, verdictWord } from '../../../checker/report/reason-line.ts'
import { caseResult, report } from '../reports.ts'

function checked(parts: Partial<Report>) {
  return caseResult({ outcome: { kind: 'checked', report: report(parts), differences: [] } })
}

const initial = { kind: 'state', state: { variables: {}, processes: [] } } as const
const step = {
  id: 'importer#1',
  actor: 'importer',
  name: 'dma_resv_assert_held(resv)',
  calls: [{ procedure: 'dma_buf_vmap', site: nowhere }],
  site: nowhere,
  requests: [],
}
const outcome = { step, thread: null, choices: [], branches: [], result: initial, ofState: false }
const failing = { initial, steps: [outcome] }

test.each<[string, Partial<Report>]>([
  ['deadlock', { verdict: { kind: 'deadlock' } }],
  ['deadlock after 1 step', { verdict: { kind: 'deadlock' }, steps: 1 }],
  [
    'assertion at step 1, dma_resv_assert_held(resv) in dma_buf_vmap: not held',
    { verdict: { kind: 'assertion', message: 'not held', site: nowhere }, trace: failing },
  ],
  [
    'violated at the beginning: it is mapped',
    {
      verdict: {
        kind: 'violated',
        property: { kind: 'always', name: 'it is mapped', site: nowhere },
      },
      trace: { initial, steps: [] },
    },
  ],
  [
    'not reached: it is mapped',
    { verdict: { kind: 'not reached', property: 'it is mapped', site: nowhere } },
  ],
])('%s', (line, parts) => {
  expect(reasonLine(checked(parts))).toBe(line)
})

test('nothing is said of a row that holds as expected, and of no other', () => {
  const outcome = { kind: 'refused', message: 'wrong', code: 150 } as const
  expect(isFine(caseResult())).toBe(true)
  expect(isFine(checked({ verdict: { kind: 'deadlock' } }))).toBe(false)
  expect(isFine(caseResult({ outcome }))).toBe(false)
})

test('a row that is not as expected is marked', () => {
  const differences = [{ what: 'distinct', expected: '13', actual: '12' } as const]
  const outcome = { kind: 'checked', report: report(), differences } as const
  expect(verdictWord(caseResult({ outcome }))).toBe('✗ holds')
})

test('what was not judged does not hold without a word', () => {
  const assumptions = [{ kind: 'liveness check off' }] as const
  expect(verdictWord(checked({ assumptions }))).toBe('holds (no liveness)')
})
