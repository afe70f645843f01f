/** An expectation pins kind, property and length, so that another failure is red. */

import { describe, expect, test } from 'vitest'
import { nowhere } from '../../dsl/site.ts'
import type { Report } from '../../checker/check.ts'
import { differences } from '../../checker/expectation.ts'
import type { Expectation } from '../../checker/expectation.ts'
import type { Verdict } from '../../checker/verdict.ts'
import { report } from './reports.ts'

const site = nowhere

function violated(name: string): Verdict {
  return { kind: 'violated', property: { kind: 'always', name, site } }
}

function fault(message: string): Verdict {
  return { kind: 'fault', fault: 'fail', message, site }
}

const incomplete: Verdict = {
  kind: 'incomplete',
  cuts: [],
  frontier: 1,
  completeDepth: 0,
  unreached: [],
}

const met: [Expectation, Partial<Report>][] = [
  [{ kind: 'holds' }, {}],
  [{ kind: 'holds', distinct: 12, generated: 34 }, {}],
  [
    { kind: 'violated', property: 'p', steps: 2 },
    { verdict: violated('p'), steps: 2 },
  ],
  [
    { kind: 'assertion', message: 'm', steps: 2 },
    { verdict: { kind: 'assertion', message: 'm', site }, steps: 2 },
  ],
  [
    { kind: 'fault', fault: 'fail', steps: 2 },
    { verdict: fault('freed'), steps: 2 },
  ],
  [
    { kind: 'fault', fault: 'freed', steps: 2 },
    { verdict: fault('freed'), steps: 2 },
  ],
  [
    { kind: 'deadlock', steps: 2 },
    { verdict: { kind: 'deadlock' }, steps: 2 },
  ],
  [
    { kind: 'not reached', property: 'w' },
    { verdict: { kind: 'not reached', property: 'w', site } },
  ],
  [{ kind: 'incomplete' }, { verdict: incomplete }],
]

const missed: [Expectation, Partial<Report>, string][] = [
  [{ kind: 'holds' }, { verdict: { kind: 'deadlock' }, steps: 2 }, 'verdict'],
  [{ kind: 'holds' }, { verdict: incomplete }, 'verdict'],
  [{ kind: 'holds', distinct: 11 }, {}, 'distinct'],
  [{ kind: 'holds', generated: 33 }, {}, 'generated'],
  [{ kind: 'violated', property: 'p', steps: 2 }, { verdict: violated('q'), steps: 2 }, 'verdict'],
  [{ kind: 'violated', property: 'p', steps: 2 }, { verdict: violated('p'), steps: 3 }, 'steps'],
  [
    { kind: 'assertion', message: 'm', steps: 2 },
    { verdict: { kind: 'assertion', message: 'n', site }, steps: 2 },
    'verdict',
  ],
  [
    { kind: 'fault', fault: 'freed', steps: 2 },
    { verdict: fault('freed twice'), steps: 2 },
    'verdict',
  ],
  [{ kind: 'deadlock', steps: 2 }, { verdict: { kind: 'deadlock' }, steps: 1 }, 'steps'],
  [
    { kind: 'deadlock', steps: 2 },
    { verdict: { kind: 'interrupted', found: null, frontier: 0, completeDepth: 0 } },
    'verdict',
  ],
  [
    { kind: 'not reached', property: 'w' },
    { verdict: { kind: 'not reached', property: 'v', site } },
    'verdict',
  ],
  [{ kind: 'incomplete' }, {}, 'verdict'],
]

describe('an expectation', () => {
  test.each(met)('%o is met', (expected, actual) => {
    expect(differences(expected, report(actual))).toEqual([])
  })

  test.each(missed)('%o is not met by %o, but for its %s', (expected, actual, what) => {
    expect(differences(expected, report(actual)).map((each) => each.what)).toEqual([what])
  })

  test('says what was expected and what was found', () => {
    const actual = report({ verdict: violated('q'), steps: 7 })
    expect(differences({ kind: 'holds', distinct: 3 }, actual)).toEqual([
      { what: 'verdict', expected: 'holds', actual: 'violated: q' },
      { what: 'distinct', expected: '3', actual: '12' },
    ])
  })
})
