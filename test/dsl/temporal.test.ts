/** Formulas about runs: what each becomes in the IR, and what a property brings along for its tests to be evaluated. */

import { describe, expect, test } from 'vitest'
import { check } from '../../checker/check.ts'
import {
  after,
  all,
  always,
  alwaysEventually,
  and,
  array,
  bool,
  eventually,
  eventuallyAlways,
  holdsUnless,
  holdsUntil,
  identity,
  index,
  int,
  just,
  label,
  leadsTo,
  model,
  next,
  not,
  oneOf,
  optional,
  or,
  releases,
  skip,
  some,
  taken,
  type BoolSort,
  type BoolTerm,
  type Claim,
  type Input,
  type IntTerm,
  type ModelBuilder,
  type OptionalTerm,
  type Sort,
} from '../../dsl/index.ts'
import type { Model } from '../../dsl/ir.ts'
import { formulaTests } from '../../dsl/walk.ts'
import { formulaIr } from './ir-text.ts'

/** The formulas of the temporal properties that are declared. */
function formulas(declare: (m: ModelBuilder) => void): readonly string[] {
  const built = model('formulas', {}, declare).instantiate()
  return built.temporal.map(({ formula }) => formulaIr(formula, built))
}

/** The formula of one claim about a bool and a number. */
function formula(claim: (a: BoolTerm, n: IntTerm) => Claim): string | undefined {
  return formulas((m) => {
    const [a, n] = [m.state('a', bool), m.state('n', int(0, 3))]
    m.temporal('claim', claim(a, n), { next: true })
  })[0]
}

describe('a formula', () => {
  test.each<readonly [string, (a: BoolTerm, n: IntTerm) => Claim, string]>([
    ['a test', (a) => a, 'state(a)'],
    ['nothing', () => true, 'state(true)'],
    ['always', (a) => always(a), 'always(state(a))'],
    ['eventually', (a) => eventually(a), 'eventually(state(a))'],
    ['alwaysEventually', (a) => alwaysEventually(a), 'always(eventually(state(a)))'],
    ['eventuallyAlways', (a) => eventuallyAlways(a), 'eventually(always(state(a)))'],
    ['leadsTo', (a, n) => leadsTo(a, n.eq(1)), 'leadsTo(state(a), state(eq(n, 1)))'],
    ['holdsUntil', (a, n) => holdsUntil(a, n.eq(1)), 'until(state(a), state(eq(n, 1)))'],
    ['holdsUnless', (a, n) => holdsUnless(a, n.eq(1)), 'weakUntil(state(a), state(eq(n, 1)))'],
    ['releases', (a, n) => releases(a, n.eq(1)), 'release(state(a), state(eq(n, 1)))'],
    ['next', (a) => next(a), 'next(state(a))'],
    ['taken', (a) => taken(and(a, after(a).not())), 'step(and(a, not(after(a))))'],
    ['one in another', (a) => leadsTo(a, always(a)), 'leadsTo(state(a), always(state(a)))'],
  ])('of %s', (_, claim, text) => {
    expect(formula(claim)).toBe(text)
  })

  test('of a property that is named by its operator', () => {
    const texts = formulas((m) => {
      const [a, b] = [m.state('a', bool), m.state('b', bool)]
      m.eventually('1', a)
      m.leadsTo('2', a, eventually(b))
      m.alwaysEventually('3', a)
      m.eventuallyAlways('4', a)
    })
    expect(texts).toEqual([
      'eventually(state(a))',
      'leadsTo(state(a), eventually(state(b)))',
      'always(eventually(state(a)))',
      'eventually(always(state(a)))',
    ])
  })
})

describe('a connective', () => {
  const e = 'eventually(state(a))'
  test.each<readonly [string, (a: BoolTerm, n: IntTerm) => Claim, string]>([
    ['tests', (a, n) => and(a, n.eq(1)), 'state(and(a, eq(n, 1)))'],
    ['formulas', (a) => and(eventually(a), eventually(a)), `and(${e}, ${e})`],
    ['a test and a formula', (a) => or(a, eventually(a)), `or(state(a), ${e})`],
    ['a formula and a test', (a) => and(eventually(a), a), `and(${e}, state(a))`],
    ['three', (a) => or(a, a, eventually(a)), `or(or(state(a), state(a)), ${e})`],
    ['by the method of a test', (a) => a.and(eventually(a)), `and(state(a), ${e})`],
    ['by or', (a) => a.or(a, eventually(a)), `or(or(state(a), state(a)), ${e})`],
    ['by implies', (a) => a.implies(eventually(a)), `implies(state(a), ${e})`],
    ['by a formula', (a) => eventually(a).and(a, a), `and(and(${e}, state(a)), state(a))`],
    ['by or of a formula', (a) => eventually(a).or(a), `or(${e}, state(a))`],
    ['by implies of a formula', (a) => eventually(a).implies(a), `implies(${e}, state(a))`],
    ['not, of a formula', (a) => not(eventually(a)), `not(${e})`],
    ['not, by method', (a) => eventually(a).not(), `not(${e})`],
    ['not, of a test', (a) => not(a), 'state(not(a))'],
  ])('of %s', (_, claim, text) => {
    expect(formula(claim)).toBe(text)
  })
})

describe('a quantified formula', () => {
  test('has a part for each instance of a process, with its literal', () => {
    const texts = formulas((m) => {
      const p = m.process('p', { count: 2 }, function* () {
        yield* label('waiting')
        yield* skip()
        yield* label('using')
        yield* skip()
      })
      m.temporal(
        'granted',
        p.every((i) => leadsTo(i.at('waiting'), i.at('using'))),
      )
    })
    expect(texts).toEqual([
      'and(leadsTo(state(at(0, 0, waiting)), state(at(0, 0, using))), leadsTo(state(at(0, 1, waiting)), state(at(0, 1, using))))',
    ])
  })

  test('is a disjunction where it is true for some', () => {
    const texts = formulas((m) => {
      const p = m.process('p', { count: 2 }, function* () {
        yield* skip()
      })
      m.temporal(
        'one ends',
        p.some((i) => eventually(i.terminated())),
      )
    })
    expect(texts).toEqual([
      'or(eventually(state(terminated(0, 0))), eventually(state(terminated(0, 1))))',
    ])
  })

  test.each<readonly [string, (m: ModelBuilder) => Claim, readonly unknown[]]>([
    ['bool', (m) => coming(m, bool), [false, true]],
    ['a range', (m) => coming(m, int(-1, 1)), [-1, 0, 1]],
    ['names', (m) => coming(m, oneOf('idle', 'busy')), ['idle', 'busy']],
    ['an identity', (m) => coming(m, identity('node', 2)), [0, 1]],
    ['an index', (m) => coming(m, index('slot', 2)), [0, 1]],
  ])('goes through the values of %s in order', (_, claim, values) => {
    const { temporal } = model('formulas', {}, (m) => m.temporal('come', claim(m))).instantiate()
    const parts = temporal.flatMap(({ formula }) => formulaTests(formula))
    const literals = parts.map(({ expr }) => expr.kind === 'element' && expr.index)
    expect(literals).toMatchObject(values.map((value) => ({ kind: 'literal', value })))
  })

  /** That each value comes. */
  function coming<S extends Sort>(m: ModelBuilder, sort: S): Claim {
    const came = m.state('came', array(sort, bool))
    // Of a sort the elements are its terms.
    return all(sort, (value) => eventually(came.at(value as Input<S>)))
  }

  test('can stand inside of another, and in a formula', () => {
    const texts = formulas((m) => {
      const x = m.state('x', int(0, 1))
      const both = all(int(0, 1), (i) => all(int(0, 1), (j) => leadsTo(x.eq(i), x.eq(j))))
      m.temporal('not all', not(both))
    })
    const part = (i: number, j: number) => `leadsTo(state(eq(x, ${i})), state(eq(x, ${j})))`
    const row = (i: number) => `and(${part(i, 0)}, ${part(i, 1)})`
    expect(texts).toEqual([`not(and(${row(0)}, ${row(1)}))`])
  })

  test('of tests is one test', () => {
    const texts = formulas((m) => {
      const x = m.state('x', int(0, 1))
      m.eventually(
        'both',
        all(int(0, 1), (i) => x.ge(i)),
      )
    })
    expect(texts).toEqual(['eventually(state(all(i in int(0, 1), ge(x, i))))'])
  })
})

describe('a test that can fault', () => {
  const built = (declare: (m: ModelBuilder) => void): Model =>
    model('faults', {}, declare).instantiate()
  test.each([
    ['of a state', (x: OptionalTerm<BoolSort>) => eventually(x.get())],
    ['of a step', (x: OptionalTerm<BoolSort>) => eventually(taken(after(x).get()))],
  ])('%s faults where the formula is', async (_, claim) => {
    const one = built((m) => {
      const x = m.state('x', optional(bool), just(true))
      m.action('Clear', {}, function* () {
        yield* x.set(null)
      })
      m.temporal('done', claim(x))
    })
    const site = one.temporal.flatMap(({ formula }) => formulaTests(formula))[0]?.site
    const { verdict } = await check(one)
    expect(verdict).toMatchObject({ kind: 'fault', fault: 'none' })
    if (verdict.kind !== 'fault') return
    expect(verdict.site.author?.line).toBe(site?.author?.line)
  })

  test('adds nothing to the model: whoever judges states and steps evaluates it', () => {
    const one = built((m) => {
      const x = m.state('x', optional(bool))
      m.eventually('done', x.get())
    })
    expect(one.properties).toEqual([])
  })
})

test('a ghost may be read', () => {
  const texts = formulas((m) => {
    const done = m.ghost('done', bool)
    m.eventually('done', done)
  })
  expect(texts).toEqual(['eventually(state(done))'])
})

test("some of an identity's instances is a part for each", () => {
  const texts = formulas((m) => {
    const node = identity('node', 2)
    const x = m.state('x', optional(node))
    m.temporal(
      'someone',
      some(node, (n) => eventually(x.is(n))),
    )
  })
  expect(texts[0]).toMatch(/^or\(eventually\(.*\), eventually\(.*\)\)$/)
})
