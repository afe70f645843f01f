/**
 * `struct dma_fence_chain`: the fences of a timeline, each node with the one before. After `include/linux/dma-fence-chain.h` and
 * `drivers/dma-buf/dma-fence-chain.c`. As a fence a node is what its contract says: signalled in the moment when its own fence and all
 * before it are.
 */

import {
  and,
  array,
  cond,
  int,
  just,
  leave,
  local,
  loop,
  none,
  oneOf,
  optional,
  or,
  record,
  step,
  value,
  when,
  type ArraySort,
  type BoolTerm,
  type Declare,
  type EnumTerm,
  type Family,
  type IdentitySort,
  type IndexSort,
  type Input,
  type IntSort,
  type IntTerm,
  type LockId,
  type OptionalSort,
  type OptionalTerm,
  type PlaceOf,
  type Primitive,
  type RecordSort,
  type StatementNode,
  type TermOf,
} from '../../index.ts'
import type { Sort } from '../../ir.ts'
import { declareMightWait } from './dma-fence-signalling.ts'
import { alone, type Around } from './dma-fence-wait.ts'
import { WaitableFence } from './dma-fence-waitable.ts'
import { anyFamily, inside, type FenceId } from './fence-id.ts'
import { steps, type Steps } from '../steps.ts'

export interface DmaFenceChainOptions<F extends Sort> {
  /** The fences of which the chain can consist. */
  readonly fences: Family<F, WaitableFence>
  /** The greatest sequence number; the least is 1. */
  readonly seqnos: number
}

/** The nodes are only told apart and used as an index, as fences are. */
type NodeId = FenceId

/** A node without a fence was not initialized. */
type NodeState = RecordSort<{
  prev: OptionalSort<NodeId>
  fence: OptionalSort<FenceId>
  seqno: IntSort
  prev_seqno: IntSort
}>

/** All nodes, and the fences. */
interface Chains {
  readonly nodes: (node: TermOf<NodeId>) => PlaceOf<NodeState>
  readonly index: NodeId
  /** The sort of sequence numbers. */
  readonly number: IntSort
  /** No chain is longer. */
  readonly count: number
  readonly fences: Family<FenceId, WaitableFence>
}

/** A node of a chain; `N` is the sort of the nodes, `F` that of the fences. */
export class DmaFenceChain<N extends Sort, F extends Sort> extends WaitableFence {
  readonly #chains: Chains
  readonly #node: () => TermOf<NodeId>

  constructor(name: string, map: LockId, chains: Chains, node: () => TermOf<NodeId>) {
    super(name, map)
    this.#chains = chains
    this.#node = node
  }

  override get signaled(): BoolTerm {
    return signaledFrom(this.#chains, this.#node(), this.#chains.count)
  }

  /** The node before it, as far as it is remembered: for properties. */
  get prev(): OptionalTerm<N> {
    // Of the same nodes.
    return this.#state.field('prev') as unknown as OptionalTerm<N>
  }

  get seqno(): IntTerm {
    return this.#state.field('seqno')
  }

  /**
   * `dma_fence_chain_init`: the node of this fence, with this number, after the node before; null at the beginning. A number that is not
   * greater than the one before counts as that, and begins a context of its own.
   */
  init(prev: Input<N> | null, fence: Input<F>, seqno: Input<IntSort>): StatementNode<never, void> {
    const { nodes, number } = this.#chains
    const state = this.#state
    const own = value(number, seqno)
    const before = prev === null ? null : inside(prev)
    return step(`dma_fence_chain_init(${this.name})`, {}, function* () {
      yield* state.field('fence').set(just(inside(fence)))
      if (before === null) {
        yield* state.field('prev').set(none)
        yield* state.field('seqno').set(own)
        yield* state.field('prev_seqno').set(0)
      } else {
        const last = () => nodes(before).field('seqno')
        yield* state.field('prev').set(just(before))
        yield* state.field('seqno').set(cond(own.gt(last()), own, last()))
        yield* state.field('prev_seqno').set(cond(own.gt(last()), last(), 0))
      }
    })
  }

  override isSignaled(): StatementNode<never, BoolTerm> {
    const signaled = () => this.signaled
    return step(`dma_fence_is_signaled(${this.name})`, {}, function* () {
      return signaled()
    })
  }

  /** `dma_fence_chain_walk`: gives the nearest node before it whose own fence is not signalled, and forgets those between. */
  walk(): StatementNode<never, OptionalTerm<N>> {
    const chains = this.#chains
    const walked = walk(chains, this.name, this.#node())
    // Of the same nodes.
    return walked as unknown as StatementNode<never, OptionalTerm<N>>
  }

  /**
   * `dma_fence_chain_find_seqno`: the node that is signalled once all up to this number are. Gives `-EINVAL` where the chain has not come
   * so far, `signaled` where there is none any more that is not, and else `0` and the node.
   */
  findSeqno(seqno: Input<IntSort>): Steps<Found<N>> {
    const chains = this.#chains
    const state = this.#state
    const first = this.#node()
    const { name } = this
    const wanted = value(chains.number, seqno)
    return steps(function* () {
      const result = yield* local('ret', findResult, '0')
      const node = yield* local('pfence', optional(chains.index), just(first))
      const tooFar = yield* step(`dma_fence_chain_find_seqno(${name})`, {}, function* () {
        return state.field('seqno').lt(wanted)
      })
      yield* when(
        tooFar,
        function* () {
          yield* result.set('-EINVAL')
          yield* node.set(none)
        },
        function* () {
          yield* loop(function* () {
            const found = yield* step(
              `dma_fence_chain_find_seqno(${name}): prev_seqno`,
              {},
              function* () {
                return chains.nodes(node.get()).field('prev_seqno').lt(wanted)
              },
            )
            yield* when(found, function* () {
              yield* leave()
            })
            yield* node.set(yield* walk(chains, name, node.get()))
            yield* when(node.isNone(), function* () {
              yield* result.set('signaled')
              yield* leave()
            })
          })
        },
      )
      // Of the same nodes.
      return { ret: result, node: node as unknown as OptionalTerm<N> }
    })
  }

  protected override around(): Around {
    return alone
  }

  protected override signaller(): undefined {
    return undefined
  }

  get #state(): PlaceOf<NodeState> {
    return this.#chains.nodes(this.#node())
  }
}

const findResult = oneOf('0', 'signaled', '-EINVAL')

/** What a search for a number gives. */
export interface Found<N extends Sort> {
  readonly ret: EnumTerm<(typeof findResult.values)[number]>
  readonly node: OptionalTerm<N>
}

/** Whether the fence of the node, and of so many before it, are signalled. */
function signaledFrom(chains: Chains, node: TermOf<NodeId>, count: number): BoolTerm {
  const own = ownSignaled(chains, node)
  if (count <= 1) return own
  const before = chains.nodes(node).field('prev')
  return and(own, or(before.isNone(), signaledFrom(chains, before.get(), count - 1)))
}

function ownSignaled({ nodes, fences }: Chains, node: TermOf<NodeId>): BoolTerm {
  const fence = nodes(node).field('fence')
  return or(fence.isNone(), fences.at(fence.get()).signaled)
}

/** The node, or the nearest before it, whose own fence is not signalled; looks at so many. */
function unsignaled(
  chains: Chains,
  node: OptionalTerm<NodeId>,
  count: number,
): OptionalTerm<NodeId> {
  if (count === 0) return node
  const past = and(node.isSome(), ownSignaled(chains, node.get()))
  const before = chains.nodes(node.get()).field('prev')
  return cond(past, unsignaled(chains, before, count - 1), node)
}

function walk(
  chains: Chains,
  name: string,
  node: TermOf<NodeId>,
): StatementNode<never, OptionalTerm<NodeId>> {
  const prev = chains.nodes(node).field('prev')
  return step(`dma_fence_chain_walk(${name})`, {}, function* () {
    const next = unsignaled(chains, prev, chains.count)
    yield* prev.set(next)
    return next
  })
}

/** Nodes of chains, one for each value of the sort, not initialized. Declare it with `m.state`. */
export function dmaFenceChains<N extends IdentitySort<string> | IndexSort<string>, F extends Sort>(
  nodes: N,
  { fences, seqnos }: DmaFenceChainOptions<F>,
): Primitive<Sort, Family<N, DmaFenceChain<N, F>>> {
  const number = int(0, seqnos)
  const [prev, fence] = [optional(nodes), optional(fences.index)]
  const node = record({ prev, fence, seqno: number, prev_seqno: number })
  const family = array(nodes, {
    sort: node,
    attach: (_, name: string, declare: Declare) => ({ name, map: declareMightWait(declare) }),
  })
  return {
    sort: family.sort,
    attach: (place, name, declare) => {
      // The array of the nodes' states; the nodes are told apart and used as an index, and nothing else.
      const states = place as unknown as PlaceOf<ArraySort<NodeId, NodeState>>
      const named = family.attach(place as PlaceOf<typeof family.sort>, name, declare)
      const chains: Chains = {
        nodes: (each) => states.at(each),
        index: nodes as unknown as NodeId,
        number,
        count: nodes.size,
        fences: anyFamily(fences),
      }
      return {
        index: nodes,
        at: (at) => {
          const { name: own, map } = named.at(at)
          return new DmaFenceChain(own, map, chains, () => inside(value(nodes, at)))
        },
      }
    },
  }
}
