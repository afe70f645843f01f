/** Who holds the reservation lock at each call: "DOC: locking convention" of `drivers/dma-buf/dma-buf.c`, as data. */

/** Whether the caller holds the reservation lock of the buffer. */
export type Holding = 'held' | 'not held'

/** What a driver calls. All but the last are for importers; `dma_buf_move_notify` is for the exporter. */
export const functions = {
  dma_buf_pin: 'held',
  dma_buf_unpin: 'held',
  dma_buf_map_attachment: 'held',
  dma_buf_unmap_attachment: 'held',
  dma_buf_vmap: 'held',
  dma_buf_vunmap: 'held',

  dma_buf_attach: 'not held',
  dma_buf_dynamic_attach: 'not held',
  dma_buf_detach: 'not held',
  dma_buf_export: 'not held',
  dma_buf_fd: 'not held',
  dma_buf_get: 'not held',
  dma_buf_put: 'not held',
  dma_buf_mmap: 'not held',
  dma_buf_begin_cpu_access: 'not held',
  dma_buf_end_cpu_access: 'not held',
  dma_buf_map_attachment_unlocked: 'not held',
  dma_buf_unmap_attachment_unlocked: 'not held',
  dma_buf_vmap_unlocked: 'not held',
  dma_buf_vunmap_unlocked: 'not held',

  dma_buf_move_notify: 'held',
} as const satisfies Readonly<Record<string, Holding>>

export type DmaBufFunction = keyof typeof functions

/** What the exporter is called by: whether it runs with the lock held, and so must not take it. */
export const callbacks = {
  attach: 'not held',
  detach: 'not held',
  release: 'not held',
  begin_cpu_access: 'not held',
  end_cpu_access: 'not held',
  mmap: 'not held',

  pin: 'held',
  unpin: 'held',
  map_dma_buf: 'held',
  unmap_dma_buf: 'held',
  vmap: 'held',
  vunmap: 'held',
} as const satisfies Readonly<Record<string, Holding>>

/** A member of `struct dma_buf_ops`. */
export type DmaBufOp = keyof typeof callbacks
