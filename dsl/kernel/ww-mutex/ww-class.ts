/** `struct ww_class`: locks that are acquired together, and the contexts that acquire them. After `include/linux/ww_mutex.h`. */

import {
  array,
  filter,
  here,
  int,
  mistaken,
  oneOf,
  record,
  shared,
  thread,
  type ArraySort,
  type EnumSort,
  type Input,
  type IntSort,
  type LockId,
  type PlaceOf,
  type Primitive,
  type RecordSort,
  type ThreadSort,
} from '../../index.ts'

/** Which of two contexts gives way: the younger that asks, or the younger that has the lock. */
export type WwAlgorithm = 'wait-die' | 'wound-wait'

export interface WwClassOptions {
  /** Without it `wait-die`, as the reservation locks have it. */
  readonly algorithm?: WwAlgorithm
  /** How many contexts can be live at a time; without it 3. With 0 there are none, and no state for them. */
  readonly contexts?: number
  /** How many locks a context can hold; without it 3. */
  readonly locks?: number
}

/**
 * Not initialized; acquiring; the same while an older one waits for a lock of it; the same after -EDEADLK, until the contended lock is
 * taken; after `ww_acquire_done`. In the last two a wound is without effect, and so it is not kept.
 */
type Phase = EnumSort<'none' | 'acquiring' | 'wounded' | 'contending' | 'done'>

/**
 * What a context is. Its stamp is the number of live contexts that are older: with a counter that only grows, each round of a loop would
 * come to new states. `acquired` is the number of locks that it holds.
 */
export type AcquireContext = RecordSort<{ phase: Phase; stamp: IntSort; acquired: IntSort }>

/** The contexts of a class in one model: one for each thread. */
export interface AcquireContexts {
  /** What the validator of lock order takes a live context for. */
  readonly mark: LockId
  of(holder: Input<ThreadSort>): PlaceOf<AcquireContext>
}

/**
 * A `ww_class`. Its locks are of the lock class `<name>_mutex`; a live context counts as a lock of the class `<name>_acquire` that is
 * held. Make it once, outside of the model or in it, and declare locks with `wwMutex`. Its state is declared where a context is first
 * used.
 */
export class WwClass {
  readonly name: string
  readonly algorithm: WwAlgorithm
  /** How many contexts can be live at a time. */
  readonly mostContexts: number
  /** How many locks a context can hold. */
  readonly mostLocks: number
  readonly #primitive: Primitive<ArraySort<ThreadSort, AcquireContext>, AcquireContexts>

  constructor(name: string, options: WwClassOptions = {}) {
    const { algorithm = 'wait-die', contexts = 3, locks = 3 } = options
    this.name = name
    this.algorithm = algorithm
    this.mostContexts = contexts
    this.mostLocks = locks
    const phases = ['none', 'acquiring', 'contending', 'done'] as const
    const context: AcquireContext = record({
      // Under wait-die nobody is wounded, and nobody asks whether one is.
      phase: algorithm === 'wait-die' ? oneOf(...phases) : oneOf(...phases, 'wounded'),
      // A range of one number could not be counted down in.
      stamp: int(0, Math.max(contexts - 1, 1)),
      acquired: int(0, locks),
    })
    this.#primitive = {
      sort: array(thread, context),
      attach: (place, _, declare) => {
        const live = () => filter(thread, (t) => place.at(t).field('phase').ne('none'))
        const mark = declare.lock({
          name: this.acquireClass,
          lockClass: this.acquireClass,
          kind: 'mark',
          holdings: [{ holders: live }],
        })
        return { mark, of: (holder) => place.at(holder) }
      },
    }
  }

  get mutexClass(): string {
    return `${this.name}_mutex`
  }

  get acquireClass(): string {
    return `${this.name}_acquire`
  }

  /** The contexts of this class in the model that is being built. */
  get contexts(): AcquireContexts {
    if (this.mostContexts === 0) {
      const remedy = "Give the class a greater 'contexts'"
      mistaken(here(), `'${this.name}' is declared without acquire contexts`, remedy)
    }
    return shared(this.name, this.#primitive)
  }
}

/** The class of the reservation locks. */
export const reservation_ww_class = new WwClass('reservation_ww_class')
