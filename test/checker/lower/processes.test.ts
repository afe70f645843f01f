import { expect, test } from 'vitest'
import {
  again,
  asStep,
  assert,
  assign,
  block,
  call,
  compute,
  fail,
  label,
  leave,
  loop,
  model,
  procedure,
  process,
  return_,
  step,
  until,
  when,
} from './build.ts'
import {
  at,
  binary,
  broken,
  eq,
  get,
  identity,
  int,
  lit,
  local,
  no,
  not,
  num,
  of,
  plus,
  self,
  terminated,
  variable,
  yes,
} from './terms.ts'
import { firstState, firstSteps, initials, levels, onlyRun, steps, systemOf } from './runs.ts'

const small = int(0, 3)
const x = variable(0, 'x', small, num(0))
const y = variable(1, 'y', small, num(0))
const a = local(0, 'a', small)
const b = local(1, 'b', small)
const toX = (value: number) => step(`x${value}`, null, assign(x, num(value)))

test('a step with a false guard is not enabled', () => {
  const p = process('p', [step('wait', eq(of(x), num(1)))])
  expect(firstSteps(model({ variables: [x], processes: [p] }))).toEqual([])
})

test('a guard that faults is a fault of the state', () => {
  const p = process('p', [step('wait', broken())])
  expect(firstSteps(model({ variables: [x], processes: [p] }))).toEqual([
    '0: p#0 wait -> of the state: fault zero',
  ])
})

test('the effects of a step read the state before it', () => {
  const p = process('p', [step('swap', null, assign(x, of(y)), assign(y, of(x)))])
  const y2 = { ...y, initial: { kind: 'value' as const, value: num(2) } }
  expect(onlyRun(model({ variables: [x, y2], processes: [p] }))).toEqual([
    '0: p#0 swap -> x=2 y=0 | end',
  ])
})

test('two processes of two steps each have nine states on five levels', () => {
  const p = process('p', [toX(0), toX(0)], { sort: identity('p', 2) })
  expect(levels(model({ variables: [x], processes: [p] }))).toEqual([1, 2, 3, 2, 1])
})

test('steps come in the order of processes, then of instances', () => {
  const p = process('p', [toX(1)], { id: 0, sort: identity('p', 2) })
  const q = process('q', [toX(2)], { id: 1 })
  expect(firstSteps(model({ variables: [x], processes: [p, q] }))).toEqual([
    '0: p#0 x1 -> x=1 | end | p#0 | q#0',
    '1: p#0 x1 -> x=1 | p#0 | end | q#0',
    '2: q#0 x2 -> x=2 | p#0 | p#0 | end',
  ])
})

test('what takes no step is executed with the step before it', () => {
  const p = process(
    'p',
    block(
      [a],
      step('load', null, assign(a, of(x))),
      compute(assign(a, plus(get(a), num(1)))),
      when(eq(get(a), num(1)), [compute(assign(a, num(3)))]),
      step('store', null, assign(x, get(a))),
    ),
  )
  expect(onlyRun(model({ variables: [x], processes: [p] }))).toEqual([
    '0: p#0 load -> x=0 | p#4 a=3',
    '0: p#4 store -> x=3 | end',
  ])
})

test('a fault in what takes no step is one of the step before it', () => {
  const p = process('p', [toX(1), compute(fail('silent'))])
  expect(onlyRun(model({ variables: [x], processes: [p] }))).toEqual(['0: p#0 x1 -> fault fail'])
})

test('labels last from where they are passed to the next step', () => {
  const p = process('p', [label('b'), label('a'), toX(1), label('c'), toX(2), label('d')])
  const m = model({ variables: [x], processes: [p] })
  expect(initials(m)).toEqual(['x=0 | p#2 [a b]'])
  expect(onlyRun(m)).toEqual(['0: p#2 x1 -> x=1 | p#4 [c]', '0: p#4 x2 -> x=2 | end [d]'])
})

test('two paths with different labels come to different points of one statement', () => {
  const p = process(
    'p',
    block(
      [a],
      step('load', null, assign(a, of(x))),
      when(eq(get(a), num(0)), [label('zero')]),
      step('use', at(0, lit(identity('p', 1), 0), 'zero')),
    ),
  )
  const anyX = { ...x, sort: int(0, 1), initial: { kind: 'any' as const } }
  const system = systemOf(model({ variables: [anyX], processes: [p] }))
  const runs = system.initial().map((initial) => {
    if (initial.kind !== 'state') return []
    return system
      .expand(initial.state)
      .flatMap(({ result }) => (result.kind === 'state' ? steps(system, result.state) : []))
  })
  expect(runs).toEqual([['0: p#3 use -> x=0 | end'], []])
})

test('a process sees where another is, and that it has ended', () => {
  const p = process('p', [label('busy'), toX(1)], { id: 0 })
  const instance = lit(identity('p', 1), 0)
  const q = process('q', [step('wait', not(at(0, instance, 'busy'))), toX(2)], { id: 1 })
  const r = process('r', [step('join', terminated(0, instance))], { id: 2 })
  expect(onlyRunOfFirst(model({ variables: [x], processes: [p, q, r] }))).toEqual([
    '1: q#0 wait -> x=1 | end | q#1 | r#0',
    '2: r#0 join -> x=1 | end | q#0 | end',
  ])
})

/** The steps after the only first step. */
function onlyRunOfFirst(m: Parameters<typeof systemOf>[0]): string[] {
  const system = systemOf(m)
  const outcomes = system.expand(firstState(system))
  expect(outcomes).toHaveLength(1)
  return outcomes.flatMap(({ result }) =>
    result.kind === 'state' ? steps(system, result.state) : [],
  )
}

test('a test of shared state is a step of its own', () => {
  const p = process('p', [asStep(when(eq(of(x), num(0)), [toX(1)], [toX(2)])), toX(3)])
  expect(onlyRun(model({ variables: [x], processes: [p] }))).toEqual([
    '0: p#0 when -> x=0 | p#1',
    '0: p#1 x1 -> x=1 | p#3',
    '0: p#3 x3 -> x=3 | end',
  ])
})

test('an until comes back to its test after each round', () => {
  const p = process('p', [
    asStep(until(eq(of(x), num(2)), [step('inc', null, assign(x, plus(of(x), num(1))))])),
  ])
  expect(onlyRun(model({ variables: [x], processes: [p] }))).toEqual([
    '0: p#0 until -> x=0 | p#1',
    '0: p#1 inc -> x=1 | p#0',
    '0: p#0 until -> x=1 | p#1',
    '0: p#1 inc -> x=2 | p#0',
    '0: p#0 until -> x=2 | end',
  ])
})

test('leave goes on behind the innermost loop, again to its head', () => {
  const p = process('p', [
    loop([
      loop([toX(1), asStep(when(eq(of(y), num(0)), [leave], [again])), toX(2)]),
      step('y', null, assign(y, num(1))),
      leave,
    ]),
    toX(3),
  ])
  expect(onlyRun(model({ variables: [x, y], processes: [p] }))).toEqual([
    '0: p#2 x1 -> x=1 y=0 | p#3',
    '0: p#3 when -> x=1 y=0 | p#7',
    '0: p#7 y -> x=1 y=1 | p#9',
    '0: p#9 x3 -> x=3 y=1 | end',
  ])
})

test('a local dies with its block', () => {
  const p = process('p', [
    when(yes, block([a], step('load', null, assign(a, num(1))), toX(1))),
    toX(2),
  ])
  expect(onlyRun(model({ variables: [x], processes: [p] }))).toEqual([
    '0: p#1 load -> x=0 | p#2 a=1',
    '0: p#2 x1 -> x=1 | p#3',
    '0: p#3 x2 -> x=2 | end',
  ])
})

test('a local of a loop dies at the end of each round', () => {
  const p = process('p', [
    loop(block([a], step('first', null), step('load', null, assign(a, num(1))))),
  ])
  // Were it to live on, the second round would be at other states than the first.
  expect(levels(model({ processes: [p] }))).toEqual([1, 1])
})

test('again and leave end the life of all locals on their way', () => {
  const p = process('p', [
    loop(
      block(
        [a],
        step('load', null, assign(a, of(x))),
        when(eq(get(a), num(0)), block([b], compute(assign(b, num(1))), toX(1), again)),
        leave,
      ),
    ),
    toX(3),
  ])
  expect(onlyRun(model({ variables: [x], processes: [p] }))).toEqual([
    '0: p#1 load -> x=0 | p#4 a=0 b=1',
    '0: p#4 x1 -> x=1 | p#1',
    '0: p#1 load -> x=1 | p#7',
    '0: p#7 x3 -> x=3 | end',
  ])
})

test('a local that only some paths write tells states apart', () => {
  const anyX = { ...x, sort: int(0, 1), initial: { kind: 'any' as const } }
  const p = process(
    'p',
    block(
      [a],
      asStep(when(eq(of(x), num(0)), [compute(assign(a, num(1)))])),
      step('reset', null, assign(x, num(0))),
    ),
  )
  // Two initial states; behind the test one with the local, one without; both end alike.
  expect(levels(model({ variables: [anyX], processes: [p] }))).toEqual([2, 2, 1])
})

test('a call takes arguments by value and gives a result', () => {
  const n = local(10, 'n', small)
  const twice = procedure(
    0,
    'twice',
    [n],
    [
      step('enter', null),
      compute(assign(n, plus(get(n), get(n)))),
      step('work', null),
      return_(get(n)),
    ],
    small,
  )
  const p = process(
    'p',
    block(
      [a, b],
      compute(assign(a, num(1))),
      call(0, [get(a)], b),
      step('store', null, assign(x, plus(get(a), get(b)))),
    ),
  )
  const m = model({ variables: [x], procedures: [twice], processes: [p] })
  expect(initials(m)).toEqual(['x=0 | p/twice@1#0 a=1 n=1'])
  expect(onlyRun(m)).toEqual([
    '0: p/twice@1#0 enter -> x=0 | p/twice@1#2 a=1 n=2',
    '0: p/twice@1#2 work -> x=0 | p#2 a=1 b=2',
    '0: p#2 store -> x=3 | end',
  ])
})

test('return leaves a procedure from any depth', () => {
  const f = procedure(
    0,
    'f',
    [],
    [
      loop(
        block(
          [b],
          step('load', null, assign(b, of(x))),
          when(eq(get(b), num(0)), [when(yes, [return_()])]),
        ),
      ),
    ],
  )
  const g = procedure(1, 'g', [], [call(0), toX(1)])
  const p = process('p', [call(1), toX(2)])
  expect(onlyRun(model({ variables: [x], procedures: [f, g], processes: [p] }))).toEqual([
    '0: p/g@0/f@0#1 load -> x=0 | p/g@0#1',
    '0: p/g@0#1 x1 -> x=1 | p#1',
    '0: p#1 x2 -> x=2 | end',
  ])
})

test('two calls of one procedure are at different points, with locals of their own', () => {
  const f = procedure(0, 'f', [], block([b], step('load', null, assign(b, of(x))), toX(1)))
  const p = process('p', [call(0), call(0)])
  expect(onlyRun(model({ variables: [x], procedures: [f], processes: [p] }))).toEqual([
    '0: p/f@0#0 load -> x=0 | p/f@0#1 b=0',
    '0: p/f@0#1 x1 -> x=1 | p/f@1#0',
    '0: p/f@1#0 load -> x=1 | p/f@1#1 b=1',
    '0: p/f@1#1 x1 -> x=1 | end',
  ])
})

test('an argument that reads shared state, and such a result, are read by steps', () => {
  const n = local(10, 'n', small)
  const f = procedure(0, 'f', [n], [asStep(return_(plus(get(n), of(x))))], small)
  const p = process('p', block([a], asStep(call(0, [of(x)], a)), toX(2)))
  expect(
    onlyRun(
      model({
        variables: [variable(0, 'x', small, num(1))],
        procedures: [f],
        processes: [p],
      }),
    ),
  ).toEqual([
    '0: p#0 call -> x=1 | p/f@0#0 n=1',
    '0: p/f@0#0 return -> x=1 | p#1 a=2',
    '0: p#1 x2 -> x=2 | end',
  ])
})

test('a result that nobody takes is evaluated all the same', () => {
  const f = procedure(0, 'f', [], [step('work', null), return_(broken(small))], small)
  const p = process('p', [call(0)])
  expect(onlyRun(model({ procedures: [f], processes: [p] }))).toEqual([
    '0: p/f@0#0 work -> fault zero',
  ])
})

test('a return in a process terminates it', () => {
  const p = process('p', [loop([toX(1), return_()])])
  expect(onlyRun(model({ variables: [x], processes: [p] }))).toEqual(['0: p#1 x1 -> x=1 | end'])
})

test('an instance knows itself', () => {
  const cpu = identity('cpu', 3)
  const p = process('p', [step('claim', eq(of(x), self(cpu)), assign(y, num(1)))], { sort: cpu })
  const owner = variable(0, 'x', cpu, lit(cpu, 1))
  expect(firstSteps(model({ variables: [owner, y], processes: [p] }))).toEqual([
    '1: p#0 claim -> x=1 y=1 | p#0 | end | p#0',
  ])
})

test('a failed assertion ends a step without a successor', () => {
  const p = process('p', [
    step('check', null, assert(binary('gt', of(x), num(0)), 'x is positive')),
  ])
  expect(firstSteps(model({ variables: [x], processes: [p] }))).toEqual([
    '0: p#0 check -> failed: x is positive',
  ])
})

test('a system is settled when every process has ended or is a daemon', () => {
  const settled = (processes: Parameters<typeof process>[2][]) => {
    const system = systemOf(
      model({
        variables: [x],
        processes: processes.map((options, id) =>
          process(`p${id}`, [step('never', no)], { ...options, id }),
        ),
      }),
    )
    return system.settled(firstState(system))
  }
  expect(settled([{ daemon: true }])).toBe(true)
  expect(settled([{ daemon: true }, {}])).toBe(false)
  expect(settled([])).toBe(false)
})

test('a loop whose round takes no step is refused', () => {
  const p = process('p', block([a], loop([compute(assign(a, num(1)))])))
  expect(() => systemOf(model({ processes: [p] }))).toThrow('a round of this loop takes no step')
})
