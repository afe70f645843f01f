/**
 * MMU notifiers: drivers that are told before a range of memory is unmapped, and after. After `mm/mmu_notifier.c` and
 * `include/linux/mmu_notifier.h`.
 */

import {
  and,
  bool,
  current,
  fail,
  local,
  not,
  shared,
  step,
  when,
  type BoolSort,
  type BoolTerm,
  type EffectNode,
  type PlaceOf,
} from '../../index.ts'
import { called, type Callback } from '../callback.ts'
import { perModel } from '../per-model.ts'
import { reclaim } from './reclaim.ts'
import { block, steps, type Statement, type Steps } from '../steps.ts'
import { taskFlag } from '../threads.ts'

/** `struct mmu_notifier_range`, as far as a notifier asks for it; known where the model is built: use JavaScript's `if`. */
export interface MmuNotifierRange {
  /** Whether the notifier may sleep. */
  readonly blockable: boolean
  /** Whether it is reclaim that unmaps. */
  readonly reclaim: boolean
}

type Effects = Generator<EffectNode<void>, void, unknown>

/** `struct mmu_notifier_ops`. */
export interface MmuNotifier {
  readonly name: string
  /**
   * `invalidate_range_start`: stops every use of the range. Where it must not sleep it may give whether it could (-EAGAIN where not); it
   * is a fault where a notifier that has an end could not, since nobody tells it so.
   */
  readonly start: (range: MmuNotifierRange) => Callback<BoolTerm | void>
  /** `invalidate_range_end`. */
  readonly end?: (range: MmuNotifierRange) => Callback
}

/** Those of the model that is being built. */
const notifiers = perModel('an mmu notifier', (): MmuNotifier[] => [])

/**
 * `mmu_notifier_register`: the notifier is called by whatever unmaps: by reclaim, with whatever flags, and where the author's processes call
 * `mmu_notifier_invalidate_range_start`. It is registered from the first state on; register it before the processes that allocate.
 */
export function mmu_notifier_register(notifier: MmuNotifier): void {
  const mm = reclaim()
  mm.mustBeOpen(notifier.name)
  const known = notifiers()
  if (known.length === 0) {
    mm.registerNotifiers()
    mm.register({
      name: 'try_to_unmap',
      needs: null,
      *run() {
        const range = { blockable: true, reclaim: true }
        yield* invalidate('start', range)
        yield* invalidate('end', range)
      },
    })
  }
  known.push(notifier)
}

/**
 * `mmu_notifier_invalidate_range_start`: calls every notifier, which may sleep. It asks for the lock class of the same name, and holds it
 * meanwhile. A fault where the process must not sleep.
 */
export function mmu_notifier_invalidate_range_start(): Steps<void> {
  return steps(function* () {
    yield* invalidate('start', { blockable: true, reclaim: false })
  })
}

/**
 * `mmu_notifier_invalidate_range_start_nonblock`: the same, but no notifier may sleep; gives whether each could do without. Where one could
 * not, those that could are told of the end at once.
 */
export function mmu_notifier_invalidate_range_start_nonblock(): Steps<BoolTerm> {
  return steps(function* () {
    const all = yield* local('could', bool, true)
    yield* block(() =>
      invalidate('start', { blockable: false, reclaim: false }, (could) => giveUp(could, all)),
    )
    return all
  })
}

/** `mmu_notifier_invalidate_range_end`: calls every notifier once more; `blockable` as the start was. */
export function mmu_notifier_invalidate_range_end({ blockable = true } = {}): Steps<void> {
  return steps(function* () {
    yield* invalidate('end', { blockable, reclaim: false })
  })
}

/** Who must not sleep because the one who unmaps must not. */
const nonBlock = taskFlag((declare, threads) => declare.atomic((t) => threads.has(t)))

/** Calls the notifiers. `last` are steps before the end, given for each whether it could; undefined where it did not say. */
function* invalidate(
  which: 'start' | 'end',
  range: MmuNotifierRange,
  last: (could: readonly (BoolTerm | undefined)[]) => Generator<Statement, void, unknown> = nothing,
): Generator<Statement, void, unknown> {
  const mm = reclaim()
  mm.settle()
  const { blockable } = range
  const mark = mm.mmuMark
  const forbidden = blockable ? null : shared('non_block_count', nonBlock)
  const suffix = blockable || which === 'end' ? '' : '_nonblock'
  const name = `mmu_notifier_invalidate_range_${which}${suffix}`
  const options = { requests: [mark.request], sleeps: blockable }
  const known = notifiers()
  if (known.length === 0) {
    yield* step(name, options, function* () {})
    return
  }
  yield* step(name, options, function* (): Effects {
    yield* mark.acquire()
    if (forbidden !== null) yield* forbidden.set(forbidden.add(current()))
  })
  const could: (BoolTerm | undefined)[] = []
  for (const { start, end } of known) {
    if (which === 'start') could.push((yield* called(start(range))) ?? undefined)
    else if (end !== undefined) yield* called(end(range))
  }
  yield* last(could)
  yield* step(`${name}: done`, {}, function* (): Effects {
    yield* mark.release()
    if (forbidden !== null) yield* forbidden.set(forbidden.remove(current()))
  })
}

function* nothing(): Generator<Statement, void, unknown> {}

/** Where one notifier could not, those that could are told of the end. */
function* giveUp(
  could: readonly (BoolTerm | undefined)[],
  all: PlaceOf<BoolSort>,
): Generator<Statement, void, unknown> {
  const said = could.filter((each) => each !== undefined)
  if (said.length === 0) return
  yield* when(not(and(...said)), function* () {
    yield* all.set(false)
    for (const [position, { name, end }] of notifiers().entries()) {
      if (end === undefined) continue
      const told = () => called(end({ blockable: false, reclaim: false }))
      const own = could[position]
      if (own === undefined) yield* block(told)
      else {
        yield* when(own, told, function* () {
          yield* fail(
            `invalidate_range_start of ${name} failed, and it has an invalidate_range_end`,
          )
        })
      }
    }
  })
}
