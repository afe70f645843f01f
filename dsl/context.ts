/** Contexts of execution: who is in an interrupt, who must not sleep, and where those run that share a processor. */

import type { ThreadTest } from './facts.ts'
import type { Context, Expr, ProcessId } from './ir.ts'
import type { InstanceSort, ProcessHandle } from './process.ts'
import { some } from './quantify.ts'
import type { Session } from './session.ts'
import type { ThreadSort } from './sort.ts'
import { current } from './step.ts'
import { and, or, type BoolTerm } from './terms/bool.ts'
import { refer } from './terms/registry.ts'
import type { TermOf } from './terms/types.ts'

type Interrupt = 'hardirq' | 'softirq'
type Thread = TermOf<ThreadSort>

/** What is known of a model whose processes are all declared. */
export class Contexts {
  readonly #session: Session
  readonly #handles: readonly ProcessHandle<InstanceSort, never>[]

  constructor(session: Session, handles: readonly ProcessHandle<InstanceSort, never>[]) {
    this.#session = session
    this.#handles = handles
  }

  /** Whether the executing process must not sleep; null where none ever must not. */
  get atomic(): Expr | null {
    return anyOf([...this.#executedIn('hardirq', 'softirq'), ...this.#atomic(current())])
  }

  /** Whether it is in an interrupt; null where none ever is. */
  get interrupt(): Expr | null {
    return anyOf(this.#executedIn('hardirq', 'softirq'))
  }

  /** Whether interrupts of the kind are kept from its CPU; null where they never are. */
  masks(kind: Interrupt): Expr | null {
    // An interrupt is not interrupted by its own kind, nor by a lesser one.
    const contexts = kind === 'hardirq' ? (['hardirq'] as const) : (['hardirq', 'softirq'] as const)
    return anyOf([...this.#executedIn(...contexts), ...this.#masked(kind, current())])
  }

  /** Of each process where it can run; null: anywhere. */
  get runs(): readonly (Expr | null)[] {
    return this.#session.processes.map((process) => {
      const { on, context } = process
      if (on === null) return null
      const { sort, site } = process
      const thread = threadOf(process.id, { kind: 'self', sort, site })
      const others = this.#session.processes.filter((other) => other.on === on)
      const someOther = (test: ThreadTest): BoolTerm =>
        or(
          ...others.flatMap((other) =>
            threadsOf(other).map((each) =>
              other === process ? and(each.ne(thread), test(each)) : test(each),
            ),
          ),
        )
      return on.runs({
        thread,
        context,
        someOther,
        masks: (kind, of) => or(...this.#masked(kind, of)),
        isAtomic: (of) => or(...this.#atomic(of)),
      }).expr
    })
  }

  #executedIn(...contexts: readonly Context[]): readonly BoolTerm[] {
    return this.#session.processes.flatMap(({ context }, i) => {
      const handle = this.#handles[i]
      if (handle === undefined || !contexts.includes(context)) return []
      return [some(handle, (p) => p.thread().eq(current()))]
    })
  }

  /** By what the thread has done, whatever its context. */
  #masked(kind: Interrupt, thread: Thread): readonly BoolTerm[] {
    const { hardirq, softirq } = this.#session.facts.masked
    return (kind === 'hardirq' ? hardirq : [...hardirq, ...softirq]).map((test) => test(thread))
  }

  #atomic(thread: Thread): readonly BoolTerm[] {
    const { atomic } = this.#session.facts
    return [...this.#masked('softirq', thread), ...atomic.map((test) => test(thread))]
  }
}

/** The threads of the process, each by its number: what is read of one of them is then known to be of no other. */
function threadsOf({ id, sort, site }: Session['processes'][number]): readonly Thread[] {
  // A process is declared with nothing else.
  const { size } = sort as InstanceSort
  return Array.from({ length: size }, (_, value) => {
    return threadOf(id, { kind: 'literal', sort, site, value })
  })
}

/** The thread, for which nobody need ask. */
function threadOf(process: ProcessId, instance: Expr): Thread {
  const sort: ThreadSort = { kind: 'thread' }
  return refer({ kind: 'thread', sort, site: instance.site, process, instance }, sort)
}

function anyOf(tests: readonly BoolTerm[]): Expr | null {
  return tests.length === 0 ? null : or(...tests).expr
}
