/** The end of a trace says who holds what, and who waits for whom. */

import { expect, test } from 'vitest'
import type { ProcessId } from '../../../dsl/ir.ts'
import { nowhere } from '../../../dsl/site.ts'
import { page } from '../../../checker/report/page.ts'
import { situationLines } from '../../../checker/report/situation-text.ts'
import type { Awaited, Situation } from '../../../checker/situation.ts'
import { model } from '../toy-system.ts'

const body = { locals: [], statements: [] }
const two = model({
  processes: [
    {
      id: 0 as ProcessId,
      name: 'importer',
      sort: { kind: 'identity', name: 'importer', size: 2 },
      daemon: false,
      context: 'task',
      fairness: 'weak',
      runs: null,
      body,
      site: nowhere,
    },
  ],
})
const at = { id: 'i#0', actor: 'importer', name: 'lock(a)', calls: [], site: nowhere, requests: [] }

function lines(situation: Partial<Situation>): readonly string[] {
  return situationLines({ threads: [], locks: [], ...situation }, two, page({}, {}, '/'))
}

function waiting(wait: Awaited): string {
  const [line = ''] = lines({
    threads: [{ kind: 'blocked', thread: 0, at, steps: [{ step: at, wait }] }],
  })
  return line.replace('  importer 0  is blocked in lock(a)', '')
}

test('a process has ended, can go on, or is blocked', () => {
  expect(
    lines({
      threads: [
        { kind: 'terminated', thread: 0 },
        { kind: 'enabled', thread: 1, at },
        { kind: 'blocked', thread: 0, at, steps: [] },
      ],
    }),
  ).toEqual([
    '  importer 0  has ended',
    '  importer 1  can go on with lock(a)',
    '  importer 0  is blocked in lock(a)',
  ])
})

test('at an either, what is blocked is the step of each branch, unless there are many', () => {
  const branch = (name: string) => ({ step: { ...at, name }, wait: null })
  const blocked = (...names: readonly string[]) => ({
    kind: 'blocked' as const,
    thread: 0,
    at: { ...at, name: 'either' },
    steps: names.map(branch),
  })
  const threads = [blocked('wait(f)'), blocked('wait(f)', 'wait(g)'), blocked('a', 'b', 'c')]
  expect(lines({ threads }).join('\n')).toMatchInlineSnapshot(`
    "  importer 0  is blocked in wait(f)
      importer 0  is blocked in wait(f) or wait(g)
      importer 0  is blocked in either"
  `)
})

const waits: [Awaited, string][] = [
  [{ kind: 'lock', lock: 'a', holders: [1] }, ': waits for a, held by importer 1'],
  [{ kind: 'lock', lock: 'a', holders: [0] }, ': waits for a, held by itself'],
  [{ kind: 'lock', lock: 'a', holders: [0, 1] }, ': waits for a, held by itself and importer 1'],
  [{ kind: 'lock', lock: 'a', holders: [] }, ': waits for a'],
  [{ kind: 'event', event: 'fence', by: [1] }, ': waits for fence, from importer 1'],
  [{ kind: 'event', event: 'fence', by: [] }, ': waits for fence, which nobody can grant'],
  [{ kind: 'event', event: 'fence', by: null }, ': waits for fence'],
  [
    {
      kind: 'any',
      of: [
        { kind: 'event', event: 'fence', by: null },
        { kind: 'event', event: 'timeout', by: null },
      ],
    },
    ': waits for any of fence; timeout',
  ],
]

test.each(waits)('%o reads%s', (wait, text) => {
  expect(waiting(wait)).toBe(text)
})

test('a lock that is held has its holders and its class; one that is free is left out', () => {
  const locks = [
    { name: 'a', lockClass: 'a_class', holders: [1] },
    { name: 'b', lockClass: 'b', holders: [0, 1] },
    { name: 'c', lockClass: 'c', holders: [] },
  ]
  expect(lines({ locks })).toEqual([
    '  a  held by importer 1 (a_class)',
    '  b  held by importer 0 and importer 1',
  ])
})
