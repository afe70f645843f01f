import { expect, test } from 'vitest'
import { action, assign, label, model, process, step } from './build.ts'
import {
  at,
  binary,
  binder,
  broken,
  eq,
  identity,
  int,
  its,
  lit,
  num,
  of,
  plus,
  quantifier,
  self,
  values,
  variable,
} from './terms.ts'
import { firstState, systemOf } from './runs.ts'

const cpu = identity('cpu', 2)
const x = variable(0, 'x', int(0, 9), num(0))
const critical = step('enter', eq(of(x), num(0)), assign(x, num(1)))
const p = process('p', [critical, label('critical'), step('leave', null, assign(x, num(0)))], {
  sort: cpu,
})
const system = systemOf(model({ variables: [x], processes: [p] }))
const first = firstState(system)
const [entered] = system
  .expand(first)
  .flatMap(({ result }) => (result.kind === 'state' ? [result.state] : []))
const i = binder(0, 'i', cpu)
const someoneInside = quantifier('some', i, values(cpu), at(0, its(i), 'critical'))

test('a predicate reads one state', () => {
  const holds = system.predicate(someoneInside)
  expect([holds(first), holds(entered!)]).toEqual([false, true])
})

test('a predicate that faults gives the fault', () => {
  expect(system.predicate(broken())(first)).toMatchObject({ kind: 'zero' })
})

test('a relation reads the state after the step inside after, the one before outside', () => {
  const after = { ...of(x), kind: 'after' as const, body: of(x) }
  const grows = system.relation(binary('lt', of(x), after))
  expect([grows(first, entered!), grows(entered!, first)]).toEqual([true, false])
  const enters = system.relation(
    quantifier('some', i, values(cpu), {
      ...someoneInside,
      kind: 'after',
      body: at(0, its(i), 'critical'),
    }),
  )
  expect(enters(first, entered!)).toBe(true)
})

test('states are equal by their content, and equal states have one hash', () => {
  const back = system
    .expand(entered!)
    .flatMap(({ result }) => (result.kind === 'state' ? [result.state] : []))
  const again = firstState(system)
  expect(system.equal(first, again)).toBe(true)
  expect(system.hash(first)).toBe(system.hash(again))
  expect(back.map((state) => system.equal(first, state))).toEqual([false])
  expect(system.equal(first, entered!)).toBe(false)
})

test('a decoded state tells variables, points and labels', () => {
  expect(system.decode(entered!)).toEqual({
    variables: { x: 1 },
    processes: [
      { process: 'p', instance: 0, at: 'p#2', labels: ['critical'], locals: [] },
      { process: 'p', instance: 1, at: 'p#0', labels: [], locals: [] },
    ],
  })
})

test('a step tells its calls and name once', () => {
  const steps = system.expand(first).map(({ step: info }) => info)
  expect(steps[0]).toBe(steps[1])
  expect(steps[0]).toMatchObject({ id: 'p#0', actor: 'p', name: 'enter', calls: [] })
})

test('a counter of one action has a state for each value', () => {
  const up = action('Up', [], binary('lt', of(x), num(9)), assign(x, plus(of(x), num(1))))
  const counter = systemOf(model({ variables: [x], actions: [up] }))
  let state = firstState(counter)
  const seen: unknown[] = []
  for (;;) {
    seen.push(counter.decode(state).variables['x'])
    const [outcome] = counter.expand(state)
    if (outcome?.result.kind !== 'state') break
    ;({ state } = outcome.result)
  }
  expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('a process of one instance knows itself in what it writes', () => {
  const owner = variable(0, 'owner', cpu, lit(cpu, 0))
  const claim = process('p', [step('claim', null, assign(owner, self(cpu)))], { sort: cpu })
  const claiming = systemOf(model({ variables: [owner], processes: [claim] }))
  const owners = claiming
    .expand(firstState(claiming))
    .map(({ result }) => result.kind === 'state' && claiming.decode(result.state).variables)
  expect(owners).toEqual([{ owner: 0 }, { owner: 1 }])
})
