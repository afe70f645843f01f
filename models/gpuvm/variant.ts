/** The variants of the thread: what each changes in functions that are otherwise the same. */

import { oneOf } from '../../dsl/index.ts'

/** The names of the variants; the first is the default. */
export const variants = oneOf(
  'patch',
  'no-reference',
  'kref_get',
  'put-under-lock',
  'lock-held',
  'local_list',
  'vm-lock',
  'prepare-vm',
  'removal-in-put',
  'driver-lock',
  'dedicated-lock',
  'resv-protected',
)

export type Variant = (typeof variants.values)[number]

/** What a variant says. */
export interface Change {
  /** How the iterator holds on to the entry that it picked. */
  readonly reference: 'kref_get_unless_zero' | 'kref_get' | 'none'
  /** Whether the iterator puts the previous entry before it takes the spinlock, or with it held. */
  readonly putPrevious: 'before the lock' | 'under the lock'
  /** How the lists are walked: entry by entry, with the spinlock held throughout, or under the VM's resv. */
  readonly walk: 'entry by entry' | 'spinlock held' | 'resv held'
  /** Whether the VM remembers who iterates, and warns of a second one. */
  readonly localList: boolean
  /** What keeps two jobs of a VM apart: nothing, a lock of the driver around the iteration, or the VM's resv, locked before it. */
  readonly jobs: 'not kept apart' | 'uvmm->mutex' | 'drm_gpuvm_prepare_vm'
  /** Whether the entry leaves the GEM list with each put, and not only with the last. */
  readonly removalInPut: boolean
  /** The lock of an object's GEM list: its resv, or a mutex, which the driver takes or the functions that need it. */
  readonly gpuvaLock: 'resv' | 'driver' | 'functions'
}

const patch: Change = {
  reference: 'kref_get_unless_zero',
  putPrevious: 'before the lock',
  walk: 'entry by entry',
  localList: false,
  jobs: 'not kept apart',
  removalInPut: false,
  gpuvaLock: 'resv',
}

/** What each variant says. */
export const changeOf: Readonly<Record<Variant, Change>> = {
  /** Version 3, on which the thread is. */
  patch,
  /** The local list alone keeps the entry. */
  'no-reference': { ...patch, reference: 'none' },
  /** As if whoever finds an entry on the list had found it alive. */
  kref_get: { ...patch, reference: 'kref_get' },
  /** The previous entry is put where the next one is picked. */
  'put-under-lock': { ...patch, putPrevious: 'under the lock' },
  /** The list is walked as any other, with its lock held. */
  'lock-held': { ...patch, walk: 'spinlock held' },
  /** The reviewer's field `local_list`, with its warning. */
  local_list: { ...patch, localList: true },
  /** The same with a lock of the driver around the iteration … */
  'vm-lock': { ...patch, localList: true, jobs: 'uvmm->mutex' },
  /** … or as it was adopted. */
  'prepare-vm': { ...patch, jobs: 'drm_gpuvm_prepare_vm' },
  /** The reviewer's wish: `drm_gpuvm_bo_put` takes the entry from the GEM list. */
  'removal-in-put': { ...patch, removalInPut: true },
  /** The driver names a mutex of its own as the lock of GEM lists. */
  'driver-lock': { ...patch, gpuvaLock: 'driver' },
  /** The author's answer: with a mutex for the GEM list, callers of `drm_gpuvm_bo_put` need not think of it. */
  'dedicated-lock': {
    ...patch,
    jobs: 'drm_gpuvm_prepare_vm',
    gpuvaLock: 'functions',
  },
  /** `DRM_GPUVM_RESV_PROTECTED`, as it was adopted: no spinlocks, the VM's resv guards the lists. */
  'resv-protected': { ...patch, walk: 'resv held', jobs: 'drm_gpuvm_prepare_vm' },
}
