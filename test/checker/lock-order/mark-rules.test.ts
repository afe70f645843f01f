/** Rules 5 to 7 of the lock validator: what is no lock and is ordered like one. Of each a model that breaks it, and one as near as possible that does not. */

import { describe, expect, test } from 'vitest'
import { array, int, when, type ModelBuilder } from '../../../dsl/index.ts'
import { mutex } from '../../../dsl/kernel/locks/mutex.ts'
import { mark } from './mark.ts'
import { answer } from './answers.ts'

describe('5: an allocation that may reclaim', () => {
  const allocating = (gfp: 'GFP_KERNEL' | 'GFP_NOWAIT', shrinker: 'lock' | 'trylock') => {
    return (m: ModelBuilder) => {
      const fs_reclaim = m.state('fs_reclaim', mark('fs_reclaim'))
      const object = int(0, 1)
      const lock = m.state('lock', array(object, mutex('lock')))
      m.process('task', function* () {
        yield* lock.at(0).lock()
        if (gfp === 'GFP_KERNEL') yield* fs_reclaim.might()
        yield* lock.at(0).unlock()
      })
      m.process('kswapd', function* () {
        yield* fs_reclaim.acquire()
        if (shrinker === 'lock') {
          yield* lock.at(1).lock()
          yield* lock.at(1).unlock()
        } else {
          const taken = yield* lock.at(1).trylock()
          yield* when(taken, function* () {
            yield* lock.at(1).unlock()
          })
        }
        yield* fs_reclaim.release()
      })
    }
  }

  test('under a lock that a shrinker takes is a cycle with fs_reclaim', async () => {
    expect(await answer(allocating('GFP_KERNEL', 'lock'))).toBe(
      'lock order: circular: fs_reclaim -> lock -> fs_reclaim',
    )
  })

  test('is none where it may not reclaim, or the shrinker only tries', async () => {
    expect(await answer(allocating('GFP_NOWAIT', 'lock'))).toBe('holds')
    expect(await answer(allocating('GFP_KERNEL', 'trylock'))).toBe('holds')
  })
})

describe('6: dma_fence_map', () => {
  const signalling = (locksIn: boolean, waitsUnder: boolean) => (m: ModelBuilder) => {
    const map = m.state('dma_fence_map', mark('dma_fence_map', 'read'))
    const lock = m.state('lock', mutex('lock'))
    m.process('waiter', function* () {
      yield* lock.lock()
      if (waitsUnder) yield* map.might({ nested: true })
      yield* lock.unlock()
      if (!waitsUnder) yield* map.might({ nested: true })
    })
    m.process('driver', function* () {
      yield* map.acquire({ mode: 'read', trying: true })
      if (locksIn) yield* lock.lock()
      if (locksIn) yield* lock.unlock()
      yield* map.release()
      if (!locksIn) yield* lock.lock()
      if (!locksIn) yield* lock.unlock()
    })
  }

  test('is in a cycle with a lock that is taken in a signalling section, and under which somebody waits', async () => {
    expect(await answer(signalling(true, true))).toBe(
      'lock order: circular: dma_fence_map -> lock -> dma_fence_map',
    )
  })

  test('is in none where either is apart', async () => {
    expect(await answer(signalling(true, false))).toBe('holds')
    expect(await answer(signalling(false, true))).toBe('holds')
  })

  test('is let go of by a wait in its own section', async () => {
    const build = (m: ModelBuilder) => {
      const map = m.state('dma_fence_map', mark('dma_fence_map', 'read'))
      m.process('driver', function* () {
        yield* map.acquire({ mode: 'read', trying: true })
        yield* map.might({ nested: true })
        yield* map.release()
      })
    }
    expect(await answer(build)).toBe('holds')
  })
})

describe('7: the mmu notifier map lies between fs_reclaim and dma_fence_map', () => {
  const notifying = (gfp: 'GFP_KERNEL' | 'GFP_NOWAIT') => (m: ModelBuilder) => {
    const fs_reclaim = m.state('fs_reclaim', mark('fs_reclaim'))
    const map = m.state('dma_fence_map', mark('dma_fence_map', 'read'))
    m.state('mmu_notifier', mark('mmu_notifier_invalidate_range_start'))
    m.lockOrder('fs_reclaim', 'mmu_notifier_invalidate_range_start', 'dma_fence_map')
    m.process('driver', function* () {
      yield* map.acquire({ mode: 'read', trying: true })
      if (gfp === 'GFP_KERNEL') yield* fs_reclaim.might()
      yield* map.release()
    })
  }

  test('so nobody allocates in a signalling section', async () => {
    expect(await answer(notifying('GFP_KERNEL'))).toBe(
      'lock order: circular: dma_fence_map -> fs_reclaim -> mmu_notifier_invalidate_range_start -> dma_fence_map',
    )
  })

  test('unless without reclaim', async () => {
    expect(await answer(notifying('GFP_NOWAIT'))).toBe('holds')
  })
})
