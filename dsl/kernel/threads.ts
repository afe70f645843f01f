/** Threads as state: who has something, of all that could. */

import {
  set,
  thread,
  type Declare,
  type PlaceOf,
  type Primitive,
  type SetSort,
  type ThreadSort,
} from '../index.ts'

export type Threads = SetSort<ThreadSort>

/**
 * A flag of `struct task_struct`, as PF_MEMALLOC: the threads that have it, at first none. `meaning` declares what is true of one that
 * has it. Declare it with `shared`.
 */
export function taskFlag(
  meaning: (declare: Declare, threads: PlaceOf<Threads>) => void = () => {},
): Primitive<Threads, PlaceOf<Threads>> {
  return {
    sort: set(thread),
    attach: (threads, _, declare) => {
      meaning(declare, threads)
      return threads
    },
  }
}
