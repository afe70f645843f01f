/** What every `struct dma_fence` can do, whatever the steps in which it is signalled. */

import {
  and,
  fail,
  here,
  just,
  mistaken,
  none,
  or,
  step,
  when,
  type BoolTerm,
  type EffectNode,
  type EnumSort,
  type Input,
  type IntSort,
  type IntTerm,
  type OptionalSort,
  type OptionalTerm,
  type StatementNode,
  type TermOf,
} from '../../index.ts'
import type { Sort } from '../../ir.ts'
import { called } from '../callback.ts'
import type { FenceOps, FenceParts } from './dma-fence-state.ts'
import { WaitableFence } from './dma-fence-waitable.ts'
import { steps, type Statement, type Steps } from '../steps.ts'
import type { WaitOptions } from '../waiting/wait-options.ts'

/** What `dma_fence_init` is given, as far as the fence is declared with it. */
export interface InitOptions<K extends Sort> {
  readonly context?: Input<K>
  readonly seqno?: Input<IntSort>
}

/** A `struct dma_fence`. */
export abstract class DmaFence<K extends Sort = Sort> extends WaitableFence {
  protected readonly parts: FenceParts<K>
  protected readonly ops: FenceOps

  constructor(parts: FenceParts<K>, ops: FenceOps) {
    super(parts.name, parts.map)
    this.parts = parts
    this.ops = ops
  }

  override get signaled(): BoolTerm {
    return this.parts.signaled
  }

  /** Whether it is signalled, or would be by whoever asked, since the driver sees that it is done. */
  get done(): BoolTerm {
    const { signaled } = this.ops
    return signaled === null ? this.signaled : or(this.signaled, signaled())
  }

  /** Its error, if it has one: for properties. */
  get error(): OptionalTerm<EnumSort<string>> {
    return this.#declared(this.parts.error, 'errors')
  }

  /** Its context; none before `init`. */
  get context(): TermOf<OptionalSort<K>> {
    return this.#declared(this.parts.context, 'context')
  }

  get seqno(): IntTerm {
    return this.#declared(this.parts.seqno, 'seqno')
  }

  /** Whether it is of the same context as another and not older, so that whoever waits for it need not wait for the other. Null where contexts are not declared. */
  laterOrSame(other: DmaFence): BoolTerm | null {
    const { context, seqno } = this.parts
    if (context === null) return null
    // The two are of one family, and so is the sort of their contexts.
    const same = this.context.eq(other.context as never)
    const known = and(this.context.isSome(), same)
    return seqno === null ? known : and(known, seqno.ge(other.seqno))
  }

  /** `dma_fence_init`: a new fence, not signalled, with one reference. */
  init(options: InitOptions<K> = {}): Steps<void> {
    const effects = () => this.initialized(options)
    const { name } = this
    const { refcount } = this.parts
    return steps(function* () {
      if (refcount !== null) yield* refcount.init()
      yield* step(`dma_fence_init(${name})`, {}, effects)
    })
  }

  /** `dma_fence_get`, by whoever has a reference. A fault at zero. */
  get(): StatementNode<never, void> {
    return this.#declared(this.parts.refcount, 'references').get()
  }

  /** `dma_fence_get_rcu`: gives whether there is a reference now; there is none to be had after the last was put. */
  getRcu(): StatementNode<never, BoolTerm> {
    return this.#declared(this.parts.refcount, 'references').getUnlessZero()
  }

  /** `dma_fence_put`: whoever puts the last reference releases it. A fault at zero, and where callbacks still wait for the signal. */
  put(): Statement {
    const release = () => this.released()
    return this.#declared(this.parts.refcount, 'references').put(release)
  }

  /** `dma_fence_set_error`. A fault when it is signalled: whoever waited may have looked already. */
  setError(error: Input<EnumSort<string>>): StatementNode<never, void> {
    const place = this.#declared(this.parts.error, 'errors')
    const { signaled } = this
    return step(`dma_fence_set_error(${this.name})`, {}, function* () {
      yield* when(signaled, function* () {
        yield* fail('WARN_ON(test_bit(DMA_FENCE_FLAG_SIGNALED_BIT, &fence->flags))')
      })
      yield* place.set(just(error))
    })
  }

  /** `dma_fence_signal`: gives whether it was signalled already, which is -EINVAL. */
  abstract signal(): Steps<BoolTerm>

  /** `dma_fence_enable_sw_signaling`: asks the driver to signal it, if nobody has before. */
  abstract enableSwSignaling(): Steps<unknown>

  protected override signaller(): WaitOptions['by'] {
    return this.ops.by?.()
  }

  /** What whoever puts the last reference does. */
  protected *released(): Generator<Statement, void, unknown> {
    const { release } = this.ops
    if (release !== null) yield* called(release())
  }

  /** The effects by which it becomes a new fence. */
  protected *initialized({ context, seqno }: InitOptions<K>): Generator<EffectNode<void>, void> {
    const { parts } = this
    yield* parts.signaled.set(false)
    if (parts.error !== null) yield* parts.error.set(none)
    if (context !== undefined) {
      yield* this.#declared(parts.context, 'context').set(just(context))
    }
    if (seqno !== undefined) yield* this.#declared(parts.seqno, 'seqno').set(seqno)
  }

  #declared<T>(part: T | null, option: string): T {
    if (part !== null) return part
    const what = `'${this.name}' is declared without '${option}'`
    return mistaken(here(), what, `Declare it with '${option}'`)
  }
}
