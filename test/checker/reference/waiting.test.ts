import { describe, expect, test } from 'vitest'
import { interpret } from '../../../checker/reference/interpreter.ts'
import { situation } from '../../../checker/reference/waiting.ts'
import type { Expr, Lock, LockId, Statement, Wait } from '../../../dsl/ir.ts'
import * as b from './build.ts'
import { after, initialState } from './explore.ts'

const owner = b.variable(0, b.optional(b.thread))
const readers = b.variable(1, b.setOf(b.thread))
const current = b.node('current', b.thread, {})
const free = b.equal(owner, b.none(owner.sort))
const lockOf = (name: string, lockClass: string, holders: Expr): Lock => ({
  // Nothing here asks for it by its number.
  id: 0 as LockId,
  name,
  lockClass,
  kind: 'sleeping',
  indices: [],
  holdings: [{ mode: 'write', subclass: 0, holders }],
  site: b.site(),
})
const forLock: Wait = { kind: 'lock', lock: 'resv', holders: owner }
const lock = (site = b.site()): Statement => {
  return b.step('mutex_lock', free, [b.assign(owner, b.some(current))], forLock, site)
}
const join = b.step('down_read', null, [
  b.assign(
    readers,
    b.node('setOperation', readers.sort, {
      operator: 'union',
      left: readers,
      right: b.collection(readers.sort, [current]),
    }),
  ),
])

function modelOf(...bodies: readonly (readonly Statement[])[]) {
  return b.model({
    variables: [
      ['owner', owner.sort, b.none(owner.sort)],
      ['readers', readers.sort, b.collection(readers.sort, [])],
    ],
    processes: bodies.map((body, at) => [`p${at}`, b.identity(`p${at}`, 1), body] as const),
    procedures: [['shrink', [], [lock()]]],
    locks: [
      lockOf('resv', 'ww', owner),
      lockOf('rwsem', 'rwsem', readers),
      lockOf('bad', 'bad', b.faulty(b.setOf(b.thread))),
    ],
  })
}

/** What the last process waits for in the initial state, when it waits so. */
function waitsFor(wait: Wait | null, ...before: readonly Statement[]) {
  const model = modelOf([], [...before, b.step('wait', b.no, [], wait)])
  const standing = situation(model, initialState(interpret(model))).threads[1]
  return standing?.kind === 'blocked' ? standing.steps.map((step) => step.wait) : standing
}

test('each thread is terminated, enabled, or blocked by somebody', () => {
  const site = b.site()
  const model = modelOf([], [lock(), lock(site)], [join])
  const state = after(interpret(model), 0)
  const { threads } = situation(model, state)
  expect(threads).toMatchObject([
    { kind: 'terminated', thread: 0 },
    {
      kind: 'blocked',
      thread: 1,
      at: { id: 'p1#1', name: 'mutex_lock', site },
      steps: [{ step: { id: 'p1#1' }, wait: { kind: 'lock', lock: 'resv', holders: [1] } }],
    },
    { kind: 'enabled', thread: 2, at: { id: 'p2#0' } },
  ])
})

test('a blocked thread knows the calls that led to where it rests', () => {
  const site = b.site()
  const model = modelOf([lock(), b.call(0, [], null, false, site)])
  const [standing] = situation(model, after(interpret(model), 0)).threads
  expect(standing).toMatchObject({
    at: { id: 'p0/shrink@1#0', calls: [{ procedure: 'shrink', site }] },
  })
})

test('each lock is held by its holders, in order', () => {
  const model = modelOf([lock()], [join], [join])
  const system = interpret(model)
  const held = (state: typeof initial) => situation(model, state).locks
  const initial = initialState(system)
  expect(held(initial)).toEqual([
    { name: 'resv', lockClass: 'ww', holders: [] },
    { name: 'rwsem', lockClass: 'rwsem', holders: [] },
    { name: 'bad', lockClass: 'bad', holders: [] },
  ])
  expect(held(after(system, 0, 1, 0)).map(({ holders }) => holders)).toEqual([[0], [1, 2], []])
})

describe('a blocked step waits', () => {
  const thread = b.literal(0, b.thread)

  test('for nothing that anybody said', () => {
    expect(waitsFor(null)).toEqual([null])
  })

  test.each<readonly [string, Expr | null, readonly number[] | null]>([
    ['nobody in particular', null, null],
    ['a thread', thread, [0]],
    ['an optional thread', b.some(thread), [0]],
    ['a thread that is none', b.none(b.optional(b.thread)), []],
    ['a set of threads', b.collection(b.setOf(b.thread), [b.literal(1, b.thread), thread]), [0, 1]],
    ['a thread that faults', b.faulty(b.thread), []],
  ])('for an event that %s could grant', (_, by, expected) => {
    const event = { kind: 'event', event: 'signal' } as const
    expect(waitsFor({ ...event, by })).toEqual([{ ...event, by: expected }])
  })

  test('for any of several', () => {
    const event: Wait = { kind: 'event', event: 'signal', by: null }
    expect(waitsFor({ kind: 'any', of: [forLock, event] })).toEqual([
      { kind: 'any', of: [{ kind: 'lock', lock: 'resv', holders: [] }, event] },
    ])
  })

  test('for a thread that its locals name', () => {
    const whom = b.local('whom', b.thread)
    const wait: Wait = { kind: 'event', event: 'signal', by: b.read(whom) }
    const model = b.model({
      processes: [
        [
          'p',
          b.identity('p', 1),
          b.block([whom], b.compute(b.assign(whom, current)), b.step('wait', b.no, [], wait)),
        ],
      ],
    })
    const [standing] = situation(model, initialState(interpret(model))).threads
    expect(standing).toMatchObject({ steps: [{ wait: { by: [0] } }] })
  })
})

test('a thread at an either with several blocked branches waits for each of them', () => {
  const wait = (event: string) => b.step(event, b.no, [], { kind: 'event', event, by: null })
  const model = modelOf([b.either(b.block([], wait('signal')), b.block([], wait('timeout')))])
  const [standing] = situation(model, initialState(interpret(model))).threads
  expect(standing).toMatchObject({
    kind: 'blocked',
    at: { id: 'p0#0', name: 'either' },
    steps: [
      { step: { id: 'p0#1' }, wait: { event: 'signal' } },
      { step: { id: 'p0#2' }, wait: { event: 'timeout' } },
    ],
  })
})

test('a thread at an either with one free branch is enabled', () => {
  const model = modelOf([b.either(b.block([], b.step('wait', b.no, [])), b.block([], lock()))])
  expect(situation(model, initialState(interpret(model))).threads).toMatchObject([
    { kind: 'enabled' },
  ])
})

test('a thread at a blocked atomic waits for its first step, under the name of the atomic', () => {
  const model = modelOf([lock(), b.atomic('lock all', b.block([], lock(), join))])
  const [standing] = situation(model, after(interpret(model), 0)).threads
  expect(standing).toMatchObject({
    kind: 'blocked',
    steps: [{ step: { id: 'p0#1', name: 'lock all' }, wait: { lock: 'resv', holders: [0] } }],
  })
})

test('a thread whose guard faults is not blocked', () => {
  const model = modelOf([b.step('wait', b.faulty(b.bool), [])])
  expect(situation(model, initialState(interpret(model))).threads).toMatchObject([
    { kind: 'enabled' },
  ])
})
