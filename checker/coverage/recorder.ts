/** Counting in the plain executor of a flat program. */

import type { Expr } from '../../dsl/ir.ts'
import type { Compile, Evaluate } from '../lower/context.ts'
import type { Spots, Thing } from './spots.ts'

/** What an executor tells of what it does. */
export interface Recorder {
  /** Prepares the test of a part of the program, so that its answers are noted. */
  test(thing: Thing, test: Expr, compile: Compile): Evaluate
  /** Prepares the note that a part of the program is executed. */
  pass(thing: Thing): () => void
}

const nothing = (): void => {}

/** Whoever wants to know nothing. */
export const unrecorded: Recorder = {
  test: (_thing, test, compile) => compile(test),
  pass: () => nothing,
}

/** Counts everything, exactly. A test that faults is not counted. */
export class Counter implements Recorder {
  readonly spots: Spots
  readonly counts: number[]

  constructor(spots: Spots) {
    this.spots = spots
    this.counts = Array.from({ length: spots.counters }, () => 0)
  }

  test(thing: Thing, test: Expr, compile: Compile): Evaluate {
    const whole = compile(test)
    const spot = this.spots.of(thing)
    if (spot === undefined || spot.kind !== 'test') return whole
    const { first, conjuncts } = spot
    const each = conjuncts.map((conjunct) => compile(conjunct))
    return (context) => {
      const answer = whole(context)
      const falseAt = answer === 1 ? each.length : each.findIndex((one) => one(context) !== 1)
      if (answer !== 1) this.#count(first)
      for (let at = 0; at < falseAt; at++) this.#count(first + 1 + at)
      return answer
    }
  }

  pass(thing: Thing): () => void {
    const spot = this.spots.of(thing)
    if (spot === undefined || spot.kind === 'test') return nothing
    return () => this.#count(spot.first)
  }

  #count(counter: number): void {
    this.counts[counter] = (this.counts[counter] ?? 0) + 1
  }
}
