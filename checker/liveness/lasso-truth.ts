/** What is true on a lasso, by the tests of a system on its states. */

import type { Formula } from '../../dsl/ir.ts'
import type { Fault, System } from '../system.ts'
import { breaks } from './lasso-word.ts'
import type { LassoWord, Letter } from './lasso-word.ts'
import type { Lasso } from './loop-points.ts'
import { obligationsOf } from './obligation.ts'
import type { Obligation } from './obligation.ts'

/** Whether the obligation is false of the lasso. */
export function isBroken<State>(
  obligation: Obligation,
  lasso: Lasso<State>,
  system: System<State>,
): boolean {
  return breaks(obligation.ltl, wordOf(obligation, lasso, system))
}

/** At each point of the lasso, whether the formula is true there. */
export function truthOn<State>(
  formula: Formula,
  lasso: Lasso<State>,
  system: System<State>,
): readonly boolean[] {
  const { site } = formula
  const opposite = { name: '', formula: { kind: 'not', operand: formula, site }, site } as const
  return obligationsOf({ ...system.model, temporal: [opposite] }).flatMap((obligation) => {
    const word = wordOf(obligation, lasso, system)
    return lasso.states.map((_, point) => breaks(obligation.ltl, behind(word, point)))
  })
}

function wordOf<State>(
  { stateAtoms, stepAtoms }: Obligation,
  { states, begin, loop }: Lasso<State>,
  system: System<State>,
): LassoWord {
  const ofState = stateAtoms.map((expr) => system.predicate(expr))
  const ofStep = stepAtoms.map((expr) => system.relation(expr))
  const stays = loop.every(({ taken }) => taken === null)
  const letters = states.map((state, point): Letter => {
    const after = states[point + 1] ?? states[begin]
    return {
      states: bitsOf(ofState, (test) => test(state)),
      steps:
        after === undefined || (stays && point + 1 === states.length)
          ? 0
          : bitsOf(ofStep, (test) => test(state, after)),
    }
  })
  return { stem: letters.slice(0, begin), loop: letters.slice(begin) }
}

/** The word from this point on. */
function behind({ stem, loop }: LassoWord, point: number): LassoWord {
  if (point <= stem.length) return { stem: stem.slice(point), loop }
  const turned = point - stem.length
  return { stem: [], loop: [...loop.slice(turned), ...loop.slice(0, turned)] }
}

/** A bit for each test that is true. Throws where one faults. */
export function bitsOf<Test>(tests: readonly Test[], ask: (test: Test) => boolean | Fault): number {
  let bits = 0
  for (const [atom, test] of tests.entries()) {
    const answer = ask(test)
    if (typeof answer !== 'boolean') throw new Error(`a temporal test faults: ${answer.detail}`)
    if (answer) bits |= 1 << atom
  }
  return bits
}
