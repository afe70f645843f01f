/** What can be taken away from the model, one thing at a time, to see that it is needed. */

import { oneOf } from '../../dsl/index.ts'

/** What is left out; by default nothing. */
export const omissions = oneOf(
  'none',
  'dma_resv_lock of lima_gem_submit',
  'dma_resv_lock of dma_buf_import_sync_file',
  'dma_resv_lock while dependencies are collected',
  'dma_resv_reserve_fences of lima_gem_submit',
  'dma_resv_add_fence of lima_gem_submit',
  'dma_buf_import_sync_file',
  'the wait for dependencies',
  'dma_fence_signal',
)

export type Omission = (typeof omissions.values)[number]
