/** The kernel's primitives, one a file, by what they are about. */

// Variables of C.
export { Atomic, atomicInt } from './variables/atomic.ts'
export { once, ordered, plain, Variable } from './variables/variable.ts'

// Locks.
export { Mark, mark, passingMark } from './locks/mark.ts'
export { Mutex, mutex } from './locks/mutex.ts'
export type { Holdable } from './locks/owned-lock.ts'
export { RwSem, rwsem } from './locks/rwsem.ts'
export { SeqCount, seqcount } from './locks/seqcount.ts'
export { SeqLock, seqlock } from './locks/seqlock.ts'
export { Spinlock, spinlock } from './locks/spinlock.ts'

// Contexts: CPUs, interrupts, preemption.
export { local_bh_disable, local_bh_enable } from './contexts/bottom-half.ts'
export { Cpu, cpu } from './contexts/cpu.ts'
export {
  local_irq_disable,
  local_irq_enable,
  local_irq_restore,
  local_irq_save,
  lockdep_assert_irqs_disabled,
} from './contexts/interrupt.ts'
export { might_sleep, preempt_disable, preempt_enable } from './contexts/preemption.ts'

// Acquire contexts.
export {
  drm_exec_init,
  DrmExec,
  type DrmExecOptions,
  type ExecLock,
  type ExecObjects,
  type ExecReferences,
  type PrepareResult,
} from './ww-mutex/drm-exec.ts'
export { WwAcquireCtx } from './ww-mutex/ww-acquire-ctx.ts'
export {
  reservation_ww_class,
  WwClass,
  type WwAlgorithm,
  type WwClassOptions,
} from './ww-mutex/ww-class.ts'
export { WwMutex, wwMutex } from './ww-mutex/ww-mutex.ts'
export { lockResult, type LockResult } from './ww-mutex/ww-waiting.ts'

// Fences.
export { CountedFenceArray } from './fences/dma-fence-array-counted.ts'
export { DmaFenceArray, dmaFenceArray } from './fences/dma-fence-array.ts'
export { DmaFence } from './fences/dma-fence-base.ts'
export { DmaFenceChain, dmaFenceChains, type Found } from './fences/dma-fence-chain.ts'
export { ContractFence } from './fences/dma-fence-contract.ts'
export { LockedFence } from './fences/dma-fence-locked.ts'
export {
  __dma_fence_might_wait,
  dma_fence_begin_signalling,
  dma_fence_end_signalling,
} from './fences/dma-fence-signalling.ts'
export { dma_fence_wait_any_timeout, waited, type WaitedTerm } from './fences/dma-fence-wait.ts'
export { dmaFence, dmaFences } from './fences/dma-fence.ts'

// Reservation objects.
export { FencedDmaResv } from './reservations/dma-resv-fences.ts'
export { dma_resv_usage_rw, type DmaResvUsage } from './reservations/dma-resv-table.ts'
export { dmaResv, DmaResv, type DmaResvOptions } from './reservations/dma-resv.ts'

// Reference counts.
export { kref, Kref } from './references/kref.ts'
export type { Lockable } from './references/refcount.ts'
export { Refcount, refcount } from './references/refcount.ts'

// Lists.
export { list, lists, type ListOptions } from './lists/list-head.ts'
export { listNode, ListNode } from './lists/list-node.ts'
export { List } from './lists/list.ts'
export { llist, LockLessList } from './lists/llist.ts'

// RCU.
export { RcuHeads, rcuHeads } from './rcu/rcu-callbacks.ts'
export { RcuPointer, rcuPointer } from './rcu/rcu-pointer.ts'
export { Rcu, rcu, type RcuOptions } from './rcu/rcu.ts'

// Waiting.
export { Completion, completion } from './waiting/completion.ts'
export type { InterruptibleOptions, TimeoutOptions, WaitOptions } from './waiting/wait-options.ts'
export { schedule, WaitQueue, waitQueue } from './waiting/wait-queue.ts'

// Work.
export type { Callback } from './callback.ts'
export { DelayedWork } from './workqueue/delayed-work.ts'
export { Work } from './workqueue/work.ts'
export { delayed, type Delayed, Workqueue, workqueue } from './workqueue/workqueue.ts'

// Memory: objects, allocation, reclaim.
export { kmalloc, might_alloc, type AllocationOptions } from './memory/allocation.ts'
export { gfpFlags, type Gfp, type GfpFlags, type GfpName } from './memory/gfp.ts'
export { kswapd } from './memory/kswapd.ts'
export {
  memalloc_nofs_restore,
  memalloc_nofs_save,
  memalloc_noio_restore,
  memalloc_noio_save,
  memalloc_noreclaim_restore,
  memalloc_noreclaim_save,
  memalloc_scopes,
} from './memory/memalloc.ts'
export {
  mmu_notifier_invalidate_range_end,
  mmu_notifier_invalidate_range_start,
  mmu_notifier_invalidate_range_start_nonblock,
  mmu_notifier_register,
  type MmuNotifier,
  type MmuNotifierRange,
} from './memory/mmu-notifier.ts'
export { objects, Objects, type ObjectsOptions } from './memory/objects.ts'
export { type Pointer } from './memory/pointer.ts'
export { inFsReclaim } from './memory/reclaim.ts'
export {
  shrinker_register_removable,
  shrinker_register,
  RemovableShrinker,
  type ShrinkControl,
  type Shrinker,
} from './memory/shrinker.ts'

// Of all of them.
export type { Steps } from './steps.ts'
