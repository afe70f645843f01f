/**
 * `struct ww_acquire_ctx`: with it a task acquires several locks of a class in any order. After `include/linux/ww_mutex.h`; misuse is
 * what `CONFIG_DEBUG_MUTEXES` and lockdep warn of, and a fault.
 */

import {
  and,
  assert,
  bool,
  count,
  current,
  fail,
  forEach,
  step,
  thread,
  value,
  when,
  type BoolTerm,
  type EffectNode,
  type PlaceOf,
  type StatementNode,
  type TermOf,
  type ThreadSort,
} from '../../index.ts'
import { request } from '../locks/request.ts'
import type { AcquireContext, WwClass } from './ww-class.ts'

/** Something that must not be so, and the warning where it is. */
export interface Misuse {
  readonly message: string
  readonly test: () => BoolTerm
}

/**
 * The acquire context on the stack of whoever takes a step with it: one object stands for the contexts of all processes. The name is the
 * one in traces.
 */
export class WwAcquireCtx {
  readonly class: WwClass
  readonly name: string

  constructor(wwClass: WwClass, name = 'ctx') {
    this.class = wwClass
    this.name = name
  }

  /** `ww_acquire_init`: the context is now the youngest, and keeps its age until `fini`. A fault where the task has one already. */
  init(): StatementNode<never, void> {
    const { contexts, mostContexts, name, acquireClass } = this.class
    const live = () => count(thread, (t) => this.isLive(t))
    const { own } = this
    const options = { requests: [request(contexts.mark)] }
    return step(`ww_acquire_init(${this.name}, ${name})`, options, function* () {
      yield* warnOn([
        {
          message: `possible recursive locking detected: ${acquireClass}`,
          test: () => own.field('phase').ne('none'),
        },
        {
          message: `more than ${mostContexts} contexts at a time: give the ww_class more 'contexts'`,
          test: () => live().ge(mostContexts),
        },
      ])
      yield* own.set({ phase: 'acquiring', stamp: live(), acquired: 0 })
    })
  }

  /** `ww_acquire_done`: it asks for no more locks. A fault where it has said so before. */
  done(): StatementNode<never, void> {
    const { acquireClass } = this.class
    const { own } = this
    return step(`ww_acquire_done(${this.name})`, {}, function* () {
      yield* assert(own.field('phase').ne('none'), `'${acquireClass}' is not held`)
      yield* warnOn([doneAlready(own)])
      yield* own.field('phase').set('done')
    })
  }

  /** `ww_acquire_fini`: the context ends. A fault where it still holds locks. */
  fini(): StatementNode<never, void> {
    const { contexts, acquireClass } = this.class
    const { own } = this
    return step(`ww_acquire_fini(${this.name})`, {}, function* () {
      yield* warnOn([
        {
          message: `bad unlock balance detected: ${acquireClass}`,
          test: () => own.field('phase').eq('none'),
        },
        {
          message: 'DEBUG_LOCKS_WARN_ON(ctx->acquired)',
          test: () => own.field('acquired').gt(0),
        },
      ])
      yield* own.set({ phase: 'none', stamp: 0, acquired: 0 })
      yield* forEach(thread, function* (t) {
        const stamp = contexts.of(t).field('stamp')
        yield* when(stamp.gt(own.field('stamp')), function* () {
          yield* stamp.update((before) => before.minus(1))
        })
      })
    })
  }

  /** Whether this thread's context is between `init` and `fini`. */
  isLive(holder: TermOf<ThreadSort>): BoolTerm {
    return this.of(holder).field('phase').ne('none')
  }

  /** The state of this thread's context. */
  of(holder: TermOf<ThreadSort>): PlaceOf<AcquireContext> {
    return this.class.contexts.of(holder)
  }

  /** The state of the context of whoever takes the step. */
  get own(): PlaceOf<AcquireContext> {
    return this.of(current())
  }

  /** What must not be so where a lock of this class is asked for in the context. */
  misuse(wwClass: WwClass): readonly Misuse[] {
    if (wwClass !== this.class) {
      const message = 'DEBUG_LOCKS_WARN_ON(ctx->ww_class != ww->ww_class)'
      return [{ message, test: () => value(bool, true) }]
    }
    const { own } = this
    return [
      {
        message: `Nested lock was not taken: ${wwClass.acquireClass}`,
        test: () => own.field('phase').eq('none'),
      },
      doneAlready(own),
      {
        message: 'DEBUG_LOCKS_WARN_ON(ctx->acquired > 0)',
        test: () => and(own.field('phase').eq('contending'), own.field('acquired').gt(0)),
      },
    ]
  }

  /** The effects of taking one more lock. */
  *acquires(): Generator<EffectNode<void>, void, unknown> {
    const { own } = this
    const { mostLocks } = this.class
    yield* warnOn([
      {
        message: `more than ${mostLocks} locks in a context: give the ww_class more 'locks'`,
        test: () => own.field('acquired').eq(mostLocks),
      },
    ])
    yield* own.field('acquired').update((before) => before.plus(1))
    yield* when(own.field('phase').eq('contending'), function* () {
      yield* own.field('phase').set('acquiring')
    })
  }

  /** The effects of giving one up. */
  *releases(): Generator<EffectNode<void>, void, unknown> {
    const { own } = this
    yield* own.field('acquired').update((before) => before.minus(1))
    if (this.class.algorithm === 'wait-die') return
    yield* when(and(own.field('phase').eq('wounded'), own.field('acquired').eq(1)), function* () {
      yield* own.field('phase').set('acquiring')
    })
  }

  /** The effects of having to back off. */
  *contends(): Generator<EffectNode<void>, void, unknown> {
    yield* this.own.field('phase').set('contending')
  }
}

/** The slow path is for who had to back off. */
export function notContending({ own }: WwAcquireCtx): Misuse {
  return {
    message: 'DEBUG_LOCKS_WARN_ON(!ctx->contending_lock)',
    test: () => own.field('phase').ne('contending'),
  }
}

/** The effects by which each that is so is a fault. */
export function* warnOn(misuses: readonly Misuse[]): Generator<EffectNode<void>, void, unknown> {
  for (const { message, test } of misuses) {
    yield* when(test(), function* () {
      yield* fail(message)
    })
  }
}

function doneAlready(own: PlaceOf<AcquireContext>): Misuse {
  return {
    message: 'DEBUG_LOCKS_WARN_ON(ctx->done_acquire)',
    test: () => own.field('phase').eq('done'),
  }
}
