/** A CPU that processes share, some of them interrupts. */

import {
  and,
  current,
  fieldsOf,
  just,
  none,
  not,
  optional,
  or,
  record,
  step,
  thread,
  type AnyStatement,
  type BoolTerm,
  type Context,
  type OptionalSort,
  type PlaceOf,
  type Primitive,
  type Processor,
  type RecordSort,
  type Sharer,
  type StatementNode,
  type ThreadSort,
} from '../../index.ts'

type Interrupt = 'hardirq' | 'softirq'
/** Which interrupt is being handled. */
type Handling = OptionalSort<ThreadSort>
type CpuState = RecordSort<{ hardirq: Handling; softirq: Handling }>

/** The generator of what is between the entry of an interrupt and its exit, and of these two. */
type Region<Y, R> = Generator<Y | StatementNode<never, void>, R, unknown>

/**
 * A CPU. A process is on it by `m.process(name, { on: cpu0, … }, …)`: a task executes there while no interrupt is handled and no other
 * task is atomic; an interrupt, between its entry and its exit, until it is done. A softirq is interrupted by a hardirq.
 */
export class Cpu implements Processor {
  readonly #hardirq: PlaceOf<Handling>
  readonly #softirq: PlaceOf<Handling>
  readonly #name: string
  /** Of which contexts there are processes on it, and handlers of which interrupts. */
  readonly #processes = new Set<Context>()
  readonly #handlers = new Set<Interrupt>()

  constructor(hardirq: PlaceOf<Handling>, softirq: PlaceOf<Handling>, name: string) {
    this.#hardirq = hardirq
    this.#softirq = softirq
    this.#name = name
  }

  /**
   * In a process of this CPU that is a `hardirq`: the body as the handler of an interrupt. It begins where nobody on the CPU has
   * interrupts off. The body has to be left by its end.
   */
  hardirq<Y extends AnyStatement, R>(body: () => Generator<Y, R, unknown>): Region<Y, R> {
    return this.#region('hardirq', this.#hardirq, ['irq_enter', 'irq_exit'], body)
  }

  /** The same in a process that is a `softirq`: it begins where nobody on the CPU has softirqs or interrupts off, or is in an interrupt. */
  softirq<Y extends AnyStatement, R>(body: () => Generator<Y, R, unknown>): Region<Y, R> {
    const names = ['softirq_handle_begin', 'softirq_handle_end'] as const
    return this.#region('softirq', this.#softirq, names, body)
  }

  #region<Y extends AnyStatement, R>(
    interrupt: Interrupt,
    handling: PlaceOf<Handling>,
    [begin, end]: readonly [string, string],
    body: () => Generator<Y, R, unknown>,
  ): Region<Y, R> {
    const cpu = this.#name
    this.#handlers.add(interrupt)
    // Built at once, so that a region that is never yielded is noticed.
    const entry = step(`${begin}(${cpu})`, {}, function* () {
      yield* handling.set(just(current()))
    })
    const region = function* () {
      yield* entry
      const result = yield* body()
      yield* step(`${end}(${cpu})`, {}, function* () {
        yield* handling.set(none)
      })
      return result
    }
    return region()
  }

  /** Whether it has a process of this kind and no handler: others of the CPU would run between the steps of that process. */
  lacksHandler(interrupt: Interrupt): boolean {
    return this.#processes.has(interrupt) && !this.#handlers.has(interrupt)
  }

  runs({ thread: self, context, someOther, masks, isAtomic }: Sharer): BoolTerm {
    this.#processes.add(context)
    const [hardirq, softirq] = [this.#hardirq, this.#softirq]
    switch (context) {
      case 'hardirq':
        return or(
          hardirq.is(self),
          and(hardirq.isNone(), not(someOther((other) => masks('hardirq', other)))),
        )
      case 'softirq':
        return and(
          hardirq.isNone(),
          or(
            softirq.is(self),
            and(softirq.isNone(), not(someOther((other) => masks('softirq', other)))),
          ),
        )
      case 'task':
      case 'worker':
        return and(hardirq.isNone(), softirq.isNone(), not(someOther(isAtomic)))
    }
  }
}

/** A CPU, on which nothing is interrupted at first. Declare it with `m.state`. */
export const cpu: Primitive<CpuState, Cpu> = {
  sort: record({ hardirq: optional(thread), softirq: optional(thread) }),
  attach: (state, name, declare) => {
    const { hardirq, softirq } = fieldsOf(state)
    const made = new Cpu(hardirq, softirq, name)
    for (const context of ['hardirq', 'softirq'] as const) {
      const what = `a process of context ${context} on '${name}' does not handle its interrupt`
      const remedy = `Put the handler into 'yield* ${name}.${context}(function* () { … })'`
      declare.expects(what, remedy, () => !made.lacksHandler(context))
    }
    return made
  },
}
