/** Formulas in words: what a reader of a report sees. */

import { describe, expect, test } from 'vitest'
import { formulaText } from '../../checker/formula-text.ts'
import {
  after,
  all,
  always,
  alwaysEventually,
  and,
  bool,
  eventually,
  eventuallyAlways,
  holdsUnless,
  holdsUntil,
  int,
  label,
  leadsTo,
  model,
  next,
  not,
  or,
  releases,
  skip,
  taken,
  type BoolTerm,
  type Claim,
  type IntTerm,
} from '../../dsl/index.ts'
import { conjuncts } from '../../checker/liveness/obligation.ts'

/** The text of the formula of one claim about two bools and a number. */
function text(claim: (a: BoolTerm, b: BoolTerm, n: IntTerm) => Claim): string | undefined {
  const built = model('texts', {}, (m) => {
    const [a, b, n] = [m.state('a', bool), m.state('b', bool), m.state('n', int(0, 3))]
    m.temporal('claim', claim(a, b, n), { next: true })
  }).instantiate()
  return built.temporal.map(({ formula }) => formulaText(formula, built))[0]
}

describe('an operator', () => {
  test.each<readonly [string, (a: BoolTerm, b: BoolTerm, n: IntTerm) => Claim]>([
    ['a', (a) => a],
    ['always a', (a) => always(a)],
    ['eventually n = 0', (_, __, n) => eventually(n.eq(0))],
    ['always eventually n = 0', (_, __, n) => alwaysEventually(n.eq(0))],
    ['eventually always not a', (a) => eventuallyAlways(a.not())],
    ['next a', (a) => next(a)],
    ['a leads to n = 1', (a, _, n) => leadsTo(a, n.eq(1))],
    ['a until b', (a, b) => holdsUntil(a, b)],
    ['a unless b', (a, b) => holdsUnless(a, b)],
    ['a releases b', (a, b) => releases(a, b)],
    ['taken(a and not after(a))', (a) => taken(and(a, after(a).not()))],
  ])('reads: %s', (expected, claim) => {
    expect(text(claim)).toBe(expected)
  })
})

describe('parentheses', () => {
  test.each<readonly [string, (a: BoolTerm, b: BoolTerm, n: IntTerm) => Claim]>([
    ['a and n = 0 leads to b or a', (a, b, n) => leadsTo(a.and(n.eq(0)), b.or(a))],
    ['(a implies b) leads to a', (a, b) => leadsTo(a.implies(b), a)],
    ['(all k in int(0..3): n >= k) leads to a', (a, _, n) => leadsTo(allOf(n), a)],
    ['always (a and b)', (a, b) => always(a.and(b))],
    ['always (a leads to b)', (a, b) => always(leadsTo(a, b))],
    ['always (all k in int(0..3): n >= k)', (_, __, n) => always(allOf(n))],
    ['not always eventually a', (a) => not(alwaysEventually(a))],
    ['not eventually (a and b)', (a, b) => not(eventually(a.and(b)))],
    ['not (a until b)', (a, b) => not(holdsUntil(a, b))],
    ['always a and eventually b', (a, b) => and(always(a), eventually(b))],
    ['always a and a and b', (a, b) => and(always(a), a, b)],
    ['always a and (a or b)', (a, b) => and(always(a), a.or(b))],
    ['a and b or always a', (a, b) => or(a.and(b), always(a))],
    ['always a implies eventually b', (a, b) => always(a).implies(eventually(b))],
    [
      '(a implies always a) implies eventually b',
      (a, b) => a.implies(always(a)).implies(eventually(b)),
    ],
    ['a implies b implies always a', (a, b) => a.implies(b.implies(always(a)))],
    ['(a until b) and (a leads to b)', (a, b) => and(holdsUntil(a, b), leadsTo(a, b))],
    ['(a until b) leads to always a', (a, b) => leadsTo(holdsUntil(a, b), always(a))],
    ['eventually taken(a or b)', (a, b) => eventually(taken(a.or(b)))],
  ])('are few: %s', (expected, claim) => {
    expect(text(claim)).toBe(expected)
  })

  const allOf = (n: IntTerm): BoolTerm => all(int(0, 3), (k) => n.ge(k))
})

test('a part of a quantified formula names its instance', () => {
  const built = model('parts', {}, (m) => {
    const importer = m.process('importer', { count: 2 }, function* () {
      yield* label('waiting')
      yield* skip()
      yield* label('using')
      yield* skip()
    })
    m.temporal(
      'granted',
      importer.every((i) => leadsTo(i.at('waiting'), i.at('using'))),
    )
  }).instantiate()
  const parts = built.temporal.flatMap(({ formula }) => conjuncts(formula))
  expect(parts.map((part) => formulaText(part, built))).toEqual([
    "importer 0 at 'waiting' leads to importer 0 at 'using'",
    "importer 1 at 'waiting' leads to importer 1 at 'using'",
  ])
})
