/** Formulas and tests are told apart, and so are the ways to declare fairness. */

import {
  after,
  all,
  always,
  and,
  bool,
  either,
  eventually,
  fair,
  forever,
  holdsUntil,
  identity,
  int,
  label,
  leadsTo,
  model,
  next,
  not,
  or,
  set,
  skip,
  some,
  step,
  taken,
  waitUntil,
  when,
} from '../../dsl/index.ts'
import type { BoolTerm, Claim, IdentityTerm, IntTerm, TemporalTerm } from '../../dsl/index.ts'
import { proved, type Same } from './same.ts'

export const formulas = model('formulas', {}, (m) => {
  const a = m.state('a', bool)
  const n = m.state('n', int(0, 3))
  const soon = eventually(a)
  proved<Same<typeof soon, TemporalTerm>>()

  const tests = and(a, n.eq(0))
  proved<Same<typeof tests, BoolTerm>>()
  const mixed = and(a, soon)
  proved<Same<typeof mixed, TemporalTerm>>()
  const either_ = or(soon, n.eq(0), true)
  proved<Same<typeof either_, TemporalTerm>>()
  const no = not(a)
  proved<Same<typeof no, BoolTerm>>()
  const never = not(soon)
  proved<Same<typeof never, TemporalTerm>>()
  const both = a.and(soon)
  proved<Same<typeof both, TemporalTerm>>()
  const one = a.or(n.eq(0))
  proved<Same<typeof one, BoolTerm>>()
  const implied = a.implies(soon)
  proved<Same<typeof implied, TemporalTerm>>()
  const chained = soon.and(a, never).or(a).implies(n.eq(0)).not()
  proved<Same<typeof chained, TemporalTerm>>()

  m.temporal('a test', a)
  m.temporal('a formula', leadsTo(a, always(holdsUntil(a, n.eq(0)))))
  m.temporal('a step', eventually(taken(after(n).gt(n))))
  m.temporal('steps', always(next(a)), { next: true })
  m.leadsTo('named', a, soon)

  // @ts-expect-error: '!' gives a JavaScript boolean
  eventually(!a)
  // @ts-expect-error: a number is no claim
  eventually(n)
  // @ts-expect-error: a comparison of JavaScript is no claim
  leadsTo(n === 0, a)
  // @ts-expect-error: a formula is no test of a step
  taken(soon)
  // @ts-expect-error: the response is missing
  leadsTo(a)
  // @ts-expect-error: a formula is no test
  m.always('always', soon)
  // @ts-expect-error: a formula is no test
  m.reachable('reachable', mixed)
  // @ts-expect-error: a formula is no test
  m.step('step', never)
  // @ts-expect-error: a formula is no test
  m.mayEnd('end', soon)
  // @ts-expect-error: a formula is no term
  m.define('soon', soon)
  // @ts-expect-error: a formula cannot be compared
  a.eq(soon)
  // @ts-expect-error: a formula is no operand of 'iff'
  a.iff(soon)
  // @ts-expect-error: a formula has no value before or after a step
  after(soon)
  // @ts-expect-error: the option is mistyped
  m.temporal('next', next(a), { nxt: true })

  m.process('p', function* () {
    // @ts-expect-error: a formula is no guard
    yield* waitUntil(soon)
    // @ts-expect-error: a formula is no guard
    yield* step('wait', { guard: soon }, function* () {})
    // @ts-expect-error: a formula decides nothing
    yield* when(soon, function* () {
      yield* skip()
    })
  })
})

export const quantified = model('quantified', {}, (m) => {
  const node = identity('node', 2)
  const ready = m.state('ready', set(node))
  const p = m.process('p', { count: 2 }, function* () {
    yield* forever(function* () {
      yield* label('waiting')
      yield* skip()
    })
  })

  const tests = all(node, (n) => ready.has(n))
  proved<Same<typeof tests, BoolTerm>>()
  const each = all(node, (n) => {
    proved<Same<typeof n, IdentityTerm<'node'>>>()
    return eventually(ready.has(n))
  })
  proved<Same<typeof each, TemporalTerm>>()
  const someone = some(int(0, 3), (k) => {
    proved<Same<typeof k, IntTerm>>()
    return always(ready.size().ge(k))
  })
  proved<Same<typeof someone, TemporalTerm>>()
  const everybody = p.every((i) => leadsTo(i.at('waiting'), not(i.at('waiting'))))
  proved<Same<typeof everybody, TemporalTerm>>()
  const resting = p.every((i) => i.at('waiting'))
  proved<Same<typeof resting, BoolTerm>>()
  const once = p.some((i) => eventually(i.at('waiting')))
  proved<Same<typeof once, TemporalTerm>>()
  const claim = (yes: boolean): Claim => (yes ? each : tests)
  m.temporal(
    'claims',
    and(
      claim(true),
      all(node, () => claim(false)),
    ),
  )

  // @ts-expect-error: the elements of a set change
  all(ready, (n) => eventually(ready.has(n)))
  // @ts-expect-error: the label is mistyped
  p.every((i) => eventually(i.at('waitin')))
  // @ts-expect-error: formulas are not counted
  p.count((i) => eventually(i.at('waiting')))
  // @ts-expect-error: a body gives a claim
  all(node, () => 3)
})

export const fairness = model('fairness', {}, (m) => {
  const act = m.action('Act', {}, function* () {})
  const other = m.action('Other', { k: int(0, 3) }, function* () {})
  const branch = function* () {
    yield* label('deep')
    yield* skip()
  }
  const p = m.process('p', { fairness: 'strong' }, function* () {
    yield* label('waiting')
    yield* either(fair('weak', branch), fair('none', branch), fair('strong', branch), branch)
  })
  p.only.at('deep')

  m.fair('one', 'weak', act)
  m.fair('two', 'strong', [act, other], { each: true })
  m.fair('label', 'weak', p.steps('waiting'))

  // @ts-expect-error: nothing is no strength
  m.fair('none', 'none', act)
  // @ts-expect-error: the label is mistyped
  m.fair('label', 'weak', p.steps('waitin'))
  // @ts-expect-error: steps from a label are always each instance's
  m.fair('label', 'weak', p.steps('waiting'), { each: true })
  // @ts-expect-error: a name is no action
  m.fair('name', 'weak', 'Act')
  // @ts-expect-error: a process has a fairness of its own
  m.fair('process', 'weak', p)
  // @ts-expect-error: there is no such strength
  fair('often', branch)
  // @ts-expect-error: there is no such strength
  m.process('q', { fairness: 'often' }, branch)
  // @ts-expect-error: a step is not weak: its process is
  step('wait', { fairness: 'weak' }, function* () {})
})
