/**
 * Where an automaton waits at the beginning for something to happen, reading may as well begin in the state where it does. So the
 * product has no layer for waiting: for `leadsTo` it has the states behind the left side, and no others.
 */

import type { Automaton, Entry, Label, Move } from './automaton.ts'
import { anything, beyond, conjunction, implies, literals, opposite, someLiteral } from './label.ts'

/** The automaton with entries in place of an initial node at which anything can be read for ever, and nothing is accepted. */
export function enteredAnywhere(automaton: Automaton): Automaton {
  const [first, ...others] = automaton.initial
  if (first === undefined || others.length > 0 || !isForWaiting(automaton, first)) return automaton
  const onwards = (automaton.nodes[first] ?? []).filter(({ to }) => to !== first)
  const nodes: (readonly Move[])[] = [...automaton.nodes]
  const anywhere = onwards.map((move): Entry => {
    const node = isSameWithout(automaton, onwards, move) ? move.to : nodes.push([move]) - 1
    return { label: ofState(move.label), node }
  })
  // The node for waiting is in nobody's way when it is last, and then it is dropped.
  const renumbered = (node: number): number => (node > first ? node - 1 : node)
  return {
    ...automaton,
    nodes: nodes
      .filter((_, node) => node !== first)
      .map((moves) => moves.map((move) => ({ ...move, to: renumbered(move.to) }))),
    initial: [],
    anywhere: anywhere.map((entry) => ({ ...entry, node: renumbered(entry.node) })),
  }
}

function isForWaiting({ nodes, sets }: Automaton, node: number): boolean {
  const loops = (nodes[node] ?? []).filter(({ to }) => to === node)
  const isLeft = nodes.every((moves, from) => from === node || moves.every(({ to }) => to !== node))
  const collected = loops.reduce((all, loop) => all | loop.sets, 0)
  return isLeft && collected !== sets && loops.some(({ label }) => implies(anything, label))
}

/** What the label asks of the state. */
function ofState({ states, notStates }: Label): Label {
  return { ...anything, states, notStates }
}

/**
 * Whether the move need not be made, in a state that it asks for, since one can as well be where it leads to: there the same letters
 * are read by moves to itself, and whatever else can be read there can be read by one of the moves onwards.
 */
function isSameWithout({ nodes }: Automaton, onwards: readonly Move[], move: Move): boolean {
  const moves = nodes[move.to] ?? []
  const stays = moves.filter(({ to }) => to === move.to).map(({ label }) => label)
  const isNothingNew = moves.every(({ label, to }) => {
    const here = conjunction(label, ofState(move.label))
    return here === null || onwards.some((each) => each.to === to && implies(here, each.label))
  })
  return isNothingNew && isCovered(move.label, stays)
}

/** Whether each letter that satisfies the label satisfies one of the others. */
function isCovered(label: Label, others: readonly Label[]): boolean {
  if (others.some((other) => implies(label, other))) return true
  const partial = others.find((other) => conjunction(label, other) !== null)
  if (partial === undefined) return false
  const open = beyond(partial, label)
  if (literals(open) === 0) return true
  const literal = someLiteral(open)
  return [literal, opposite(literal)].every((each) => {
    const narrowed = conjunction(label, each)
    return narrowed === null || isCovered(narrowed, others)
  })
}
