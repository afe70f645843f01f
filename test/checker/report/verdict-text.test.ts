/** The head of a report says what the verdict is, why, and where. */

import { describe, expect, test } from 'vitest'
import { Site } from '../../../dsl/site.ts'
import type { Report } from '../../../checker/check.ts'
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
  stack: `    at lock (${kernel.href}mutex.ts:7:1)\n    at f (${here}/m.ts:3:1)`,
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
  const last = { step, thread: 0, choices: [], result, ofState: false }
  return { trace: { initial, steps: [last] }, steps: 1 }
}

function head(parts: Partial<Report>): readonly string[] {
  return verdictLines(report(parts), onto)
}

const rest = { frontier: 1234, completeDepth: 4 }

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
      'of a fault in a primitive, with the line of both',
      { verdict: { kind: 'fault', fault: 'fail', message: 'freed', site: inMutex } },
      ['fault: freed', `  at m.ts:3, in ${new URL('mutex.ts', kernel).pathname}:7`],
    ],
    [
      'of a fault of the language, with its kind',
      { verdict: { kind: 'fault', fault: 'zero', message: '1 div 0', site } },
      ['fault: 1 div 0 (zero)', '  at m.ts:3'],
    ],
    [
      'of a deadlock',
      { verdict: { kind: 'deadlock' } },
      ['deadlock', '  No step is enabled, and that is no legitimate end.'],
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
        '  No step is enabled, and that is no legitimate end.',
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
        '  No step is enabled, and that is no legitimate end.',
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
})
