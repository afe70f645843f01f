/** Generalised Büchi automata over the letters of a run: what breaks a formula, as plain data. */

import { EngineLimit } from '../engine-limit.ts'
import type { Ltl, Obligation } from './obligation.ts'
import { negated } from './normal-form.ts'
import { enteredAnywhere } from './entry.ts'
import { exclusive, simplified } from './simplify.ts'
import { tableauOf } from './tableau.ts'

/** What is asked of one letter: of the atoms of a state, and of those of the step that the run takes there. A bit for each atom. */
export interface Label {
  /** State atoms that are true. */
  readonly states: number
  /** State atoms that are false. */
  readonly notStates: number
  /** Step atoms that are true. */
  readonly steps: number
  /** Step atoms that are false. */
  readonly notSteps: number
}

/** One way to read a letter. */
export interface Move {
  readonly label: Label
  /** The node at which the rest of the run is read. */
  readonly to: number
  /** A bit for each acceptance set that the move is in. */
  readonly sets: number
}

/** Reading may begin at the node in every state that a run comes through, and that satisfies the label; it asks for no step. */
export interface Entry {
  readonly label: Label
  readonly node: number
}

/** Accepts a run that can be read so that the moves of each acceptance set are made again and again. */
export interface Automaton {
  /** The moves of each node. */
  readonly nodes: readonly (readonly Move[])[]
  /** Where reading may begin in the run's first state. */
  readonly initial: readonly number[]
  readonly anywhere: readonly Entry[]
  /** A bit for each acceptance set. */
  readonly sets: number
}

/** Of each obligation, what breaks it. Throws an `EngineLimit` that names the property where that would be too large. */
export function automataOf(obligations: readonly Obligation[]): readonly Automaton[] {
  return obligations.map(({ ltl, property: { name, site } }) => {
    try {
      return automatonOf(ltl)
    } catch (error) {
      if (!(error instanceof EngineLimit)) throw error
      throw new EngineLimit(`${site.toString()}: '${name}': ${error.message}`)
    }
  })
}

/** The automaton that accepts the runs that break the formula. Throws an `EngineLimit` where it would be too large. */
export function automatonOf(ltl: Ltl): Automaton {
  return exclusive(enteredAnywhere(simplified(tableauOf(negated(ltl)))))
}
