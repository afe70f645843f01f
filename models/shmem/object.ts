/** A shared buffer: the exporter's `struct drm_gem_shmem_object`, and its `struct dma_buf`. */

import { bool, int, just, none, type ModelBuilder } from '../../dsl/index.ts'
import { plain, refcount } from '../../dsl/kernel/index.ts'
import { firstAddress, firstPages, pagePointer, pointer } from './memory.ts'

export type SharedBuffer = ReturnType<typeof sharedBuffer>

/** How the buffer begins, and how far its counts go. */
interface Beginning {
  readonly users: number
  /** Whether its user has said that it may be purged. */
  readonly purgeable: boolean
  /** Whether the exporting driver has it mapped already. */
  readonly mapped: boolean
}

/** Declares the buffer; its locks are the convention's. */
export function sharedBuffer(m: ModelBuilder, { users, purgeable, mapped }: Beginning) {
  const count = int(0, users)
  const used = mapped ? 1 : 0
  return {
    shmem: {
      pages: m.state('pages', plain(pagePointer, mapped ? just(firstPages) : none)),
      pages_use_count: m.state('pages_use_count', plain(count, used)),
      pages_pin_count: m.state('pages_pin_count', refcount(count, used)),
      /** The scatter table of the device's own mapping, which holds pages. */
      sgt: m.state('sgt', plain(bool)),
      vaddr: m.state('vaddr', plain(pointer, mapped ? just(firstAddress) : none)),
      vmap_use_count: m.state('vmap_use_count', plain(count, used)),
      /** 0: its user needs it; 1: it may be purged; -1: it was. */
      madv: m.state('madv', plain(int(-1, 1), purgeable ? 1 : 0)),
    },
    dmabuf: {
      vmapping_counter: m.state('vmapping_counter', plain(count)),
      vmap_ptr: m.state('vmap_ptr', plain(pointer)),
    },
  }
}
