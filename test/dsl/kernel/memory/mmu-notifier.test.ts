/** MMU notifiers: by whom they are called, whether they may sleep, and what they hold meanwhile. */

import { describe, expect, test } from 'vitest'
import { bool, int, label, not, skip, when, type ModelBuilder } from '../../../../dsl/index.ts'
import {
  type Gfp,
  kmalloc,
  mmu_notifier_invalidate_range_end,
  mmu_notifier_invalidate_range_start,
  mmu_notifier_invalidate_range_start_nonblock,
  mmu_notifier_register,
  mutex,
  spinlock,
} from '../../../../dsl/kernel/index.ts'
import { answer, reportOf } from '../answer.ts'

describe('an mmu notifier', () => {
  test('is called by reclaim with whatever flags, and not by what cannot reclaim', async () => {
    const allocating = (gfp: Gfp) => (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      mmu_notifier_register({
        name: 'userptr',
        *start() {
          yield* lock.lock()
          yield* lock.unlock()
        },
      })
      m.process('task', function* () {
        yield* lock.lock()
        yield* kmalloc(gfp)
        yield* lock.unlock()
      })
    }
    for (const gfp of ['GFP_KERNEL', 'GFP_NOFS', 'GFP_NOIO'] as const) {
      expect(await answer(allocating(gfp))).toBe('deadlock, 3 steps')
    }
    expect(await answer(allocating('GFP_ATOMIC'))).toBe('holds')
  })

  test('closes a cycle of lock classes with what is held where NOFS memory is allocated', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      const mapped = m.state('mapped', bool)
      mmu_notifier_register({
        name: 'userptr',
        *start() {
          yield* when(mapped, function* () {
            yield* lock.lock()
            yield* lock.unlock()
          })
        },
      })
      m.process('task', function* () {
        yield* lock.lock()
        yield* kmalloc('GFP_NOFS')
        yield* lock.unlock()
        yield* mapped.set(true)
        yield* mmu_notifier_invalidate_range_start()
      })
    }
    const cycle =
      'mmu_notifier_invalidate_range_start -> lock -> mmu_notifier_invalidate_range_start'
    expect(await answer(build)).toBe(`lock order: circular: ${cycle}`)
  })

  test('is told of the start and of the end by whoever unmaps', async () => {
    const build = (m: ModelBuilder) => {
      const stopped = m.state('stopped', int(0, 1))
      mmu_notifier_register({
        name: 'userptr',
        *start() {
          yield* stopped.update((n) => n.plus(1))
        },
        *end() {
          yield* stopped.update((n) => n.minus(1))
        },
      })
      const task = m.process('task', function* () {
        yield* mmu_notifier_invalidate_range_start()
        yield* label('unmapping')
        yield* skip()
        yield* mmu_notifier_invalidate_range_end()
        yield* label('unmapped')
        yield* skip()
      })
      m.always('stopped meanwhile', task.only.at('unmapping').implies(stopped.eq(1)))
      m.always('only then', task.only.at('unmapped').implies(stopped.eq(0)))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('holds its mark while it is called, in reclaim below fs_reclaim', async () => {
    const calling = (by: 'unmap' | 'reclaim') =>
      reportOf((m) => {
        const called = m.state('called', bool)
        mmu_notifier_register({
          name: 'userptr',
          *start() {
            yield* called.set(true)
          },
        })
        m.process('task', function* () {
          if (by === 'reclaim') yield* kmalloc('GFP_KERNEL')
          else yield* mmu_notifier_invalidate_range_start()
        })
        m.never('called', called)
      })
    const held = async (by: 'unmap' | 'reclaim') => {
      const locks = (await calling(by)).situation?.locks ?? []
      return locks.filter(({ holders }) => holders.length > 0).map(({ lockClass }) => lockClass)
    }
    expect((await held('unmap')).toSorted()).toEqual(['mmu_notifier_invalidate_range_start'])
    expect((await held('reclaim')).toSorted()).toEqual([
      'fs_reclaim',
      'mmu_notifier_invalidate_range_start',
    ])
  })

  test('that is not there leaves nothing to call', async () => {
    const build = (m: ModelBuilder) => {
      m.process('task', function* () {
        yield* mmu_notifier_invalidate_range_start()
        yield* mmu_notifier_invalidate_range_end()
      })
    }
    expect(await answer(build)).toBe('holds')
  })

  test('is not called under a spinlock: a fault, even where there is none', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', spinlock('lock'))
      m.process('task', function* () {
        yield* lock.lock()
        yield* mmu_notifier_invalidate_range_start()
        yield* lock.unlock()
      })
    }
    expect(await answer(build)).toBe('fault: sleeping in atomic context, 2 steps')
  })

  test('may allocate where a process unmaps, and then is called again by reclaim', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      mmu_notifier_register({
        name: 'userptr',
        *start() {
          yield* lock.lock()
          yield* kmalloc('GFP_KERNEL')
          yield* lock.unlock()
        },
      })
      m.process('task', function* () {
        yield* mmu_notifier_invalidate_range_start()
      })
    }
    expect(await answer(build)).toBe('deadlock, 4 steps')
  })
})

describe('a notifier that must not sleep', () => {
  test('commits a fault where it does', async () => {
    const sleeping = (blockable: boolean) => (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      mmu_notifier_register({
        name: 'userptr',
        *start() {
          yield* lock.lock()
          yield* lock.unlock()
        },
      })
      m.process('task', function* () {
        if (blockable) yield* mmu_notifier_invalidate_range_start()
        else yield* mmu_notifier_invalidate_range_start_nonblock()
      })
    }
    expect(await answer(sleeping(true))).toBe('holds')
    expect(await answer(sleeping(false))).toBe('fault: sleeping in atomic context, 2 steps')
  })

  test('may say that it could not, and then those that could are told of the end', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      const stopped = m.state('stopped', int(0, 1))
      mmu_notifier_register({
        name: 'counter',
        *start() {
          yield* stopped.update((n) => n.plus(1))
        },
        *end() {
          yield* stopped.update((n) => n.minus(1))
        },
      })
      mmu_notifier_register({
        name: 'trier',
        *start(range) {
          if (range.blockable) return
          const taken = yield* lock.trylock()
          yield* when(taken, function* () {
            yield* lock.unlock()
          })
          return taken
        },
      })
      m.process('holder', function* () {
        yield* lock.lock()
        yield* lock.unlock()
      })
      const task = m.process('task', function* () {
        const could = yield* mmu_notifier_invalidate_range_start_nonblock()
        yield* when(
          could,
          function* () {
            yield* label('could')
            yield* skip()
            yield* mmu_notifier_invalidate_range_end({ blockable: false })
          },
          function* () {
            yield* label('could not')
            yield* skip()
          },
        )
      })
      m.always('stopped', task.only.at('could').implies(stopped.eq(1)))
      m.always('not stopped', task.only.at('could not').implies(stopped.eq(0)))
      m.reachable('could', task.only.at('could'))
      m.reachable('could not', task.only.at('could not'))
      m.always('ended', task.only.terminated().implies(not(stopped.eq(1))))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('and has an end commits a fault where it could not', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      mmu_notifier_register({
        name: 'trier',
        *start() {
          const taken = yield* lock.trylock()
          return taken
        },
        *end() {
          yield* lock.unlock()
        },
      })
      m.process('task', function* () {
        yield* lock.lock()
        yield* mmu_notifier_invalidate_range_start_nonblock()
        yield* lock.unlock()
      })
    }
    expect(await answer(build)).toBe(
      'fault: invalidate_range_start of trier failed, and it has an invalidate_range_end, 4 steps',
    )
  })
})
