/** An expectation pins kind, property and length, so that another failure is red. */

import { describe, expect, test } from 'vitest'
import { nowhere } from '../../dsl/site.ts'
import type { Report } from '../../checker/check.ts'
import type { Deadlock } from '../../checker/deadlock.ts'
import { differences } from '../../checker/expectation.ts'
import type { Expectation } from '../../checker/expectation.ts'
import type { LockClass } from '../../checker/lock-order/lock-class.ts'
import type { Link } from '../../checker/lock-order/lock-problem.ts'
import type { Trace } from '../../checker/trace.ts'
import type { Verdict } from '../../checker/verdict.ts'
import { report } from './reports.ts'

const site = nowhere

function violated(name: string): Verdict {
  return { kind: 'violated', property: { kind: 'always', name, site } }
}

function fault(message: string): Verdict {
  return { kind: 'fault', fault: 'fail', message, site }
}

function unserved(name: string): Verdict {
  const expr = { kind: 'literal', sort: { kind: 'bool' }, value: true, site } as const
  const formula = { kind: 'state', expr, site } as const
  return { kind: 'liveness', property: { name, formula, site }, formula }
}

/** A lasso of three steps, of which so many are before the loop. */
function lasso(loop: number): Trace {
  const initial = { kind: 'state', state: { variables: {}, processes: [] } } as const
  const info = { id: 'p#0', actor: 'p', name: 'go', calls: [], site, requests: [] }
  const step: Trace['steps'][number] = {
    step: info,
    thread: 0,
    choices: [],
    branches: [],
    result: initial,
    ofState: false,
  }
  return { initial, steps: [step, step, step], loop }
}

const incomplete: Verdict = {
  kind: 'incomplete',
  cuts: [],
  frontier: 1,
  completeDepth: 0,
  unreached: [],
}

/** A cycle through these classes, in order. */
function circular(...names: readonly string[]): Verdict {
  const classes = names.map((name): LockClass => ({ name, subclass: 0, kind: 'sleeping' }))
  const links = classes.map((from, i): Link => {
    const to = classes[(i + 1) % classes.length] ?? from
    return {
      dependency: { from, held: 'write', to, requested: 'write' },
      witness: { kind: 'declared', order: { classes: names, site } },
    }
  })
  return { kind: 'lock order', problem: { kind: 'circular', links } }
}

const circle: Deadlock = {
  shape: 'circular',
  decidedOn: 'state',
  stuck: [0, 3],
  daemons: [1],
  cycle: [0, 1],
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
    { kind: 'deadlock', steps: 2, processes: ['thread 3', 'thread 0'], shape: 'circular' },
    { verdict: { kind: 'deadlock' }, steps: 2, deadlock: circle },
  ],
  [
    { kind: 'not reached', property: 'w' },
    { verdict: { kind: 'not reached', property: 'w', site } },
  ],
  [
    { kind: 'liveness', property: 'p', stem: 1, loop: 2 },
    { verdict: unserved('p'), trace: lasso(1), steps: 3 },
  ],
  [
    { kind: 'liveness', property: 'p', stem: 3, loop: 0 },
    { verdict: unserved('p'), trace: lasso(3), steps: 3 },
  ],
  [
    { kind: 'lock order', problem: { kind: 'circular', classes: ['b', 'c', 'a'] } },
    { verdict: circular('a', 'b', 'c') },
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
  [
    { kind: 'liveness', property: 'q', stem: 1, loop: 2 },
    { verdict: unserved('p'), trace: lasso(1), steps: 3 },
    'verdict',
  ],
  [{ kind: 'liveness', property: 'p', stem: 1, loop: 2 }, { verdict: violated('p') }, 'verdict'],
  [
    { kind: 'liveness', property: 'p', stem: 0, loop: 2 },
    { verdict: unserved('p'), trace: lasso(1), steps: 3 },
    'stem',
  ],
  [
    { kind: 'liveness', property: 'p', stem: 1, loop: 3 },
    { verdict: unserved('p'), trace: lasso(1), steps: 3 },
    'loop',
  ],
  [
    { kind: 'lock order', problem: { kind: 'circular', classes: ['c', 'b', 'a'] } },
    { verdict: circular('a', 'b', 'c') },
    'verdict',
  ],
  [
    { kind: 'lock order', problem: { kind: 'recursive', classes: ['a'] } },
    { verdict: circular('a', 'b') },
    'verdict',
  ],
  [{ kind: 'lock order', problem: { kind: 'recursive', classes: ['a'] } }, {}, 'verdict'],
  [{ kind: 'deadlock', steps: 2 }, { verdict: { kind: 'deadlock' }, steps: 1 }, 'steps'],
  [
    { kind: 'deadlock', steps: 2, shape: 'global' },
    { verdict: { kind: 'deadlock' }, steps: 2, deadlock: circle },
    'shape',
  ],
  [
    { kind: 'deadlock', steps: 2, processes: ['thread 0'] },
    { verdict: { kind: 'deadlock' }, steps: 2, deadlock: circle },
    'processes',
  ],
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
