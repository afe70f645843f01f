/** A smaller automaton that accepts the same runs. */

import type { Automaton, Move } from './automaton.ts'
import { beyond, conjunction, implies, literals, opposite } from './label.ts'

/** Drops what no accepting reading goes through, and merges what simulates each other. */
export function simplified(automaton: Automaton): Automaton {
  const smaller = merged(trimmed(automaton))
  const isSmaller = smaller.nodes.length < automaton.nodes.length
  return isSmaller ? simplified(smaller) : trimmed(smaller)
}

/** Without nodes from which nothing is accepted or that are not reached, and without acceptance sets that decide nothing. */
function trimmed(automaton: Automaton): Automaton {
  const reach = reachability(automaton)
  const isInside = (node: number, { to }: Move): boolean => reach[to]?.[node] === true
  const collected = automaton.nodes.map((_, node) => {
    let sets = 0
    for (const [other, moves] of automaton.nodes.entries()) {
      if (reach[node]?.[other] !== true || reach[other]?.[node] !== true) continue
      for (const move of moves) if (isInside(other, move)) sets |= move.sets
    }
    return sets
  })
  const isAccepting = (node: number): boolean =>
    reach[node]?.[node] === true && collected[node] === automaton.sets
  const isUseful = (node: number): boolean =>
    isAccepting(node) || collected.some((_, to) => reach[node]?.[to] === true && isAccepting(to))
  const isReached = (node: number): boolean =>
    automaton.initial.some((from) => from === node || reach[from]?.[node] === true)
  const numbers = new Map<number, number>()
  for (const node of automaton.nodes.keys()) {
    if (isReached(node) && isUseful(node)) numbers.set(node, numbers.size)
  }
  const nodes = automaton.nodes.flatMap((moves, node) => {
    if (!numbers.has(node)) return []
    const kept = moves.flatMap((move) => {
      const to = numbers.get(move.to)
      const sets = isInside(node, move) && isAccepting(node) ? move.sets : 0
      return to === undefined ? [] : [{ ...move, to, sets }]
    })
    return [kept]
  })
  const initial = automaton.initial.flatMap((node) => numbers.get(node) ?? [])
  return withFewerSets({ ...automaton, nodes, initial })
}

/** By node, the nodes that one or more moves lead to. */
function reachability({ nodes }: Automaton): readonly (readonly boolean[])[] {
  const reach = nodes.map((moves) => nodes.map((_, to) => moves.some((move) => move.to === to)))
  for (const [through, onwards] of reach.entries()) {
    for (const row of reach) {
      if (row[through] !== true) continue
      for (const [to, does] of onwards.entries()) if (does) row[to] = true
    }
  }
  return reach
}

/** A set that has every move of another, of those inside accepting components, is met whenever that is. */
function withFewerSets(automaton: Automaton): Automaton {
  const moves = automaton.nodes.flat().filter(({ sets }) => sets !== 0)
  const bits = bitsOf(automaton.sets)
  const kept = bits.filter((bit, at) => {
    const isIn = (set: number): readonly boolean[] => moves.map(({ sets }) => (sets & set) !== 0)
    const mine = isIn(bit)
    return !bits.some((other, position) => {
      if (other === bit) return false
      const theirs = isIn(other)
      const has = theirs.every((value, move) => !value || mine[move] === true)
      const isSame = has && mine.every((value, move) => !value || theirs[move] === true)
      return isSame ? position < at : has
    })
  })
  const renumbered = (sets: number): number =>
    kept.reduce((all, bit, at) => ((sets & bit) === 0 ? all : all | (1 << at)), 0)
  const nodes = automaton.nodes.map((each) =>
    each.map((move) => ({ ...move, sets: renumbered(move.sets) })),
  )
  return { ...automaton, nodes, sets: renumbered(automaton.sets) }
}

function bitsOf(sets: number): readonly number[] {
  const bits: number[] = []
  for (let rest = sets; rest !== 0; rest &= rest - 1) bits.push(rest & -rest)
  return bits
}

type Simulation = readonly (readonly boolean[])[]

/** Whether whatever can be read with the second move can be read with the first. */
function covers(move: Move, other: Move, simulates: Simulation): boolean {
  return implies(other.label, move.label) && leadsAsFar(move, other, simulates)
}

function leadsAsFar(move: Move, other: Move, simulates: Simulation): boolean {
  return (other.sets & ~move.sets) === 0 && simulates[move.to]?.[other.to] === true
}

/** By node, the nodes that it simulates directly: each of their moves is covered by one of its own. */
function simulation({ nodes }: Automaton): Simulation {
  const simulates = nodes.map(() => nodes.map(() => true))
  for (let isStable = false; !isStable;) {
    isStable = true
    for (const [node, moves] of nodes.entries()) {
      for (const [other, theirs] of nodes.entries()) {
        if (simulates[node]?.[other] !== true) continue
        if (theirs.every((each) => moves.some((move) => covers(move, each, simulates)))) continue
        const row = simulates[node]
        if (row !== undefined) row[other] = false
        isStable = false
      }
    }
  }
  return simulates
}

/** With one node for all that simulate each other, and without moves that another move covers. */
function merged(automaton: Automaton): Automaton {
  const simulates = simulation(automaton)
  const first = automaton.nodes.map((_, node) =>
    automaton.nodes.findIndex(
      (_moves, other) => simulates[node]?.[other] === true && simulates[other]?.[node] === true,
    ),
  )
  const representative = (node: number): number => first[node] ?? node
  const nodes = automaton.nodes.map((moves) => {
    const redirected = moves.map((move) => ({ ...move, to: representative(move.to) }))
    return redirected.filter(
      (move, at) =>
        !redirected.some(
          (other, position) =>
            position !== at &&
            covers(other, move, simulates) &&
            (position < at || !covers(move, other, simulates)),
        ),
    )
  })
  const initial = [...new Set(automaton.initial.map(representative))]
  return { ...automaton, nodes, initial }
}

/** The automaton with as little as possible to choose: where a move leads as far as another and asks for one literal more, the other asks for its opposite. */
export function exclusive(automaton: Automaton): Automaton {
  const simulates = simulation(automaton)
  const nodes = automaton.nodes.map((before) => {
    const moves = [...before]
    // One at a time: two moves that each give way to the other would leave letters that neither reads.
    for (const [at, move] of before.entries()) {
      moves[at] = moves.reduce(
        (weaker, better) =>
          leadsAsFar(better, weaker, simulates) ? withoutCovered(weaker, better) : weaker,
        move,
      )
    }
    return moves
  })
  return { ...automaton, nodes }
}

function withoutCovered(move: Move, better: Move): Move {
  const more = beyond(better.label, move.label)
  if (literals(more) !== 1) return move
  const label = conjunction(move.label, opposite(more))
  return label === null ? move : { ...move, label }
}
