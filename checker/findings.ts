/** What a search has found wrong so far: only what is to be reported, and every place where it ends a shortest run. */

import type { Wrong } from './verdict.ts'

/** Where a shortest run ends. */
export type End =
  /** In this combination of initial values, by its position in `System.initial()`. */
  | { readonly at: 'initial'; readonly position: number }
  /** In the state with this number. */
  | { readonly at: 'state'; readonly state: number }
  /** With this outcome of the state `from`, by its position in `System.expand()`. */
  | { readonly at: 'step'; readonly from: number; readonly position: number }

/** The order at equal depth; properties of one kind go by their position in the model. `observed` is not wrong, but sought. */
export const rankKinds = [
  'fault',
  'assertion',
  'invariant',
  'step',
  'deadlock',
  'observed',
] as const
export type RankKind = (typeof rankKinds)[number]

export interface Rank {
  readonly depth: number
  readonly kind: RankKind
  /** Of a property, its position in `Model.properties`; otherwise 0. */
  readonly declared: number
}

/** What was noted with the least rank, and nothing else. */
export class Findings<W = Wrong> {
  #rank: Rank | null = null
  readonly #initial = new Map<number, W>()
  readonly #states = new Map<number, W>()
  readonly #steps = new Map<number, Map<number, W>>()

  /** The least depth of anything wrong; infinite when nothing is. */
  get depth(): number {
    return this.#rank?.depth ?? Infinity
  }

  get rank(): Rank | null {
    return this.#rank
  }

  /** Keeps it when nothing that is known goes before it; of two that end alike, the first. */
  note(rank: Rank, end: End, wrong: W): void {
    const order = this.#rank === null ? -1 : compare(rank, this.#rank)
    if (order > 0) return
    if (order < 0) this.#clear()
    this.#rank = rank
    switch (end.at) {
      case 'initial':
        return keep(this.#initial, end.position, wrong)
      case 'state':
        return keep(this.#states, end.state, wrong)
      case 'step': {
        const outcomes = this.#steps.get(end.from) ?? new Map<number, W>()
        this.#steps.set(end.from, outcomes)
        return keep(outcomes, end.position, wrong)
      }
    }
  }

  /** What is wrong at this end, if it is one. */
  endingAt(end: End): W | null {
    switch (end.at) {
      case 'initial':
        return this.#initial.get(end.position) ?? null
      case 'state':
        return this.#states.get(end.state) ?? null
      case 'step':
        return this.#steps.get(end.from)?.get(end.position) ?? null
    }
  }

  /** Any one of them; null when nothing is wrong. */
  get any(): W | null {
    for (const wrong of this.#initial.values()) return wrong
    for (const wrong of this.#states.values()) return wrong
    for (const outcomes of this.#steps.values()) for (const wrong of outcomes.values()) return wrong
    return null
  }

  #clear(): void {
    this.#initial.clear()
    this.#states.clear()
    this.#steps.clear()
  }
}

function keep<W>(map: Map<number, W>, key: number, wrong: W): void {
  if (!map.has(key)) map.set(key, wrong)
}

function compare(left: Rank, right: Rank): number {
  return (
    left.depth - right.depth ||
    rankKinds.indexOf(left.kind) - rankKinds.indexOf(right.kind) ||
    left.declared - right.declared
  )
}
