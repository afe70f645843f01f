/** Objects that are allocated, used and freed: what is found without anybody asking. */

import { describe, expect, test } from 'vitest'
import {
  forever,
  identity,
  individual,
  int,
  just,
  label,
  none,
  oneOf,
  optional,
  struct,
  value,
  waitUntil,
  when,
  bool,
  skip,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import {
  completion,
  dmaFence,
  kref,
  list,
  lists,
  llist,
  mutex,
  objects,
  plain,
  rwsem,
  seqlock,
  waitQueue,
  WwClass,
  wwMutex,
  type ObjectsOptions,
} from '../../../../dsl/kernel/index.ts'
import { answer, reportOf } from '../answer.ts'

/** Buffers with a lock and a size. */
function buffers(m: ModelBuilder, count: number, options: ObjectsOptions = {}) {
  const bo = identity('bo', count)
  const members = struct({ lock: mutex('bo_lock'), size: plain(int(0, 2)) })
  return { bo, bos: m.state('bos', objects(bo, members, options)) }
}

describe('an object', () => {
  test('is used between kzalloc and kfree, and nothing is wrong', async () => {
    const build = (m: ModelBuilder) => {
      const { bos } = buffers(m, 2)
      m.process('user', { count: 2 }, function* () {
        const ptr = yield* bos.alloc()
        const bo = bos.at(ptr)
        yield* bo.lock.lock()
        yield* bo.size.store(2)
        yield* bo.lock.unlock()
        yield* bos.free(ptr)
      })
    }
    expect(await answer(build)).toBe('holds')
  })

  test('that is freed is not to be read', async () => {
    const build = (m: ModelBuilder) => {
      const { bos } = buffers(m, 1)
      m.process('user', function* () {
        const ptr = yield* bos.alloc()
        yield* bos.free(ptr)
        yield* bos.at(ptr).size.load()
      })
    }
    expect(await answer(build)).toBe('fault: use-after-free: bos, 3 steps')
  })

  test('that was never allocated is not to be written', async () => {
    const build = (m: ModelBuilder) => {
      const { bo, bos } = buffers(m, 1)
      m.process('user', function* () {
        yield* bos.at(individual(bo, 0)).size.store(1)
      })
    }
    expect(await answer(build)).toBe('fault: use-after-free: bos, 1 steps')
  })

  test('that is freed while somebody is blocked on its lock is used by him', async () => {
    const build = (m: ModelBuilder) => {
      const { bo, bos } = buffers(m, 1, { allocated: 1 })
      const it = individual(bo, 0)
      m.process('owner', function* () {
        yield* bos.at(it).lock.lock()
        yield* bos.at(it).lock.unlock()
        yield* bos.free(it)
      })
      const waiter = m.process('waiter', function* () {
        yield* label('waits')
        yield* bos.at(it).lock.lock()
        yield* bos.at(it).lock.unlock()
      })
      m.reachable('blocked', waiter.only.at('waits'))
    }
    expect(await answer(build)).toBe('fault: use-after-free: bos, 4 steps')
  })

  test('that is freed by somebody else under a lock is unlocked after it', async () => {
    const build = (m: ModelBuilder) => {
      const { bo, bos } = buffers(m, 1, { allocated: 1 })
      const it = individual(bo, 0)
      const queued = m.state('queued', bool)
      m.process('locker', function* () {
        yield* bos.at(it).lock.lock()
        yield* queued.set(true)
        yield* bos.at(it).lock.unlock()
      })
      m.process('cleaner', function* () {
        yield* waitUntil(queued)
        yield* bos.free(it)
      })
    }
    expect(await answer(build)).toBe('fault: use-after-free: bos, 5 steps')
  })

  test('is not to be freed with a lock held in it', async () => {
    const build = (m: ModelBuilder) => {
      const { bos } = buffers(m, 1)
      m.process('user', function* () {
        const ptr = yield* bos.alloc()
        yield* bos.at(ptr).lock.lock()
        yield* bos.free(ptr)
      })
    }
    expect(await answer(build)).toBe('fault: held lock freed: bos, 3 steps')
  })

  test('is not to be freed twice', async () => {
    const build = (m: ModelBuilder) => {
      const { bos } = buffers(m, 2)
      m.process('user', function* () {
        const ptr = yield* bos.alloc()
        yield* bos.free(ptr)
        yield* bos.free(ptr)
      })
    }
    expect(await answer(build)).toBe('fault: double free: bos, 3 steps')
  })

  test('that nobody frees is a leak', async () => {
    const build = (m: ModelBuilder) => {
      const { bos } = buffers(m, 1)
      m.process('user', function* () {
        const ptr = yield* bos.alloc()
        yield* bos.at(ptr).size.store(1)
      })
    }
    expect(await answer(build)).toBe('fault: memory leak: bos, 2 steps')
  })

  test('may stay where that is said', async () => {
    const build = (m: ModelBuilder) => {
      const { bos } = buffers(m, 1, { mayLeak: true })
      m.process('user', function* () {
        const ptr = yield* bos.alloc()
        yield* bos.at(ptr).size.store(1)
      })
    }
    expect(await answer(build)).toBe('holds')
  })

  test('has its first contents again when it is allocated again', async () => {
    const build = (m: ModelBuilder) => {
      const { bos } = buffers(m, 1, { reuse: true })
      const user = m.process('user', function* () {
        const first = yield* bos.alloc()
        yield* bos.at(first).size.store(2)
        yield* bos.free(first)
        const second = yield* bos.alloc()
        const size = yield* bos.at(second).size.load()
        yield* when(size.ne(0), function* () {
          yield* label('stale')
          yield* skip()
        })
        yield* bos.free(second)
      })
      m.never('stale', user.only.at('stale'))
    }
    expect(await answer(build)).toBe('holds')
  })
})

describe('kzalloc', () => {
  test('gives no object again that was freed, so that the last is soon gone', async () => {
    const build = (m: ModelBuilder) => {
      const { bos } = buffers(m, 2)
      m.process('user', function* () {
        yield* forever(function* () {
          const ptr = yield* bos.alloc()
          yield* bos.free(ptr)
        })
      })
    }
    expect(await answer(build)).toBe('fault: no object is left: bos, 5 steps')
  })

  test('gives it again where that is said, and a stale pointer is then no fault', async () => {
    const build = (m: ModelBuilder) => {
      const { bos } = buffers(m, 1, { reuse: true })
      m.process('user', function* () {
        yield* forever(function* () {
          const stale = yield* bos.alloc()
          yield* bos.free(stale)
          const fresh = yield* bos.alloc()
          yield* bos.at(stale).size.store(0)
          yield* bos.free(fresh)
        })
      })
    }
    expect(await answer(build)).toBe('holds')
  })

  test('gives the first that is free, so that equal situations are equal states', async () => {
    const { distinct } = await reportOf((m) => {
      const { bos } = buffers(m, 3)
      m.process('user', function* () {
        const a = yield* bos.alloc()
        const b = yield* bos.alloc()
        yield* bos.free(a)
        yield* bos.free(b)
      })
    })
    expect(distinct).toBe(5)
  })

  test('gives NULL only where it may fail', async () => {
    const failing = (mayFail: boolean) => (m: ModelBuilder) => {
      const { bos } = buffers(m, 1)
      const user = m.process('user', function* () {
        const ptr = yield* bos.alloc({ mayFail })
        yield* when(ptr.isNone(), function* () {
          yield* label('failed')
          yield* skip()
        })
        yield* bos.free(ptr)
      })
      m.reachable('failed', user.only.at('failed'))
    }
    expect(await answer(failing(true))).toBe('holds')
    expect(await answer(failing(false))).toBe('not reached: failed')
  })
})

describe('NULL', () => {
  test('is not to be followed', async () => {
    const build = (m: ModelBuilder) => {
      const { bos } = buffers(m, 1)
      m.process('user', function* () {
        const ptr = yield* bos.alloc({ mayFail: true })
        yield* bos.at(ptr).lock.lock()
        yield* bos.at(ptr).lock.unlock()
        yield* bos.free(ptr)
      })
    }
    expect(await answer(build)).toBe('fault: NULL pointer dereference: bos, 2 steps')
  })

  test('can be freed', async () => {
    const build = (m: ModelBuilder) => {
      const { bo, bos } = buffers(m, 1)
      const nothing = value(optional(bo), none)
      m.process('user', function* () {
        yield* bos.free(nothing)
      })
    }
    expect(await answer(build)).toBe('holds')
  })
})

describe('objects', () => {
  test('are not declared as part of something', async () => {
    const build = (m: ModelBuilder) => {
      const bo = identity('bo', 1)
      m.state('device', struct({ bos: objects(bo, struct({ size: plain(int(0, 1)) })) }))
    }
    await expect(answer(build)).rejects.toThrow("'device.bos' is part of something")
  })

  test('are not more at first than there are', async () => {
    const build = (m: ModelBuilder) => {
      buffers(m, 1, { allocated: 2 })
    }
    await expect(answer(build)).rejects.toThrow('2 of 1 objects are allocated')
  })

  test('can have whatever a primitive of the kernel is as a member, and be freed', async () => {
    const device = identity('device', 1)
    const bo = identity('bo', 2)
    const link = oneOf('extobj', 'evict')
    const members = {
      list: list(bo),
      lists: lists(link, bo),
      llist: llist(bo),
      fence: dmaFence(),
      locked: dmaFence({ lock: 'inline' }),
      done: completion(),
      queue: waitQueue(),
      sem: rwsem('sem'),
      seq: seqlock('seq'),
      ww: wwMutex(new WwClass('ww', { contexts: 0 })),
      refs: kref(int(0, 2)),
    }
    const using = (name: keyof typeof members) => (m: ModelBuilder) => {
      const devices = m.state('devices', objects(device, struct({ member: members[name] })))
      m.process('user', function* () {
        const ptr = yield* devices.alloc()
        yield* devices.free(ptr)
      })
    }
    // The keys of an object literal, which has no others.
    for (const name of Object.keys(members) as (keyof typeof members)[]) {
      expect([name, await answer(using(name))]).toEqual([name, 'holds'])
    }
  })

  test('are not to be used through a pointer that is read from one that is freed', async () => {
    const build = (use: 'kfree' | 'lock') => (m: ModelBuilder) => {
      const { bo, bos } = buffers(m, 1, { allocated: 1, mayLeak: true })
      const device = identity('device', 1)
      const child = plain(optional(bo), just(individual(bo, 0)))
      const devices = m.state('devices', objects(device, struct({ child }), { allocated: 1 }))
      const dev = individual(device, 0)
      m.process('user', function* () {
        yield* devices.free(dev)
        const { value: stale } = devices.at(dev).child
        yield* use === 'kfree' ? bos.free(stale) : bos.at(stale).lock.lock()
      })
    }
    expect(await answer(build('lock'))).toBe('fault: use-after-free: devices, 2 steps')
    expect(await answer(build('kfree'))).toBe('fault: use-after-free: devices, 2 steps')
  })

  test('are told apart by numbers that they have', async () => {
    const build = (m: ModelBuilder) => {
      const { bo, bos } = buffers(m, 1)
      m.never('alive', bos.isAllocated(individual(bo, 1)))
    }
    await expect(answer(build)).rejects.toThrow("'bo' has no number 1")
  })
})
