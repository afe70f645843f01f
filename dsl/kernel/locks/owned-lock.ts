/** A lock that one thread at a time holds: what mutexes, spinlocks and ww_mutexes have in common. */

import {
  assert,
  cond,
  current,
  fail,
  fieldsOf,
  here,
  int,
  just,
  mistaken,
  none,
  not,
  optional,
  record,
  step,
  thread,
  when,
  type AnyEffect,
  type BoolTerm,
  type DeclaredLock,
  type IntSort,
  type LockId,
  type OptionalSort,
  type PlaceOf,
  type Primitive,
  type RecordSort,
  type Request,
  type StatementNode,
  type StepOptions,
  type TermOf,
  type ThreadSort,
} from '../../index.ts'
import { request } from './request.ts'

/** Nobody, or the one who holds it. */
export type Owner = OptionalSort<ThreadSort>
/** The same, and in which subclass: 0 while nobody holds it. */
export type SubclassedOwner = RecordSort<{ owner: Owner; subclass: IntSort }>

/** The state of such a lock. */
export interface OwnedState {
  readonly id: LockId
  /** The name of its variable. */
  readonly name: string
  readonly owner: PlaceOf<Owner>
  /** Null where it is taken only in subclass 0. */
  readonly subclass: PlaceOf<IntSort> | null
}

/** What a thread can be asked to hold. */
export interface Holdable {
  readonly name: string
  heldBy(holder: TermOf<ThreadSort>): BoolTerm
}

/** What the kernel calls the assertions about a lock. */
interface AssertionNames {
  readonly held: string
  readonly notHeld: string
}

/** What such locks can do under whatever names; each kind of lock adds its own functions. */
export abstract class OwnedLock implements Holdable {
  readonly id: LockId
  /** The name of its variable. */
  readonly name: string
  /** Who holds it: for properties, and for primitives that are made of it. */
  readonly owner: PlaceOf<Owner>
  readonly #subclass: PlaceOf<IntSort> | null
  readonly #assertions: AssertionNames

  constructor(
    { id, name, owner, subclass }: OwnedState,
    assertions: AssertionNames = {
      held: 'lockdep_assert_held',
      notHeld: 'lockdep_assert_not_held',
    },
  ) {
    this.id = id
    this.name = name
    this.owner = owner
    this.#subclass = subclass
    this.#assertions = assertions
  }

  /** What a process that is blocked on it waits for. */
  get wait() {
    return { kind: 'lock', lock: this.name, holders: this.owner.expr } as const
  }

  /** Whether this thread holds it. */
  heldBy(holder: TermOf<ThreadSort>): BoolTerm {
    return this.owner.is(holder)
  }

  /** Whether anybody does. */
  isLocked(): BoolTerm {
    return this.owner.isSome()
  }

  /** A failed assertion when the caller does not hold it. */
  assertHeld(): StatementNode<never, void> {
    const { owner, name } = this
    return step(`${this.#assertions.held}(${name})`, {}, function* () {
      yield* assert(owner.is(current()), `'${name}' is not held`)
    })
  }

  /** A failed assertion when the caller holds it. */
  assertNotHeld(): StatementNode<never, void> {
    const { owner, name } = this
    return step(`${this.#assertions.notHeld}(${name})`, {}, function* () {
      yield* assert(not(owner.is(current())), `'${name}' is held`)
    })
  }

  /** `might_lock`: says that the caller may take it here, whether it comes to that or not, so that its place in the order is known. */
  mightLock(): StatementNode<never, void> {
    return step(`might_lock(${this.name})`, { requests: [request(this.id)] }, function* () {})
  }

  /** The step that waits until nobody holds it, and takes it; `first` are effects before that, and their result is the step's. */
  protected waiting<R = void>(
    name: string,
    asked?: Partial<Request>,
    options?: Pick<StepOptions, 'sleeps'>,
    first?: () => Generator<AnyEffect, R, unknown>,
  ): StatementNode<never, R>
  protected waiting(
    name: string,
    asked: Partial<Request> = {},
    options: Pick<StepOptions, 'sleeps'> = {},
    first: () => Generator<AnyEffect, unknown, unknown> = function* () {},
  ): StatementNode<never, unknown> {
    const requests = [request(this.id, asked)]
    const { wait } = this
    const take = () => this.take(asked.subclass)
    const guard = this.owner.isNone()
    // The kernel's locks have a queue, or tickets: nobody is passed by for ever.
    const waits = { ...options, guard, wait, requests, fairness: 'strong' } as const
    return step(name, waits, function* () {
      const result = yield* first()
      yield* take()
      return result
    })
  }

  /** The step that takes it where nobody holds it, and gives whether it did. */
  protected trying(
    name: string,
    options: Pick<StepOptions, 'notInInterrupt'> = {},
  ): StatementNode<never, BoolTerm> {
    const requests = [request(this.id, { trying: true })]
    const { owner } = this
    const take = () => this.take()
    return step(name, { ...options, requests }, function* () {
      const free = owner.isNone()
      yield* when(free, take)
      return free
    })
  }

  /** The step that gives it up. A fault when the caller does not hold it. */
  protected givingUp(
    name: string,
    last: () => Generator<AnyEffect, void, unknown> = function* () {},
  ): StatementNode<never, void> {
    const { owner, name: lock } = this
    const release = () => this.release()
    return step(name, {}, function* () {
      yield* when(not(owner.is(current())), function* () {
        yield* fail(`bad unlock balance detected: ${lock}`)
      })
      yield* release()
      yield* last()
    })
  }

  /** The effects by which the executing process becomes its owner. */
  protected *take(subclass = 0): Generator<AnyEffect, void, unknown> {
    yield* this.owner.set(just(current()))
    if (subclass !== 0) yield* this.#declared(subclass).set(subclass)
  }

  /** The effects after which nobody is its owner. */
  protected *release(): Generator<AnyEffect, void, unknown> {
    yield* this.owner.set(none)
    if (this.#subclass !== null) yield* this.#subclass.set(0)
  }

  #declared(subclass: number): PlaceOf<IntSort> {
    const place = this.#subclass
    if (place !== null && subclass <= place.sort.max) return place
    return mistaken(
      here(),
      `'${this.name}' is not declared for subclass ${subclass}`,
      `Declare it with '{ subclasses: ${subclass + 1} }'`,
    )
  }
}

/** What a lock of the kind is declared with. */
type LockKind = Pick<DeclaredLock, 'lockClass' | 'kind'>

/** The primitive of such a lock, free at first. */
export function ownedLock<T>(lock: LockKind, make: (state: OwnedState) => T): Primitive<Owner, T> {
  return {
    sort: optional(thread),
    initial: none,
    attach: (owner, name, declare) => {
      const id = declare.lock({ ...lock, name, holdings: [{ holders: owner }] })
      return make({ id, name, owner, subclass: null })
    },
  }
}

/** The same for a lock that can be taken in subclasses, from 0 up to so many, as by `mutex_lock_nested`. */
export function subclassedLock<T>(
  lock: LockKind,
  subclasses: number,
  make: (state: OwnedState) => T,
): Primitive<SubclassedOwner, T> {
  return {
    sort: record({ owner: optional(thread), subclass: int(0, subclasses - 1) }),
    attach: (state, name, declare) => {
      const { owner, subclass } = fieldsOf(state)
      const holdings = Array.from({ length: subclasses }, (_, number) => ({
        subclass: number,
        holders: () => cond(subclass.eq(number), owner, none),
      }))
      const id = declare.lock({ ...lock, name, holdings })
      return make({ id, name, owner, subclass })
    },
  }
}
