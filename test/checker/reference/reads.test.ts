import { describe, expect, test } from 'vitest'
import { interpret } from '../../../checker/reference/interpreter.ts'
import type { Expr } from '../../../dsl/ir.ts'
import { processId } from '../../ids.ts'
import * as b from './build.ts'
import { after, initialState, judge, lines } from './explore.ts'

const x = b.variable(0, b.int(0, 9))

test('a variable has its value in the state', () => {
  const model = b.model({ variables: [['x', x.sort, b.number(3)]] })
  expect(judge(model, b.equal(x, b.number(3)), initialState(interpret(model)))).toBe(true)
})

test('a definition has the value of what it names', () => {
  const model = b.model({ variables: [['x', x.sort, b.number(3)]] })
  const body = b.equal(x, b.number(3))
  const expr = b.node('definition', b.bool, { name: 'three', body })
  expect(judge(model, expr, initialState(interpret(model)))).toBe(true)
})

test('a predicate that faults gives the fault', () => {
  const model = b.model({})
  const site = b.site()
  const verdict = interpret(model).predicate(b.faulty(b.bool, site))
  expect(verdict(initialState(interpret(model)))).toMatchObject({ kind: 'none', site })
})

describe('a step property', () => {
  const model = b.model({
    variables: [['x', x.sort, b.number(3)]],
    actions: [['grow', [], null, [b.assign(x, b.plus(x, b.number(1)))]]],
  })
  const system = interpret(model)
  const grown = b.equal(b.node('after', x.sort, { body: x }), b.plus(x, b.number(1)))

  test('reads the state after the step inside `after`, and the state before outside', () => {
    expect(system.relation(grown)(after(system), after(system, 0))).toBe(true)
    expect(system.relation(grown)(after(system), after(system))).toBe(false)
  })

  test('sees names bound outside', () => {
    const n = b.binder('n', b.int(0, 9))
    const body = b.equal(b.use(n), x)
    const inside = b.node('after', b.bool, { body })
    const both = b.test(inside, 'and', b.equal(b.use(n), b.number(4)))
    const some = b.quantify('some', n, b.sortDomain(n.sort), both)
    expect(system.relation(some)(after(system), after(system, 0))).toBe(true)
  })

  test('that faults gives the fault', () => {
    const relation = system.relation(b.faulty(b.bool))
    expect(relation(after(system), after(system))).toMatchObject({ kind: 'none' })
  })
})

describe('the executing process', () => {
  const who = b.variable(0, b.int(0, 99))
  const thread = b.variable(1, b.thread)
  const numbers = b.int(5, 6)
  const self = b.node('self', numbers, {})
  const current = b.node('current', b.thread, {})
  const model = b.model({
    variables: [
      ['who', who.sort, b.number(0)],
      ['thread', b.thread, b.literal(0, b.thread)],
    ],
    processes: [
      ['first', b.identity('first', 2), []],
      ['second', numbers, [b.step('tell', null, [b.assign(who, self), b.assign(thread, current)])]],
    ],
  })
  const system = interpret(model)

  test('is a value of its own sort as self, and the number of its thread as current', () => {
    expect(lines(system, initialState(system))).toEqual(['2 second#0 -> 5 2', '3 second#0 -> 6 3'])
  })

  test('is the thread of its instance', () => {
    const instance = b.literal(6, numbers)
    const other = b.node('thread', b.thread, { process: processId(1), instance })
    expect(judge(model, b.equal(thread, other), after(system, 1))).toBe(true)
    expect(judge(model, b.equal(thread, other), after(system, 0))).toBe(false)
  })
})

describe('control points', () => {
  const worker = b.identity('worker', 2)
  const model = b.model({
    processes: [
      ['idle', b.identity('idle', 1), []],
      ['worker', worker, [b.step('start', null, []), b.label('busy'), b.step('end', null, [])]],
    ],
  })
  const system = interpret(model)
  const state = after(system, 1)
  const judged = (of: (instance: Expr) => Expr) => {
    return [0, 1].map((instance) => judge(model, of(b.literal(instance, worker)), state))
  }

  test('a process is at the labels that it passed since its last step', () => {
    expect(judged((instance) => b.at(1, instance, 'busy'))).toEqual([false, true])
  })

  test('a process is at no other label', () => {
    expect(judged((instance) => b.at(1, instance, 'done'))).toEqual([false, false])
  })

  test('a process is terminated when its body has ended', () => {
    const ended = after(system, 1, 1)
    const terminated = (instance: number) => b.terminated(1, b.literal(instance, worker))
    expect([0, 1].map((instance) => judge(model, terminated(instance), ended))).toEqual([
      false,
      true,
    ])
    expect(judge(model, b.terminated(0, b.literal(0, b.identity('idle', 1))), ended)).toBe(true)
  })

  test('every process is settled only when all of them have terminated', () => {
    const ended = after(system, 0, 0, 0, 0)
    expect([state, after(system, 1, 1), ended].map((one) => system.settled(one))).toEqual([
      false,
      false,
      true,
    ])
  })
})

test('a daemon is settled wherever it rests', () => {
  const model = b.model({
    processes: [['daemon', b.identity('daemon', 1), [b.step('go', null, [])], { daemon: true }]],
  })
  const system = interpret(model)
  expect(system.settled(initialState(system))).toBe(true)
})

test('a model without processes is never settled', () => {
  const system = interpret(b.model({}))
  expect(system.settled(initialState(system))).toBe(false)
})
