/** Ways to wait for a `ww_mutex` that take more than one step: the owner is wounded, a signal comes. */

import {
  either,
  leave,
  local,
  loop,
  oneOf,
  type BoolTerm,
  type EnumTerm,
  type StatementNode,
  type Test,
} from '../../index.ts'
import { steps, type Steps } from '../steps.ts'
import { unlessEnded } from '../waiting/wait-end.ts'

/** What locking in an acquire context gives. */
export const lockResult = oneOf('0', '-EDEADLK', '-EALREADY', '-EINTR')
export type LockResult = EnumTerm<(typeof lockResult.values)[number]>

/** Steps that lock; without a result they cannot but succeed. */
export type Locking = Steps<LockResult> | StatementNode<never, void>

/** Makes the attempt as soon as it is possible; until then the owner can be wounded. */
export function woundingUntil(
  attempt: () => StatementNode<never, LockResult>,
  wound: () => StatementNode<never, void>,
): Steps<LockResult> {
  return steps(function* () {
    const ret = yield* local('ret', lockResult, '0')
    yield* loop(function* () {
      yield* either(
        function* () {
          yield* ret.set(yield* attempt())
          yield* leave()
        },
        function* () {
          yield* wound()
        },
      )
    })
    return ret
  })
}

/** Locks, or gives `-EINTR` when a signal comes where it has to wait. */
export function interruptible(
  name: string,
  lock: () => Locking,
  contended: () => BoolTerm,
  signal: Test,
): Steps<LockResult> {
  return steps(function* () {
    const ret = yield* local('ret', lockResult, '0')
    const wait = function* () {
      const given = yield* lock()
      if (given !== undefined) yield* ret.set(given)
    }
    const signaled = { text: ' = -EINTR', possible: signal, certain: false }
    const then = () => ret.set('-EINTR')
    yield* unlessEnded({ name, blocked: contended, wait }, { ...signaled, then })
    return ret
  })
}
