/** Each verdict has its exit code and its few words. */

import { expect, test } from 'vitest'
import { nowhere } from '../../dsl/site.ts'
import { describe as words, exitCode } from '../../checker/verdict.ts'
import type { Verdict } from '../../checker/verdict.ts'

const property = { kind: 'always', name: 'mapped', site: nowhere } as const
const rest = { frontier: 3, completeDepth: 2 }

const lock = { name: 'resv', subclass: 1, kind: 'sleeping' } as const
const dependency = { from: lock, held: 'write', to: lock, requested: 'write' } as const
const witness = { kind: 'declared', order: { classes: ['resv/1'], site: nowhere } } as const

const truth = { kind: 'literal', sort: { kind: 'bool' }, value: true, site: nowhere } as const
const formula = { kind: 'state', expr: truth, site: nowhere } as const
const temporal = { name: 'served', formula, site: nowhere } as const

const verdicts: [Verdict, number, string][] = [
  [{ kind: 'holds' }, 0, 'holds'],
  [{ kind: 'deadlock' }, 11, 'deadlock'],
  [{ kind: 'violated', property }, 12, 'violated: mapped'],
  [{ kind: 'not reached', property: 'used', site: nowhere }, 12, 'not reached: used'],
  [{ kind: 'liveness', property: temporal, formula }, 13, 'liveness: served'],
  [{ kind: 'assertion', message: 'not held', site: nowhere }, 14, 'assertion: not held'],
  [{ kind: 'fault', fault: 'zero', message: '1 / 0', site: nowhere }, 15, 'fault: 1 / 0'],
  [
    { kind: 'lock order', problem: { kind: 'recursive', link: { dependency, witness } } },
    16,
    'lock order: recursive: resv/1',
  ],
  [{ kind: 'incomplete', cuts: [], unreached: [], ...rest }, 20, 'incomplete'],
  [{ kind: 'no initial state' }, 150, 'no initial state'],
  [{ kind: 'interrupted', found: null, ...rest }, 130, 'interrupted'],
  [
    { kind: 'interrupted', found: { kind: 'deadlock' }, ...rest },
    130,
    'interrupted, and found: deadlock',
  ],
]

test.each(verdicts)('%o exits with %i', (verdict, code) => {
  expect(exitCode(verdict)).toBe(code)
})

test.each(verdicts)('%o, exit code %i, is called %s', (verdict, _code, text) => {
  expect(words(verdict)).toBe(text)
})
