/** Formulas over numbered atoms, and arbitrary ones. */

import fc from 'fast-check'
import type { LassoWord } from '../../../checker/liveness/lasso-word.ts'
import type { Ltl } from '../../../checker/liveness/obligation.ts'

export const state = (atom: number): Ltl => ({ kind: 'stateAtom', atom })
export const step = (atom: number): Ltl => ({ kind: 'stepAtom', atom })
export const constant = (value: boolean): Ltl => ({ kind: 'constant', value })
export const not = (operand: Ltl): Ltl => ({ kind: 'not', operand })
export const next = (operand: Ltl): Ltl => ({ kind: 'next', operand })
export const and = (left: Ltl, right: Ltl): Ltl => ({ kind: 'and', left, right })
export const or = (left: Ltl, right: Ltl): Ltl => ({ kind: 'or', left, right })
export const until = (left: Ltl, right: Ltl): Ltl => ({ kind: 'until', left, right })
export const release = (left: Ltl, right: Ltl): Ltl => ({ kind: 'release', left, right })
export const always = (operand: Ltl): Ltl => release(constant(false), operand)
export const eventually = (operand: Ltl): Ltl => until(constant(true), operand)
export const leadsTo = (left: Ltl, right: Ltl): Ltl => always(or(not(left), eventually(right)))

/** Over two state atoms and one step atom. */
export const formulas: fc.Arbitrary<Ltl> = fc.letrec<{ formula: Ltl }>((tie) => {
  const inner = tie('formula')
  return {
    formula: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom(state(0), state(1), step(0)),
      inner.map(not),
      inner.map(always),
      inner.map(eventually),
      inner.map(next),
      fc.tuple(inner, inner).map(([left, right]) => and(left, right)),
      fc.tuple(inner, inner).map(([left, right]) => or(left, right)),
      fc.tuple(inner, inner).map(([left, right]) => until(left, right)),
      fc.tuple(inner, inner).map(([left, right]) => release(left, right)),
      fc.tuple(inner, inner).map(([left, right]) => leadsTo(left, right)),
    ),
  }
}).formula

const letters = fc.record({ states: fc.nat({ max: 3 }), steps: fc.nat({ max: 1 }) })

/** Of up to three letters and a loop of up to three. */
export const words: fc.Arbitrary<LassoWord> = fc.record({
  stem: fc.array(letters, { maxLength: 3 }),
  loop: fc.array(letters, { minLength: 1, maxLength: 3 }),
})
