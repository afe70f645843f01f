/** What the exporter does for its user, and announces by a fence: an operation, which is freed once that is signalled. */

import { identity, individual, int, procedure, struct, type ModelBuilder } from '../../dsl/index.ts'
import { objects, once, rcuHeads, spinlock, type Rcu } from '../../dsl/kernel/index.ts'
import type { Lifetime } from './variant.ts'

export type Operation = ReturnType<typeof operationOf>

/** Declares it. */
export function operationOf(m: ModelBuilder, rcu: Rcu, lifetime: Lifetime) {
  const operation = identity('operation', 1)
  const only = individual(operation, 0)
  const members = struct({ lock: spinlock('&op->lock'), name: once(int(0, 1)) })
  const operations = m.state('operation', objects(operation, members))
  const { lock, name } = operations.at(only)
  const heads =
    lifetime.operation === 'kfree_rcu' ? m.state('op->rcu', rcuHeads(rcu, operation)) : null
  if (heads !== null) {
    m.process('rcu_op', { daemon: true, context: 'softirq' }, function* () {
      yield* heads.invokingOnce((head) => operations.free(head))
    })
  }
  const exporter_op_free = procedure(function* exporter_op_free() {
    yield* heads === null ? operations.free(only) : heads.kfreeRcu(only)
  })
  return { alloc: () => operations.alloc(), exporter_op_free, lock: () => lock, name }
}
