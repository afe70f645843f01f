/** The conventions of the thread: who takes which lock around functions that stay the same. */

import { oneOf } from '../../dsl/index.ts'

/** The names of the conventions; the first is the default. */
export const conventions = oneOf(
  'universal',
  'legacy',
  'drm-only',
  'exporter-locks',
  'separate-vmap-lock',
  'interim',
)

export type Convention = (typeof conventions.values)[number]

/** What a convention says. */
export interface Locking {
  /** Whether `drm_gem_vmap` takes the reservation lock around the object's own function. */
  readonly drmHoldsResv: boolean
  /** Whether importers outside of DRM take it around `dma_buf_vmap`. */
  readonly othersHoldResv: boolean
  /** What guards the counter of `dma_buf_vmap`: its caller's lock, or one that it takes itself. */
  readonly dmaBuf: 'resv held by the caller' | 'dmabuf->lock'
  /** What guards the address and its count: its caller's lock, or one that the exporter takes. */
  readonly vmap: 'resv held by the caller' | 'resv' | 'vmap_lock'
  /** What guards the pages and their counts, purging, and page faults. */
  readonly pages: 'resv' | 'pages_lock'
}

/** What each convention says. */
export const lockingOf: Readonly<Record<Convention, Locking>> = {
  /** Solution 1 of the thread, and what was adopted: every importer holds the reservation lock. */
  universal: {
    drmHoldsResv: true,
    othersHoldResv: true,
    dmaBuf: 'resv held by the caller',
    vmap: 'resv held by the caller',
    pages: 'resv',
  },
  /** Where the thread starts from. */
  legacy: {
    drmHoldsResv: false,
    othersHoldResv: false,
    dmaBuf: 'dmabuf->lock',
    vmap: 'vmap_lock',
    pages: 'pages_lock',
  },
  /** Solution 2: only DRM drivers hold it. */
  'drm-only': {
    drmHoldsResv: true,
    othersHoldResv: false,
    dmaBuf: 'dmabuf->lock',
    vmap: 'resv held by the caller',
    pages: 'resv',
  },
  /** Solution 3: `drm_gem_shmem_vmap` takes it. */
  'exporter-locks': {
    drmHoldsResv: false,
    othersHoldResv: false,
    dmaBuf: 'dmabuf->lock',
    vmap: 'resv',
    pages: 'resv',
  },
  /** A lock of its own for the address; pages are under the reservation lock. */
  'separate-vmap-lock': {
    drmHoldsResv: false,
    othersHoldResv: false,
    dmaBuf: 'dmabuf->lock',
    vmap: 'vmap_lock',
    pages: 'resv',
  },
  /**
   * Everything but vmap moves to the reservation lock, and vmap pins, which needs that lock.
   * Written down it is `separate-vmap-lock`, line by line: the thread's objection to it.
   */
  interim: {
    drmHoldsResv: false,
    othersHoldResv: false,
    dmaBuf: 'dmabuf->lock',
    vmap: 'vmap_lock',
    pages: 'resv',
  },
}
