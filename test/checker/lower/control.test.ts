import { expect, test } from 'vitest'
import {
  assign,
  pick,
  block,
  step,
  compute,
  when,
  until,
  loop,
  leave,
  again,
  either,
  call,
  return_,
  atomic,
  asStep,
  process,
  procedure,
} from './build.ts'
import { local, num, no, of, get, its, eq, values } from './terms.ts'
import { small, x, a, n, toX, text, bodyText } from './small-model.ts'

test('when: a step of its own, or a branch of the transition before', () => {
  expect(
    bodyText(
      asStep(when(eq(of(x), num(0)), [compute(assign(a, num(1)))], [compute(assign(a, num(2)))])),
      when(eq(get(a), num(1)), [toX(1)]),
    ),
  ).toMatchInlineSnapshot(`
    "
    process p: 1 instance
      slot a_0: int(0..3)
      slot b_1: int(0..3)
      start
        rest at 0
      point 0: p#0
        transition
          step p#0 when
          if x = 0
            do a_0 := 1
            4:
            if a_0 = 1
              rest at 1
            else
              kill a_0, b_1
              rest at 2
          else
            do a_0 := 2
            go on at 4
      point 1: p#4
        transition
          step p#4 store
          do x := 1
          kill a_0, b_1
          rest at 2
      point 2: end
    "
  `)
})

test('loop, leave, again', () => {
  expect(
    text({
      processes: [
        process('p', [
          loop(
            block(
              [a],
              step('load', null, assign(a, of(x))),
              when(eq(get(a), num(0)), [leave]),
              when(eq(get(a), num(1)), [again]),
              toX(0),
            ),
          ),
        ]),
      ],
    }),
  ).toMatchInlineSnapshot(`
    "
    process p: 1 instance
      slot a_0: int(0..3)
      start
        rest at 0
      point 0: p#1
        transition
          step p#1 load
          do a_0 := x
          if a_0 = 0
            kill a_0
            rest at 1
          else
            if a_0 = 1
              kill a_0
              rest at 0
            else
              rest at 2
      point 1: end
      point 2: p#6
        transition
          step p#6 store
          do x := 0
          kill a_0
          rest at 0
    "
  `)
})

test('until', () => {
  expect(bodyText(asStep(until(eq(of(x), num(1)), [toX(1)])))).toMatchInlineSnapshot(`
    "
    process p: 1 instance
      slot a_0: int(0..3)
      slot b_1: int(0..3)
      start
        rest at 0
      point 0: p#0
        transition
          step p#0 until
          if x = 1
            kill a_0, b_1
            rest at 1
          else
            rest at 2
      point 1: end
      point 2: p#1
        transition
          step p#1 store
          do x := 1
          rest at 0
    "
  `)
})

test('either: one transition for each branch', () => {
  expect(
    bodyText(
      either(
        [compute(assign(a, num(1))), step('store', null, assign(x, get(a)))],
        [either([toX(2)], [step('wait', no)])],
      ),
    ),
  ).toMatchInlineSnapshot(`
    "
    process p: 1 instance
      slot a_0: int(0..3)
      slot b_1: int(0..3)
      start
        rest at 0
      point 0: p#0
        transition
          do a_0 := 1
          step p#2 store
          do x := a_0
          kill a_0, b_1
          rest at 1
        transition
          step p#4 store
          do x := 2
          kill a_0, b_1
          rest at 1
        transition
          step p#5 wait
          guard false
          kill a_0, b_1
          rest at 1
      point 1: end
    "
  `)
})

test('call and return', () => {
  const c = local(10, 'c', small)
  const f = procedure(
    0,
    'f',
    [c],
    [when(eq(get(c), num(0)), [return_(num(1))]), asStep(return_(of(x)))],
    small,
  )
  expect(
    text({
      procedures: [f],
      processes: [
        process(
          'p',
          block([a], asStep(call(0, [of(x)], a)), step('store', null, assign(x, get(a)))),
        ),
      ],
    }),
  ).toMatchInlineSnapshot(`
    "
    process p: 1 instance
      slot a_0: int(0..3)
      slot c_1: int(0..3)
      start
        rest at 0
      point 0: p#0
        transition
          step p#0 call
          do c_1 := x
          if c_1 = 0
            do a_0 := 1
            kill c_1
            rest at 1
          else
            rest at 2
      point 1: p#1
        transition
          step p#1 store
          do x := a_0
          kill a_0
          rest at 3
      point 2: p/f@0#2
        transition
          step p/f@0#2 return
          do a_0 := x
          kill c_1
          rest at 1
      point 3: end
    "
  `)
})

test('atomic: one transition, with its choices', () => {
  expect(
    bodyText(
      atomic('both', [
        step('lock', eq(of(x), num(0)), assign(x, num(1))),
        either([toX(2)], [step('pick', null, pick(n, values(small)), assign(x, its(n)))]),
        asStep(when(eq(of(x), num(2)), [toX(0)])),
      ]),
    ),
  ).toMatchInlineSnapshot(`
    "
    process p: 1 instance
      slot a_0: int(0..3)
      slot b_1: int(0..3)
      start
        rest at 0
      point 0: p#0
        transition
          step p#0 both
          guard x = 0
          do x := 1
          depart
          either, choice 0
            do x := 2
            5:
            if x = 2
              do x := 0
              kill a_0, b_1
              rest at 1
            else
              kill a_0, b_1
              rest at 1
          or, choice 1
            do pick n in int(0..3)
               x := n
            go on at 5
      point 1: end
    "
  `)
})
