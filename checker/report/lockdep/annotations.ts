/** The kernel's functions by which lockdep learns that a lock of a class is taken, and given up. */

import type { LockClass } from '../../lock-order/lock-class.ts'
import type { Usage } from '../../lock-order/usage.ts'
import type { Asked } from './asked.ts'

/** What is in force where a lock is taken. */
export interface Around {
  /** Interrupts are off. */
  readonly masked: boolean
  /** There is an acquire context. */
  readonly context: boolean
}

interface Annotation {
  /** What stands before what is taken under it; `inner` says whether anything is. */
  readonly acquire: (inner: boolean) => readonly string[]
  readonly release: (inner: boolean) => readonly string[]
  /** Locals that it needs. */
  readonly locals: (inner: boolean) => readonly string[]
  /** What is in force until it is given up. */
  readonly within: Around
}

/** Functions that take a lock, and those that give it up. The first whose begin fits counts. */
const functions: readonly (readonly [begin: string, take: string, give: string])[] = [
  ['mutex_lock', 'mutex_lock', 'mutex_unlock'],
  ['rt_mutex_lock', 'rt_mutex_lock', 'rt_mutex_unlock'],
  ['down_read', 'down_read', 'up_read'],
  ['down_write', 'down_write', 'up_write'],
  ['read_lock', 'read_lock', 'read_unlock'],
  ['write_lock', 'write_lock', 'write_unlock'],
  ['raw_spin_lock', 'raw_spin_lock', 'raw_spin_unlock'],
  ['spin_lock', 'spin_lock', 'spin_unlock'],
]

/** Locks whose functions take an acquire context too. */
const functionsWithContext: readonly (readonly [begin: string, take: string, give: string])[] = [
  ['dma_resv_lock', 'dma_resv_lock', 'dma_resv_unlock'],
  ['ww_mutex_lock', 'ww_mutex_lock', 'ww_mutex_unlock'],
]

/** How to take a lock of the class; `asked` are the steps of the model that do, `usages` how it is used. */
export function annotationOf(
  lockClass: LockClass,
  asked: readonly Asked[],
  usages: readonly Usage[],
  around: Around,
): Annotation {
  const { name, subclass } = lockClass
  const lock = `&${identifier(name)}`
  const pair = (take: string, give: string): Annotation => plainly(take, give, around)
  if (name === 'fs_reclaim') {
    return pair('fs_reclaim_acquire(GFP_KERNEL)', 'fs_reclaim_release(GFP_KERNEL)')
  }
  if (name === 'dma_fence_map') return { ...fenceMap, within: around }
  if (name === 'mmu_notifier_invalidate_range_start') {
    const map = '&__mmu_notifier_invalidate_range_start_map'
    return pair(`lock_map_acquire(${map})`, `lock_map_release(${map})`)
  }
  const called = asked.filter(({ request }) => !request.trying).map(({ step }) => step.name)
  const known = (table: typeof functions) =>
    table.find(([begin]) => called.some((call) => call.startsWith(begin)))
  if (called.some((call) => call.startsWith('ww_acquire_init'))) {
    const wwClass = `&${identifier(name.replace(/_acquire$/, ''))}`
    return {
      ...pair(`ww_acquire_init(&ctx, ${wwClass})`, 'ww_acquire_fini(&ctx)'),
      locals: () => ['struct ww_acquire_ctx ctx;'],
      within: { ...around, context: true },
    }
  }
  const withContext = known(functionsWithContext)
  if (withContext !== undefined) {
    const [, take, give] = withContext
    return pair(`${take}(${lock}, ${around.context ? '&ctx' : 'NULL'})`, `${give}(${lock})`)
  }
  const plain = known(functions)
  if (plain === undefined) return pair(`lock_map_acquire(${lock})`, `lock_map_release(${lock})`)
  const [, take, give] = plain
  const spins = lockClass.kind === 'spinning' && !around.masked
  const suffix = spins ? interruptSuffix(called, usages) : ''
  if (suffix === '_irqsave') {
    return {
      ...pair(`${take}_irqsave(${lock}, flags)`, `${give}_irqrestore(${lock}, flags)`),
      locals: () => ['unsigned long flags;'],
      within: { ...around, masked: true },
    }
  }
  if (subclass > 0) return pair(`${take}_nested(${lock}, ${subclass})`, `${give}(${lock})`)
  return pair(`${take}${suffix}(${lock})`, `${give}${suffix}(${lock})`)
}

/** A name of C's for a class. */
export function identifier(name: string): string {
  const text = name.replaceAll(/[^A-Za-z0-9_]+/g, '_').replaceAll(/^_+|_+$/g, '')
  return /^[A-Za-z_]/.test(text) ? text : `lock_${text}`
}

/** Entering a section only tries; that it comes after what is held is said by waiting for a fence. */
const fenceMap: Omit<Annotation, 'within'> = {
  acquire: (inner) => [
    '__dma_fence_might_wait();',
    ...(inner ? ['cookie = dma_fence_begin_signalling();'] : []),
  ],
  release: (inner) => (inner ? ['dma_fence_end_signalling(cookie);'] : []),
  locals: (inner) => (inner ? ['bool cookie;'] : []),
}

function plainly(take: string, give: string, within: Around): Annotation {
  return { acquire: () => [`${take};`], release: () => [`${give};`], locals: () => [], within }
}

/** What an interrupt takes must never be taken with such interrupts on, here neither. */
function interruptSuffix(called: readonly string[], usages: readonly Usage[]): string {
  const inside = (kind: Usage['interrupt']) =>
    usages.some(({ interrupt, how }) => interrupt === kind && how === 'in')
  if (inside('hardirq') || called.some((call) => call.includes('_irq'))) return '_irqsave'
  return inside('softirq') || called.some((call) => call.includes('_bh')) ? '_bh' : ''
}
