/** Who holds which locks at the end of a run, and since which step. */

import type { Binder, Lock, LockMode, Model } from '../../dsl/ir.ts'
import type { LockClass } from '../lock-order/lock-class.ts'
import type { Hold } from '../lock-order/hold.ts'
import { decoding } from './decode.ts'
import type { Expressions } from './expressions.ts'
import { machineOf } from './machine.ts'
import { bind, environment } from './state.ts'
import type { Environment, InterpretedState } from './state.ts'
import { threadsIn } from './waiting.ts'

/** A lock in one way to hold it, and who does in a state. */
interface Held {
  readonly class: LockClass
  readonly lock: string
  readonly mode: LockMode
  readonly threads: readonly number[]
}

/** What each thread holds in the last state, by thread, in order of acquisition. The states are those of one run, from its first. */
export function holdsAt(
  model: Model,
  states: readonly InterpretedState[],
): readonly (readonly Hold[])[] {
  const { expressions } = machineOf(model)
  const along = states.map((state) => held(model.locks, environment(state, null), expressions))
  const last = along.at(-1) ?? []
  return expressions.sorts.threads.map((_, thread) =>
    last
      .flatMap(({ threads, ...hold }, at): Hold[] => {
        if (!threads.includes(thread)) return []
        const before = along.findLastIndex((each) => each[at]?.threads.includes(thread) !== true)
        return [{ ...hold, since: before < 0 ? null : before }]
      })
      .toSorted((a, b) => (a.since ?? -1) - (b.since ?? -1)),
  )
}

/** Every way to hold every lock, the same ones in the same order in each state. */
function held(locks: readonly Lock[], env: Environment, expressions: Expressions): readonly Held[] {
  return locks.flatMap((lock) => heldOf(lock, lock.name, lock.indices, env, expressions))
}

function heldOf(
  lock: Lock,
  name: string,
  [binder, ...inner]: readonly Binder[],
  env: Environment,
  expressions: Expressions,
): readonly Held[] {
  if (binder === undefined) {
    return lock.holdings.map(({ mode, subclass, holders }) => ({
      class: { name: lock.lockClass, subclass, kind: lock.kind },
      lock: name,
      mode,
      threads: threadsIn(holders, env, expressions),
    }))
  }
  const decode = decoding(binder.sort, expressions.sorts)
  return expressions.sorts.values(binder.sort).flatMap((value) => {
    const element = name.replace('[]', `[${String(decode(value))}]`)
    return heldOf(lock, element, inner, bind(env, binder.bound, value), expressions)
  })
}
