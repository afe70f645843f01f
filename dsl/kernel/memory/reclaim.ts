/**
 * Reclaim: getting memory back from those who can do without it. After `__perform_reclaim` and `fs_reclaim_acquire` of
 * `mm/page_alloc.c`, and `Documentation/core-api/memory-allocation.rst`.
 *
 * What reclaims belongs to the model as a whole, as it does to the kernel: it is registered before the first process that allocates.
 */

import {
  bool,
  current,
  either,
  here,
  mistaken,
  shared,
  step,
  value,
  type BoolTerm,
  type EffectNode,
  type PlaceOf,
  type Request,
  type TermOf,
  type ThreadSort,
} from '../../index.ts'
import { called, type Callback } from '../callback.ts'
import { allows, type GfpFlags } from './gfp.ts'
import { mark, passingMark, type Mark } from '../locks/mark.ts'
import { perModel } from '../per-model.ts'
import { block, type Statement } from '../steps.ts'
import { taskFlag, type Threads } from '../threads.ts'

/** In which reclaim something runs: with which flags, and whether in kswapd or in the task that allocates. */
export interface ReclaimContext {
  readonly gfp: GfpFlags
  readonly kswapd: boolean
}

type Effects = Generator<EffectNode<void>, void, unknown>

/** Something that gives memory back. */
export interface Reclaimer {
  readonly name: string
  /** Without this flag it is passed over. */
  readonly needs: '__GFP_FS' | '__GFP_IO' | null
  run(context: ReclaimContext): Callback
}

/** One pass of reclaim: what the steps do that begin and end it, and what is between them. */
interface Pass {
  begin(): Effects
  end(): Effects
  run(): Generator<Statement, void, unknown>
}

const fsReclaim = 'fs_reclaim'
const invalidation = 'mmu_notifier_invalidate_range_start'
const marks = {
  fs: { held: mark(fsReclaim), passing: passingMark(fsReclaim) },
  mmu: { held: mark(invalidation), passing: passingMark(invalidation) },
}

/** Who is PF_MEMALLOC: allocates from the reserves, and does not reclaim. */
const memalloc = taskFlag()

/** What reclaims in a model. */
export class Reclaim {
  readonly #reclaimers: Reclaimer[] = []
  #notifiers = false
  #settled = false
  #running = false
  #usesMemalloc = false

  /** Registers one. A mistake once something was built that would call it. */
  register(reclaimer: Reclaimer): void {
    this.mustBeOpen(reclaimer.name)
    this.#reclaimers.push(reclaimer)
  }

  /** Notes that notifiers are called, which hold their mark. */
  registerNotifiers(): void {
    this.#notifiers = true
  }

  /** A mistake once something was built that depends on what is registered. */
  mustBeOpen(name: string): void {
    if (!this.#settled) return
    const what = `'${name}' is registered after a process that allocates or reclaims was built`
    mistaken(here(), what, 'Register it before')
  }

  /** From now on nothing can be registered: what is being built depends on it. */
  settle(): void {
    this.#settled = true
  }

  /** Whether what is being built is called by reclaim, and does not reclaim itself. */
  get isRunning(): boolean {
    return this.#running
  }

  /** Whether anything gives memory back. */
  get hasReclaimers(): boolean {
    return this.#reclaimers.length > 0
  }

  /** The pseudo-lock that reclaim holds where it may call into file systems. */
  get fsMark(): Mark {
    return this.hasReclaimers
      ? shared(fsReclaim, marks.fs.held)
      : shared(fsReclaim, marks.fs.passing)
  }

  /** The pseudo-lock that calls of mmu notifiers hold. */
  get mmuMark(): Mark {
    const held = this.#notifiers
    return held ? shared(invalidation, marks.mmu.held) : shared(invalidation, marks.mmu.passing)
  }

  /** What an allocation asks of both, whether it comes to reclaim or not (`might_alloc`). */
  requests({ directReclaim, fs }: GfpFlags): readonly Request[] {
    // Both are declared whatever the flags: an order of the model may name them.
    const { fsMark, mmuMark } = this
    if (!directReclaim) return []
    return fs ? [fsMark.request, mmuMark.request] : [mmuMark.request]
  }

  /** Whether the executing process must not reclaim. */
  get memalloc(): PlaceOf<Threads> {
    this.#usesMemalloc = true
    return shared('PF_MEMALLOC', memalloc)
  }

  /** Whether the executing process is PF_MEMALLOC. */
  isMemalloc(): BoolTerm {
    return this.memalloc.has(current())
  }

  /** Builds one pass with these flags; null where nothing would run in it. */
  pass(context: ReclaimContext): Pass | null {
    this.settle()
    const { gfp } = context
    const parts = this.#reclaimers
      .filter(({ needs }) => allows(gfp, needs))
      .map(({ name, run }) => ({ name, nodes: this.#inside(() => [...called(run(context))]) }))
      .filter(({ nodes }) => nodes.length > 0)
    if (parts.length === 0) return null
    // Asked for after what runs inside was built: only that can make it necessary.
    const flagged = this.#usesMemalloc ? this.memalloc : null
    const { fsMark } = this
    return {
      *begin() {
        if (gfp.fs) yield* fsMark.acquire()
        if (flagged !== null) yield* flagged.set(flagged.add(current()))
      },
      *end() {
        if (gfp.fs) yield* fsMark.release()
        if (flagged !== null) yield* flagged.set(flagged.remove(current()))
      },
      *run() {
        for (const { name, nodes } of parts) {
          const only = parts.length === 1
          const run = function* () {
            // Whether it is called is decided before: where it blocks, there is no way round it any more.
            if (!only) yield* step(`${name}: called`, {}, function* () {})
            yield* nodes
          }
          const over = function* () {
            yield* step(`${name}: passed over`, {}, function* () {})
          }
          yield* only ? block(run) : either(run, over)
        }
      },
    }
  }

  #inside<T>(build: () => T): T {
    const outer = this.#running
    this.#running = true
    try {
      return build()
    } finally {
      this.#running = outer
    }
  }
}

/** What reclaims in the model that is being built. */
export const reclaim: () => Reclaim = perModel('reclaim', () => new Reclaim())

/** Whether the thread reclaims, with flags by which it may call into file systems (it holds `fs_reclaim`): for properties. */
export function inFsReclaim(task: TermOf<ThreadSort>): BoolTerm {
  const mm = reclaim()
  mm.settle()
  return mm.hasReclaimers ? mm.fsMark.heldBy(task) : value(bool, false)
}
