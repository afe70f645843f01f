/** What a loop has to meet so that going round it for ever is accepted and fair, as bits of one number. */

import type { Strength } from '../../dsl/ir.ts'
import type { Product } from './product.ts'

/**
 * A bit for each acceptance set and each condition, set when it is met by some edge or vertex so far; and one more for each strong
 * condition, set when it is enabled somewhere: it is to be met then.
 */
export class Requirements {
  readonly #product: Product
  readonly #sets: number
  readonly #conditions: number
  readonly #weak: bigint
  readonly #strong: bigint
  readonly #always: bigint
  readonly #taken = new Map<number, bigint>()

  constructor(product: Product, strengths: readonly Strength[]) {
    const { sets } = product.automaton
    this.#product = product
    this.#sets = sets.toString(2).length
    this.#conditions = strengths.length
    this.#weak = bitsWhere(strengths, 'weak')
    this.#strong = bitsWhere(strengths, 'strong')
    this.#always = BigInt(sets) | (this.#weak << BigInt(this.#sets))
  }

  /** What is not met yet of what has to be, with so much said of a run. */
  open(said: bigint): bigint {
    const enabled = said >> BigInt(this.#sets + this.#conditions)
    return (this.#always | (enabled << BigInt(this.#sets))) & ~said
  }

  /** What coming through the vertex says that was expanded last. */
  ofVertex(): bigint {
    const { graph, outcomes, state } = this.#product
    const { edges, kinds } = graph
    let enabled = 0n
    const seen = new Set<number>()
    for (let position = 0; position < outcomes; position++) {
      const kind = edges.kinds[position] ?? 0
      if (edges.targets[position] === state || seen.has(kind)) continue
      seen.add(kind)
      enabled |= bitsOf(kinds.enabled, kind, kinds.words)
    }
    return this.#said(this.#weak & ~enabled, this.#strong & enabled)
  }

  /** How many requirements a loop through that vertex has besides. */
  openAtVertex(): number {
    return ones(this.open(this.ofVertex()))
  }

  #said(met: bigint, enabled: bigint): bigint {
    return ((enabled << BigInt(this.#conditions)) | met) << BigInt(this.#sets)
  }

  /** What taking an edge of it says. */
  ofEdge(edge: number): bigint {
    const { graph, positions, sets } = this.#product
    const kind = graph.edges.kinds[positions[edge] ?? 0] ?? 0
    let taken = this.#taken.get(kind)
    if (taken === undefined) {
      const counts = bitsOf(graph.kinds.taken, kind, graph.kinds.words)
      // Whether a condition is enabled makes no difference once it is met: then as if it were, so that fewer ways differ.
      taken = this.#said(counts, counts & this.#strong)
      this.#taken.set(kind, taken)
    }
    return taken | BigInt(sets[edge] ?? 0)
  }
}

function bitsWhere(strengths: readonly Strength[], strength: Strength): bigint {
  return strengths.reduce(
    (all, each, condition) => (each === strength ? all | (1n << BigInt(condition)) : all),
    0n,
  )
}

function ones(bits: bigint): number {
  let count = 0
  for (let rest = bits; rest !== 0n; rest &= rest - 1n) count++
  return count
}

function bitsOf(sets: Uint32Array, kind: number, words: number): bigint {
  let bits = 0n
  for (let word = words - 1; word >= 0; word--) {
    bits = (bits << 32n) | BigInt(sets[kind * words + word] ?? 0)
  }
  return bits
}
