/** The truth of formulas on words that go round for ever. */

import { describe, expect, it } from 'vitest'
import { breaks } from '../../../checker/liveness/lasso-word.ts'
import type { Letter } from '../../../checker/liveness/lasso-word.ts'
import type { Ltl } from '../../../checker/liveness/obligation.ts'
import {
  always,
  and,
  constant,
  eventually,
  leadsTo,
  next,
  not,
  or,
  release,
  state,
  step,
  until,
} from './formulas.ts'

/** Atom 0 is p, atom 1 is q; `!` says that the step atom is true. */
function letter(text: string): Letter {
  const states = (text.includes('p') ? 1 : 0) | (text.includes('q') ? 2 : 0)
  return { states, steps: text.includes('!') ? 1 : 0 }
}

function isTrue(formula: Ltl, stem: string, loop: string): boolean {
  const points = (text: string) => (text === '' ? [] : text.split(' ').map(letter))
  return !breaks(formula, { stem: points(stem), loop: points(loop) })
}

const [p, q] = [state(0), state(1)]

describe('a formula on a lasso', () => {
  it.each<[string, Ltl, string, string, boolean]>([
    ['a test is of the first point', p, 'p', '-', true],
    ['a test is not of a later point', p, '-', 'p', false],
    ['a step test is of the first step', step(0), '-!', 'p', true],
    ['a step test is false where another step is taken', step(0), 'p', '-!', false],
    ['a constant is what it is', constant(true), '', '-', true],
    ['not', not(p), '-', 'p', true],
    ['and asks for both', and(p, q), 'p', 'pq', false],
    ['or asks for one', or(p, q), 'q', '-', true],
    ['next is of the second point', next(p), '-', 'p', true],
    ['next of the last point is of the first of the loop', next(next(p)), '-', 'p -', false],
    ['next in a loop of one point is of that point', next(p), '', 'p', true],
    ['always looks at the stem', always(p), 'p - p', 'p', false],
    ['always looks at all of the loop', always(p), 'p', 'p p -', false],
    ['always is true where it is true for ever', always(p), 'p', 'p p', true],
    ['eventually looks into the loop', eventually(p), '- -', '- p', true],
    ['eventually is false where it never is', eventually(p), '- -', '- -', false],
    ['always eventually needs it in the loop', always(eventually(p)), 'p p', '-', false],
    ['eventually always needs it all around', eventually(always(p)), 'p', 'p -', false],
    ['until needs its right side', until(p, q), 'p', 'p', false],
    ['until needs its left side on the way', until(p, q), 'p -', 'q', false],
    ['until comes true in the loop', until(p, q), 'p p', 'p q', true],
    ['until needs nothing of the left when the right is true', until(p, q), 'q', '-', true],
    ['release goes on for ever', release(p, q), 'q', 'q q', true],
    ['release ends with both', release(p, q), 'q pq', '-', true],
    ['release does not end with the left one alone', release(p, q), 'q p', '-', false],
    ['leads to is of every point', leadsTo(p, q), 'p q', 'p -', false],
    ['leads to goes around the loop', leadsTo(p, q), '-', 'q - p', true],
  ])('%s', (_, formula, stem, loop, expected) => {
    expect(isTrue(formula, stem, loop)).toBe(expected)
  })

  it('has a loop', () => {
    expect(() => breaks(p, { stem: [], loop: [] })).toThrow('a lasso has a loop')
  })
})
