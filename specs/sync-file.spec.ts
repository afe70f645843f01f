/**
 * Fences that user space takes out of a dma-buf and puts into it; when the CPU may look into a buffer, and what keeps the buffer in its
 * place meanwhile: the thread of March to December 2020, each row with its verdict.
 */

import {
  breaksLiveness,
  check,
  deadlocks,
  failsAssertion,
  faults,
  holds,
  neverReaches,
  suite,
  violates,
} from '../dsl/index.ts'
import { bufferReady } from '../models/sync-file/buffer-ready.ts'
import { cpuAccess } from '../models/sync-file/cpu-access.ts'
import { dmaBufVmap } from '../models/sync-file/dma-buf-vmap.ts'
import { syncFile } from '../models/sync-file/sync-file.ts'
import { vmapLocal } from '../models/sync-file/vmap-local.ts'

const ordered = 'conflicting jobs are ordered'
const staleRead = 'the CPU reads what was there before the device wrote'
const moved = 'access through the mapping of memory from which the buffer has moved'

// What `--strict` notes, and is so on purpose.
/** Nothing pins the buffer but scanout itself. */
const neverRefused = [
  'never false: scanout: drm_gem_vram_pin',
  'label never reached: scanout at refused',
]
/** The import pins the buffer for good, in system memory. */
const alwaysRefused = [
  'never true: drm_gem_vram_pin: ttm_bo_validate',
  'never true: scanout: drm_gem_vram_pin',
  'never false: ttm_bo_validate: read(pin_count) > 0',
  'label never reached: scanout at scanning out',
]

export default suite('sync_file: fences in and out of a dma-buf, CPU access, vmap_local', [
  // Two jobs of which one writes are ordered, transitively.
  check(syncFile, { scenario: 'two-writers' }, violates(ordered, { steps: 11 })),
  check(syncFile, { scenario: 'two-writers', ownership: true }, holds({ distinct: 386 })),
  check(
    syncFile,
    { scenario: 'exported-for-reading', ownership: true },
    violates(ordered, { steps: 14 }),
  ),
  check(
    syncFile,
    { scenario: 'imported-as-read', ownership: true },
    violates(ordered, { steps: 18 }),
  ),
  check(syncFile, { scenario: 'reader', ownership: true }, holds({ distinct: 386 })),
  check(syncFile, { scenario: 'reader' }, violates(ordered, { steps: 11 })),
  check(syncFile, { scenario: 'readers', ownership: true }, holds({ distinct: 7017 })),
  check(
    syncFile,
    { scenario: 'readers', ownership: true, api: 'v5' },
    neverReaches('two jobs read at the same time', { distinct: 9562 }),
  ),
  check(syncFile, { scenario: 'implicit-reader', ownership: true }, holds({ distinct: 386 })),
  check(
    syncFile,
    { scenario: 'implicit-reader', ownership: true, api: 'v5' },
    violates(ordered, { steps: 14 }),
  ),
  check(syncFile, { scenario: 'implicit' }, holds({ distinct: 3032 })),
  check(syncFile, { scenario: 'chain', ownership: true }, holds({ distinct: 4705 })),
  check(
    syncFile,
    { scenario: 'two-writers', ownership: true, afterFailure: 'hands over' },
    violates(ordered, { steps: 18 }),
  ),
  check(
    syncFile,
    { scenario: 'two-writers', ownership: true, afterFailure: 'polls' },
    holds({ distinct: 516 }),
  ),

  // A snapshot of the fences against waiting until there are none.
  check(bufferReady, { waits: 'sync_file' }, holds({ distinct: 2586 })),
  check(
    bufferReady,
    { waits: 'dma_resv_wait_timeout' },
    breaksLiveness('the compositor can use the buffer', { stem: 9, loop: 12 }),
  ),

  // What the CPU reads.
  check(cpuAccess, { calls: 'neither' }, failsAssertion(staleRead, { steps: 8 })),
  check(cpuAccess, { exporter: 'vgem' }, failsAssertion(staleRead, { steps: 13 })),
  check(cpuAccess, { exporter: 'system-heap' }, failsAssertion(staleRead, { steps: 14 })),
  check(cpuAccess, { exporter: 'i915' }, holds({ distinct: 93 })),
  check(
    cpuAccess,
    { exporter: 'i915', holdsResv: true },
    deadlocks({ steps: 8, shape: 'circular', processes: ['user'] }),
  ),
  check(
    cpuAccess,
    { calls: 'begin' },
    failsAssertion('the device reads what was there before the CPU wrote', { steps: 20 }),
  ),
  check(cpuAccess, { sync: 'explicit' }, failsAssertion(staleRead, { steps: 13 })),
  check(cpuAccess, { sync: 'explicit, polled' }, holds({ distinct: 89 })),
  check(cpuAccess, { exporter: 'system-heap', sync: 'explicit, polled' }, holds({ distinct: 76 })),
  check(
    cpuAccess,
    { exporter: 'system-heap', sync: 'explicit, polled', direction: 'DMA_TO_DEVICE' },
    failsAssertion(staleRead, { steps: 15 }),
  ),

  // What keeps the buffer where it is mapped.
  check(vmapLocal, { mapping: 'vmap, not pinned' }, faults(moved, { steps: 7 })),
  check(vmapLocal, { mapping: 'vmap, pinned' }, holds({ distinct: 240 })),
  check(vmapLocal, { mapping: 'vmap_local' }, holds({ distinct: 114 }), { accept: neverRefused }),
  check(vmapLocal, { mapping: 'vmap_local, then unlock' }, faults(moved, { steps: 10 })),
  check(vmapLocal, { mapping: 'cma' }, holds({ distinct: 62 }), { accept: alwaysRefused }),

  // One mapping for many users.
  check(dmaBufVmap, {}, holds({ distinct: 88 })),
  check(dmaBufVmap, { users: 1, mapped: true }, holds({ distinct: 55 })),
  check(
    dmaBufVmap,
    { unlocked: 'dma_buf_vmap' },
    violates('the buffer is mapped once, where no mapping is just being undone', { steps: 4 }),
  ),
  check(
    dmaBufVmap,
    { users: 1, mapped: true, unlocked: 'dma_buf_vmap' },
    faults('access to a mapping that is gone', { steps: 10 }),
  ),
])
