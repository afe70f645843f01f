import { expect, test } from 'vitest'
import type { Effect } from '../../../dsl/ir.ts'
import {
  action,
  assert,
  assign,
  block,
  effectWhen,
  fail,
  forEach,
  model,
  pick,
  place,
  process,
  step,
} from './build.ts'
import {
  array,
  arrayOf,
  bag,
  binary,
  binder,
  broken,
  collection,
  convert,
  element,
  eq,
  identity,
  int,
  its,
  lit,
  local,
  members,
  no,
  num,
  of,
  plus,
  quantifier,
  record,
  sequence,
  set,
  values,
  variable,
  yes,
} from './terms.ts'
import { firstSteps, onlyRun } from './runs.ts'

const small = int(0, 3)
const cpu = identity('cpu', 2)
const x = variable(0, 'x', small, num(0))
const locks = variable(1, 'locks', array(cpu, small), arrayOf(cpu, lit(small, 0)))
const pair = record({ left: array(cpu, small), right: small })
const both = variable(2, 'both', pair, {
  ...yes,
  kind: 'record',
  sort: pair,
  fields: [
    { name: 'left', value: arrayOf(cpu, lit(small, 0)) },
    { name: 'right', value: num(0) },
  ],
})
const i = binder(0, 'i', cpu)
const n = binder(1, 'n', small)
const at = (value: number) => lit(cpu, value)

/** The outcomes of one action with these effects. */
function outcomes(...effects: Effect[]): string[] {
  const actions = [action('A', [], null, ...effects)]
  return firstSteps(model({ variables: [x, locks, both], actions })).map((line) =>
    line.replace(/^A /, ''),
  )
}

const rest = 'both={"left":[0,0],"right":0}'

test('writes to different elements and fields go together', () => {
  expect(
    outcomes(
      assign(place(locks, at(0)), num(1)),
      assign(place(locks, at(1)), num(2)),
      assign(place(both, 'left', at(1)), num(3)),
      assign(place(both, 'right'), num(1)),
    ),
  ).toEqual(['-> x=0 locks=[1,2] both={"left":[0,3],"right":1}'])
})

test('two writes to one place conflict, equal values too', () => {
  expect(outcomes(assign(x, num(1)), assign(x, num(1)))).toEqual(['-> fault conflict'])
})

test('a write to a whole conflicts with one to a part, in either order', () => {
  const whole = assign(both, of(both))
  const part = assign(place(both, 'left', at(0)), num(1))
  expect(outcomes(whole, part)).toEqual(['-> fault conflict'])
  expect(outcomes(part, whole)).toEqual(['-> fault conflict'])
  expect(outcomes(part, assign(place(both, 'left'), arrayOf(cpu, num(2))))).toEqual([
    '-> fault conflict',
  ])
})

test('the value of a conflicting write is evaluated first', () => {
  expect(outcomes(assign(x, num(1)), assign(x, broken(small)))).toEqual(['-> fault zero'])
})

test('indices are evaluated before the value', () => {
  const list = sequence(cpu, 1)
  const missing = {
    ...yes,
    kind: 'nth',
    sort: cpu,
    sequence: collection(list),
    index: num(0),
  } as const
  expect(outcomes(assign(place(locks, missing), broken(small)))).toEqual(['-> fault index'])
})

test('effects that a test does not choose are not visited', () => {
  expect(outcomes(effectWhen(no, [fail('then')], [assign(x, num(2))]))).toEqual([
    `-> x=2 locks=[0,0] ${rest}`,
  ])
})

test('effects are visited for each element of a domain', () => {
  const write = assign(place(locks, its(i)), plus(element(of(locks), its(i)), num(1)))
  expect(outcomes(forEach(i, values(cpu), write))).toEqual([`-> x=0 locks=[1,1] ${rest}`])
  const twice = collection(sequence(cpu, 2), at(0), at(0))
  expect(outcomes(forEach(i, members(twice), write))).toEqual(['-> fault conflict'])
})

test('a pick gives a successor for each element that passes, in order', () => {
  const odd = eq(binary('mod', its(n), num(2), int(0, 1)), num(1))
  expect(outcomes(pick(n, values(small), odd), assign(x, its(n)))).toEqual([
    `n=1 -> x=1 locks=[0,0] ${rest}`,
    `n=3 -> x=3 locks=[0,0] ${rest}`,
  ])
})

test('a pick from a bag takes each distinct element once', () => {
  const two = collection(bag(small, 3), num(2), num(1), num(2))
  expect(outcomes(pick(n, members(two)), assign(x, its(n)))).toEqual([
    `n=1 -> x=1 locks=[0,0] ${rest}`,
    `n=2 -> x=2 locks=[0,0] ${rest}`,
  ])
})

test('a pick in a branch of effects goes on with what follows the branch', () => {
  const more = assign(place(locks, at(0)), num(1))
  expect(outcomes(effectWhen(yes, [pick(i, values(cpu)), assign(x, num(2))]), more)).toEqual([
    `i=0 -> x=2 locks=[1,0] ${rest}`,
    `i=1 -> x=2 locks=[1,0] ${rest}`,
  ])
})

test('a pick with nothing to pick is a fault', () => {
  expect(outcomes(pick(n, members(collection(set(small)))))).toEqual(['-> fault pick'])
  expect(outcomes(pick(n, values(small), no))).toEqual(['-> fault pick'])
})

test('a filter that faults is a fault before anything is picked', () => {
  const filter = eq(binary('div', num(1), binary('minus', its(n), num(1), small), small), num(0))
  expect(outcomes(pick(n, values(small), filter))).toEqual(['-> fault zero'])
})

test('a fault behind a pick is that of one choice', () => {
  const safe = binary('gt', its(n), num(0))
  expect(outcomes(pick(n, values(int(0, 1))), assert(safe, 'positive'))).toEqual([
    'n=0 -> failed: positive',
    `n=1 -> x=0 locks=[0,0] ${rest}`,
  ])
})

test('the first effect that fails ends the step', () => {
  expect(outcomes(assert(no, 'first'), fail('second'))).toEqual(['-> failed: first'])
  expect(outcomes(fail('first'), assert(no, 'second'))).toEqual(['-> fault fail'])
})

test('a value outside the range is a fault, in its conversion', () => {
  const tooMuch = convert(plus(of(x), num(4)), small)
  expect(outcomes(assign(x, tooMuch))).toEqual(['-> fault range'])
})

test('an action is tried for each combination of its parameters, the first most significant', () => {
  const a = action('A', [n, i], binary('le', its(n), num(1)), assign(place(locks, its(i)), its(n)))
  expect(firstSteps(model({ variables: [x, locks], actions: [a] }))).toEqual([
    'A n=0 i=0 -> x=0 locks=[0,0]',
    'A n=0 i=1 -> x=0 locks=[0,0]',
    'A n=1 i=0 -> x=0 locks=[1,0]',
    'A n=1 i=1 -> x=0 locks=[0,1]',
  ])
})

test('the parameters of an action come before its picks among the choices', () => {
  const a = action('A', [i], null, pick(n, values(int(1, 1))), assign(x, its(n)))
  expect(firstSteps(model({ variables: [x], actions: [a] }))).toEqual([
    'A i=0 n=1 -> x=1',
    'A i=1 n=1 -> x=1',
  ])
})

test('an action whose guard faults is a fault of the state, with its parameters', () => {
  const a = action('A', [i], eq(its(i), at(0)), assign(x, num(1)))
  const b = action('B', [i], binary('implies', eq(its(i), at(1)), broken()))
  expect(firstSteps(model({ variables: [x], actions: [a, b] }))).toEqual([
    'A i=0 -> x=1',
    'B i=0 -> x=0',
    'B i=1 -> of the state: fault zero',
  ])
})

test('actions come after processes', () => {
  const p = process('p', [step('step', null)])
  const a = action('A', [], null)
  expect(firstSteps(model({ variables: [x], processes: [p], actions: [a] }))).toEqual([
    '0: p#0 step -> x=0 | end',
    'A -> x=0 | p#0',
  ])
})

test('a part of a local can be written', () => {
  const own = local(0, 'own', array(cpu, small))
  const p = process(
    'p',
    block(
      [own],
      step('make', null, assign(own, arrayOf(cpu, num(0)))),
      step('part', null, assign(place(own, at(1)), num(2))),
      step('end', null),
    ),
  )
  expect(onlyRun(model({ processes: [p] }))).toEqual([
    '0: p#0 make -> p#1 own=[0,0]',
    '0: p#1 part -> p#2 own=[0,2]',
    '0: p#2 end -> end',
  ])
})

test('a set that a step filters is the set of what passes', () => {
  const s = variable(0, 's', set(small), collection(set(small)))
  const odd = eq(binary('mod', its(n), num(2), int(0, 1)), num(1))
  const a = action(
    'A',
    [],
    null,
    assign(s, quantifier('filter', n, values(small), odd, set(small))),
  )
  expect(firstSteps(model({ variables: [s], actions: [a] }))).toEqual(['A -> s=[1,3]'])
})
