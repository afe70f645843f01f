/** The callbacks of a `struct dma_fence`, and how they are run when it is signalled. */

import {
  local,
  pick,
  set,
  step,
  until,
  type EffectNode,
  type Input,
  type PlaceOf,
  type SetSort,
  type TermOf,
} from '../../index.ts'
import type { Sort } from '../../ir.ts'
import { called, type Callback } from '../callback.ts'
import type { Statement } from '../steps.ts'

/** Callbacks, and what each does. */
export interface Callbacks<C extends Sort> {
  readonly sort: C
  /** Those that were added and are not taken off to be run. */
  readonly added: PlaceOf<SetSort<C>>
  /** Null where it only wakes whoever looks at the list. */
  readonly func: ((callback: TermOf<C>) => Callback) | null
}

/** Callbacks that are taken off the list of a fence and run, one after the other. */
export interface Taken {
  /** Takes off all that there are. */
  readonly splice: () => Generator<EffectNode<void>, void, unknown>
  /** Runs them, in any order. */
  readonly run: () => Generator<Statement, void, unknown>
}

/** The statements with which a place for them comes into being. */
export function* takenFrom<C extends Sort>(
  { sort, added, func }: Callbacks<C>,
  fence: string,
): Generator<Statement, Taken, unknown> {
  if (func === null) {
    return {
      *splice() {
        yield* emptied(added)
      },
      *run() {},
    }
  }
  const list = yield* local('cb_list', set(sort), none<C>())
  return {
    *splice() {
      yield* list.set(added)
      yield* emptied(added)
    },
    *run() {
      yield* until(list.isEmpty(), function* () {
        const callback = yield* step(`list_del_init(${fence}.cb_list)`, {}, function* () {
          const first = yield* pick(list)
          yield* list.set(list.remove(first))
          return first
        })
        yield* called(func(callback))
      })
    },
  }
}

/** The effect after which none are added. */
export function emptied<C extends Sort>(added: PlaceOf<SetSort<C>>): EffectNode<void> {
  return added.set(none<C>())
}

/** The set that has no element. */
function none<C extends Sort>(): Input<SetSort<C>> {
  return []
}
