/** The product of a graph and an automaton, computed where it is looked at: a vertex is a state, and the node at which the rest of the run is read. */

import type { Automaton, Label } from './automaton.ts'
import type { Graph } from './graph.ts'
import { Stopped } from './ledger.ts'
import { Staying } from './staying.ts'

/** There are no more vertices and states together, so that a bit of a signed number is left to mark them. */
const mostVertices = 2 ** 30

/** Vertices have the numbers from 0 to `size - 1`. What is said of the vertex that was expanded last is valid until the next is. */
export class Product {
  readonly graph: Graph
  readonly automaton: Automaton
  readonly size: number
  /** By edge of the vertex that was expanded last: the vertex that it leads to, */
  targets = new Int32Array(64)
  /** the position of its step among the outcomes of the state, */
  positions = new Int32Array(64)
  /** and a bit for each acceptance set that it is in. */
  sets = new Int32Array(64)
  /** Of the vertex that was expanded last. */
  state = 0
  /** How many outcomes that state has; 0 where nothing can be read there. */
  outcomes = 0

  /** The node at which it ends. */
  #ends: Int32Array = new Int32Array(64)
  readonly #obligation: number
  readonly #nodes: number
  readonly #first: Int32Array
  readonly #moves: Moves
  readonly #live: Int32Array
  readonly #staying: Staying
  #node = 0
  #atoms = 0

  /** Throws `Stopped` when it has too many vertices to number. */
  constructor(graph: Graph, automaton: Automaton, obligation: number) {
    this.graph = graph
    this.automaton = automaton
    this.#obligation = obligation
    this.#nodes = automaton.nodes.length
    this.size = graph.size * this.#nodes
    if (this.size + graph.size > mostVertices) throw new Stopped('memory')
    this.#moves = flattened(automaton)
    this.#live = new Int32Array(this.#moves.to.length)
    this.#first = new Int32Array(this.#nodes + 1)
    for (const [node, moves] of automaton.nodes.entries()) {
      this.#first[node + 1] = (this.#first[node] ?? 0) + moves.length
    }
    this.#staying = new Staying(automaton)
  }

  vertex(state: number, node: number): number {
    return state * this.#nodes + node
  }

  stateOf(vertex: number): number {
    return Math.floor(vertex / this.#nodes)
  }

  /** The nodes at which reading may begin in a state, when a run comes through it. */
  entries(state: number): readonly number[] {
    const { anywhere } = this.automaton
    if (anywhere.length === 0) return []
    const atoms = this.graph.stateAtoms(state, this.#obligation)
    return anywhere.flatMap(({ label, node }) => (isTrue(label, atoms) ? [node] : []))
  }

  /** Whether there are any, in this state. */
  isEntered(state: number): boolean {
    const { anywhere } = this.automaton
    const atoms = this.graph.stateAtoms(state, this.#obligation)
    for (const { label } of anywhere) if (isTrue(label, atoms)) return true
    return false
  }

  /** The number of the vertex's edges: by outcomes, of each by moves. Steps that change nothing have none. */
  expand(vertex: number): number {
    const readable = this.#readable(vertex)
    this.outcomes = readable === 0 ? 0 : this.graph.expand(this.state, this.#obligation)
    return this.#edges(readable)
  }

  /** As `expand`, but where an edge leads `targetOf` tells, and not `targets`: for whoever asks that of few. */
  look(vertex: number): number {
    const readable = this.#readable(vertex)
    this.outcomes = readable === 0 ? 0 : this.graph.look(this.state, this.#obligation)
    return this.#edges(readable)
  }

  /** The vertex to which an edge leads of the one that was looked at last. */
  targetOf(edge: number): number {
    return this.graph.target(this.positions[edge] ?? 0) * this.#nodes + (this.#ends[edge] ?? 0)
  }

  /** Makes the vertex the one that is expanded: how many moves can be read there. */
  #readable(vertex: number): number {
    const { graph } = this
    const nodes = this.#nodes
    const state = nodes === 1 ? vertex : Math.floor(vertex / nodes)
    const node = vertex - state * nodes
    const atoms = graph.stateAtoms(state, this.#obligation)
    this.state = state
    this.#node = node
    this.#atoms = atoms
    const moves = this.#moves
    const live = this.#live
    let readable = 0
    const end = this.#first[node + 1] ?? 0
    for (let move = this.#first[node] ?? 0; move < end; move++) {
      const states = moves.states[move] ?? 0
      if ((atoms & states) !== states || (atoms & (moves.notStates[move] ?? 0)) !== 0) continue
      live[readable++] = move
    }
    return readable
  }

  /** The position of the first step by which the second vertex is found from the first. Throws where there is none. */
  positionOf(from: number, to: number): number {
    const edges = this.expand(from)
    const edge = this.targets.subarray(0, edges).indexOf(to)
    if (edge === -1) throw new Error(`no edge leads from vertex ${from} to ${to}`)
    return this.positions[edge] ?? 0
  }

  /** Expands a state by itself: the number of its outcomes. */
  outcomesOf(state: number): number {
    return this.graph.expand(state, this.#obligation)
  }

  /** The position of the first step from a state to another. Throws where there is none. */
  stepBetween(from: number, to: number): number {
    const outcomes = this.outcomesOf(from)
    const position = this.graph.edges.targets.subarray(0, outcomes).indexOf(to)
    if (position === -1) throw new Error(`no step leads from state ${from} to ${to}`)
    return position
  }

  #edges(readable: number): number {
    const { outcomes, state, graph } = this
    this.#reserve(outcomes * readable)
    const { targets, positions, sets } = this
    const ends = this.#ends
    const { edges } = graph
    const nodes = this.#nodes
    const moves = this.#moves
    const live = this.#live
    let count = 0
    for (let position = 0; position < outcomes; position++) {
      const target = edges.targets[position] ?? 0
      if (target === state) continue
      for (let at = 0; at < readable; at++) {
        const move = live[at] ?? 0
        if (moves.asksSteps) {
          const steps = moves.steps[move] ?? 0
          const atoms = edges.stepAtoms[position] ?? 0
          if ((atoms & steps) !== steps || (atoms & (moves.notSteps[move] ?? 0)) !== 0) continue
        }
        const end = moves.to[move] ?? 0
        targets[count] = target * nodes + end
        ends[count] = end
        positions[count] = position
        sets[count] = moves.sets[move] ?? 0
        count++
      }
    }
    return count
  }

  /** Whether a fair run may stay for ever in the vertex that was expanded last, and is accepted then. */
  mayStay(): boolean {
    const { edges, kinds } = this.graph
    const { words, enabled } = kinds
    for (let position = 0; position < this.outcomes; position++) {
      if (edges.targets[position] === this.state) continue
      const first = (edges.kinds[position] ?? 0) * words
      for (let word = first; word < first + words; word++) if (enabled[word] !== 0) return false
    }
    return this.#staying.accepts(this.#node, this.#atoms)
  }

  #reserve(edges: number): void {
    if (edges <= this.targets.length) return
    const length = edges * 2
    this.targets = new Int32Array(length)
    this.#ends = new Int32Array(length)
    this.positions = new Int32Array(length)
    this.sets = new Int32Array(length)
  }
}

function isTrue({ states, notStates }: Label, atoms: number): boolean {
  return (atoms & states) === states && (atoms & notStates) === 0
}

/** The moves of all nodes, one after the other. */
interface Moves {
  readonly states: Int32Array
  readonly notStates: Int32Array
  readonly steps: Int32Array
  readonly notSteps: Int32Array
  readonly to: Int32Array
  readonly sets: Int32Array
  readonly asksSteps: boolean
}

function flattened({ nodes }: Automaton): Moves {
  const moves = nodes.flat()
  return {
    states: Int32Array.from(moves, ({ label }) => label.states),
    notStates: Int32Array.from(moves, ({ label }) => label.notStates),
    steps: Int32Array.from(moves, ({ label }) => label.steps),
    notSteps: Int32Array.from(moves, ({ label }) => label.notSteps),
    to: Int32Array.from(moves, ({ to }) => to),
    sets: Int32Array.from(moves, ({ sets }) => sets),
    asksSteps: moves.some(({ label }) => (label.steps | label.notSteps) !== 0),
  }
}
