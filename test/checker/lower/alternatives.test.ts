import { expect, test } from 'vitest'
import {
  asStep,
  assert,
  assign,
  atomic,
  block,
  call,
  compute,
  either,
  fail,
  label,
  loop,
  model,
  pick,
  procedure,
  process,
  return_,
  step,
  when,
} from './build.ts'
import {
  at,
  binary,
  binder,
  broken,
  eq,
  get,
  identity,
  int,
  its,
  lit,
  local,
  no,
  num,
  of,
  plus,
  values,
  variable,
} from './terms.ts'
import { firstSteps, initials, onlyRun, systemOf } from './runs.ts'

const small = int(0, 3)
const x = variable(0, 'x', small, num(0))
const a = local(0, 'a', small)
const i = binder(0, 'i', int(1, 2))
const toX = (value: number) => step(`x${value}`, null, assign(x, num(value)))
const add = (value: number) => step(`add${value}`, null, assign(x, plus(of(x), num(value))))
const ofOne = (...statements: Parameters<typeof process>[1][]) =>
  model({ variables: [x], processes: statements.map((body) => process('p', body)) })

test('a process rests at an either and is offered the first steps of its branches', () => {
  const m = ofOne([either([toX(1), toX(3)], [toX(2)]), toX(0)])
  expect(initials(m)).toEqual(['x=0 | p#0'])
  expect(firstSteps(m)).toEqual(['0: p#1 x1 -> x=1 | p#2', '0: p#3 x2 -> x=2 | p#4'])
})

test('a branch whose first step is blocked is not offered', () => {
  expect(firstSteps(ofOne([either([step('never', no)], [toX(2)])]))).toEqual([
    '0: p#2 x2 -> x=2 | end',
  ])
})

test('a nested either offers its branches in place', () => {
  expect(firstSteps(ofOne([either([toX(1)], [either([toX(2)], [toX(3)])], [toX(0)])]))).toEqual([
    '0: p#1 x1 -> x=1 | end',
    '0: p#3 x2 -> x=2 | end',
    '0: p#4 x3 -> x=3 | end',
    '0: p#5 x0 -> x=0 | end',
  ])
})

test('what a branch executes before its first step is part of taking it', () => {
  const m = ofOne(
    block(
      [a],
      either(
        [
          compute(assign(a, num(2))),
          label('forgotten'),
          step('store', null, assign(x, get(a))),
          label('kept'),
          toX(3),
        ],
        [toX(1)],
      ),
    ),
  )
  expect(initials(m)).toEqual(['x=0 | p#0'])
  expect(firstSteps(m)).toEqual(['0: p#3 store -> x=2 | p#5 [kept] a=2', '0: p#6 x1 -> x=1 | end'])
})

test('a guard sees what its branch executed before it', () => {
  const m = ofOne(
    block(
      [a],
      either(
        [compute(assign(a, num(1))), step('one', eq(get(a), num(1)))],
        [compute(assign(a, num(2))), step('other', eq(get(a), num(1)))],
      ),
    ),
  )
  expect(firstSteps(m)).toEqual(['0: p#2 one -> x=0 | end'])
})

test('a fault before the first step of a branch is an outcome of that branch alone', () => {
  const m = ofOne([either([compute(fail('early')), step('blocked', no)], [toX(1)])])
  expect(firstSteps(m)).toEqual(['0: p#1 compute -> fault fail', '0: p#3 x1 -> x=1 | end'])
})

test('a test of locals before the first step of a branch decides what that is', () => {
  const m = ofOne(
    block(
      [a],
      either(
        [
          compute(assign(a, num(1))),
          when(eq(get(a), num(1)), [either([toX(1)], [toX(2)])], [toX(3)]),
        ],
        [toX(0)],
      ),
    ),
  )
  expect(firstSteps(m)).toEqual([
    '0: p#4 x1 -> x=1 | end',
    '0: p#5 x2 -> x=2 | end',
    '0: p#7 x0 -> x=0 | end',
  ])
})

test('a branch may come round a loop after its first step', () => {
  const m = ofOne([either([loop([toX(1)])], [toX(2)])])
  expect(firstSteps(m)).toEqual(['0: p#2 x1 -> x=1 | p#2', '0: p#3 x2 -> x=2 | end'])
})

test('an atomic is one step, whose parts read what those before them wrote', () => {
  expect(onlyRun(ofOne([atomic('both', [add(1), add(1)]), toX(0)]))).toEqual([
    '0: p#0 both -> x=2 | p#3',
    '0: p#3 x0 -> x=0 | end',
  ])
})

test('an atomic is enabled when its first step is', () => {
  expect(
    firstSteps(
      ofOne([atomic('locked', [step('lock', eq(of(x), num(1)), assign(x, num(2))), add(1)])]),
    ),
  ).toEqual([])
  expect(firstSteps(ofOne([atomic('bad', [step('lock', broken()), add(1)])]))).toEqual([
    '0: p#0 bad -> of the state: fault zero',
  ])
})

test('a fault inside an atomic undoes nothing and ends it', () => {
  expect(firstSteps(ofOne([atomic('bad', [add(1), step('oops', null, fail('oops'))])]))).toEqual([
    '0: p#0 bad -> fault fail',
  ])
})

test('tests inside an atomic decide on the intermediate state', () => {
  const body = [add(1), asStep(when(eq(of(x), num(1)), [add(2)], [add(0)]))]
  expect(firstSteps(ofOne([atomic('both', body)]))).toEqual(['0: p#0 both -> x=3 | end'])
})

test('alternatives inside an atomic are choices of its step, in order', () => {
  const m = ofOne([
    atomic('mixed', [
      either([add(0)], [step('pick', null, pick(i, values(i.sort)), assign(x, its(i)))]),
      either([add(0)], [add(1)]),
    ]),
  ])
  expect(firstSteps(m)).toEqual([
    '0: p#0 mixed either=0 either=0 -> x=0 | end',
    '0: p#0 mixed either=0 either=1 -> x=1 | end',
    '0: p#0 mixed either=1 i=1 either=0 -> x=1 | end',
    '0: p#0 mixed either=1 i=1 either=1 -> x=2 | end',
    '0: p#0 mixed either=1 i=2 either=0 -> x=2 | end',
    '0: p#0 mixed either=1 i=2 either=1 -> x=3 | end',
  ])
})

test('a blocked alternative of an atomic gives no successor', () => {
  const m = ofOne([atomic('try', [either([step('never', no)], [add(1)]), add(1)])])
  expect(firstSteps(m)).toEqual(['0: p#0 try either=1 -> x=2 | end'])
})

test('a fault in one alternative of an atomic leaves the others', () => {
  const m = ofOne([atomic('try', [either([step('oops', null, fail('oops'))], [add(1)])])])
  expect(firstSteps(m)).toEqual([
    '0: p#0 try either=0 -> fault fail',
    '0: p#0 try either=1 -> x=1 | end',
  ])
})

test('labels inside an atomic are forgotten, those behind it count', () => {
  const m = ofOne([
    label('before'),
    atomic('both', [label('in'), add(1), label('end')]),
    label('behind'),
    toX(0),
  ])
  expect(onlyRun(m)).toEqual(['0: p#1 both -> x=1 | p#6 [behind]', '0: p#6 x0 -> x=0 | end'])
})

test('inside an atomic a process is at its labels up to the first step', () => {
  const here = at(0, lit(identity('p', 1), 0), 'here')
  const seen = (name: string) => step(name, null, assert(here, `${name} is there`))
  const m = ofOne([label('here'), atomic('both', [seen('first'), seen('second')])])
  expect(firstSteps(m)).toEqual(['0: p#1 both -> failed: second is there'])
})

test('a return from an atomic ends it with the procedure', () => {
  const f = procedure(
    0,
    'f',
    [],
    [atomic('both', [add(1), asStep(return_(of(x)))]), step('unreached', null, fail('unreached'))],
    small,
  )
  const p = process('p', block([a], call(0, [], a), step('use', null, assign(x, num(0)))))
  expect(onlyRun(model({ variables: [x], procedures: [f], processes: [p] }))).toEqual([
    '0: p/f@0#0 both -> x=1 | p#1 a=1',
    '0: p#1 use -> x=0 | end',
  ])
})

test('a procedure called in an atomic is executed within it', () => {
  const f = procedure(0, 'f', [], [add(1), asStep(when(eq(of(x), num(1)), [return_()])), add(1)])
  const p = process('p', [atomic('both', [call(0), add(1)]), toX(0)])
  expect(onlyRun(model({ variables: [x], procedures: [f], processes: [p] }))).toEqual([
    '0: p#0 both -> x=2 | p#3',
    '0: p#3 x0 -> x=0 | end',
  ])
})

test('an atomic as a branch of an either is one step among the branches', () => {
  const m = ofOne([either([atomic('both', [add(1), add(1)])], [toX(3)])])
  expect(firstSteps(m)).toEqual(['0: p#1 both -> x=2 | end', '0: p#4 x3 -> x=3 | end'])
})

test('a pick in what takes no step is a choice of the step before', () => {
  const m = ofOne(
    block(
      [a],
      toX(1),
      compute(pick(i, values(i.sort)), assign(a, its(i))),
      step('store', null, assign(x, get(a))),
    ),
  )
  expect(firstSteps(m)).toEqual([
    '0: p#0 x1 i=1 -> x=1 | p#2 a=1',
    '0: p#0 x1 i=2 -> x=1 | p#2 a=2',
  ])
})

test('a branch that takes no step is refused', () => {
  expect(() => systemOf(ofOne([either([label('a')], [toX(1)])]))).toThrow('a branch takes no step')
})

test('many tests in a row do not multiply the operations', () => {
  const tests = Array.from({ length: 40 }, () =>
    asStep(when(binary('lt', of(x), num(1)), [add(1)], [add(0)])),
  )
  expect(onlyRun(ofOne([atomic('long', tests)]))).toEqual(['0: p#0 long -> x=1 | end'])
})
