/** How fences come into a `struct dma_resv` and go, with the references to them where these are counted. */

import {
  and,
  filter,
  forEach,
  local,
  none,
  not,
  or,
  pick,
  set,
  step,
  until,
  when,
  type AnyEffect,
  type BoolTerm,
  type TermOf,
} from '../../index.ts'
import type { ResvTable } from './dma-resv-table.ts'
import type { FenceId } from '../fences/fence-id.ts'
import { block, steps, type Steps } from '../steps.ts'

type Fence = TermOf<FenceId>

/** Fences that go, and perhaps one that comes. */
export interface Exchange {
  /** The step, as a trace shows it. */
  readonly name: string
  /** What is tested and done first in it. */
  readonly first: () => Generator<AnyEffect, void, unknown>
  readonly goes: (old: Fence) => BoolTerm
  readonly comes: Coming | null
}

interface Coming {
  readonly fence: Fence
  /** Whether it does. It may be there already. */
  readonly test: () => BoolTerm
  readonly effects: () => Generator<AnyEffect, void, unknown>
}

/** The step; where the references are counted, after that of the new fence was taken, and before those of the old ones are put. */
export function exchange(table: ResvTable, counted: boolean, exchanged: Exchange): Steps<void> {
  const { name, comes } = exchanged
  if (!counted) return step(name, {}, () => effectsOf(table, exchanged))
  const { fences } = table
  return steps(function* () {
    if (comes !== null) yield* fences.at(comes.fence).get()
    yield* block(function* () {
      const old = yield* local('old', set(fences.index), [])
      yield* step(name, {}, function* () {
        yield* effectsOf(table, exchanged)
        yield* old.set(filter(fences.index, (each) => putOf(table, exchanged, each)))
      })
      yield* until(old.isEmpty(), function* () {
        const fence = yield* step(`${name}: old`, {}, function* () {
          const next = yield* pick(old)
          yield* old.set(old.remove(next))
          return next
        })
        yield* fences.at(fence).put()
      })
    })
  })
}

function* effectsOf(
  { place, fences }: ResvTable,
  { first, goes, comes }: Exchange,
): Generator<AnyEffect, void, unknown> {
  yield* first()
  yield* forEach(fences.index, function* (old) {
    const other = comes === null ? [] : [old.ne(comes.fence)]
    yield* when(and(...other, goes(old)), function* () {
      yield* place.at(old).set(none)
    })
  })
  if (comes !== null) yield* when(comes.test(), comes.effects)
}

/** Whether a reference to the fence is put: to the old ones that go, and to the one that comes where it was there or does not come. */
function putOf({ place }: ResvTable, { goes, comes }: Exchange, each: Fence): BoolTerm {
  if (comes === null) return goes(each)
  const { fence, test } = comes
  const surplus = and(each.eq(fence), or(place.at(each).isSome(), not(test())))
  return or(and(each.ne(fence), goes(each)), surplus)
}
