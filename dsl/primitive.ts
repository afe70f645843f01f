/** Kernel primitives: the state of one, what it declares besides, and the object with which an author uses it. */

import type { Expectation, Lifetime, Rule, ThreadTest } from './facts.ts'
import { holdsAny } from './holding.ts'
import type { Binder, Lock, LockId, LockMode, Sort } from './ir.ts'
import { quantified } from './quantify.ts'
import { requireSession, type Session } from './session.ts'
import { here, type Site } from './site.ts'
import type { ThreadSort } from './sort.ts'
import { or, type BoolTerm } from './terms/bool.ts'
import type { AnyTerm } from './terms/term.ts'
import type { Input, PlaceOf, TermOf } from './terms/types.ts'

/** What a kernel primitive is made of. `m.state` declares one; an `array` and a `struct` of primitives are primitives. */
export interface Primitive<S extends Sort, T> {
  readonly sort: S
  /** Without it, the sort's usual initial value. */
  readonly initial?: Input<S> | undefined
  /** Whether a trace in words leaves the state out, since the names of the steps say as much. JSON keeps it. */
  readonly quiet?: boolean | undefined
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
  /** A term that is built for it is given by a function: it is asked for only once. */
  readonly holders: AnyTerm | (() => AnyTerm)
}

export interface DeclaredLock extends Pick<Lock, 'name' | 'lockClass' | 'kind'> {
  readonly holdings: readonly DeclaredHolding[]
}

/** What a primitive can say of itself. */
export interface Declare {
  /** A lock, or what the validator of lock order takes for one; its steps name it in their `requests`. */
  lock(lock: DeclaredLock): LockId
  /**
   * While this is true of a thread, it must not sleep. It should read only what belongs to the thread, such as a count for each thread:
   * who may change what a blocked process reads may release it, for all that the checker knows, and hides that it is stuck.
   */
  atomic(test: ThreadTest): void
  /** While this is true of a thread, interrupts of the kind do not come to its CPU, and it must not sleep. */
  masked(kind: 'hardirq' | 'softirq', test: ThreadTest): void
  /** While this is true, something that was begun is not over: it is not the end yet, though every process may have ended. */
  pending(test: () => BoolTerm): void
  /** What must be true in the end, where every process that is no daemon has ended and nothing is pending; it is a fault where not. */
  atEnd(message: string, test: () => BoolTerm): void
  /** What must be true of each process that is no daemon, as soon as it has ended, whoever else goes on. */
  atReturn(message: string, test: ThreadTest): void
  /** Whether the thread holds a lock that was declared by this, marks apart. */
  holds(thread: TermOf<ThreadSort>): BoolTerm
  /** The variable is an array of which an element may be touched only while it is alive; it is a fault otherwise. */
  lifetime(lifetime: Lifetime): void
  /**
   * What the author still has to do with the object: a mistake at the place of the declaration where `isMet` is false once the whole
   * model is declared. `what` is wrong and `remedy` are sentences without their full stops. Nothing is expected of the elements of a
   * family, since the objects of one element do not know of one another.
   */
  expects(what: string, remedy: string, isMet: () => boolean): void
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

type NewLock = Omit<Lock, 'id' | 'site'>

/** A lock that is still to be made: what is made must be used. */
interface Unmade {
  readonly kind: Lock['kind']
  readonly make: () => NewLock
}

interface Sink {
  readonly lock: (lock: Unmade) => LockId
  readonly atomic: (test: ThreadTest) => void
  readonly masked: (kind: 'hardirq' | 'softirq', test: ThreadTest) => void
  readonly pending: (test: () => BoolTerm) => void
  readonly atEnd: (rule: Omit<Rule, 'site'>) => void
  readonly atReturn: (message: string, test: ThreadTest) => void
  readonly lifetime: (lifetime: Lifetime) => void
  readonly expects: (expectation: Omit<Expectation, 'site'>) => void
}

/** The declarations of one attachment, remembered so that it can be repeated. */
export class Declarations implements Declare {
  readonly #sink: Sink
  readonly #locks: LockId[] = []
  /** The same, as they are here: where locks are declared again, of this element alone. */
  readonly #unmade: Unmade[] = []

  private constructor(sink: Sink) {
    this.#sink = sink
  }

  /** Of a variable that is declared at this site. */
  static of(session: Session, site: Site): Declarations {
    return new Declarations({
      lock: ({ make }) => {
        // The only place where locks are numbered.
        const id = session.locks.length as LockId
        session.locks.push({ ...make(), id, site })
        return id
      },
      atomic: (test) => session.facts.atomic.push(test),
      masked: (kind, test) => session.facts.masked[kind].push(test),
      pending: (test) => session.facts.pending.push(test),
      atEnd: (rule) => session.facts.atEnd.push({ ...rule, site }),
      atReturn: (message, test) => session.facts.atReturn.push({ message, test, site }),
      lifetime: (lifetime) => session.facts.lifetimes.push(lifetime),
      expects: (expectation) => session.facts.expectations.push({ ...expectation, site }),
    })
  }

  /** The same for each value that the binder takes. */
  under(binder: Binder): Declarations {
    const over = (quantifier: 'all' | 'some', test: BoolTerm) =>
      quantified(quantifier, binder, test, here())
    return new Declarations({
      lock: ({ kind, make }) => {
        return this.#add(kind, () => {
          const lock = make()
          return { ...lock, indices: [binder, ...lock.indices] }
        })
      },
      atomic: (test) => this.#sink.atomic((thread) => over('some', test(thread))),
      masked: (kind, test) => this.#sink.masked(kind, (thread) => over('some', test(thread))),
      pending: (test) => this.#sink.pending(() => over('some', test())),
      atEnd: ({ message, test }) => this.#sink.atEnd({ message, test: () => over('all', test()) }),
      atReturn: (message, test) => {
        this.#sink.atReturn(message, (thread) => over('all', test(thread)))
      },
      lifetime: (lifetime) => this.#sink.lifetime(lifetime),
      // Nobody is given the object that is made for all values.
      expects: () => {},
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
      pending: nothing,
      atEnd: nothing,
      atReturn: nothing,
      lifetime: nothing,
      expects: nothing,
    })
  }

  lock({ holdings, ...lock }: DeclaredLock): LockId {
    return this.#add(lock.kind, () => ({
      ...lock,
      indices: [],
      holdings: holdings.map(({ mode = 'write', subclass = 0, holders }) => {
        const term = typeof holders === 'function' ? holders() : holders
        return { mode, subclass, holders: term.expr }
      }),
    }))
  }

  atomic(test: ThreadTest): void {
    this.#sink.atomic(test)
  }

  masked(kind: 'hardirq' | 'softirq', test: ThreadTest): void {
    this.#sink.masked(kind, test)
  }

  pending(test: () => BoolTerm): void {
    this.#sink.pending(test)
  }

  atEnd(message: string, test: () => BoolTerm): void {
    this.#sink.atEnd({ message, test })
  }

  atReturn(message: string, test: ThreadTest): void {
    this.#sink.atReturn(message, test)
  }

  holds(thread: TermOf<ThreadSort>): BoolTerm {
    const site = here()
    const locks = this.#unmade.filter(({ kind }) => kind !== 'mark')
    return or(...locks.map(({ make }) => holdsAny(make(), thread, site)))
  }

  lifetime(lifetime: Lifetime): void {
    this.#sink.lifetime(lifetime)
  }

  expects(what: string, remedy: string, isMet: () => boolean): void {
    this.#sink.expects({ what, remedy, isMet })
  }

  #add(kind: Lock['kind'], make: () => NewLock): LockId {
    const lock = { kind, make }
    const id = this.#sink.lock(lock)
    this.#locks.push(id)
    this.#unmade.push(lock)
    return id
  }
}
