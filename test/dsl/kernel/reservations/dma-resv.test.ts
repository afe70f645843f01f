/** What a reservation lock allows, forbids, and where it blocks. */

import { describe, expect, test } from 'vitest'
import { check } from '../../../../checker/check.ts'
import { describe as words } from '../../../../checker/verdict.ts'
import { forever, label, model, skip, waitUntil, when } from '../../../../dsl/index.ts'
import type { AnyStatement } from '../../../../dsl/index.ts'
import { dmaResv, WwAcquireCtx, WwClass, type DmaResv } from '../../../../dsl/kernel/index.ts'

/** The verdict on one task, and another when given, that use a reservation lock. */
async function withLock(
  task: (resv: DmaResv) => Generator<AnyStatement<'here', never>, void, unknown>,
  other: (resv: DmaResv) => Generator<AnyStatement<never, never>, void, unknown> = function* () {},
) {
  const template = model('lock', {}, (m) => {
    const resv = m.state('resv', dmaResv())
    const process = m.process('task', () => task(resv))
    m.process('other', () => other(resv))
    m.reachable('the task gets there', process.only.at('here'))
  })
  return words((await check(template.instantiate())).verdict)
}

/** Takes the lock, and neither gives it back nor ends. */
function* keeping(resv: DmaResv): Generator<AnyStatement<never, never>, void, unknown> {
  yield* resv.lock()
  yield* forever(function* () {
    yield* skip()
  })
}

describe('a reservation lock', () => {
  test('is not recursive', async () => {
    const seen = await withLock(function* (resv) {
      yield* resv.lock()
      yield* resv.lock()
      yield* label('here')
    })
    expect(seen).toBe('deadlock')
  })

  test('is -EALREADY for the context that holds it, which keeps it', async () => {
    const seen = await withLock(function* (resv) {
      yield* resv.lock()
      const already = yield* resv.lockInContext()
      yield* when(already, function* () {
        yield* label('here')
      })
      yield* resv.unlock()
    })
    expect(seen).toBe('holds')
  })

  test('is taken by a context that does not hold it', async () => {
    const seen = await withLock(function* (resv) {
      const already = yield* resv.lockInContext()
      yield* when(already.not(), function* () {
        yield* label('here')
      })
      yield* resv.unlock()
    })
    expect(seen).toBe('holds')
  })

  test('makes a context wait for another task', async () => {
    const seen = await withLock(function* (resv) {
      yield* waitUntil(resv.isLocked())
      yield* resv.lockInContext()
      yield* label('here')
    }, keeping)
    expect(seen).toBe('deadlock')
  })

  test('is not got by a trylock of the task that holds it, which does not wait', async () => {
    const seen = await withLock(function* (resv) {
      yield* resv.lock()
      const taken = yield* resv.trylock()
      yield* when(taken.not(), function* () {
        yield* label('here')
      })
      yield* resv.unlock()
    })
    expect(seen).toBe('holds')
  })

  test('cannot be unlocked by another task', async () => {
    const seen = await withLock(function* (resv) {
      yield* waitUntil(resv.isLocked())
      yield* resv.unlock()
      yield* label('here')
    }, keeping)
    expect(seen).toBe('fault: bad unlock balance detected: resv')
  })

  test('is not held by a task because another holds it', async () => {
    const seen = await withLock(function* (resv) {
      yield* waitUntil(resv.isLocked())
      yield* resv.assertHeld()
      yield* label('here')
    }, keeping)
    expect(seen).toBe("assertion: 'resv' is not held")
  })
})

test('a reservation lock of a class with acquire contexts goes by its own functions’ names', async () => {
  const template = model('lock', {}, (m) => {
    const ww = new WwClass('reservation_ww_class', { contexts: 1, locks: 1 })
    const resv = m.state('resv', dmaResv({ class: ww }))
    const ticket = new WwAcquireCtx(ww, 'ticket')
    m.process('task', function* () {
      yield* ticket.init()
      yield* resv.lock(ticket)
      yield* resv.assertHeld()
      yield* resv.unlock()
      yield* ticket.fini()
      yield* resv.lock()
      yield* resv.unlock()
      yield* resv.assertHeld()
    })
  })
  const { trace, verdict } = await check(template.instantiate())
  expect(words(verdict)).toBe("assertion: 'resv' is not held")
  expect(trace?.steps.map(({ step }) => step.name)).toEqual([
    'ww_acquire_init(ticket, reservation_ww_class)',
    'dma_resv_lock(resv, ticket)',
    'dma_resv_assert_held(resv)',
    'dma_resv_unlock(resv)',
    'ww_acquire_fini(ticket)',
    'dma_resv_lock(resv, NULL)',
    'dma_resv_unlock(resv)',
    'dma_resv_assert_held(resv)',
  ])
})
