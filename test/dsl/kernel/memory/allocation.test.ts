/** Allocations: what each combination of flags may do, and what that may meet. */

import { describe, expect, test } from 'vitest'
import {
  int,
  label,
  model,
  not,
  procedure,
  skip,
  when,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import {
  type Gfp,
  inFsReclaim,
  kmalloc,
  might_alloc,
  memalloc_nofs_restore,
  memalloc_nofs_save,
  memalloc_noio_restore,
  memalloc_noio_save,
  memalloc_noreclaim_restore,
  memalloc_noreclaim_save,
  memalloc_scopes,
  mutex,
  shrinker_register,
  spinlock,
} from '../../../../dsl/kernel/index.ts'
import { answer, reportOf } from '../answer.ts'

/** Allocates under a lock that the shrinker takes. */
function underLock(gfp: Gfp, needs: { readonly needs?: '__GFP_FS' | '__GFP_IO' } = {}) {
  return (m: ModelBuilder) => {
    const lock = m.state('lock', mutex('lock'))
    shrinker_register({
      name: 'cache',
      ...needs,
      *scan() {
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
}

/** Whether an allocation can fail, and whether it can succeed. */
function outcomes(gfp: Gfp, options: { readonly fails?: boolean } = {}) {
  return (m: ModelBuilder) => {
    const task = m.process('task', function* () {
      const memory = yield* kmalloc(gfp, options)
      yield* when(
        not(memory),
        function* () {
          yield* label('no memory')
          yield* skip()
        },
        function* () {
          yield* label('memory')
          yield* skip()
        },
      )
    })
    m.never('no memory', task.only.at('no memory'))
    m.reachable('memory', task.only.at('memory'))
  }
}

describe('an allocation', () => {
  test('with GFP_KERNEL under a lock that a shrinker takes is a deadlock', async () => {
    expect(await answer(underLock('GFP_KERNEL'))).toBe('deadlock, 2 steps')
  })

  test('with GFP_NOFS calls shrinkers all the same, unless they need __GFP_FS', async () => {
    expect(await answer(underLock('GFP_NOFS'))).toBe('deadlock, 2 steps')
    expect(await answer(underLock('GFP_NOFS', { needs: '__GFP_FS' }))).toBe('holds')
    expect(await answer(underLock('GFP_NOFS', { needs: '__GFP_IO' }))).toBe('deadlock, 2 steps')
    expect(await answer(underLock('GFP_NOIO', { needs: '__GFP_IO' }))).toBe('holds')
    expect(await answer(underLock('GFP_KERNEL', { needs: '__GFP_FS' }))).toBe('deadlock, 2 steps')
  })

  test('with GFP_ATOMIC or GFP_NOWAIT never reclaims', async () => {
    expect(await answer(underLock('GFP_ATOMIC'))).toBe('holds')
    expect(await answer(underLock('GFP_NOWAIT'))).toBe('holds')
  })

  test('gives memory or not', async () => {
    expect(await answer(outcomes('GFP_ATOMIC'))).toBe('violated: no memory, 1 steps')
    expect(await answer(outcomes('GFP_KERNEL'))).toBe('violated: no memory, 1 steps')
  })

  test('gives memory in any case where that is said', async () => {
    expect(await answer(outcomes('GFP_KERNEL | __GFP_NOFAIL'))).toBe('holds')
    expect(await answer(outcomes('GFP_ATOMIC', { fails: false }))).toBe('holds')
  })

  test('that can reclaim fails only after it has', async () => {
    const failing = (gfp: Gfp) => (m: ModelBuilder) => {
      const scans = m.state('scans', int(0, 1))
      shrinker_register({
        name: 'cache',
        *scan() {
          yield* scans.set(1)
        },
      })
      const task = m.process('task', function* () {
        const memory = yield* kmalloc(gfp)
        yield* when(not(memory), function* () {
          yield* label('no memory')
          yield* skip()
        })
      })
      m.always('after reclaim', task.only.at('no memory').implies(scans.eq(1)))
      m.reachable('no memory', task.only.at('no memory'))
      m.reachable('memory without reclaim', task.only.terminated().and(scans.eq(0)))
      if (gfp !== 'GFP_ATOMIC') {
        m.reachable('in reclaim', inFsReclaim(task.only.thread()))
        m.reachable('memory after reclaim', task.only.terminated().and(scans.eq(1)))
      }
    }
    expect(await answer(failing('GFP_KERNEL'))).toBe('holds')
    expect(await answer(failing('GFP_ATOMIC'))).toBe('violated: after reclaim, 1 steps')
  })

  test('that can reclaim is a fault under a spinlock, and one that cannot is none', async () => {
    const atomic = (gfp: Gfp) => (m: ModelBuilder) => {
      const lock = m.state('lock', spinlock('lock'))
      m.process('task', function* () {
        yield* lock.lock()
        yield* kmalloc(gfp)
        yield* lock.unlock()
      })
    }
    for (const gfp of ['GFP_KERNEL', 'GFP_NOFS', 'GFP_NOIO'] as const) {
      expect(await answer(atomic(gfp))).toBe('fault: sleeping in atomic context, 2 steps')
    }
    expect(await answer(atomic('GFP_ATOMIC'))).toBe('holds')
    expect(await answer(atomic('GFP_NOWAIT'))).toBe('holds')
  })

  test('asks for fs_reclaim and the notifiers whether it reclaims or not', () => {
    const asked = (gfp: Gfp) => {
      const { procedures, locks } = model('small', {}, (m) => {
        m.process('task', function* () {
          yield* kmalloc(gfp)
        })
      }).instantiate()
      const [either] = procedures[0]?.body.statements ?? []
      const branches = either?.kind === 'either' ? either.branches : []
      return branches.map(({ statements: [first] }) =>
        first?.kind === 'step' ? first.requests.map(({ lock }) => locks[lock]?.lockClass) : [],
      )
    }
    const both = ['fs_reclaim', 'mmu_notifier_invalidate_range_start']
    expect(asked('GFP_KERNEL')).toEqual([both, both])
    expect(asked('GFP_NOFS')).toEqual([[both[1]], [both[1]]])
    expect(asked('GFP_ATOMIC')).toEqual([[], []])
  })
})

describe('an allocation under a lock that is said to come after', () => {
  const under = (gfp: Gfp, inner: string, how: 'allocates' | 'might') => (m: ModelBuilder) => {
    const lock = m.state('lock', mutex('lock'))
    m.lockOrder(inner, 'lock')
    m.process('task', function* () {
      yield* lock.lock()
      if (how === 'allocates') yield* kmalloc(gfp)
      else yield* might_alloc(gfp)
      yield* lock.unlock()
    })
  }
  const notifiers = 'mmu_notifier_invalidate_range_start'
  const cycle = (first: string) => `lock order: circular: lock -> ${first} -> lock`

  test('closes the cycle where it can reclaim, though nothing reclaims in the model', async () => {
    for (const how of ['allocates', 'might'] as const) {
      expect(await answer(under('GFP_KERNEL', 'fs_reclaim', how))).toBe(cycle('fs_reclaim'))
      expect(await answer(under('GFP_KERNEL', notifiers, how))).toBe(cycle(notifiers))
      expect(await answer(under('GFP_NOFS', notifiers, how))).toBe(cycle(notifiers))
    }
  })

  test('closes none with flags that leave that out', async () => {
    for (const how of ['allocates', 'might'] as const) {
      expect(await answer(under('GFP_NOFS', 'fs_reclaim', how))).toBe('holds')
      expect(await answer(under('GFP_ATOMIC', notifiers, how))).toBe('holds')
    }
  })
})

describe('an allocation in reclaim', () => {
  test('does not reclaim again', async () => {
    const build = (m: ModelBuilder) => {
      const depth = m.state('depth', int(0, 1))
      shrinker_register({
        name: 'cache',
        *scan() {
          yield* depth.update((n) => n.plus(1))
          yield* kmalloc('GFP_KERNEL')
          yield* depth.update((n) => n.minus(1))
        },
      })
      m.process('task', function* () {
        yield* kmalloc('GFP_KERNEL')
        yield* kmalloc('GFP_KERNEL')
      })
      m.reachable('inside', depth.eq(1))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('in a procedure that others call too is a fault there, and not silently without reclaim', async () => {
    const build = (m: ModelBuilder) => {
      const get = procedure(function* get() {
        yield* kmalloc('GFP_KERNEL')
      })
      shrinker_register({
        name: 'cache',
        *scan() {
          yield* get()
        },
      })
      m.process('task', function* () {
        yield* kmalloc('GFP_KERNEL', { fails: false })
        yield* get()
      })
    }
    expect(await answer(build)).toMatch(
      /^fault: kmalloc\(GFP_KERNEL\) stands in a procedure that is called in reclaim and outside of it/,
    )
  })
})

test('a trace shows each of two allocations at its own line', async () => {
  const { trace } = await reportOf((m) => {
    const task = m.process('task', function* () {
      yield* kmalloc('GFP_ATOMIC')
      yield* kmalloc('GFP_ATOMIC')
      yield* label('done')
      yield* skip()
    })
    m.never('both', task.only.at('done'))
  })
  const [first, second] = (trace?.steps ?? []).map(({ step }) => step.site.author?.line ?? 0)
  expect(second).toBe((first ?? 0) + 1)
})

describe('a memalloc scope', () => {
  /** Allocates under a lock that a shrinker takes, in a scope. */
  const scoped = (scope: 'nofs' | 'noio' | 'noreclaim', needs?: '__GFP_FS' | '__GFP_IO') => {
    const save = {
      nofs: memalloc_nofs_save,
      noio: memalloc_noio_save,
      noreclaim: memalloc_noreclaim_save,
    }[scope]
    return (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      shrinker_register({
        name: 'cache',
        ...(needs === undefined ? {} : { needs }),
        *scan() {
          yield* lock.lock()
          yield* lock.unlock()
        },
      })
      m.process('task', function* () {
        yield* save()
        yield* lock.lock()
        yield* kmalloc('GFP_KERNEL')
        yield* lock.unlock()
      })
    }
  }

  test('makes GFP_KERNEL less', async () => {
    expect(await answer(scoped('nofs', '__GFP_FS'))).toBe('holds')
    expect(await answer(scoped('nofs', '__GFP_IO'))).toBe('deadlock, 4 steps')
    expect(await answer(scoped('noio', '__GFP_IO'))).toBe('holds')
    expect(await answer(scoped('noio'))).toBe('deadlock, 4 steps')
    expect(await answer(scoped('noreclaim'))).toBe('holds')
  })

  test('leaves out what GFP_KERNEL asks for beyond it', async () => {
    const asking = (scope: 'nofs' | 'none', how: 'allocates' | 'might') => (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      m.lockOrder('fs_reclaim', 'lock')
      m.process('task', function* () {
        if (scope === 'nofs') yield* memalloc_nofs_save()
        yield* lock.lock()
        if (how === 'allocates') yield* kmalloc('GFP_KERNEL')
        else yield* might_alloc('GFP_KERNEL')
        yield* lock.unlock()
      })
    }
    for (const how of ['allocates', 'might'] as const) {
      expect(await answer(asking('nofs', how))).toBe('holds')
      expect(await answer(asking('none', how))).toMatch(/^lock order: circular/)
    }
  })

  test('ends with what was so before', async () => {
    const nested = (ended: boolean) => (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      shrinker_register({
        name: 'cache',
        needs: '__GFP_FS',
        *scan() {
          yield* lock.lock()
          yield* lock.unlock()
        },
      })
      m.process('task', function* () {
        const outer = yield* memalloc_nofs_save()
        const inner = yield* memalloc_nofs_save()
        yield* memalloc_nofs_restore(inner)
        if (ended) yield* memalloc_nofs_restore(outer)
        yield* lock.lock()
        yield* kmalloc('GFP_KERNEL')
        yield* lock.unlock()
      })
    }
    expect(await answer(nested(false))).toBe('holds')
    expect(await answer(nested(true))).toMatch(/^deadlock/)
  })

  test('is that of one process', async () => {
    const build = (m: ModelBuilder) => {
      memalloc_scopes('noreclaim')
      const lock = m.state('lock', mutex('lock'))
      shrinker_register({
        name: 'cache',
        *scan() {
          yield* lock.lock()
          yield* lock.unlock()
        },
      })
      m.process('outside', function* () {
        yield* lock.lock()
        yield* kmalloc('GFP_KERNEL')
        yield* lock.unlock()
      })
      m.process('inside', function* () {
        const flags = yield* memalloc_noreclaim_save()
        yield* memalloc_noreclaim_restore(flags)
      })
    }
    expect(await answer(build)).toMatch(/^deadlock/)
  })

  test('that an allocation does not know of is a mistake', () => {
    const build = model('small', {}, (m) => {
      m.process('task', function* () {
        yield* kmalloc('GFP_KERNEL')
        const flags = yield* memalloc_noio_save()
        yield* memalloc_noio_restore(flags)
      })
    })
    expect(() => build.instantiate()).toThrow(
      `'memalloc_noio_save' is first used after an allocation was built. Write 'memalloc_scopes("noio")' before the processes.`,
    )
  })
})
