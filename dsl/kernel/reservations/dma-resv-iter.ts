/** Going through the fences of a `struct dma_resv`, with its lock held or without. After `struct dma_resv_iter`. */

import {
  bool,
  cond,
  either,
  leave,
  local,
  loop,
  not,
  pick,
  set,
  step,
  until,
  value,
  type AnyEffect,
  type AnyStatement,
  type BoolTerm,
  type TermOf,
} from '../../index.ts'
import type { DmaResvUsage, ResvTable } from './dma-resv-table.ts'
import type { FenceId } from '../fences/fence-id.ts'
import { block } from '../steps.ts'

type Fence = TermOf<FenceId>

/** With the lock held: those that are listed at first stay so. `held` is the test. In any order. */
export function eachListed<Y extends AnyStatement>(
  resv: string,
  table: ResvTable,
  usage: DmaResvUsage,
  held: () => Generator<AnyEffect, void, unknown>,
  body: (fence: Fence) => Generator<Y, void, unknown>,
) {
  const fences = table.fences.index
  return block(function* () {
    const left = yield* step(`dma_resv_iter_first(${resv}, ${usage})`, {}, function* () {
      yield* held()
      return table.listed(usage)
    })
    const todo = yield* local('todo', set(fences), left)
    yield* until(todo.isEmpty(), function* () {
      const fence = yield* step(`dma_resv_iter_next(${resv})`, {}, function* () {
        const next = yield* pick(todo)
        yield* todo.set(todo.remove(next))
        return next
      })
      yield* body(fence)
    })
  })
}

/** Without it: from the beginning again where others are listed than before. In any order. */
export function eachUnlocked<Y extends AnyStatement>(
  resv: string,
  table: ResvTable,
  usage: DmaResvUsage,
  body: (fence: Fence, restarted: BoolTerm) => Generator<Y, void, unknown>,
) {
  const fences = table.fences.index
  const name = `dma_resv_iter_next_unlocked(${resv}, ${usage})`
  return block(function* () {
    const listed = yield* local('listed', set(fences), [])
    const seen = yield* local('seen', set(fences), [])
    const changed = () => listed.ne(table.listed(usage))
    const before = () => cond(changed(), value(set(fences), []), seen)
    const left = () => table.pending(usage).minus(before())
    yield* loop(function* () {
      yield* either(
        function* () {
          const restarted = yield* local('restarted', bool, false)
          const fence = yield* step(name, { guard: not(left().isEmpty()) }, function* () {
            const next = yield* pick(left())
            yield* restarted.set(changed())
            yield* listed.set(table.listed(usage))
            yield* seen.set(before().add(next))
            return next
          })
          yield* body(fence, restarted)
        },
        function* () {
          yield* step(name, { guard: left().isEmpty() }, function* () {})
          yield* leave()
        },
      )
    })
  })
}
