/** Variables, locals and bound names in the generated code. */

import { expect, test } from 'vitest'
import type { Context } from '../../../../checker/lower/context.ts'
import { outsideProcesses } from '../../../../checker/lower/context.ts'
import type { Datum } from '../../../../checker/lower/datum.ts'
import { lower } from '../../../../checker/lower/lower.ts'
import type { Program } from '../../../../checker/lower/program.ts'
import type { Expr, Sort } from '../../../../dsl/ir.ts'
import { processId } from '../../../ids.ts'
import { modelOf } from '../../../model.ts'
import { bound, expr } from '../../../random/nodes.ts'
import { block, process, step } from '../../lower/build.ts'
import { array, binder, bool, broken, current, enumOf, eq, get } from '../../lower/terms.ts'
import { identity, int, local, num, of, record, self, set, thread } from '../../lower/terms.ts'
import { variable } from '../../lower/terms.ts'
import { compiled, valueIn } from './kit.ts'

const pages = set(identity('page', 70))
/** Its codes have gaps; the values are the instances of `q`. */
const gappy = record({ a: bool, b: enumOf('one', 'two', 'three') })
const single = identity('only', 1)

const variables = [
  variable(0, 'n', int(5, 9), 'any'),
  variable(1, 'all', pages, 'any'),
  variable(2, 'flags', array(gappy, bool), 'any'),
]
/** Every other slot of the layout of these tests may be dead. */
const locals = [
  local(0, 'live', int(-3, 4)),
  local(1, 'perhaps', int(-3, 4)),
  local(2, 'wide', pages),
  local(3, 'perhaps wide', pages),
  local(4, 'flag', bool),
  local(5, 'perhaps flag', bool),
]
const program: Program = lower(
  modelOf({
    variables,
    processes: [
      process('p', block(locals, step('s', null)), { sort: int(3, 5) }),
      process('q', block(locals.slice(0, 2), step('s', null)), { id: 1, sort: gappy }),
      process('only', [step('s', null)], { id: 2, sort: single }),
    ],
  }),
)
const slots: readonly Datum[] = [-3, 4, [0, 69], [5], 1, 1]
const before: readonly Datum[] = [7, [1, 64], [0, 1, 0, 1, 1, 0]]
const points = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]

function context(threadNumber: number, own: readonly Datum[] = slots): Context {
  return { variables: before, points, slots: own, thread: threadNumber, bound: [], after: null }
}

/** The value for the instance of that number of the process. */
function executedBy(id: number, instance: number, whole: Expr): unknown {
  const first = program.processes[id]?.first ?? 0
  const own = slots.slice(0, program.processes[id]?.slots.length)
  const subject = { expr: whole, process: processId(id), binders: [] }
  return valueIn(subject, context(first + instance, own), program)
}

test('a variable is what the state has for it, narrow or wide, wherever it lies', () => {
  const state = outsideProcesses({ variables: before, points })
  const values = variables.map((each) =>
    valueIn({ expr: of(each), process: null, binders: [] }, state, program),
  )
  expect(values).toEqual(before)
})

test.each([0, 1, 2])(
  'a local is what instance %i has for it, whether it may be dead or not',
  (i) => {
    expect(locals.map((each) => executedBy(0, i, get(each)))).toEqual(slots)
    expect(executedBy(1, i, get(locals[1] ?? local(1, '', bool)))).toBe(4)
  },
)

test('an instance is known by its value to itself, and as a thread to all', () => {
  expect([0, 1, 2].map((i) => executedBy(0, i, self(int(3, 5))))).toEqual([3, 4, 5])
  expect([0, 2, 3, 5].map((i) => executedBy(1, i, self(gappy)))).toEqual([
    [0, 0],
    [0, 2],
    [1, 0],
    [1, 2],
  ])
  expect(executedBy(2, 0, self(single))).toBe(0)
  expect([executedBy(0, 2, current), executedBy(1, 3, current), executedBy(2, 0, current)]).toEqual(
    [2, 6, 9],
  )
})

test('the only instance of a process is known when the module is made', () => {
  const same = eq(self(single), expr('literal', single, { value: 0 }))
  const { text } = compiled([{ expr: same, process: processId(2), binders: [] }], program)
  expect(JSON.stringify(text.at(-1))).not.toContain('"i64.eq"')
  expect(executedBy(2, 0, same)).toBe(1)
})

test.each<[string, number, Sort, Datum, number]>([
  ['of ints from 3 on', 0, int(3, 5), 4, 1],
  ['of codes with gaps', 1, gappy, [1, 1], 7],
  ['of the last process', 2, single, 0, 9],
])('an instance is a thread, counted through all processes: %s', (_, id, sort, value, expected) => {
  const it = binder(0, 'it', sort)
  const whole = expr('thread', thread, { process: processId(id), instance: bound(it) })
  const state = outsideProcesses({ variables: before, points }, [value])
  expect(valueIn({ expr: whole, process: null, binders: [it] }, state, program)).toBe(expected)
})

test('an element is found by the own instance, where codes have gaps too', () => {
  const flags = of(variable(2, 'flags', array(gappy, bool), 'any'))
  const own = expr('element', bool, { array: flags, index: self(gappy) })
  expect([0, 1, 2, 3, 4, 5].map((i) => executedBy(1, i, own))).toEqual([0, 1, 0, 1, 1, 0])
})

test('a let evaluates its value, used or not', () => {
  const it = binder(0, 'it', int(0, 9))
  const used = (value: Expr, body: Expr): Expr =>
    expr('let', int(0, 9), { binder: it, value, body })
  expect(executedBy(0, 0, used(num(7), bound(it)))).toBe(7)
  expect(executedBy(0, 0, used(num(7), num(1)))).toBe(1)
  expect(executedBy(0, 0, used(broken(int(0, 9)), num(1)))).toBe('zero')
})

test('an int of a smaller range is the same int under a name of a larger one', () => {
  const n = variables[0] ?? variable(0, 'n', int(5, 9), 'any')
  const it = binder(0, 'it', int(-20, 20))
  const whole = expr('let', int(-20, 20), { binder: it, value: of(n), body: bound(it) })
  expect(executedBy(0, 0, whole)).toBe(7)
})

test('inside of an after it is the state after the step, but for what was bound outside', () => {
  const [n, all] = variables
  if (n === undefined || all === undefined) throw new Error('there are three')
  const after: Context = { ...context(-1, []), variables: [9, [], [1, 1, 1, 1, 1, 1]] }
  const state: Context = { ...context(-1, []), after }
  const value = (whole: Expr): unknown =>
    valueIn({ expr: whole, process: null, binders: [] }, state, program)
  const next = (body: Expr): Expr => expr('after', body.sort, { body })
  expect([value(of(n)), value(next(of(n)))]).toEqual([7, 9])
  expect([value(of(all)), value(next(of(all)))]).toEqual([[1, 64], []])
  const it = binder(0, 'it', pages)
  const kept = expr('let', pages, { binder: it, value: of(all), body: next(bound(it)) })
  expect(value(kept)).toEqual([1, 64])
  expect(value(eq(of(n), next(of(n))))).toBe(0)
})
