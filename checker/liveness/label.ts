/** Labels of moves: conjunctions of literals over the atoms of a letter. */

import type { Label } from './automaton.ts'

/** Asks for nothing. */
export const anything: Label = { states: 0, notStates: 0, steps: 0, notSteps: 0 }

/** What both ask for; null where no letter satisfies both. */
export function conjunction(left: Label, right: Label): Label | null {
  const states = left.states | right.states
  const notStates = left.notStates | right.notStates
  const steps = left.steps | right.steps
  const notSteps = left.notSteps | right.notSteps
  if ((states & notStates) !== 0 || (steps & notSteps) !== 0) return null
  return { states, notStates, steps, notSteps }
}

/** Whether every letter that satisfies the first satisfies the second. */
export function implies(label: Label, other: Label): boolean {
  return literals(beyond(other, label)) === 0
}

/** Those literals of the first that the second does not have. */
export function beyond(label: Label, other: Label): Label {
  return {
    states: label.states & ~other.states,
    notStates: label.notStates & ~other.notStates,
    steps: label.steps & ~other.steps,
    notSteps: label.notSteps & ~other.notSteps,
  }
}

/** How many literals it has. */
export function literals({ states, notStates, steps, notSteps }: Label): number {
  return ones(states) + ones(notStates) + ones(steps) + ones(notSteps)
}

/** Each literal of the label, turned into its opposite. */
export function opposite({ states, notStates, steps, notSteps }: Label): Label {
  return { states: notStates, notStates: states, steps: notSteps, notSteps: steps }
}

/** One literal of a label that has any. */
export function someLiteral({ states, notStates, steps, notSteps }: Label): Label {
  if (states !== 0) return { ...anything, states: lowest(states) }
  if (notStates !== 0) return { ...anything, notStates: lowest(notStates) }
  if (steps !== 0) return { ...anything, steps: lowest(steps) }
  return { ...anything, notSteps: lowest(notSteps) }
}

function lowest(bits: number): number {
  return bits & -bits
}

function ones(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++
  return count
}
