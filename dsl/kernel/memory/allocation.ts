/** Allocating memory. After `__alloc_pages_slowpath` and `fs_reclaim_acquire` of `mm/page_alloc.c`, and `might_alloc` of `include/linux/sched/mm.h`. */

import {
  bool,
  current,
  either,
  fail,
  here,
  not,
  procedure,
  ret,
  step,
  value,
  when,
  type BoolTerm,
  type PlaceOf,
  type StatementNode,
} from '../../index.ts'
import { gfpFlags, type Gfp, type GfpFlags } from './gfp.ts'
import { kswapd_wait } from './kswapd.ts'
import { scopes } from './memalloc.ts'
import { perModel } from '../per-model.ts'
import { reclaim } from './reclaim.ts'
import type { Threads } from '../threads.ts'

export interface AllocationOptions {
  /** Whether it can give no memory. Without it, it can, unless the flags are with `__GFP_NOFAIL`. */
  readonly fails?: boolean
}

type Allocation = () => StatementNode<never, BoolTerm>

/** Of each kind of allocation its procedure, at each place: a trace shows the place. */
const allocations = perModel('an allocation', () => new Map<string, Allocation>())

/**
 * `kmalloc`, or any other allocation with these flags: gives whether there is memory. It is there at once, or not at all; or, where the
 * flags let it and something is registered that gives memory back, the task calls that, and only then is told: there is no way back. Which of
 * these happens is open, each time. It asks for `fs_reclaim` (with `__GFP_FS`) and for `mmu_notifier_invalidate_range_start` in any
 * case. In a process that reclaims already it neither does so again nor asks for these. A fault with flags that can reclaim where the
 * process must not sleep.
 */
export function kmalloc(gfp: Gfp, options: AllocationOptions = {}): StatementNode<never, BoolTerm> {
  const flags = gfpFlags(gfp)
  const fails = (options.fails ?? true) && !flags.nofail
  const inside = reclaim().isRunning
  const known = allocations()
  const key = `${gfp} ${fails} ${inside} ${here().toString()}`
  const allocation = known.get(key) ?? allocationOf({ gfp, flags, fails, inside })
  known.set(key, allocation)
  return allocation()
}

/** `might_alloc`: says that the process may allocate here with these flags, whether it comes to that or not. A fault as of `kmalloc`. */
export function might_alloc(gfp: Gfp): StatementNode<never, void> {
  const kind = { gfp, flags: gfpFlags(gfp), fails: false, inside: reclaim().isRunning }
  const check = procedure(function* might_alloc() {
    yield* inScope(kind, asks)
  })
  return check()
}

interface Kind {
  readonly gfp: Gfp
  readonly flags: GfpFlags
  readonly fails: boolean
  /** Whether the process reclaims already, or must not. */
  readonly inside: boolean
}

function allocationOf(kind: Kind): Allocation {
  return procedure({ returns: bool }, function* kmalloc() {
    yield* inScope(kind, allocate)
  })
}

type Body<R = never> = Generator<StatementNode<never, unknown, R>, void, unknown>

/** With the flags that are left in the scopes in which the process is (`current_gfp_context`), as far as the model has any. */
function* inScope<R>(kind: Kind, leaf: (kind: Kind) => Body<R>): Body<R> {
  const { flags, inside } = kind
  const variants: (readonly [threads: PlaceOf<Threads>, kind: Kind])[] = []
  if (flags.directReclaim && !inside) {
    const { noreclaim, noio, nofs } = scopes().settled()
    if (noreclaim !== null) variants.push([noreclaim, { ...kind, inside: true }])
    if (noio !== null && flags.io)
      variants.push([noio, { ...kind, flags: { ...flags, io: false, fs: false } }])
    if (nofs !== null && flags.fs)
      variants.push([nofs, { ...kind, flags: { ...flags, fs: false } }])
  }
  const dispatch = variants.reduceRight(
    (otherwise, [threads, variant]) =>
      function* (): Body<R> {
        yield* when(threads.has(current()), () => leaf(variant), otherwise)
      },
    () => leaf(kind),
  )
  yield* dispatch()
}

function* asks({ gfp, flags, inside }: Kind): Body {
  yield* step(`might_alloc(${gfp})`, asked(flags, inside), function* () {})
}

/** What the step asks and needs that begins an allocation. */
function asked(flags: GfpFlags, inside: boolean) {
  const mm = reclaim()
  if (!inside) mm.settle()
  return { requests: inside ? [] : mm.requests(flags), sleeps: flags.directReclaim }
}

function* allocate({ gfp, flags, fails, inside }: Kind): Body<BoolTerm> {
  const mm = reclaim()
  const pass = inside ? null : mm.pass({ gfp: flags, kswapd: false })
  const name = `kmalloc(${gfp})`
  const options = asked(flags, inside)
  const wake = inside ? null : kswapd_wait().woken
  const begins = function* () {
    if (wake !== null) yield* wake.set(true)
    // What is built for reclaim may be called from elsewhere too, where it would have to reclaim.
    if (inside && flags.directReclaim) {
      yield* when(not(mm.isMemalloc()), function* () {
        yield* fail(`${name} stands in a procedure that is called in reclaim and outside of it`)
      })
    }
  }
  // Nobody relies on an allocation that fails.
  const assumed = (result: boolean) => (result ? {} : ({ fairness: 'none' } as const))
  const atOnce = (result: boolean) =>
    function* (): Body<BoolTerm> {
      const taken = { ...options, ...assumed(result) }
      yield* step(result ? name : `${name} = NULL`, taken, begins)
      yield* ret(value(bool, result))
    }
  if (pass === null) {
    yield* fails ? either(atOnce(true), atOnce(false)) : either(atOnce(true))
    return
  }
  const afterwards = (result: boolean) =>
    function* (): Body<BoolTerm> {
      yield* step(result ? name : `${name} = NULL`, assumed(result), pass.end)
      yield* ret(value(bool, result))
    }
  yield* either(atOnce(true), function* () {
    yield* step('__alloc_pages_direct_reclaim', options, function* () {
      yield* begins()
      yield* pass.begin()
    })
    yield* pass.run()
    yield* fails ? either(afterwards(true), afterwards(false)) : either(afterwards(true))
  })
}
