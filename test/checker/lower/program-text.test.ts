import { expect, test } from 'vitest'
import type { Statement } from '../../../dsl/ir.ts'
import {
  place,
  assign,
  effectWhen,
  forEach,
  assert,
  fail,
  step,
  compute,
  label,
  process,
  action,
} from './build.ts'
import {
  thread,
  optional,
  variable,
  num,
  yes,
  of,
  get,
  its,
  self,
  current,
  not,
  eq,
  plus,
  element,
  values,
} from './terms.ts'
import { cpu, x, locks, a, b, i, n, toX, text, bodyText } from './small-model.ts'

test('a step: guard, effects, next point', () => {
  expect(
    text({
      processes: [
        process(
          'p',
          [
            step(
              'lock',
              eq(of(x), num(0)),
              assign(x, num(1)),
              assign(place(locks, self(cpu)), of(x)),
            ),
          ],
          { sort: cpu },
        ),
      ],
    }),
  ).toMatchInlineSnapshot(`
    "
    process p: 2 instances
      start
        rest at 0
      point 0: p#0
        transition
          step p#0 lock
          guard x = 0
          do x := 1
             locks[self] := x
          rest at 1
      point 1: end
    "
  `)
})

test('what a step waits for', () => {
  const holder = variable(0, 'holder', optional(thread), {
    ...yes,
    kind: 'none',
    sort: optional(thread),
  })
  const lock: Statement = {
    ...step(
      'lock',
      not({ ...yes, kind: 'isSome', optional: of(holder) }),
      assign(holder, { ...yes, kind: 'some', sort: optional(thread), value: current }),
    ),
    kind: 'step',
    name: 'lock',
    guard: not({ ...yes, kind: 'isSome', optional: of(holder) }),
    effects: [],
    wait: { kind: 'lock', lock: 'resv', holders: of(holder) },
    requests: [],
  }
  expect(text({ variables: [holder], processes: [process('p', [lock])] })).toMatchInlineSnapshot(`
    "
    process p: 1 instance
      start
        rest at 0
      point 0: p#0
        transition
          step p#0 lock
          guard not (holder != none)
            waits for resv, held by holder
          rest at 1
      point 1: end
    "
  `)
})

test('compute and label: part of the transition before', () => {
  expect(
    bodyText(
      label('begin'),
      compute(assign(a, num(1))),
      toX(1),
      compute(assign(b, plus(get(a), num(1)))),
      label('end'),
      step('use', null, assign(x, get(b))),
    ),
  ).toMatchInlineSnapshot(`
    "
    process p: 1 instance
      slot a_0: int(0..3)
      slot b_1: int(0..3)
      start
        do a_0 := 1
        rest at 0
      point 0: p#2 [begin]
        transition
          step p#2 store
          do x := 1
          do b_1 := a_0 + 1
          rest at 1
      point 1: p#5 [end]
        transition
          step p#5 use
          do x := b_1
          kill a_0, b_1
          rest at 2
      point 2: end
    "
  `)
})

test('actions and the kinds of effects', () => {
  const broken = action(
    'Break',
    [i, n],
    eq(element(of(locks), its(i)), its(n)),
    effectWhen(eq(of(x), num(0)), [assign(place(locks, its(i)), num(1), 'once')], [fail('broken')]),
    assert(yes, 'fine'),
  )
  const all = action(
    'Reset',
    [],
    null,
    forEach(i, values(cpu), assign(place(locks, its(i)), num(0))),
  )
  expect(text({ actions: [broken, all] })).toMatchInlineSnapshot(`
    "
    action Break (i: cpu, n: int(0..3))
      guard locks[i] = n
      do if x = 0
           locks[i] := 1 (once)
         else
           fail 'broken'
         assert true, 'fine'
    action Reset
      do for each i in cpu
           locks[i] := 0
    "
  `)
})
