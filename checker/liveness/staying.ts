/** Where an automaton accepts a run that stays in one state for ever. */

import type { Automaton, Move } from './automaton.ts'

/** Of one automaton; the answers are kept. */
export class Staying {
  readonly #automaton: Automaton
  readonly #asked: number
  readonly #known = new Map<number, readonly boolean[]>()

  constructor(automaton: Automaton) {
    this.#automaton = automaton
    this.#asked = automaton.nodes
      .flat()
      .reduce((all, { label }) => all | label.states | label.notStates, 0)
  }

  /** Whether what is read from the node on is accepted, when it is these state atoms for ever, and no step is taken. */
  accepts(node: number, atoms: number): boolean {
    const asked = atoms & this.#asked
    let accepted = this.#known.get(asked)
    if (accepted === undefined) {
      accepted = acceptedFrom(this.#automaton, asked)
      this.#known.set(asked, accepted)
    }
    return accepted[node] === true
  }
}

function acceptedFrom({ nodes, sets }: Automaton, atoms: number): readonly boolean[] {
  const moves = nodes.map((each) =>
    each.filter(
      ({ label }) =>
        (atoms & label.states) === label.states &&
        (atoms & label.notStates) === 0 &&
        label.steps === 0,
    ),
  )
  const reached = moves.map((_, node) => reachedFrom(node, moves))
  const isOnCycle = moves.map((_, node) => {
    let collected = 0
    for (const [from, each] of moves.entries()) {
      if (reached[node]?.has(from) !== true) continue
      for (const move of each)
        if (reached[move.to]?.has(node) === true || move.to === node) collected |= move.sets
    }
    return reached[node]?.has(node) === true && collected === sets
  })
  return moves.map((_, node) =>
    isOnCycle.some((does, to) => does && (to === node || reached[node]?.has(to) === true)),
  )
}

/** By one or more moves. */
function reachedFrom(node: number, moves: readonly (readonly Move[])[]): ReadonlySet<number> {
  const reached = new Set<number>()
  const pending = [node]
  for (let from = pending.pop(); from !== undefined; from = pending.pop()) {
    for (const { to } of moves[from] ?? []) {
      if (reached.has(to)) continue
      reached.add(to)
      pending.push(to)
    }
  }
  return reached
}
