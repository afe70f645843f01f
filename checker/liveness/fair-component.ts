/** Whether a strongly connected component of a product has a run that is accepted and fair. */

import type { Strength } from '../../dsl/ir.ts'
import type { Components } from './components.ts'
import type { Product } from './product.ts'

/** Judges one component after the other, vertex by vertex. */
export class ComponentJudge {
  readonly #product: Product
  readonly #components: Components
  readonly #strengths: readonly Strength[]
  #place = 0
  #openSets = 0
  /** Condition by condition, 32 a word: the weak ones that are not met yet, */
  #weak: Uint32Array = new Uint32Array(0)
  /** the strong ones of which no step was seen that counts, */
  #untaken: Uint32Array = new Uint32Array(0)
  /** and the strong ones that are enabled in some vertex. */
  #enabled: Uint32Array = new Uint32Array(0)

  constructor(product: Product, components: Components, strengths: readonly Strength[]) {
    this.#product = product
    this.#components = components
    this.#strengths = strengths
  }

  /** From here on `judge` is about the component that is complete now. */
  begin(): void {
    const { words } = this.#product.graph.kinds
    this.#place = 0
    this.#openSets = this.#product.automaton.sets
    this.#weak = conditionBits(this.#strengths, 'weak', words)
    this.#untaken = conditionBits(this.#strengths, 'strong', words)
    this.#enabled = new Uint32Array(words)
  }

  /**
   * Looks at so many vertices more. `fair`: a fair run goes round in the component. `unfair`: in no part of it. `split`: none comes again
   * and again through states where a strong condition is enabled, since no step here counts for it; they are to be excluded, and the
   * rest judged again.
   */
  judge(quota: number): 'fair' | 'unfair' | 'split' | 'paused' {
    const components = this.#components
    const end = Math.min(components.size, this.#place + quota)
    for (; this.#place < end; this.#place++) {
      this.#note(components.at(this.#place))
      if (this.#isMet() && isEmpty(this.#untaken)) return 'fair'
    }
    if (end < components.size) return 'paused'
    if (!this.#isMet()) return 'unfair'
    this.#place = 0
    return shares(this.#enabled, this.#untaken) ? 'split' : 'fair'
  }

  /** After `split`: excludes what is to be excluded of so many vertices more. Whether that was all. */
  exclude(quota: number): boolean {
    const components = this.#components
    const end = Math.min(components.size, this.#place + quota)
    for (; this.#place < end; this.#place++) {
      const vertex = components.at(this.#place)
      this.#product.look(vertex)
      if (this.#isRefused()) components.exclude(vertex)
    }
    return end === components.size
  }

  /** Whether a condition is enabled in the vertex that was expanded last for which nothing counts here. */
  #isRefused(): boolean {
    for (const [word, untaken] of this.#untaken.entries()) {
      if (enabledHere(this.#product, word, untaken) !== 0) return true
    }
    return false
  }

  #isMet(): boolean {
    return this.#openSets === 0 && isEmpty(this.#weak)
  }

  #note(vertex: number): void {
    const product = this.#product
    const edges = product.look(vertex)
    const { graph, positions, sets } = product
    const { kinds } = graph
    const { words, taken } = kinds
    const stepKinds = graph.edges.kinds
    for (let edge = 0; edge < edges; edge++) {
      const first = (stepKinds[positions[edge] ?? 0] ?? 0) * words
      // Whether an edge stays inside is asked only where that makes a difference: it costs a look at memory that is far away.
      if (!this.#isUseful(sets[edge] ?? 0, taken, first)) continue
      if (!this.#components.has(product.targetOf(edge))) continue
      this.#openSets &= ~(sets[edge] ?? 0)
      for (let word = 0; word < words; word++) {
        const counts = ~(taken[first + word] ?? 0)
        this.#weak[word] = (this.#weak[word] ?? 0) & counts
        this.#untaken[word] = (this.#untaken[word] ?? 0) & counts
      }
    }
    for (let word = 0; word < words; word++) {
      const weak = this.#weak[word] ?? 0
      const here = enabledHere(product, word, weak | (this.#untaken[word] ?? 0))
      this.#weak[word] = weak & here
      this.#enabled[word] = (this.#enabled[word] ?? 0) | here
    }
  }

  /** Whether an edge meets something that is not met yet. */
  #isUseful(sets: number, taken: Uint32Array, first: number): boolean {
    if ((sets & this.#openSets) !== 0) return true
    const { words } = this.#product.graph.kinds
    for (let word = 0; word < words; word++) {
      const open = (this.#weak[word] ?? 0) | (this.#untaken[word] ?? 0)
      if (((taken[first + word] ?? 0) & open) !== 0) return true
    }
    return false
  }
}

/** Of the conditions that are asked for, those of one word, the ones that are enabled in the state of the vertex that was expanded last. */
function enabledHere({ graph, outcomes, state }: Product, word: number, asked: number): number {
  const { targets, kinds } = graph.edges
  const { words, enabled } = graph.kinds
  let here = 0
  for (let position = 0; position < outcomes && here !== asked; position++) {
    if (targets[position] === state) continue
    here |= (enabled[(kinds[position] ?? 0) * words + word] ?? 0) & asked
  }
  return here
}

function conditionBits(
  strengths: readonly Strength[],
  strength: Strength,
  words: number,
): Uint32Array {
  const bits = new Uint32Array(words)
  for (const [condition, each] of strengths.entries()) {
    if (each !== strength) continue
    const word = condition >>> 5
    bits[word] = (bits[word] ?? 0) | (1 << (condition & 31))
  }
  return bits
}

function isEmpty(bits: Uint32Array): boolean {
  for (let word = 0; word < bits.length; word++) if (bits[word] !== 0) return false
  return true
}

function shares(left: Uint32Array, right: Uint32Array): boolean {
  for (let word = 0; word < left.length; word++) {
    if (((left[word] ?? 0) & (right[word] ?? 0)) !== 0) return true
  }
  return false
}
