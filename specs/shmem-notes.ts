/** What each scenario of the shmem model leaves out on purpose, as `--strict` names it. */

/** Nobody purges, and allocations succeed. */
const ample = [
  'never true: drm_gem_shmem_get_pages_locked: read(madv) < 0',
  'never true: drm_gem_shmem_get_pages_locked: not (drm_gem_get_pages != none)',
]
const pinned = [...ample, 'never true: drm_gem_shmem_vmap_locked: not drm_gem_shmem_pin_locked']
const pinnedByOwnLock = [...ample, 'never true: drm_gem_shmem_vmap_locked: not drm_gem_shmem_pin']
/** No user maps the buffer. */
const unmapped = ['never read: pte']
const pagesOnce = ['never true: drm_gem_shmem_get_pages_locked: read(pages_use_count) > 0']
export const pinnedOnce = [
  'never true: drm_gem_shmem_pin_locked: refcount_inc_not_zero(pages_pin_count)',
]
/** The lock-free ways to count a pin. */
export const noFastPath = [
  'never true: drm_gem_shmem_pin: refcount_inc_not_zero(pages_pin_count)',
  'never true: drm_gem_shmem_unpin: refcount_dec_not_one(pages_pin_count)',
]
export const mappedOnce = ['never true: drm_gem_shmem_vmap_locked: read(vmap_use_count) > 0']
export const attachedOnce = ['never true: dma_buf_vmap: read(vmapping_counter) > 0']
export const neverMapped = [
  'never true: dma_buf_vmap: drm_gem_shmem_vmap != none',
  'never true: dynamic_importer: dma_buf_vmap != none',
  'label never reached: dynamic_importer at using',
]
export const neverPurgedTwice = ['never true: drm_gem_shmem_shrinker_scan_objects: read(madv) <= 0']
const neverRefused = [
  'never true: user: not drm_gem_shmem_fault',
  'label never reached: user at SIGBUS',
]

export const importers = [...pinned, ...pagesOnce, ...pinnedOnce, ...unmapped]
export const importersWithOwnLock = [
  ...pinnedByOwnLock,
  ...pagesOnce,
  ...pinnedOnce,
  ...noFastPath,
  ...unmapped,
]
export const dynamic = [...pinned, ...pagesOnce, ...unmapped]
export const mmappedOften = [...pinned, ...pinnedOnce, ...neverRefused]
export const mmapped = [...mmappedOften, ...mappedOnce]
