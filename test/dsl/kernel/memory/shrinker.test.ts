/** Shrinkers: who runs them, when, and with what in hand. */

import { describe, expect, test } from 'vitest'
import { bool, int, label, model, not, when, type ModelBuilder } from '../../../../dsl/index.ts'
import {
  inFsReclaim,
  kmalloc,
  kswapd,
  mutex,
  shrinker_register_removable,
  shrinker_register,
} from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'

describe('a shrinker', () => {
  test('with a trylock cannot deadlock with who allocates under its lock', async () => {
    const shrinking = (how: 'lock' | 'trylock') => (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      shrinker_register({
        name: 'cache',
        *scan() {
          if (how === 'lock') {
            yield* lock.lock()
            yield* lock.unlock()
          } else {
            const taken = yield* lock.trylock()
            yield* when(taken, function* () {
              yield* lock.unlock()
            })
          }
        },
      })
      m.process('task', { count: 2 }, function* () {
        yield* lock.lock()
        yield* kmalloc('GFP_KERNEL')
        yield* lock.unlock()
      })
    }
    expect(await answer(shrinking('trylock'))).toBe('holds')
    expect(await answer(shrinking('lock'))).toBe('deadlock, 2 steps')
  })

  test('closes a cycle of lock classes though no run deadlocks', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      const busy = m.state('busy', bool)
      shrinker_register({
        name: 'cache',
        *scan() {
          yield* when(not(busy), function* () {
            yield* lock.lock()
            yield* lock.unlock()
          })
        },
      })
      m.process('task', function* () {
        yield* busy.set(true)
        yield* lock.lock()
        yield* kmalloc('GFP_KERNEL')
        yield* lock.unlock()
        yield* busy.set(false)
        yield* kmalloc('GFP_KERNEL')
      })
    }
    expect(await answer(build)).toBe('lock order: circular: fs_reclaim -> lock -> fs_reclaim')
  })

  test('that counts nothing does not scan', async () => {
    const counting = (objects: number) => (m: ModelBuilder) => {
      const cached = m.state('cached', int(0, 1), objects)
      const scanned = m.state('scanned', bool)
      shrinker_register({
        name: 'cache',
        *count() {
          return cached.gt(0)
        },
        *scan() {
          yield* scanned.set(true)
        },
      })
      m.process('task', function* () {
        yield* kmalloc('GFP_KERNEL')
      })
      m.never('scanned', scanned)
    }
    expect(await answer(counting(0))).toBe('holds')
    expect(await answer(counting(1))).toBe('violated: scanned, 3 steps')
  })

  test('knows with which flags memory is reclaimed, and by whom', async () => {
    const build = (m: ModelBuilder) => {
      const seen = m.state('seen', int(0, 2))
      shrinker_register({
        name: 'cache',
        *scan(sc) {
          if (sc.kswapd) yield* seen.set(2)
          else if (sc.gfp.fs) yield* seen.set(1)
        },
      })
      kswapd(m)
      m.process('task', function* () {
        yield* kmalloc('GFP_NOFS')
      })
      m.never('with __GFP_FS', seen.eq(1))
      m.reachable('by kswapd', seen.eq(2))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('is one of several, of which each may be passed over', async () => {
    const build = (m: ModelBuilder) => {
      const [a, b] = [m.state('a', bool), m.state('b', bool)]
      for (const [name, scanned] of [
        ['a', a],
        ['b', b],
      ] as const) {
        shrinker_register({
          name,
          *scan() {
            yield* scanned.set(true)
          },
        })
      }
      const task = m.process('task', function* () {
        yield* kmalloc('GFP_KERNEL', { fails: false })
      })
      const ended = task.only.terminated()
      m.reachable('both', ended.and(a, b))
      m.reachable('the first', ended.and(a, b.not()))
      m.reachable('the second', ended.and(a.not(), b))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('of several that has begun cannot be passed over: there is no way back', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      const scanned = m.state('scanned', bool)
      shrinker_register({
        name: 'locked',
        *scan() {
          yield* lock.lock()
          yield* lock.unlock()
        },
      })
      shrinker_register({
        name: 'other',
        *scan() {
          yield* scanned.set(true)
        },
      })
      m.process('task', function* () {
        yield* lock.lock()
        yield* kmalloc('GFP_KERNEL')
        yield* lock.unlock()
      })
    }
    expect(await answer(build)).toBe('deadlock, 3 steps')
  })

  test('runs with fs_reclaim held where reclaim may call into file systems', async () => {
    const reclaiming = (gfp: 'GFP_KERNEL' | 'GFP_NOFS') => (m: ModelBuilder) => {
      const scanning = m.state('scanning', bool)
      shrinker_register({
        name: 'cache',
        *scan() {
          yield* scanning.set(true)
          yield* scanning.set(false)
        },
      })
      const task = m.process('task', function* () {
        yield* kmalloc(gfp)
      })
      const held = inFsReclaim(task.only.thread())
      m.always('held meanwhile', scanning.implies(held))
      m.always('given back', task.only.terminated().implies(not(held)))
    }
    expect(await answer(reclaiming('GFP_KERNEL'))).toBe('holds')
    expect(await answer(reclaiming('GFP_NOFS'))).toBe('violated: held meanwhile, 2 steps')
  })

  test('that is registered after an allocation is a mistake', () => {
    const build = model('small', {}, (m) => {
      m.process('task', function* () {
        yield* kmalloc('GFP_KERNEL')
      })
      shrinker_register({ name: 'cache', *scan() {} })
    })
    expect(() => build.instantiate()).toThrow(
      "'cache' is registered after a process that allocates or reclaims was built. Register it before.",
    )
  })
})

describe('a shrinker that is taken away', () => {
  const freeing = (under: boolean) => (m: ModelBuilder) => {
    const lock = m.state('lock', mutex('lock'))
    const scanning = m.state('scanning', bool)
    const cache = shrinker_register_removable({
      name: 'cache',
      *scan() {
        yield* lock.lock()
        yield* scanning.set(true)
        yield* scanning.set(false)
        yield* lock.unlock()
      },
    })
    m.process('task', function* () {
      yield* kmalloc('GFP_KERNEL')
    })
    const driver = m.process('driver', function* () {
      if (under) yield* lock.lock()
      yield* cache.free()
      yield* label('freed')
      if (under) yield* lock.unlock()
    })
    m.reachable('scanned', scanning)
    m.never('scans on', driver.only.at('freed').and(scanning))
    m.never('scans later', driver.only.terminated().and(scanning))
  }

  test('is not called any more, and nobody still calls it', async () => {
    expect(await answer(freeing(false))).toBe('holds')
  })

  test('under the lock that it takes is a deadlock', async () => {
    expect(await answer(freeing(true))).toBe('deadlock, 4 steps')
  })
})

describe('kswapd', () => {
  test('reclaims after an allocation woke it, and then idles', async () => {
    const build = (m: ModelBuilder) => {
      const scans = m.state('scans', int(0, 1))
      shrinker_register({
        name: 'cache',
        *scan(sc) {
          if (sc.kswapd) yield* scans.set(1)
        },
      })
      const daemon = kswapd(m)
      const task = m.process('task', function* () {
        yield* label('before')
        yield* kmalloc('GFP_ATOMIC')
      })
      m.always('woken', task.only.at('before').implies(scans.eq(0)))
      m.reachable('scanned', scans.eq(1))
      m.never('ended', daemon.only.terminated())
    }
    expect(await answer(build)).toBe('holds')
  })

  test('waits for the lock of a shrinker like anybody else: with its holder it can deadlock', async () => {
    const build = (m: ModelBuilder) => {
      const [outer, inner] = [m.state('outer', mutex('outer')), m.state('inner', mutex('inner'))]
      shrinker_register({
        name: 'cache',
        *scan(sc) {
          if (!sc.kswapd) return
          yield* outer.lock()
          yield* inner.lock()
          yield* inner.unlock()
          yield* outer.unlock()
        },
      })
      kswapd(m)
      m.process('task', function* () {
        yield* inner.lock()
        yield* kmalloc('GFP_KERNEL')
        yield* outer.lock()
        yield* outer.unlock()
        yield* inner.unlock()
      })
    }
    expect(await answer(build)).toMatch(/^deadlock/)
  })

  test('with nothing to reclaim is a mistake', () => {
    const build = model('small', {}, (m) => {
      kswapd(m)
    })
    expect(() => build.instantiate()).toThrow(
      'kswapd has nothing to reclaim. Register a shrinker before it.',
    )
  })
})
