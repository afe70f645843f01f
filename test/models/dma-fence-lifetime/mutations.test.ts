/**
 * Every reference, wait, signal, section and lock of the proposals that are safe is needed: without it something goes wrong that a run
 * shows. That a flush and a grace period before the fence is freed are needed, the spec says. The lock that `dma_fence_signal` takes is
 * part of the primitive: what it is good for is the order of signals.
 */

import { describe, expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import { describe as words } from '../../../checker/verdict.ts'
import type { Model } from '../../../dsl/ir.ts'
import { contextId } from '../../../models/dma-fence-lifetime/context-id.ts'
import { fenceLifetime } from '../../../models/dma-fence-lifetime/fence-lifetime.ts'
import { internalFence } from '../../../models/dma-fence-lifetime/internal-fence.ts'
import type { Omission } from '../../../models/dma-fence-lifetime/omission.ts'
import { signallingOrder } from '../../../models/dma-fence-lifetime/signalling-order.ts'

type Given = NonNullable<Parameters<typeof fenceLifetime.instantiate>[0]>

const inText = 'fault: use-after-free: module_text'
const underflow = 'fault: refcount_t: underflow; use-after-free.'

/** What holds, and is to be spoilt. */
const safe = {
  context: { variant: 'context', scenario: 'unload' },
  static: { variant: 'static-released', scenario: 'unload' },
  flushed: { variant: 'context-work-flushed', scenario: 'unload' },
  subclass: { variant: 'subclass', scenario: 'unload' },
  'in place': { variant: 'in-place', scenario: 'wait' },
  detached: { variant: 'in-place-detached', scenario: 'unload' },
  'detached, read': { variant: 'in-place-detached', scenario: 'sync-info' },
} as const satisfies Record<string, Given>

type Safe = keyof typeof safe

async function verdict(model: Model): Promise<string> {
  return words((await check(model)).verdict)
}

function without(omission: Omission, name: Safe): Promise<string> {
  return verdict(fenceLifetime.instantiate({ ...safe[name], without: omission }))
}

const all = Object.keys(safe) as readonly Safe[]

describe.each(all)('%s', (name) => {
  test('is not safe without the reference of the container', async () => {
    expect(await without('dma_fence_get', name)).toMatch(/^fault: .*use-after-free/)
  })

  test('is not safe without a reference of whoever uses the fence', async () => {
    expect(await without('dma_fence_get_rcu', name)).toMatch(/^fault: .*use-after-free/)
  })

  test('is not safe where whoever uses the fence takes a reference to what may be released', async () => {
    expect(await without('kref_get_unless_zero', name)).toBe(
      'fault: refcount_t: addition on 0; use-after-free.',
    )
  })

  test('is not safe without the read section of whoever looks it up', async () => {
    expect(await without('rcu_read_lock', name)).toBe(
      'fault: suspicious rcu_dereference_check() usage',
    )
  })
})

test.each(['context', 'static', 'flushed', 'subclass', 'in place'] as const)(
  '%s hangs without the signal',
  async (name) => {
    expect(await without('dma_fence_signal', name)).toBe('deadlock')
  },
)

test('without the signal the fence does not forget its ops', async () => {
  expect(await without('dma_fence_signal', 'detached')).toBe(inText)
})

test.each(['context', 'flushed'] as const)(
  '%s is not safe without the reference of the fence to its context',
  async (name) => {
    expect(await without('kref_get(&ctx->refcount)', name)).toBe(underflow)
  },
)

test.each(['context', 'static', 'flushed', 'subclass', 'detached', 'detached, read'] as const)(
  '%s needs the unload to wait for what the hardware has',
  async (name) => {
    expect(await without('wait_event(signalled)', name)).toMatch(
      /^fault: use-after-free: module_(?:text|data)$/,
    )
  },
)

test.each(['context', 'static', 'flushed', 'subclass'] as const)(
  '%s needs the unload to wait for fences that are not released',
  async (name) => {
    expect(await without('wait_event(released)', name)).toBe(inText)
  },
)

test('a fence that forgets its ops needs a grace period before these are gone', async () => {
  expect(await without('synchronize_rcu', 'detached, read')).toBe(inText)
})

test.each(['context', 'static', 'flushed', 'subclass', 'detached'] as const)(
  '%s needs no grace period where nobody reads the ops in a read section',
  async (name) => {
    expect(await without('synchronize_rcu', name)).toBe('holds')
  },
)

test('what is not there cannot be left out', () => {
  const instantiate = () =>
    fenceLifetime.instantiate({ ...safe['in place'], without: 'kref_get(&ctx->refcount)' })
  expect(instantiate).toThrow("'what is left out is there to be left out'")
})

describe('the order of signals', () => {
  test('needs the lock around the list', async () => {
    expect(await verdict(signallingOrder.instantiate({ locking: 'unlocked-batch' }))).toBe(
      'fault: list_del corruption: fctx->pending',
    )
  })

  test('needs the order of the list', async () => {
    expect(await verdict(signallingOrder.instantiate({ locking: 'unordered-batch' }))).toBe(
      'violated: fences are signalled in their order',
    )
  })
})

describe('a context', () => {
  const reused = 'violated: memory is reused when all work on it is done'

  test.each([
    { context: 'number', without: 'dma_resv_lock', seen: "assertion: 'resv' is not held" },
    { context: 'number', without: 'atomic64_inc', seen: reused },
    { context: 'number', without: 'dma_resv_wait_timeout', seen: reused },
    { context: 'pointer-kept', without: 'dma_resv_lock', seen: "assertion: 'resv' is not held" },
    { context: 'pointer-kept', without: 'dma_resv_wait_timeout', seen: reused },
  ] as const)('$context needs $without', async ({ seen, ...given }) => {
    expect(await verdict(contextId.instantiate(given))).toBe(seen)
  })
})

describe('a public fence', () => {
  test.each([
    { without: 'dma_fence_get', seen: 'fault: use-after-free: s_fence' },
    { without: 'dma_fence_signal', seen: 'deadlock' },
    { without: 'dma_fence_add_callback', seen: 'deadlock' },
  ] as const)('needs $without', async ({ seen, ...given }) => {
    expect(await verdict(internalFence.instantiate({ escaping: 'public', ...given }))).toBe(seen)
  })
})
