/** What a driver does between the publication of a fence and its signal: the heart of the contract. */

import { label, procedure } from '../../dsl/index.ts'
import type { AnyStatement, BoolTerm, StatementNode } from '../../dsl/index.ts'
import { kmalloc } from '../../dsl/kernel/index.ts'
import { present, type Scene } from './scene.ts'

/** What the worker does on its way, by what it may be called. */
export interface SignallingPath {
  /** Before the job is given to the hardware. */
  readonly before: () => Generator<AnyStatement<string, never>, void, unknown>
  /** Allocates what the job needs there; gives whether there is memory. Null where it needs nothing. */
  readonly allocate: (() => StatementNode<never, BoolTerm>) | null
}

/** The path of the variant. */
export function signallingPathOf({ variant, resv, vmids, ...scene }: Scene): SignallingPath {
  const { path } = variant
  const fault = pageFaultOf({ resv, ...scene })
  const copy_from_user = procedure(function* copy_from_user() {
    yield* fault()
  })
  const get_user_pages = procedure(function* get_user_pages() {
    const mmap_lock = present(scene.mmap_lock)
    yield* mmap_lock.downRead()
    yield* mmap_lock.upRead()
  })
  const vm_mmap = procedure(function* vm_mmap() {
    const mmap_lock = present(scene.mmap_lock)
    yield* mmap_lock.downWrite()
    yield* mmap_lock.upWrite()
  })
  const amdgpu_vm_flush = procedure(function* amdgpu_vm_flush() {
    const { lock, use } = present(vmids)
    const locks = !scene.omits('amdgpu_vm_flush: mutex_lock(id_mgr->lock)')
    yield* label('locks id_mgr')
    if (locks) yield* lock.lock()
    const users = yield* use.load()
    yield* use.store(users.plus(1))
    if (locks) yield* lock.unlock()
  })
  const amdgpu_bo_reserve = procedure(function* amdgpu_bo_reserve() {
    yield* resv.lock()
    yield* resv.unlock()
  })
  const amdgpu_hmm_range_valid = procedure(function* amdgpu_hmm_range_valid() {
    const lock = present(scene.notifier_lock)
    yield* lock.lock()
    yield* lock.unlock()
  })
  const nothing: SignallingPath = { *before() {}, allocate: null }
  const calls = (called: () => StatementNode<string, void>): SignallingPath => ({
    ...nothing,
    *before() {
      yield* called()
    },
  })
  switch (path) {
    case 'nothing':
      return nothing
    case 'id_mgr->lock':
      return calls(amdgpu_vm_flush)
    case 'dma_resv_lock':
      return calls(amdgpu_bo_reserve)
    case 'notifier_lock':
      return calls(amdgpu_hmm_range_valid)
    case 'copy_from_user':
      return calls(copy_from_user)
    case 'mmap_read_lock':
      return calls(get_user_pages)
    case 'mmap_write_lock':
      return calls(vm_mmap)
    case 'GFP_KERNEL':
    case 'GFP_NOFS':
    case 'GFP_NOIO':
    case 'GFP_ATOMIC':
      return { ...nothing, allocate: () => kmalloc(path) }
    case 'GFP_ATOMIC-unhandled':
      return { ...nothing, allocate: () => kmalloc('GFP_ATOMIC') }
  }
}

/** A page fault on a mapping of the buffer. That the handler may drop mmap_lock and come again is left out: in the end it waits. */
export function pageFaultOf({ mmap_lock: lock, resv }: Pick<Scene, 'mmap_lock' | 'resv'>) {
  const ttm_bo_vm_fault = procedure(function* ttm_bo_vm_fault() {
    yield* resv.lock()
    yield* resv.unlock()
  })
  return procedure(function* do_user_addr_fault() {
    const mmap_lock = present(lock)
    yield* mmap_lock.downRead()
    yield* ttm_bo_vm_fault()
    yield* mmap_lock.upRead()
  })
}
