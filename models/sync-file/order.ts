/** Which job comes before which, whatever the hardware does: told from fences alone. */

import {
  array,
  filter,
  or,
  set,
  some,
  value,
  type BoolTerm,
  type Input,
  type ModelBuilder,
  type SetSort,
} from '../../dsl/index.ts'
import type { Buffer, JobName } from './buffer.ts'

export type Order = ReturnType<typeof orderOf>

/** Declares it: a ghost, written where a job is pushed. */
export function orderOf(m: ModelBuilder, { names, fence }: Buffer) {
  const before = m.ghost('before', array(names, set(names)))
  return {
    /** The job comes after what is done, what it depends on, and what comes before that. */
    *push(name: string, on: Input<SetSort<JobName>>) {
      const dependencies = value(set(names), on)
      yield* before.at(name).set(
        filter(names, (each) =>
          or(
            fence.at(each).signaled,
            dependencies.has(each),
            some(dependencies, (dependency) => before.at(dependency).has(each)),
          ),
        ),
      )
    },

    /** Whether one of the two comes before the other. */
    ordered(one: string, other: string): BoolTerm {
      return or(before.at(one).has(other), before.at(other).has(one))
    },
  }
}
