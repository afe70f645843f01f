/** A module that can be unloaded: its code, and its data. */

import {
  assert,
  atomic,
  bool,
  identity,
  individual,
  int,
  procedure,
  step,
  struct,
  type BoolSort,
  type BoolTerm,
  type ModelBuilder,
  type Primitive,
  type StatementNode,
} from '../../dsl/index.ts'
import { atomicInt, objects, spinlock, type Rcu } from '../../dsl/kernel/index.ts'
import type { Omitted } from './omission.ts'

/** Code, or constants beside it: all that can be done with it is to use it. */
interface Text {
  /** A step that executes it, or reads it, `when` it comes to that. A fault once the module is gone. */
  use(name: string, when?: BoolTerm): StatementNode<never, void>
}

const text: Primitive<BoolSort, Text> = {
  sort: bool,
  initial: true,
  attach: (present) => ({
    use: (name, guard) =>
      step(name, guard === undefined ? {} : { guard }, function* () {
        yield* assert(present, 'the code is there')
      }),
  }),
}

export type Module = ReturnType<typeof moduleOf>

/** The exporter's module, loaded. Nothing is counted in one that is never unloaded. */
export function moduleOf(m: ModelBuilder, rcu: Rcu, unloads: boolean, omitted: Omitted) {
  const module = identity('module', 1)
  const only = individual(module, 0)
  const loaded = { allocated: 1, mayLeak: true }
  const texts = m.state('module_text', objects(module, struct({ code: text }), loaded))
  const count = atomicInt(int(0, 1))
  const data = struct({ lock: spinlock('exporter.lock'), active: count, fences: count })
  const datas = m.state('module_data', objects(module, data, loaded))
  const { lock, active, fences } = datas.at(only)
  const isForgotten = omitted.is('synchronize_rcu')

  const free_module = procedure(function* free_module() {
    if (!isForgotten) yield* rcu.synchronize()
    yield* atomic(function* module_memory_free() {
      yield* texts.free(only)
      yield* datas.free(only)
    })
  })
  return {
    free_module,
    /** A lock for all of its fences. */
    lock: () => lock,
    /** How many operations the hardware has, and how many fences are not released. */
    counts: unloads ? { active, fences } : null,
    /** The step uses the module's code, or its constants. */
    use: (name: string, when?: BoolTerm) => texts.at(only).code.use(name, when),
  }
}
