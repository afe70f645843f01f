/** What a function can forget, for models that show what it is good for. */

import { oneOf } from '../../dsl/index.ts'

/** The names of what can be forgotten; the first, nothing, is the default. */
export const omissions = oneOf(
  'nothing',
  'dma_fence_signal',
  'dma_fence_get',
  'kref_get(&ctx->refcount)',
  'dma_fence_get_rcu',
  'kref_get_unless_zero',
  'rcu_read_lock',
  'wait_event(signalled)',
  'wait_event(released)',
  'synchronize_rcu',
)

export type Omission = (typeof omissions.values)[number]

/** Which of them a model has, and which it leaves out. */
export class Omitted {
  readonly #forgotten: Omission
  readonly #met = new Set<Omission>()

  constructor(forgotten: Omission) {
    this.#forgotten = forgotten
  }

  /** Whether this one is left out. */
  is(omission: Exclude<Omission, 'nothing'>): boolean {
    this.#met.add(omission)
    return this.#forgotten === omission
  }

  /** Whether the model has what it is to leave out. */
  get isMet(): boolean {
    return this.#forgotten === 'nothing' || this.#met.has(this.#forgotten)
  }
}
