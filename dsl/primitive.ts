/** Kernel primitives: the state of one, what it declares besides, and the object with which an author uses it. */

import type { Lifetime, Rule, ThreadTest } from './facts.ts'
import type { Binder, Expr, Lock, LockId, LockMode, Sort } from './ir.ts'
import { requireSession, type Session } from './session.ts'
import { here, type Site } from './site.ts'
import { bool } from './sort.ts'
import type { BoolTerm } from './terms/bool.ts'
import { make } from './terms/registry.ts'
import type { AnyTerm } from './terms/term.ts'
import type { Input, PlaceOf } from './terms/types.ts'

/** What a kernel primitive is made of. `m.state` declares one; an `array` and a `struct` of primitives are primitives. */
export interface Primitive<S extends Sort, T> {
  readonly sort: S
  /** Without it, the sort's usual initial value. */
  readonly initial?: Input<S> | undefined
  /**
   * Makes the object of a declared variable. Of an element or a field it is called again for each use, and has to declare the same
   * each time.
   */
  attach(state: PlaceOf<S>, name: string, declare: Declare): T
}

/** One way to hold a lock, and who does: an optional thread or a set of threads. */
export interface DeclaredHolding {
  /** Without it, `write`. */
  readonly mode?: LockMode
  readonly subclass?: number
  readonly holders: AnyTerm
}

export interface DeclaredLock extends Pick<Lock, 'name' | 'lockClass' | 'kind'> {
  readonly holdings: readonly DeclaredHolding[]
}

/** What a primitive can say of itself. */
export interface Declare {
  /** A lock, or what the validator of lock order takes for one; its steps name it in their `requests`. */
  lock(lock: DeclaredLock): LockId
  /** While this is true of a thread, it must not sleep. */
  atomic(test: ThreadTest): void
  /** While this is true of a thread, interrupts of the kind do not come to its CPU, and it must not sleep. */
  masked(kind: 'hardirq' | 'softirq', test: ThreadTest): void
  /** What must be true wherever every process that is no daemon has ended; it is a fault where not. */
  atEnd(message: string, test: () => BoolTerm): void
  /** The variable is an array of which an element may be touched only while it is alive; it is a fault otherwise. */
  lifetime(lifetime: Lifetime): void
}

/** Declares a variable for the primitive, and attaches it. */
export type DeclareState = <S extends Sort, T>(name: string, primitive: Primitive<S, T>) => T

/** What the primitives of a model have in common: the object of this primitive, declared where it is first asked for. */
export function shared<S extends Sort, T>(name: string, primitive: Primitive<S, T>): T {
  const session = requireSession(`'${name}'`)
  const known = session.shared.get(primitive)
  // Under a primitive nothing else is kept than what that primitive was attached to.
  if (known !== undefined) return known as T
  if (session.declareState === null) throw new Error(`'${name}' is shared outside of a model`)
  const made = session.declareState(name, primitive)
  session.shared.set(primitive, made)
  return made
}

interface Sink {
  readonly lock: (lock: Omit<Lock, 'id' | 'site'>) => LockId
  readonly atomic: (test: ThreadTest) => void
  readonly masked: (kind: 'hardirq' | 'softirq', test: ThreadTest) => void
  readonly atEnd: (rule: Omit<Rule, 'site'>) => void
  readonly lifetime: (lifetime: Lifetime) => void
}

/** The declarations of one attachment, remembered so that it can be repeated. */
export class Declarations implements Declare {
  readonly #sink: Sink
  readonly #locks: LockId[] = []

  private constructor(sink: Sink) {
    this.#sink = sink
  }

  /** Of a variable that is declared at this site. */
  static of(session: Session, site: Site): Declarations {
    return new Declarations({
      lock: (lock) => {
        // The only place where locks are numbered.
        const id = session.locks.length as LockId
        session.locks.push({ ...lock, id, site })
        return id
      },
      atomic: (test) => session.facts.atomic.push(test),
      masked: (kind, test) => session.facts.masked[kind].push(test),
      atEnd: (rule) => session.facts.atEnd.push({ ...rule, site }),
      lifetime: (lifetime) => session.facts.lifetimes.push(lifetime),
    })
  }

  /** The same for each value that the binder takes. */
  under(binder: Binder): Declarations {
    const over = (quantifier: 'all' | 'some', test: BoolTerm) =>
      quantified(quantifier, binder, test)
    return new Declarations({
      lock: (lock) => this.#add({ ...lock, indices: [binder, ...lock.indices] }),
      atomic: (test) => this.#sink.atomic((thread) => over('some', test(thread))),
      masked: (kind, test) => this.#sink.masked(kind, (thread) => over('some', test(thread))),
      atEnd: ({ message, test }) => this.#sink.atEnd({ message, test: () => over('all', test()) }),
      lifetime: (lifetime) => this.#sink.lifetime(lifetime),
    })
  }

  /** Declares nothing, and gives again what was declared, in order. */
  again(): Declarations {
    let next = 0
    const nothing = (): void => {}
    return new Declarations({
      lock: () => {
        const id = this.#locks[next++]
        if (id === undefined) throw new Error('a primitive declares more when it is attached again')
        return id
      },
      atomic: nothing,
      masked: nothing,
      atEnd: nothing,
      lifetime: nothing,
    })
  }

  lock({ holdings, ...lock }: DeclaredLock): LockId {
    return this.#add({
      ...lock,
      indices: [],
      holdings: holdings.map(({ mode = 'write', subclass = 0, holders }) => {
        return { mode, subclass, holders: holders.expr }
      }),
    })
  }

  atomic(test: ThreadTest): void {
    this.#sink.atomic(test)
  }

  masked(kind: 'hardirq' | 'softirq', test: ThreadTest): void {
    this.#sink.masked(kind, test)
  }

  atEnd(message: string, test: () => BoolTerm): void {
    this.#sink.atEnd({ message, test })
  }

  lifetime(lifetime: Lifetime): void {
    this.#sink.lifetime(lifetime)
  }

  #add(lock: Omit<Lock, 'id' | 'site'>): LockId {
    const id = this.#sink.lock(lock)
    this.#locks.push(id)
    return id
  }
}

function quantified(quantifier: 'all' | 'some', binder: Binder, test: BoolTerm): BoolTerm {
  const domain = { kind: 'sort', sort: binder.sort } as const
  const body: Expr = test.expr
  return make(
    { kind: 'quantifier', sort: bool, site: here(), quantifier, binder, domain, body },
    bool,
  )
}
