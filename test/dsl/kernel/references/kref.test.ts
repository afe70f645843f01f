/** What a kref allows, what it forbids, and with what its release function is called. */

import { describe, expect, test } from 'vitest'
import {
  identity,
  individual,
  int,
  label,
  leave,
  loop,
  skip,
  struct,
  when,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import { kref, list, listNode, mutex, objects, spinlock } from '../../../../dsl/kernel/index.ts'
import { answer, reportOf } from '../answer.ts'

describe('kref_put', () => {
  test('executes the release function once, by the last', async () => {
    const build = (m: ModelBuilder) => {
      const refs = m.state('refs', kref(int(0, 3), 3))
      const released = m.state('released', int(0, 2))
      const putters = m.process('putter', { count: 3 }, function* () {
        yield* refs.put(function* release() {
          yield* released.update((n) => n.plus(1))
        })
      })
      m.always('released once', putters.every((p) => p.terminated()).implies(released.eq(1)))
      m.always('by the last', released.eq(1).implies(refs.value.eq(0)))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('at zero is an underflow', async () => {
    const build = (m: ModelBuilder) => {
      const refs = m.state('refs', kref(int(0, 1)))
      m.process('putter', { count: 2 }, function* () {
        yield* refs.put(function* release() {
          yield* skip()
        })
      })
    }
    expect(await answer(build)).toBe('fault: refcount_t: underflow; use-after-free., 2 steps')
  })

  test('leaves the loop around it where the release function says so', async () => {
    const build = (m: ModelBuilder) => {
      const refs = m.state('refs', kref(int(0, 2), 2))
      const putter = m.process('putter', function* () {
        yield* loop(function* () {
          yield* refs.put(function* release() {
            yield* leave()
          })
        })
        yield* label('out')
        yield* skip()
      })
      m.reachable('out', putter.only.at('out'))
    }
    expect(await answer(build)).toBe('holds')
  })
})

/** A buffer on a list; a walker that takes a reference to what he finds there, and an owner that puts the last. */
const walked = (find: 'get' | 'getUnlessZero') => (m: ModelBuilder) => {
  const bo = identity('bo', 1)
  const members = struct({ refs: kref(int(0, 2)), entry: listNode })
  const bos = m.state('bos', objects(bo, members, { allocated: 1 }))
  const lock = m.state('lock', spinlock('list_lock'))
  const all = m.state('all', list(bo, { node: (each) => bos.at(each).entry }))
  const it = individual(bo, 0)
  const destroy = function* () {
    yield* lock.lock()
    yield* all.delInit(it)
    yield* lock.unlock()
    yield* bos.free(it)
  }
  m.process('owner', function* () {
    yield* lock.lock()
    yield* all.add(it)
    yield* lock.unlock()
    yield* bos.at(it).refs.put(destroy)
  })
  m.process('walker', function* () {
    yield* lock.lock()
    const found = yield* all.firstEntryOrNull()
    yield* when(
      found.isSome(),
      function* () {
        const { refs } = bos.at(found)
        if (find === 'get') {
          yield* refs.get()
          yield* lock.unlock()
          yield* refs.put(destroy)
        } else {
          const got = yield* refs.getUnlessZero()
          yield* lock.unlock()
          yield* when(got, function* () {
            yield* refs.put(destroy)
          })
        }
      },
      function* () {
        yield* lock.unlock()
      },
    )
  })
}

describe('what is found on a list', () => {
  test('comes back from zero by kref_get while destroy waits for the lock', async () => {
    expect(await answer(walked('get'))).toBe(
      'fault: refcount_t: addition on 0; use-after-free., 7 steps',
    )
  })

  test('is safe with kref_get_unless_zero', async () => {
    expect(await answer(walked('getUnlessZero'))).toBe('holds')
  })
})

describe.each([
  ['kref_put_mutex', (m: ModelBuilder) => m.state('lock', mutex('lock')), 'putMutex'],
  ['kref_put_lock', (m: ModelBuilder) => m.state('lock', spinlock('lock')), 'putLock'],
] as const)('%s', (_, declared, operation) => {
  test('executes the release function with the lock held, and nobody else gets it', async () => {
    const build = (m: ModelBuilder) => {
      const lock = declared(m)
      const refs = m.state('refs', kref(int(0, 2), 2))
      const putter = m.process('putter', { count: 2 }, function* () {
        yield* refs[operation](function* release() {
          yield* lock.assertHeld()
          yield* label('releasing')
          yield* lock.unlock()
        }, lock)
        yield* lock.assertNotHeld()
      })
      m.reachable(
        'releasing',
        putter.some((p) => p.at('releasing')),
      )
      m.always('one releases', putter.count((p) => p.at('releasing')).le(1))
      m.always('at zero', putter.some((p) => p.at('releasing')).implies(refs.value.eq(0)))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('under the lock itself is a deadlock only of the last', async () => {
    const under = (initial: number) => (m: ModelBuilder) => {
      const lock = declared(m)
      const refs = m.state('refs', kref(int(0, 2), initial))
      m.process('putter', function* () {
        yield* lock.lock()
        yield* refs[operation](function* release() {
          yield* lock.unlock()
        }, lock)
        yield* lock.unlock()
      })
    }
    expect(await answer(under(2))).toBe('holds')
    expect(await answer(under(1))).toBe('deadlock, 2 steps')
  })
})

test('how a put went is not remembered: the state behind it is one', async () => {
  const { distinct } = await reportOf((m) => {
    const refs = m.state('refs', kref(int(0, 2), 2))
    m.process('putter', { count: 2 }, function* () {
      yield* refs.put(function* release() {})
      yield* skip()
    })
  })
  expect(distinct).toBe(9)
})

test('a kref has what it was initialised with, and is read', async () => {
  const build = (m: ModelBuilder) => {
    const refs = m.state('refs', kref(int(0, 2), 0))
    const seen = m.state('seen', int(0, 2))
    const process = m.process('user', function* () {
      yield* refs.init()
      yield* refs.get()
      const now = yield* refs.read()
      yield* seen.set(now)
    })
    m.always('two', process.only.terminated().implies(seen.eq(2)))
  }
  expect(await answer(build)).toBe('holds')
})
