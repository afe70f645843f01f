/** A table of verdicts has the columns that tell its rows apart, and fits the page. */

import { describe, expect, test } from 'vitest'
import type { CaseResult } from '../../../checker/case-result.ts'
import { widthOf } from '../../../checker/report/lines.ts'
import { page } from '../../../checker/report/page.ts'
import { suiteTable } from '../../../checker/report/suite-table.ts'
import { caseResult, report } from '../reports.ts'

const onto = page({}, {}, '/')

function lines(cases: readonly CaseResult[], on = onto): readonly string[] {
  return suiteTable({ suite: 'vmap', file: 'specs/vmap.spec.ts', cases }, on)
}

describe('the columns', () => {
  test('are the parameters that differ, then verdict, states, steps and time', () => {
    const verdict = { kind: 'deadlock' } as const
    const expected = { kind: 'deadlock', steps: 7 } as const
    const cases = [
      caseResult({ parameters: { convention: 'universal', importers: 2 } }),
      caseResult({
        parameters: { convention: 'drm-only', importers: 2 },
        expected,
        outcome: {
          kind: 'checked',
          report: report({ verdict, steps: 7, distinct: 12345, seconds: 75 }),
          differences: [],
        },
      }),
    ]
    expect(lines(cases).slice(1)).toEqual([
      '     convention  verdict   states  steps        time',
      '  ✓  universal   holds         12              12 ms',
      '  ✓  drm-only    deadlock  12,345      7  1 min 15 s',
    ])
  })

  test('are those of each model, under its name, where there are several', () => {
    const mine = [1, 2].map((size) => caseResult({ parameters: { size } }))
    const others = [1, 2].map((depth) => caseResult({ model: 'other', parameters: { depth } }))
    const headings = lines([...mine, ...others]).filter((line) => !/[✓✗]/.test(line))
    expect(headings.slice(1)).toEqual([
      '',
      '  toy',
      '     size  verdict  states  steps   time',
      '',
      '  other',
      '     depth  verdict  states  steps   time',
    ])
  })

  test('have the scenario only where a case has one', () => {
    expect(lines([caseResult(), caseResult()])[1]).not.toContain('scenario')
    const named = caseResult({ scenario: 'two importers' })
    expect(lines([caseResult(), named]).join('\n')).toMatch(/scenario[^]*two importers/)
  })
})

describe('a row', () => {
  test('has the steps of the stem and of the loop of a lasso', () => {
    const initial = { kind: 'state', state: { variables: {}, processes: [] } } as const
    const trace = { initial, steps: [], loop: 3 }
    const row = caseResult({
      outcome: { kind: 'checked', report: report({ trace, steps: 5 }), differences: [] },
    })
    expect(lines([row]).at(-1)).toContain('  3+2  ')
  })

  test('does not say that what was not judged holds', () => {
    const assumptions = [{ kind: 'liveness check off' }] as const
    const row = caseResult({
      outcome: { kind: 'checked', report: report({ assumptions }), differences: [] },
    })
    expect(lines([row]).at(-1)).toContain('holds (no liveness)')
  })

  test('says nothing of that where a state is wrong anyway', () => {
    const assumptions = [{ kind: 'liveness check off' }] as const
    const found = report({ verdict: { kind: 'deadlock' }, assumptions })
    const row = caseResult({
      expected: { kind: 'deadlock', steps: 0 },
      outcome: { kind: 'checked', report: found, differences: [] },
    })
    expect(lines([row]).at(-1)).not.toContain('no liveness')
  })

  test('that is not as expected says what was', () => {
    const expected = { kind: 'violated', property: 'mapped', steps: 3 } as const
    const differences = [
      { what: 'verdict', expected: 'violated: mapped', actual: 'holds' } as const,
    ]
    const outcome = { kind: 'checked', report: report(), differences } as const
    expect(lines([caseResult({ expected, outcome })])[2]).toMatch(
      /^ {2}✗ {2}holds \(expected: violated: mapped\) /,
    )
  })

  test('with another count says which was expected', () => {
    const differences = [{ what: 'distinct', expected: '13', actual: '12' } as const]
    const outcome = { kind: 'checked', report: report(), differences } as const
    expect(lines([caseResult({ outcome })])[2]).toContain('holds (expected distinct: 13)')
  })

  test('without a model has no figures', () => {
    const outcome = { kind: 'refused', message: 'wrong', code: 150 } as const
    expect(lines([caseResult({ outcome })])[2]).toBe('  ✗  refused')
    const failed = { kind: 'failed', message: 'a thread died' } as const
    expect(lines([caseResult({ outcome: failed })])[2]).toBe('  ✗  failed')
  })
})

test('a title that leaves no room for the file has it below', () => {
  const suite = 'locking: what goes wrong with locks, in a few lines'
  const [first, second] = suiteTable(
    { suite, file: 'specs/locking.spec.ts', cases: [caseResult()] },
    page({}, { COLUMNS: '72' }, '/'),
  )
  expect([first, second]).toEqual([suite, '  specs/locking.spec.ts'])
})

test.each([72, 100])('every line fits into %i columns, however long the names are', (columns) => {
  const long = 'a name of which somebody was fond and which therefore became longer than a line is'
  const narrow = page({ isTTY: true, columns }, {}, '/')
  const cases = ['x', 'y'].map((end) =>
    caseResult({ model: long + end, parameters: { [long]: long + end }, scenario: long }),
  )
  for (const line of suiteTable({ suite: long, file: long, cases }, narrow)) {
    expect(widthOf(line)).toBeLessThanOrEqual(columns)
  }
})
