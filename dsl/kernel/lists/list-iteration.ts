/** `list_for_each_entry` and `list_for_each_entry_safe`: each step from an entry to the next is one of the model's. */

import {
  bool,
  cond,
  either,
  leave,
  local,
  loop,
  none,
  optional,
  step,
  value,
  when,
  type AnyStatement,
  type IdentityTerm,
} from '../../index.ts'
import { after, first, walking, type ListParts } from './list-links.ts'

type Body<N extends string, Y extends AnyStatement> = (
  pos: IdentityTerm<N>,
) => Generator<Y, void, unknown>

/** The body for each entry; the next one is found when the body is done. */
export function iteration<N extends string, Y extends AnyStatement>(
  name: string,
  list: ListParts<N>,
  body: Body<N, Y>,
) {
  const pointer = optional(list.sort)
  return either(function* () {
    const at = yield* local('at', pointer, none)
    const begun = yield* local('begun', bool, false)
    yield* loop(function* () {
      yield* step(name, {}, function* () {
        yield* when(
          begun,
          function* () {
            yield* walking(list, at.get())
            yield* at.set(after(list, at.get()))
          },
          function* () {
            yield* at.set(first(list))
            yield* begun.set(true)
          },
        )
      })
      yield* when(at.isNone(), function* () {
        yield* leave()
      })
      const pos = yield* local('pos', list.sort, at.get())
      yield* body(pos)
    })
  })
}

/** The body for each entry; the next one is found before it. */
export function safeIteration<N extends string, Y extends AnyStatement>(
  name: string,
  list: ListParts<N>,
  body: Body<N, Y>,
) {
  const pointer = optional(list.sort)
  return either(function* () {
    const next = yield* local('next', pointer, none)
    const at = yield* local('at', pointer, none)
    const begun = yield* local('begun', bool, false)
    yield* loop(function* () {
      yield* step(name, {}, function* () {
        const from = () => cond(begun, next, first(list))
        yield* at.set(from())
        yield* begun.set(true)
        yield* when(
          from().isSome(),
          function* () {
            yield* walking(list, from().get())
            yield* next.set(after(list, from().get()))
          },
          function* () {
            yield* next.set(value(pointer, none))
          },
        )
      })
      yield* when(at.isNone(), function* () {
        yield* leave()
      })
      const pos = yield* local('pos', list.sort, at.get())
      yield* body(pos)
    })
  })
}
