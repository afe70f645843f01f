/** What the counterexamples of the thread on fence lifetime show, beyond what the spec pins. */

import { describe, expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import type { Report } from '../../../checker/check.ts'
import { interpret } from '../../../checker/reference/interpreter.ts'
import { search } from '../../../checker/search.ts'
import type { StepInfo } from '../../../checker/system.ts'
import { threadNames } from '../../../checker/value-text.ts'
import type { Model } from '../../../dsl/ir.ts'
import { contextId } from '../../../models/dma-fence-lifetime/context-id.ts'
import { fenceLifetime } from '../../../models/dma-fence-lifetime/fence-lifetime.ts'
import { internalFence } from '../../../models/dma-fence-lifetime/internal-fence.ts'
import { signallingOrder } from '../../../models/dma-fence-lifetime/signalling-order.ts'
import spec from '../../../specs/dma-fence-lifetime.spec.ts'

/** The function that the step is in, and the step. */
function place({ calls, name }: StepInfo): string {
  return `${calls.at(-1)?.procedure ?? 'nothing'}: ${name}`
}

/** The steps, with who takes each. */
function steps({ trace, model }: Report): readonly string[] {
  const names = threadNames(model)
  return (trace?.steps ?? []).map(({ thread, step }) => {
    return `${thread === null ? 'an action' : names[thread]} in ${place(step)}`
  })
}

/** Those steps of the counterexample that are about this. */
async function about(model: Model, what: RegExp): Promise<readonly string[]> {
  return steps(await check(model)).filter((step) => what.test(step))
}

describe('a lock that goes with its operation', () => {
  const model = fenceLifetime.instantiate({ variant: 'operation', scenario: 'wait' })

  test('is freed after a waiter has seen that the fence is not signalled', async () => {
    expect(await about(model, /test_bit|kfree|waiter .*spin_lock/)).toEqual([
      'waiter in drm_syncobj_wait_ioctl: dma_fence_is_signaled(fence[0].base): test_bit',
      'irq in exporter_op_free: kfree(operation[0])',
      'waiter in dma_fence_wait_timeout: spin_lock_irqsave(operation[0].lock, flags)',
    ])
  })

  test('is taken when it is gone before the waiter sleeps, and after', async () => {
    const { faults } = await everywhere(model)
    const locks = faults.filter((each) => / spin_lock_irqsave\(.*flags\), /.test(each))
    expect(new Set(locks)).toEqual(
      new Set([
        'waiter in dma_fence_wait_timeout: spin_lock_irqsave(operation[0].lock, flags), awake',
        'waiter in dma_fence_wait_timeout: spin_lock_irqsave(operation[0].lock, flags), asleep',
      ]),
    )
  })
})

test('a lock of the module is taken by a waiter after the module is gone', async () => {
  const model = fenceLifetime.instantiate({ variant: 'static-signalled', scenario: 'unload' })
  expect(await about(model, /module_memory_free|waiter .*spin_lock/)).toEqual([
    'rmmod in free_module: module_memory_free',
    'waiter in dma_fence_wait_timeout: spin_lock_irqsave(module_data[0].lock, flags)',
  ])
})

test('the last put comes from the interrupt, and sleeps', async () => {
  const model = fenceLifetime.instantiate({ variant: 'context-sleeps', scenario: 'wait' })
  expect((await about(model, /kref_put|rcu_gp/)).slice(-2)).toEqual([
    'irq in exporter_ctx_put: kref_put(context[0].refcount)',
    'irq in synchronize_rcu: wait_rcu_gp()',
  ])
})

test('the work is queued by the last put, and executed when its code is gone', async () => {
  const model = fenceLifetime.instantiate({ variant: 'context-work', scenario: 'unload' })
  expect(await about(model, /queue_work|module_memory_free|kworker/)).toEqual([
    'owner in exporter_ctx_release: queue_work(exporter_wq, release)',
    'rmmod in free_module: module_memory_free',
    'kworker/exporter_wq in nothing: process_one_work(release)',
    'kworker/exporter_wq in exporter_ctx_release_work: exporter_ctx_release_work',
  ])
})

test('without a grace period a reader asks a fence for a reference that is freed already', async () => {
  const model = fenceLifetime.instantiate({ variant: 'in-place-kfree', scenario: 'wait' })
  expect(await about(model, /rcu_dereference|kfree\(fence|kref_get_unless_zero/)).toEqual([
    'waiter in dma_fence_get_rcu_safe: rcu_dereference(syncobj->fence)',
    expect.stringMatching(/in dma_fence_free: kfree\(fence\[0\]\)$/),
    'waiter in dma_fence_get_rcu: kref_get_unless_zero(fence[0].base.refcount)',
  ])
})

test('fence->ops is read by the last put after the module is gone', async () => {
  const model = fenceLifetime.instantiate({ variant: 'in-place-signalled', scenario: 'unload' })
  expect(await about(model, /module_memory_free|ops->release/)).toEqual([
    'rmmod in free_module: module_memory_free',
    expect.stringMatching(/in dma_fence_release: fence->ops->release$/),
  ])
})

test('two who take fences off the list in order signal them in the other', async () => {
  const model = signallingOrder.instantiate({ locking: 'shared-lock' })
  const taken = await about(model, /list_del|dma_fence_signal\(/)
  expect(taken).toEqual([
    'irq in nouveau_fence_update: list_del(fctx->pending)',
    'user in nouveau_fence_update: list_del(fctx->pending)',
    'user in nouveau_fence_signal: dma_fence_signal(fence[which])',
  ])
})

test('an object at the address of another takes its fence out of the reservation object', async () => {
  const model = contextId.instantiate({ context: 'pointer' })
  expect(await about(model, /kzalloc|kfree|old \(|kref_put|dma_fence_signal|wait_timeout/)).toEqual(
    [
      'client 0 in drm_ioctl: kzalloc(exporter)',
      'client 0 in drm_ioctl: kfree(exporter[kzalloc(exporter)])',
      'client 1 in drm_ioctl: kzalloc(exporter)',
      'client 1 in exporter_submit_ioctl: kref_put(fence[dma_resv_add_fence(resv, WRITE): old].refcount)',
      'irq 1 in exporter_irq_handler: dma_fence_signal(fence[self])',
      'importer in ttm_bo_evict: dma_resv_wait_timeout(resv, READ)',
    ],
  )
})

test('user space waits for the fence of a job whose lock is freed with the job', async () => {
  const model = internalFence.instantiate({ escaping: 'internal-freed' })
  expect(await about(model, /kfree|user .*spin_lock/)).toEqual([
    'kworker/submit_wq in driver_ring_put: kfree(ring[0])',
    'user in sync_file_poll: spin_lock_irqsave(ring[0].fence_lock, flags)',
  ])
})

test('each counterexample has at most 25 steps, each in a function but for what the hardware and workers do', async () => {
  const outside = /: (?:writeback|process_one_work\(\w+\)(?:: done)?|rcu_do_batch)$/
  for (const { model, parameters, expected } of spec.cases) {
    if (expected.kind === 'holds') continue
    const found = steps(await check(model.instantiate(parameters)))
    expect(found.length).toBeLessThanOrEqual(25)
    expect(found.filter((step) => / in nothing/.test(step) && !outside.test(step))).toEqual([])
  }
})

test.each([
  { variant: 'context', lock: 'context[0].lock' },
  { variant: 'in-place', lock: 'fence[0].base.lock' },
] as const)('the lock of $variant is contended', async ({ variant, lock }) => {
  const { waits } = await everywhere(fenceLifetime.instantiate({ variant, scenario: 'wait' }))
  expect(waits.filter((each) => each.includes('spin_lock'))).toEqual([
    `irq in dma_fence_signal: spin_lock_irqsave(${lock}, flags), awake`,
    `waiter in dma_fence_wait_timeout: spin_lock_irqsave(${lock}, flags), asleep`,
    `waiter in dma_fence_wait_timeout: spin_lock_irqsave(${lock}, flags), awake`,
  ])
})

/**
 * In all states: which steps fault, and which block; `asleep` where they come behind the one in which a waiter sleeps.
 */
async function everywhere(model: Model) {
  const system = interpret(model)
  const names = threadNames(model)
  const { store } = await search(system, { continue: true })
  const known = new Map<string, string>()
  const faulting = new Set<string>()
  const blocked = new Map<string, number>()
  let sleeping = Infinity
  for (let number = 0; number < store.size; number += 1) {
    const state = store.at(number)
    const outcomes = system.expand(state)
    for (const { step, thread, result } of outcomes) {
      if (thread === null) continue
      known.set(step.id, `${names[thread]} in ${place(step)}`)
      if (step.name.endsWith(' = 0')) sleeping = ordinal(step.id)
      if (result.kind === 'fault') faulting.add(step.id)
    }
    for (const thread of names.keys()) {
      const at = system.resting(state, thread)
      if (at !== null && outcomes.every((each) => each.thread !== thread)) blocked.set(at, thread)
    }
  }
  const text = (id: string): string => {
    return `${known.get(id) ?? id}, ${ordinal(id) > sleeping ? 'asleep' : 'awake'}`
  }
  return {
    faults: [...faulting].map(text),
    waits: [...blocked.keys()].map(text).toSorted(),
  }
}

/** The position of a statement in its body. */
function ordinal(id: string): number {
  return Number(id.split('#').at(-1))
}
