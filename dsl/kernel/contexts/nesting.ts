/** How often a process has turned something off that it may turn off again before it turns it on. */

import {
  array,
  current,
  fail,
  int,
  thread,
  when,
  type AnyEffect,
  type ArraySort,
  type BoolTerm,
  type Declare,
  type IntSort,
  type PlaceOf,
  type Primitive,
  type TermOf,
  type ThreadSort,
} from '../../index.ts'

type Counts = ArraySort<ThreadSort, IntSort>

/** A count for each thread: who touches another's hides no deadlock of this one. */
export class Nesting {
  readonly #counts: PlaceOf<Counts>

  constructor(counts: PlaceOf<Counts>) {
    this.#counts = counts
  }

  /** The effects of turning it off once more. */
  *enter(): Generator<AnyEffect, void, unknown> {
    yield* this.#counts.at(current()).update((count) => count.plus(1))
  }

  /** The effects of turning it on once. A fault where it is on. */
  *leave(): Generator<AnyEffect, void, unknown> {
    const count = this.#counts.at(current())
    yield* when(
      count.gt(0),
      function* () {
        yield* count.set(count.minus(1))
      },
      function* () {
        yield* fail('preempt_count underflow')
      },
    )
  }
}

/** Its primitive: what is declared of a thread that has turned it off. */
export function nesting(
  deepest: number,
  off: (declare: Declare, test: (holder: TermOf<ThreadSort>) => BoolTerm) => void,
): Primitive<Counts, Nesting> {
  return {
    sort: array(thread, int(0, deepest)),
    quiet: true,
    attach: (counts, _, declare) => {
      off(declare, (holder) => counts.at(holder).gt(0))
      declare.atReturn('returned with preemption imbalance', (each) => counts.at(each).eq(0))
      return new Nesting(counts)
    },
  }
}
