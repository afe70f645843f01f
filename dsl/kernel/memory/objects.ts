/**
 * Objects that are allocated, used and freed, and what goes wrong with them, as KASAN, kmemleak and lockdep tell it. After
 * `mm/slub.c`, `mm/kasan/report.c` and `debug_check_no_locks_freed` of `kernel/locking/lockdep.c`.
 */

import {
  all,
  and,
  array,
  bool,
  cond,
  current,
  fail,
  fold,
  here,
  initialTerm,
  just,
  mistaken,
  none,
  not,
  oneOf,
  optional,
  or,
  pick,
  shared,
  step,
  value,
  when,
  type AnyEffect,
  type ArraySort,
  type BoolTerm,
  type Declare,
  type Family,
  type IdentitySort,
  type IdentityTerm,
  type OptionalTerm,
  type PlaceOf,
  type Primitive,
  type StatementNode,
} from '../../index.ts'
import type { Sort } from '../../ir.ts'
import { mayBeNull, target, type Pointer } from './pointer.ts'

export interface ObjectsOptions {
  /** How many are allocated at first, from the first on. Without it, none. */
  readonly allocated?: number
  /**
   * Whether memory that was freed is given out again. Without it, it stays in quarantine, and whoever uses it after it was freed is
   * seen, whatever was allocated since.
   */
  readonly reuse?: boolean
  /** Whether objects may still be there in the end. Without it, that is a fault. */
  readonly mayLeak?: boolean
}

/** `free` was never given out, or is again. */
const life = oneOf('free', 'allocated', 'freed')

/** One object, whether it is alive or not. */
interface Whole<T> {
  readonly object: T
  readonly name: string
  readonly declare: Declare
}

type Lives<N extends string> = PlaceOf<ArraySort<IdentitySort<N>, typeof life>>

interface Parts<N extends string, S extends Sort, T> {
  readonly sort: IdentitySort<N>
  readonly contents: PlaceOf<ArraySort<IdentitySort<N>, S>>
  readonly lives: Lives<N>
  readonly family: Family<IdentitySort<N>, Whole<T>>
  readonly of: Primitive<S, T>
  readonly name: string
  readonly reuse: boolean
}

/** The objects of one kind. Any step that touches one that is not allocated, be it blocked, is the fault 'use-after-free'. */
export class Objects<N extends string, S extends Sort, T> {
  readonly sort: IdentitySort<N>
  readonly name: string
  readonly #parts: Parts<N, S, T>

  constructor(parts: Parts<N, S, T>) {
    this.sort = parts.sort
    this.name = parts.name
    this.#parts = parts
  }

  /** The object to which the pointer points. To use it is a fault where that is NULL, or the object is not allocated. */
  at(pointer: Pointer<N>): T {
    return this.#parts.family.at(target(pointer)).object
  }

  /** Whether the object is allocated; NULL is not. For properties: in C nobody can ask. */
  isAllocated(pointer: Pointer<N>): BoolTerm {
    const is = () => this.#parts.lives.at(target(pointer)).eq('allocated')
    return mayBeNull(pointer) ? and(pointer.isSome(), is()) : is()
  }

  /**
   * `kzalloc`: gives a pointer to an object with its initial contents; NULL only if `mayFail`, and then it may do either. Of those
   * that are free it is always the first. A fault when none is left.
   */
  alloc({ mayFail = false }: { readonly mayFail?: boolean } = {}): StatementNode<
    never,
    OptionalTerm<IdentitySort<N>>
  > {
    const { name, sort, lives } = this.#parts
    const pointer = optional(sort)
    const first = () =>
      fold(sort, pointer, none, (found, each) =>
        cond(or(found.isSome(), lives.at(each).ne('free')), found, just(each)),
      )
    const give = function* (): Generator<AnyEffect, void, unknown> {
      const found = first()
      yield* when(found.isNone(), function* () {
        yield* fail(`no object is left: ${name}`)
      })
      yield* lives.at(found.get()).set('allocated')
    }
    return step(`kzalloc(${name})`, {}, function* () {
      if (!mayFail) {
        yield* give()
        return first()
      }
      const fails = yield* pick(bool)
      yield* when(not(fails), give)
      return cond(fails, value(pointer, none), first())
    })
  }

  /** `kfree`: nothing for NULL. A fault when the object is not allocated, or the caller holds a lock in it. */
  free(pointer: Pointer<N>): StatementNode<never, void> {
    const { name, of, contents, family, lives, reuse } = this.#parts
    const index = target(pointer)
    const whole = family.at(index)
    const freeing = function* (): Generator<AnyEffect, void, unknown> {
      yield* when(lives.at(index).ne('allocated'), function* () {
        yield* fail(`double free: ${name}`)
      })
      yield* when(whole.declare.holds(current()), function* () {
        yield* fail(`held lock freed: ${name}`)
      })
      yield* contents.at(index).set(initialTerm(name, of))
      yield* lives.at(index).set(reuse ? 'free' : 'freed')
    }
    return step(`kfree(${whole.name})`, { checkedOnly: [pointer] }, function* () {
      if (mayBeNull(pointer)) yield* when(pointer.isSome(), freeing)
      else yield* freeing()
    })
  }
}

/** As many objects as the sort has individuals, each made of this. Declare them with `m.state`. */
export function objects<const N extends string, S extends Sort, T>(
  sort: IdentitySort<N>,
  of: Primitive<S, T>,
  { allocated = 0, reuse = false, mayLeak = false }: ObjectsOptions = {},
): Primitive<ArraySort<IdentitySort<N>, S>, Objects<N, S, T>> {
  const whole: Primitive<S, Whole<T>> = {
    sort: of.sort,
    initial: of.initial,
    attach: (place, name, declare) => ({ object: of.attach(place, name, declare), name, declare }),
  }
  const contents = array(sort, whole)
  if (allocated > sort.size) {
    mistaken(here(), `${allocated} of ${sort.size} objects are allocated`, 'Declare more of them')
  }
  return {
    sort: contents.sort,
    initial: contents.initial,
    attach: (place, name, declare) => {
      const { expr } = place
      if (expr.kind !== 'variable') {
        return mistaken(here(), `'${name}' is part of something`, "Declare it with 'm.state' alone")
      }
      const lives = shared(`${name}.life`, {
        sort: array(sort, life),
        initial: Array.from({ length: sort.size }, (_, number) => {
          return number < allocated ? ('allocated' as const) : ('free' as const)
        }),
        attach: (own: Lives<N>) => own,
      })
      declare.lifetime({
        variable: expr.variable,
        // Its index sort is this one.
        alive: (index) => lives.at(index as IdentityTerm<N>).eq('allocated'),
        message: `use-after-free: ${name}`,
        nullMessage: `NULL pointer dereference: ${name}`,
      })
      if (!mayLeak) {
        declare.atEnd(`memory leak: ${name}`, () =>
          all(sort, (each) => lives.at(each).ne('allocated')),
        )
      }
      const family = contents.attach(place, name, declare)
      return new Objects({ sort, contents: place, lives, family, of, name, reuse })
    },
  }
}
