/** The head of a report says what the verdict is, why, and where. */

import { describe, expect, test } from 'vitest'
import { always, bool, model, type BoolTerm, type Claim } from '../../../dsl/index.ts'
import { Site } from '../../../dsl/site.ts'
import { check } from '../../../checker/check.ts'
import type { Report } from '../../../checker/check.ts'
import type { Deadlock } from '../../../checker/deadlock.ts'
import type { LockProblem } from '../../../checker/lock-order/lock-problem.ts'
import { widthOf } from '../../../checker/report/lines.ts'
import { page } from '../../../checker/report/page.ts'
import { verdictLines } from '../../../checker/report/verdict-text.ts'
import type { StepInfo } from '../../../checker/system.ts'
import { report } from '../reports.ts'

const here = import.meta.dirname
const onto = page({}, {}, here)
const kernel = new URL('../../../dsl/kernel/', import.meta.url)

function siteAt(...lines: number[]): Site {
  return new Site({ stack: lines.map((line) => `    at f (${here}/m.ts:${line}:1)`).join('\n') })
}

/** A line of the author's that called a primitive. */
const inMutex = new Site({
  stack: [
    `    at held (${kernel.href}owned-lock.ts:9:1)`,
    `    at lock (${kernel.href}mutex.ts:7:1)`,
    `    at f (${here}/m.ts:3:1)`,
  ].join('\n'),
})

function calling(site: Site): StepInfo {
  const calls = [
    { procedure: 'outer', site: siteAt(10) },
    { procedure: 'inner', site: siteAt(20) },
  ]
  return { id: 'p#0', actor: 'p', name: 'load', calls, site, requests: [] }
}

function ending(step: StepInfo): Partial<Report> {
  const initial = { kind: 'state', state: { variables: {}, processes: [] } } as const
  const result = { kind: 'assertion', assertion: { message: 'm', site: step.site } } as const
  const last = { step, thread: 0, choices: [], branches: [], result, ofState: false }
  return { trace: { initial, steps: [last] }, steps: 1 }
}

function head(parts: Partial<Report>): readonly string[] {
  return verdictLines(report(parts), onto)
}

function stuck(parts: Partial<Deadlock>): Deadlock {
  return { shape: 'partial', decidedOn: 'state', stuck: [0], daemons: [], cycle: null, ...parts }
}

/** The head where this is said of a flag that is never set. */
async function headOf(claim: (flag: BoolTerm) => Claim): Promise<string> {
  const unset = model('unset', {}, (m) => m.temporal('claim', claim(m.state('flag', bool))))
  return verdictLines(await check(unset.instantiate(), { deadlock: false }), onto).join('\n')
}

const rest = { frontier: 1234, completeDepth: 4 }

const lockClass = (name: string) => ({ name, subclass: 0, kind: 'sleeping' }) as const
const declared = { kind: 'declared', order: { classes: [], site: siteAt(3) } } as const
const cycle: LockProblem = {
  kind: 'circular',
  links: ['ab', 'ba'].map(([from = '', to = '']) => ({
    dependency: {
      from: lockClass(from),
      held: 'write',
      to: lockClass(to),
      requested: 'write',
    },
    witness: declared,
  })),
}

describe('the head', () => {
  const site = siteAt(3)
  const heads: [string, Partial<Report>, readonly string[]][] = [
    ['of what holds', {}, ['holds']],
    [
      'of a model without initial states, of which nothing is said',
      { verdict: { kind: 'no initial state' }, distinct: 0 },
      [
        'no initial state',
        "  Nothing was explored. Change the initial values, or the conditions of 'm.initially'.",
      ],
    ],
    [
      'of an invariant',
      { verdict: { kind: 'violated', property: { kind: 'never', name: 'both', site } } },
      ['violated: both (never)', '  declared at m.ts:3'],
    ],
    [
      'of a witness',
      { verdict: { kind: 'not reached', property: 'both', site } },
      [
        'not reached: both',
        '  Everything was explored, and no state is a witness.',
        '  declared at m.ts:3',
      ],
    ],
    [
      'of an assertion, with the calls that led there, the innermost first',
      { verdict: { kind: 'assertion', message: 'not held', site }, ...ending(calling(site)) },
      [
        'assertion: not held',
        '  at m.ts:3',
        '  in inner, called at m.ts:20',
        '  in outer, called at m.ts:10',
      ],
    ],
    [
      'of a fault in a primitive, with the line of the function that the author calls',
      { verdict: { kind: 'fault', fault: 'fail', message: 'freed', site: inMutex } },
      ['fault: freed', '  at m.ts:3, in dsl/kernel/mutex.ts:7'],
    ],
    [
      'of a property that a primitive declares, with the line of the author alone',
      { verdict: { kind: 'not reached', property: 'both', site: inMutex } },
      [
        'not reached: both',
        '  Everything was explored, and no state is a witness.',
        '  declared at m.ts:3',
      ],
    ],
    [
      'of a fault of the language, with its kind',
      { verdict: { kind: 'fault', fault: 'zero', message: '1 div 0', site } },
      ['fault: 1 div 0 (zero)', '  at m.ts:3'],
    ],
    [
      'of a deadlock of everybody',
      { verdict: { kind: 'deadlock' }, deadlock: stuck({ shape: 'global', stuck: [0, 1] }) },
      [
        'deadlock: thread 0 and thread 1 can never run again',
        '  No step is enabled, and that is no legitimate end.',
      ],
    ],
    [
      'of a deadlock of so many that to name them is too long',
      {
        verdict: { kind: 'deadlock' },
        deadlock: stuck({ shape: 'global', stuck: [0, 1, 2, 3, 4, 5, 6, 7] }),
      },
      ['deadlock', '  No step is enabled, and that is no legitimate end.'],
    ],
    [
      'of a deadlock of daemons alone, which is over with none of them',
      {
        verdict: { kind: 'deadlock' },
        deadlock: stuck({ shape: 'global', stuck: [], daemons: [0] }),
      },
      ['deadlock', '  No step is enabled, and that is no legitimate end.'],
    ],
    [
      'of a deadlock while others run on',
      { verdict: { kind: 'deadlock' }, deadlock: stuck({ stuck: [0, 1, 2] }) },
      [
        'deadlock: thread 0, thread 1 and thread 2 can never run again',
        '  Nobody who can still run will ever write what they wait for.',
      ],
    ],
    [
      'of a circle, and a daemon that is in it',
      {
        verdict: { kind: 'deadlock' },
        deadlock: stuck({ shape: 'circular', stuck: [1], daemons: [3], cycle: [1, 3] }),
      },
      [
        'deadlock: thread 1 can never run again',
        '  Nobody who can still run will ever write what they wait for.',
        '  Stuck with them, as a daemon: thread 3.',
        '  thread 1 waits for thread 3, and thread 3 for thread 1.',
      ],
    ],
    [
      'of somebody who waits for himself',
      { verdict: { kind: 'deadlock' }, deadlock: stuck({ shape: 'circular', cycle: [0] }) },
      [
        'deadlock: thread 0 can never run again',
        '  Nobody who can still run will ever write what it waits for.',
        '  thread 0 waits for itself.',
      ],
    ],
    [
      'of a deadlock that only the state graph shows',
      { verdict: { kind: 'deadlock' }, deadlock: stuck({ decidedOn: 'graph' }) },
      [
        'deadlock: thread 0 can never run again',
        '  Decided on the state graph: no run from here ever lets it go on.',
      ],
    ],
    [
      'of a class cycle, which is no deadlock',
      { verdict: { kind: 'lock order', problem: cycle } },
      [
        'lock order: possible circular locking dependency (no run deadlocks)',
        '  circular: a -> b -> a',
      ],
    ],
    [
      'of a class cycle where nobody has looked for deadlocks',
      {
        verdict: { kind: 'lock order', problem: cycle },
        assumptions: [{ kind: 'deadlock check off' }],
      },
      [
        'lock order: possible circular locking dependency (deadlocks were not looked for)',
        '  circular: a -> b -> a',
      ],
    ],
    [
      'of what bounds cut, with everything that was',
      {
        verdict: {
          kind: 'incomplete',
          cuts: [
            { bound: 'states', limit: 1000 },
            { bound: 'depth', limit: 1 },
            { bound: 'time', limit: 30 },
            { bound: 'memory', limit: 2 ** 33 },
            { bound: 'constraint', name: 'small', states: 2 },
          ],
          unreached: ['both'],
          ...rest,
        },
      },
      [
        'incomplete',
        '  The bound of 1,000 states was reached.',
        '  The bound of 1 step was reached.',
        '  The time of 30 s was up.',
        '  The memory of 8 GiB was full.',
        "  The constraint 'small' kept 2 states from being expanded.",
        '  Nothing wrong was found.',
        '  Every state up to depth 4 was explored. Found and not explored: 1,234 states.',
        '  No witness so far: both.',
      ],
    ],
    [
      'of an interrupt before anything was complete',
      { verdict: { kind: 'interrupted', found: null, frontier: 1, completeDepth: -1 } },
      [
        'interrupted',
        '  Not every initial state was explored. Found and not explored: 1 state.',
        '  Nothing wrong was found until then.',
      ],
    ],
    [
      'of a run for which there was not memory enough to choose it',
      { verdict: { kind: 'deadlock' }, ...ending(calling(site)), canonical: false },
      [
        'deadlock',
        '  Somebody can never run again, and that is no legitimate end.',
        '  No memory was left to choose among the shortest runs to it: this is one of them.',
      ],
    ],
    [
      'of an interrupt after something was found, without the run to it',
      {
        canonical: false,
        verdict: {
          kind: 'interrupted',
          found: { kind: 'assertion', message: 'not held', site },
          ...rest,
        },
      },
      [
        'interrupted, and found: assertion: not held',
        '  Every state up to depth 4 was explored. Found and not explored: 1,234 states.',
        '  at m.ts:3',
        '  The shortest run to it was still being looked for.',
      ],
    ],
    [
      'of an interrupt before the run to what was found was chosen',
      {
        ...ending(calling(site)),
        canonical: false,
        verdict: { kind: 'interrupted', found: { kind: 'deadlock' }, ...rest },
      },
      [
        'interrupted, and found: deadlock',
        '  Every state up to depth 4 was explored. Found and not explored: 1,234 states.',
        '  Somebody can never run again, and that is no legitimate end.',
        '  The search was interrupted before it chose among the shortest runs to it: this is one of them.',
      ],
    ],
    [
      'of an interrupt after something was found, with the run to it',
      {
        ...ending({ ...calling(site), calls: [] }),
        verdict: {
          kind: 'interrupted',
          found: { kind: 'assertion', message: 'not held', site },
          ...rest,
        },
      },
      [
        'interrupted, and found: assertion: not held',
        '  Every state up to depth 4 was explored. Found and not explored: 1,234 states.',
        '  at m.ts:3',
      ],
    ],
  ]

  test.each(heads)('%s', (_what, parts, lines) => {
    expect(head(parts)).toEqual(lines)
  })

  test('keeps within the page, whatever a message says', () => {
    const message = `${'a_very_long_name_'.repeat(12)} and\nso on ${'and on '.repeat(30)}`
    for (const line of head({ verdict: { kind: 'assertion', message, site: siteAt(3) } })) {
      expect(widthOf(line)).toBeLessThanOrEqual(100)
    }
  })

  test('says of what a test by itself is asked, and of no formula', async () => {
    const alone = 'A test by itself is asked of the initial state alone'
    expect(await headOf((flag) => flag)).toContain(alone)
    expect(await headOf((flag) => always(flag))).toMatch(/^liveness: claim\n/)
    expect(await headOf((flag) => always(flag))).not.toContain(alone)
  })
})
