/** The automaton of a formula accepts the words that break it, and is no larger than it has to be. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EngineLimit } from '../../../checker/engine-limit.ts'
import { automataOf, automatonOf } from '../../../checker/liveness/automaton.ts'
import type { Automaton, Label } from '../../../checker/liveness/automaton.ts'
import { breaks } from '../../../checker/liveness/lasso-word.ts'
import type { LassoWord, Letter } from '../../../checker/liveness/lasso-word.ts'
import { negated } from '../../../checker/liveness/normal-form.ts'
import { obligationsOf } from '../../../checker/liveness/obligation.ts'
import type { Ltl } from '../../../checker/liveness/obligation.ts'
import { tableauOf } from '../../../checker/liveness/tableau.ts'
import { int, leadsTo as leads, model, not as isNot } from '../../../dsl/index.ts'
import {
  always,
  and,
  constant,
  eventually,
  formulas,
  leadsTo,
  next,
  not,
  or,
  release,
  state,
  step,
  until,
  words,
} from './formulas.ts'

function satisfies({ states, steps }: Letter, label: Label): boolean {
  return (
    (states & label.states) === label.states &&
    (states & label.notStates) === 0 &&
    (steps & label.steps) === label.steps &&
    (steps & label.notSteps) === 0
  )
}

/** Whether the automaton accepts the word: some reading comes back to where it was, with all acceptance sets on the way. */
function accepts(
  { nodes, initial, anywhere, sets }: Automaton,
  { stem, loop }: LassoWord,
): boolean {
  const points = [...stem, ...loop]
  const moves = points.flatMap((letter, point) => {
    const then = point + 1 === points.length ? stem.length : point + 1
    return nodes.flatMap((each, node) =>
      each
        .filter(({ label }) => satisfies(letter, label))
        .map((move) => ({ from: `${point} ${node}`, to: `${then} ${move.to}`, sets: move.sets })),
    )
  })
  const behind = (from: string): Set<string> => {
    const reached = new Set<string>()
    for (let size = -1; size < reached.size;) {
      size = reached.size
      for (const move of moves)
        if (move.from === from || reached.has(move.from)) reached.add(move.to)
    }
    return reached
  }
  const reach = new Map(moves.map(({ from }) => [from, behind(from)]))
  const goesRound = (place: string): boolean => {
    const round = moves.filter(
      ({ from, to }) =>
        (from === place || reach.get(place)?.has(from)) &&
        (to === place || reach.get(to)?.has(place)),
    )
    return round.length > 0 && round.reduce((all, move) => all | move.sets, 0) === sets
  }
  const begins = [
    ...initial.map((node) => `0 ${node}`),
    ...points.flatMap((letter, point) =>
      anywhere
        .filter(({ label }) => satisfies(letter, label))
        .map(({ node }) => `${point} ${node}`),
    ),
  ]
  return begins.some((place) => [place, ...(reach.get(place) ?? [])].some(goesRound))
}

const [p, q, r] = [state(0), state(1), state(2)]

describe('the automaton of a formula', () => {
  it('accepts the words that break it', () => {
    fc.assert(
      fc.property(formulas, words, (formula, word) => {
        expect(accepts(automatonOf(formula), word)).toBe(breaks(formula, word))
      }),
      { numRuns: 2000, seed: 20260711 },
    )
  })

  it.each<[string, Ltl]>([
    ['p, and never again from the next point on', eventually(and(p, next(always(not(p)))))],
    ['p, and q from the next point on until p', eventually(and(p, next(until(q, p))))],
    ['p, and then a step of a kind until q', eventually(and(p, until(step(0), q)))],
    ['p while q comes again and again', eventually(and(always(p), always(eventually(q))))],
  ])('accepts the words that wait for %s', (_, formula) => {
    fc.assert(
      fc.property(words, (word) => {
        expect(accepts(automatonOf(not(formula)), word)).toBe(!breaks(formula, word))
      }),
      { numRuns: 300, seed: 3 },
    )
  })

  it.each<[string, Ltl, number]>([
    ['leads to', leadsTo(p, q), 1],
    ['eventually', eventually(p), 1],
    ['always', always(p), 1],
    ['always eventually', always(eventually(p)), 1],
    ['eventually always', eventually(always(p)), 1],
    ['until', until(p, q), 2],
    ['weak until', release(q, or(p, q)), 2],
    ['a step that is always taken again', always(eventually(step(0))), 1],
    ['one recurrence implies another', or(not(always(eventually(p))), always(eventually(q))), 1],
    ['a chain of two', leadsTo(p, eventually(always(q))), 1],
    ['always until', always(or(not(p), until(q, r))), 2],
    ['what cannot be broken', constant(true), 0],
    ['what is always broken', constant(false), 1],
  ])('%s: has as few nodes as one by hand', (_, formula, size) => {
    expect(automatonOf(formula).nodes).toHaveLength(size)
  })

  it('begins to read p leads to q where p is true and q is not', () => {
    const { initial, anywhere } = automatonOf(leadsTo(p, q))
    expect(initial).toEqual([])
    expect(anywhere).toEqual([
      { node: 0, label: { states: 1, notStates: 2, steps: 0, notSteps: 0 } },
    ])
  })

  it('leaves nothing to choose where it reads p until q', () => {
    const { nodes } = automatonOf(until(p, q))
    for (const states of [0, 1, 2, 3]) {
      const ways = nodes[0]?.filter(({ label }) => satisfies({ states, steps: 0 }, label)) ?? []
      expect(ways.length).toBeLessThan(2)
    }
  })

  it('is plain data', () => {
    const automaton = automatonOf(leadsTo(p, q))
    expect(structuredClone(automaton)).toEqual(automaton)
  })

  it('has at most as many eventualities as a number has bits', () => {
    const all = Array.from({ length: 31 }, (_, atom) => eventually(state(atom)))
    const most = all.reduce((left, right) => and(left, right))
    expect(() => automatonOf(not(and(most, eventually(step(0)))))).toThrow('31')
  })

  it('says nothing of an alternative that is true anyway: two moves, or three, for each p leads to q', () => {
    const each = Array.from({ length: 3 }, (_, at) => leadsTo(state(2 * at), state(2 * at + 1)))
    const { nodes } = tableauOf(negated(not(each.reduce((left, right) => and(left, right)))))
    expect(nodes.flat()).toHaveLength((2 + 3) ** 3)
  })

  it('is not made where so many moves would take for ever', () => {
    const each = Array.from({ length: 9 }, (_, at) => leadsTo(state(2 * at), state(2 * at + 1)))
    const all = each.reduce((left, right) => and(left, right))
    expect(() => automatonOf(not(all))).toThrow(EngineLimit)
  })

  it('is not made where so many nodes would take for ever', () => {
    const later = Array.from({ length: 12 }).reduce<Ltl>((formula) => next(formula), q)
    expect(() => automatonOf(eventually(and(p, later)))).toThrow(EngineLimit)
  })
})

describe('the automata of obligations', () => {
  it('name the property whose automaton would be too large', () => {
    const large = model('large', {}, (m) => {
      const x = m.state('x', int(0, 20))
      const each = Array.from({ length: 9 }, (_, at) => leads(x.eq(2 * at), x.eq(2 * at + 1)))
      m.temporal('never all', isNot(each.reduce((left, right) => left.and(right))))
      m.action('Back', {}, function* () {
        yield* x.set(0)
      })
    }).instantiate()
    const asked = (): unknown => automataOf(obligationsOf(large))
    expect(asked).toThrow(/automaton\.test\.ts:\d+:\d+: 'never all': /)
  })
})
