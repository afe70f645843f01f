/**
 * What C does with a variable, and data races: accesses by two threads of which one is a write and one is plain, and which nothing
 * keeps apart. After `tools/memory-model/Documentation/explanation.txt`, "Data Races and Memory Accesses".
 *
 * Where races are asked for, each access begins before it is made, as under KCSAN: it sets a watchpoint where there is none, and
 * whoever begins or makes a conflicting access meanwhile is a fault. So two accesses race where both could be made next.
 */

import {
  and,
  bool,
  current,
  fail,
  just,
  lookingForRaces,
  none,
  optional,
  readAs,
  record,
  step,
  struct,
  thread,
  when,
  writeAs,
  type AnyEffect,
  type BoolTerm,
  type EffectNode,
  type Input,
  type PlaceOf,
  type Primitive,
  type StatementNode,
  type TermOf,
} from '../../index.ts'
import type { Access, Sort } from '../../ir.ts'

const watchpoint = optional(record({ thread, write: bool, plain: bool }))
type Watch = typeof watchpoint

/** How a step touches a variable. */
export interface Touch {
  readonly access: Access
  readonly write: boolean
}

/** A variable of C: its steps touch it in ways that may race. */
export class CVariable<S extends Sort> {
  readonly place: PlaceOf<S>
  readonly name: string
  /** Null where races are not asked for. */
  readonly #watch: PlaceOf<Watch> | null

  constructor(place: PlaceOf<S>, watch: PlaceOf<Watch> | null, name: string) {
    this.place = place
    this.name = name
    this.#watch = watch
  }

  /** Its value, for properties and ghosts: in C this cannot be read without a load. */
  get value(): TermOf<S> {
    // A place is a term that can do more.
    return this.place as unknown as TermOf<S>
  }

  /** Its value, read as this access. */
  read(access: Access): TermOf<S> {
    return readAs<S>(this.place, access)
  }

  /** The effect that writes it as this access. */
  write(value: Input<S>, access: Access): EffectNode<void> {
    return writeAs<S>(this.place, value, access)
  }

  /** A step that touches it so. A fault where that races with what another thread is about to do. */
  step<R>(
    name: string,
    touch: Touch,
    body: () => Generator<AnyEffect, R, unknown>,
  ): StatementNode<never, R> {
    const watch = this.#watch
    if (watch === null) return step(name, {}, body)
    const unraced = (): EffectNode<void> => {
      return when(conflicts(watch, touch), () => fail(`data race: ${this.name}`)[Symbol.iterator]())
    }
    const first = step(`${name} begins`, {}, function* () {
      yield* unraced()
      yield* when(watch.isNone(), function* () {
        const plain = touch.access === 'plain'
        yield* watch.set(just({ thread: current(), write: touch.write, plain }))
      })
    })
    return step(name, { first }, function* () {
      yield* unraced()
      yield* when(and(watch.isSome(), watch.get().field('thread').eq(current())), function* () {
        yield* watch.set(none)
      })
      return yield* body()
    })
  }
}

/** Whether somebody else is about to touch it in a way that conflicts. */
function conflicts(watch: PlaceOf<Watch>, { access, write }: Touch): BoolTerm {
  const other = () => watch.get()
  const others = () => other().field('thread').ne(current())
  const isWrite = write ? [] : [other().field('write')]
  const isPlain = access === 'plain' ? [] : [other().field('plain')]
  return and(watch.isSome(), others(), ...isWrite, ...isPlain)
}

/** The primitive of what is made of a variable of C. */
export function cVariable<S extends Sort, T>(
  sort: S,
  initial: Input<S> | undefined,
  make: (variable: CVariable<S>) => T,
): Primitive<S, T> {
  const value: Primitive<S, PlaceOf<S>> = { sort, initial, attach: (place) => place }
  const watch: Primitive<Watch, PlaceOf<Watch>> = {
    sort: watchpoint,
    initial: none,
    attach: (place) => place,
  }
  const both = struct({ value, watch })
  // Only this primitive looks into its state, and finds both parts there where races are looked for.
  const asBoth = (place: PlaceOf<S>) => place as unknown as PlaceOf<typeof both.sort>
  return {
    get sort() {
      return lookingForRaces() ? (both.sort as unknown as S) : sort
    },
    get initial() {
      return lookingForRaces() ? (both.initial as unknown as Input<S>) : initial
    },
    attach: (place, name, declare) => {
      if (!lookingForRaces()) return make(new CVariable(place, null, name))
      const parts = both.attach(asBoth(place), name, declare)
      return make(new CVariable(parts.value, parts.watch, name))
    },
  }
}
