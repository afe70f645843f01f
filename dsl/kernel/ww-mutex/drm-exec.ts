/**
 * `struct drm_exec`: locks the objects of a job, and begins again where it has to back off. After `drivers/gpu/drm/drm_exec.c` and
 * `include/drm/drm_exec.h`. Of an object it knows the lock, and how to take and put references where that is given.
 */

import {
  again,
  cond,
  fold,
  just,
  leave,
  local,
  loop,
  none,
  not,
  oneOf,
  optional,
  or,
  sequence,
  until,
  value,
  when,
  type AnyStatement,
  type BoolTerm,
  type EnumTerm,
  type IdentitySort,
  type IndexSort,
  type Input,
  type OptionalSort,
  type PlaceOf,
  type SequenceSort,
  type StatementNode,
  type Test,
} from '../../index.ts'
import { steps, type Statement, type Steps } from '../steps.ts'
import { WwAcquireCtx } from './ww-acquire-ctx.ts'
import { reservation_ww_class, type WwClass } from './ww-class.ts'
import { lockResult, type LockResult } from './ww-waiting.ts'

/** What an object is told apart by. */
type ObjectSort = IndexSort<string> | IdentitySort<string>

/** The lock of an object: a `ww_mutex`, a `dma_resv`. */
export interface ExecLock {
  lock(ctx: WwAcquireCtx): Steps<LockResult>
  lockInterruptible(ctx: WwAcquireCtx, signal?: Test): Steps<LockResult>
  lockSlow(ctx: WwAcquireCtx): StatementNode<never, void>
  lockSlowInterruptible(ctx: WwAcquireCtx, signal?: Test): Steps<LockResult>
  unlock(): StatementNode<never, void>
}

type LockSort = typeof lockResult

/** What preparing an object gives. */
const prepareResult = oneOf('0', '-EDEADLK', '-EALREADY', '-EINTR', '-ENOMEM')
export type PrepareResult = EnumTerm<(typeof prepareResult.values)[number]>

export interface DrmExecOptions<I extends ObjectSort> {
  /** The class of the locks; without it that of the reservation locks. */
  readonly class?: WwClass
  /** `DRM_EXEC_INTERRUPTIBLE_WAIT`: a signal may come where it waits. */
  readonly interruptibleWait?: boolean
  /** `DRM_EXEC_IGNORE_DUPLICATES`: to lock an object again is no error. */
  readonly ignoreDuplicates?: boolean
  /** Reserves slots for so many fences of the object, which is locked; gives whether there was memory. Without it nothing is reserved. */
  readonly reserve?: (object: Input<I>, fences: number) => Steps<BoolTerm>
  /** The references that it has on what it locked and on the contended object. Without it, the objects are there as long as needed. */
  readonly references?: ExecReferences<I>
}

/** `drm_gem_object_get` and `drm_gem_object_put`. */
export interface ExecReferences<I extends ObjectSort> {
  get(object: Input<I>): StatementNode<never, void>
  put(object: Input<I>): StatementNode<never, void>
}

/** What is on the stack of whoever executes it. */
interface Locals<I extends ObjectSort> {
  readonly objects: PlaceOf<SequenceSort<I>>
  readonly contended: PlaceOf<OptionalSort<I>>
  readonly prelocked: PlaceOf<OptionalSort<I>>
}

/** The locks of the objects, one for each value of a sort: `m.state('resv', array(buffer, wwMutex(…)))`. */
export interface ExecObjects<I extends ObjectSort> {
  readonly index: I
  at(index: Input<I>): ExecLock
}

/** `drm_exec_init`, in the process or procedure that uses it. */
export function drm_exec_init<I extends ObjectSort>(
  objects: ExecObjects<I>,
  options: DrmExecOptions<I> = {},
): Steps<DrmExec<I>> {
  const { index } = objects
  return steps(function* () {
    const locals: Locals<I> = {
      objects: yield* local('objects', sequence(index, index.size), []),
      contended: yield* local('contended', optional(index), none),
      prelocked: yield* local('prelocked', optional(index), none),
    }
    return new DrmExec(objects, options, locals)
  })
}

/** A `struct drm_exec`. Made by `drm_exec_init`. */
export class DrmExec<I extends ObjectSort> {
  readonly ctx: WwAcquireCtx
  readonly #locks: ExecObjects<I>
  readonly #options: DrmExecOptions<I>
  readonly #locals: Locals<I>
  #began = false

  constructor(locks: ExecObjects<I>, options: DrmExecOptions<I>, locals: Locals<I>) {
    this.ctx = new WwAcquireCtx(options.class ?? reservation_ww_class, 'ticket')
    this.#locks = locks
    this.#options = options
    this.#locals = locals
  }

  /**
   * `drm_exec_until_all_locked`: the body again and again, until nothing in it was contended. C's `break` is `leave()`; to begin again is
   * for `retryOnContention` alone.
   */
  untilAllLocked<Y extends AnyStatement>(
    body: () => Generator<Y, void, unknown>,
  ): Iterable<StatementNode<never, void> | ReturnType<typeof loop<Y>>, void> {
    const { contended } = this.#locals
    const { ctx } = this
    this.#began = true
    const init = ctx.init()
    const backOff = () => this.#backOff()
    const rounds = loop(function* () {
      yield* body()
      yield* when(
        contended.isNone(),
        function* () {
          yield* ctx.done()
          yield* leave()
        },
        backOff,
      )
    })
    return {
      *[Symbol.iterator]() {
        yield* init
        yield* rounds
      },
    }
  }

  /** `drm_exec_retry_on_contention`, after each lock: unlocks all and begins again where it had to back off. It stands in no inner loop. */
  retryOnContention(): StatementNode<never, void> {
    const backOff = () => this.#backOff()
    return when(this.#locals.contended.isSome(), function* () {
      yield* backOff()
      yield* again()
    })
  }

  /**
   * `drm_exec_lock_obj`: locks the contended object first, if there is one, then this one. It gives `-EDEADLK` where it has to back off,
   * and `-EALREADY` where the object is locked already, unless duplicates are ignored.
   */
  lockObj(object: Input<I>): Steps<LockResult> {
    const { contended, prelocked } = this.#locals
    const lockContended = (ret: PlaceOf<LockSort>) => this.#lockContended(ret)
    const lock = (ret: PlaceOf<LockSort>) => this.#lock(object, ret)
    const drop = () => this.#dropPrelocked()
    return steps(function* () {
      const ret = yield* local('ret', lockResult, '0')
      yield* when(contended.isSome(), function* () {
        yield* lockContended(ret)
      })
      yield* when(ret.eq('0'), function* () {
        yield* when(
          prelocked.is(object),
          function* () {
            yield* drop()
          },
          function* () {
            yield* lock(ret)
          },
        )
      })
      return ret
    })
  }

  /** `drm_exec_prepare_obj`: locks the object, and reserves slots for so many fences; `-ENOMEM` where there is no memory for them. */
  prepareObj(object: Input<I>, fences: number): Steps<PrepareResult> {
    const { reserve } = this.#options
    const lock = () => this.lockObj(object)
    const unlock = () => this.unlockObj(object)
    return steps(function* () {
      const given = yield* lock()
      const ret = yield* local('ret', prepareResult, '0')
      for (const each of lockResult.values.slice(1)) {
        yield* when(given.eq(each), function* () {
          yield* ret.set(each)
        })
      }
      if (reserve === undefined) return ret
      yield* when(ret.eq('0'), function* () {
        const reserved = yield* reserve(object, fences)
        yield* when(not(reserved), function* () {
          yield* unlock()
          yield* ret.set('-ENOMEM')
        })
      })
      return ret
    })
  }

  /** `drm_exec_unlock_obj`: gives up one object. */
  unlockObj(object: Input<I>): StatementNode<never, void> {
    const { objects } = this.#locals
    const lock = this.#locks.at(object)
    // By way of an optional, since the compiler does not see how two of an open sort are compared.
    const one = optional(this.#locks.index)
    const put = () => this.#put(() => object)
    return when(objects.has(object), function* () {
      yield* lock.unlock()
      yield* put()
      yield* objects.update((before) =>
        fold(before, before.sort, [], (rest, each) =>
          cond(value(one, just(each)).is(object), rest, rest.append(each)),
        ),
      )
    })
  }

  /** `drm_exec_fini`: unlocks the objects, the last first, and ends the acquire context that the loop began. */
  fini(): Steps<void> {
    const { objects } = this.#locals
    const unlockLast = () => this.#unlockLast()
    const drop = this.#options.references === undefined ? null : () => this.#dropPrelocked()
    const end = this.#began ? () => this.ctx.fini() : null
    return steps(function* () {
      yield* until(objects.isEmpty(), unlockLast)
      if (drop !== null) yield* drop()
      if (end !== null) yield* end()
    })
  }

  *#lockContended(ret: PlaceOf<LockSort>): Generator<Statement, void, unknown> {
    const { contended, prelocked, objects } = this.#locals
    const { interruptibleWait = false } = this.#options
    const lock = this.#locks.at(contended.get())
    if (interruptibleWait) {
      const given = yield* lock.lockSlowInterruptible(this.ctx)
      yield* ret.set(given)
    } else yield* lock.lockSlow(this.ctx)
    const get = () => this.#get(() => contended.get())
    const put = () => this.#put(() => contended.get())
    yield* when(
      ret.eq('0'),
      function* () {
        yield* objects.update((before) => before.append(contended.get()))
        yield* get()
        yield* prelocked.set(contended)
      },
      put,
    )
    yield* contended.set(none)
  }

  *#lock(object: Input<I>, ret: PlaceOf<LockSort>): Generator<Statement, void, unknown> {
    const { contended, objects } = this.#locals
    const { interruptibleWait = false, ignoreDuplicates = false } = this.#options
    const lock = this.#locks.at(object)
    const given = yield* interruptibleWait ? lock.lockInterruptible(this.ctx) : lock.lock(this.ctx)
    const get = () => this.#get(() => object)
    yield* when(given.eq('0'), function* () {
      yield* get()
      yield* objects.update((before) => before.append(object))
    })
    yield* when(given.eq('-EDEADLK'), function* () {
      yield* get()
      yield* contended.set(just(object))
    })
    const ignored = ignoreDuplicates ? [given.eq('-EALREADY')] : []
    yield* when(not(or(...ignored)), function* () {
      yield* ret.set(given)
    })
  }

  /** Who has to back off holds one at least. */
  *#backOff(): Generator<Statement, void, unknown> {
    const { objects } = this.#locals
    const unlockLast = () => this.#unlockLast()
    yield* this.#dropPrelocked()
    yield* loop(function* () {
      yield* unlockLast()
      yield* when(objects.isEmpty(), function* () {
        yield* leave()
      })
    })
  }

  *#unlockLast(): Generator<Statement, void, unknown> {
    const { objects } = this.#locals
    const before = objects.length().minus(1)
    yield* this.#locks.at(objects.at(before)).unlock()
    yield* this.#put(() => objects.at(before))
    yield* objects.set(objects.slice(0, before))
  }

  /** The object that was locked first after a back-off is as any other. */
  *#dropPrelocked(): Generator<Statement, void, unknown> {
    const { prelocked } = this.#locals
    if (this.#options.references !== undefined) {
      const put = () => this.#put(() => prelocked.get())
      yield* when(prelocked.isSome(), put)
    }
    yield* prelocked.set(none)
  }

  /** The object is built only where it is used. */
  *#get(object: () => Input<I>): Generator<Statement, void, unknown> {
    const { references } = this.#options
    if (references !== undefined) yield* references.get(object())
  }

  *#put(object: () => Input<I>): Generator<Statement, void, unknown> {
    const { references } = this.#options
    if (references !== undefined) yield* references.put(object())
  }
}
