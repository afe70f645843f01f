/** Whatever is taken away from a safe variant is missed; where it is not, the test says why. */

import { describe, expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import { describe as words } from '../../../checker/verdict.ts'
import type { Model } from '../../../dsl/ir.ts'
import { bufferReady } from '../../../models/sync-file/buffer-ready.ts'
import { cpuAccess } from '../../../models/sync-file/cpu-access.ts'
import { dmaBufVmap } from '../../../models/sync-file/dma-buf-vmap.ts'
import { syncFile } from '../../../models/sync-file/sync-file.ts'
import { vmapLocal } from '../../../models/sync-file/vmap-local.ts'

async function verdict(model: Model): Promise<string> {
  return words((await check(model)).verdict)
}

const unordered = 'violated: conflicting jobs are ordered'

describe('implicit synchronisation', () => {
  test.each([
    ['dma_resv_lock of lima_gem_submit', "assertion: 'resv' is not held"],
    ['dma_resv_lock while dependencies are collected', unordered],
    [
      'dma_resv_reserve_fences of lima_gem_submit',
      'fault: BUG_ON(fobj->num_fences >= fobj->max_fences)',
    ],
    ['dma_resv_add_fence of lima_gem_submit', unordered],
    ['the wait for dependencies', 'violated: conflicting jobs run at the same time'],
    ['dma_fence_signal', 'deadlock'],
  ] as const)('needs %s', async (without, expected) => {
    expect(await verdict(syncFile.instantiate({ scenario: 'implicit', without }))).toBe(expected)
  })
})

describe('a user of the ioctls who owns the buffer meanwhile', () => {
  test.each([
    ['dma_resv_lock of dma_buf_import_sync_file', "assertion: 'resv' is not held"],
    ['dma_buf_import_sync_file', unordered],
    ['the wait for dependencies', 'violated: conflicting jobs run at the same time'],
    ['dma_fence_signal', 'deadlock'],
  ] as const)('needs %s', async (without, expected) => {
    const scenario = 'two-writers'
    const model = syncFile.instantiate({ scenario, ownership: true, without })
    expect(await verdict(model)).toBe(expected)
  })

  test('needs the ownership', async () => {
    for (const scenario of [
      'two-writers',
      'reader',
      'implicit-reader',
      'readers',
      'chain',
    ] as const) {
      expect(await verdict(syncFile.instantiate({ scenario }))).toBe(unordered)
    }
  })

  test("needs no lock around the others' dependencies", async () => {
    // Who owns the buffer is alone with it: the order is that of the protocol.
    const without = 'dma_resv_lock while dependencies are collected'
    const model = syncFile.instantiate({ scenario: 'two-writers', ownership: true, without })
    expect(await verdict(model)).toBe('holds')
  })
})

describe('waiting for a snapshot of the fences', () => {
  test('needs hardware that gets done', async () => {
    const model = bufferReady.instantiate({ waits: 'sync_file', without: 'drm_sched_job_done' })
    expect(await verdict(model)).toBe('deadlock')
  })

  test("needs the sync_file's references to the fences", async () => {
    const without = 'dma_fence_get of dma_resv_get_singleton'
    const model = bufferReady.instantiate({ waits: 'sync_file', without })
    expect(await verdict(model)).toBe('liveness: the compositor can use the buffer')
  })
})

describe('an exporter that waits and then flushes', () => {
  test.each([
    ['i915_gem_object_wait', /^assertion: the CPU reads/],
    ['drm_clflush_sg of i915_gem_begin_cpu_access', /^assertion: the CPU reads/],
    ['drm_clflush_sg of i915_gem_end_cpu_access', /^assertion: the device reads/],
    ['dma_resv_unlock of i915_gem_begin_cpu_access', /^deadlock$/],
  ] as const)('needs %s', async (without, expected) => {
    expect(await verdict(cpuAccess.instantiate({ without }))).toMatch(expected)
  })

  test('needs its user to begin, and to end where it has written', async () => {
    expect(await verdict(cpuAccess.instantiate({ calls: 'end' }))).toMatch(/^assertion: the CPU/)
    expect(await verdict(cpuAccess.instantiate({ calls: 'begin' }))).toMatch(
      /^assertion: the device/,
    )
  })

  test('locks itself out only where it locks', async () => {
    const polled = { sync: 'explicit, polled', holdsResv: true } as const
    expect(await verdict(cpuAccess.instantiate({ ...polled, exporter: 'i915' }))).toBe('deadlock')
    expect(await verdict(cpuAccess.instantiate({ ...polled, exporter: 'system-heap' }))).toBe(
      'holds',
    )
  })

  test('does not need the end where its user has only read', async () => {
    const model = cpuAccess.instantiate({ calls: 'begin', direction: 'DMA_FROM_DEVICE' })
    expect(await verdict(model)).toBe('holds')
  })
})

describe('a mapping with an implicit pin', () => {
  test.each([
    ['dma_resv_lock of the user', false, /^(?:violated|fault|assertion): /],
    ['dma_resv_lock of the user', true, /^assertion: 'resv' is not held$/],
    ['dma_resv_lock of scanout', false, /^(?:violated|fault|assertion): /],
    ['dma_resv_lock of scanout', true, /^assertion: 'resv' is not held$/],
    ['ttm_bo_pin of the user', true, /^(?:fault: access through|assertion: WARN_ON)/],
    ['ttm_bo_unpin of the user', true, /^violated: in the end nobody pins/],
    ['ttm_bo_pin of scanout', true, /^violated: what is scanned out is in VRAM$/],
    ['the test of pin_count', true, /^fault: access through/],
  ] as const)('needs %s, with assertions: %s', async (without, assertions, expected) => {
    const model = vmapLocal.instantiate({ mapping: 'vmap, pinned', without, assertions })
    expect(await verdict(model)).toMatch(expected)
  })
})

describe('vmap_local', () => {
  test.each([
    ['dma_resv_lock of the user', false, /^fault: access through/],
    ['dma_resv_lock of the user', true, /^assertion: 'resv' is not held$/],
    ['dma_resv_lock of scanout', false, /^fault: access through/],
    ['ttm_bo_pin of scanout', true, /^violated: what is scanned out is in VRAM$/],
  ] as const)('needs %s, with assertions: %s', async (without, assertions, expected) => {
    const model = vmapLocal.instantiate({ mapping: 'vmap_local', without, assertions })
    expect(await verdict(model)).toMatch(expected)
  })

  test('needs no pin of its user', async () => {
    for (const without of ['ttm_bo_pin of the user', 'ttm_bo_unpin of the user'] as const) {
      expect(await verdict(vmapLocal.instantiate({ mapping: 'vmap_local', without }))).toBe('holds')
    }
  })

  test('relies on no assertion, nor does a mapping with a pin', async () => {
    for (const mapping of ['vmap_local', 'vmap, pinned'] as const) {
      expect(await verdict(vmapLocal.instantiate({ mapping, assertions: false }))).toBe('holds')
    }
  })

  test('does not need the lock for a buffer that was pinned when it was imported', async () => {
    const without = 'dma_resv_lock of the user'
    const model = vmapLocal.instantiate({ mapping: 'cma', without, assertions: false })
    expect(await verdict(model)).toBe('holds')
  })
})

describe('the counter of a dma_buf', () => {
  test.each(['dma_buf_vmap', 'dma_buf_vunmap', 'both'] as const)(
    'needs dmabuf->lock in %s',
    async (unlocked) => {
      expect(await verdict(dmaBufVmap.instantiate({ unlocked }))).not.toBe('holds')
      const going = dmaBufVmap.instantiate({ users: 1, mapped: true, unlocked })
      expect(await verdict(going)).not.toBe('holds')
    },
  )

  test('needs no lock for a lone user', async () => {
    expect(await verdict(dmaBufVmap.instantiate({ users: 1, unlocked: 'both' }))).toBe('holds')
  })
})
