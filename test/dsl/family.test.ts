/** Primitives put together: families, structs, and both inside of one another. */

import { describe, expect, test } from 'vitest'
import {
  array,
  assert,
  bool,
  fieldsOf,
  identity,
  index,
  int,
  local,
  model,
  optional,
  record,
  step,
  struct,
  thread,
  type Declare,
  type ModelBuilder,
  type OptionalSort,
  type Primitive,
  type ThreadSort,
} from '../../dsl/index.ts'
import { mutex, once, refcount, rwsem, seqlock, spinlock } from '../../dsl/kernel/index.ts'
import { check } from '../../checker/check.ts'
import { describe as words } from '../../checker/verdict.ts'
import { rejection } from './rejection.ts'

const bo = identity('bo', 2)

function reportOf(build: (m: ModelBuilder) => void) {
  return check(model('small', {}, build).instantiate())
}

async function answer(build: (m: ModelBuilder) => void): Promise<string> {
  const { verdict, steps } = await reportOf(build)
  return steps === null ? words(verdict) : `${words(verdict)}, ${steps} steps`
}

/** The locks of the model: the name, the names of the indices, and how it can be held. */
function locksOf(build: (m: ModelBuilder) => void) {
  const { locks } = model('small', {}, build).instantiate()
  return locks.map(({ name, indices, holdings }) => {
    return [name, indices.map((each) => each.name), holdings.length] as const
  })
}

/** The names of the steps on the way to what is wrong. */
async function stepsOf(build: (m: ModelBuilder) => void) {
  const { trace } = await reportOf(build)
  return trace?.steps.map(({ step: { name } }) => name)
}

describe('a family', () => {
  test('has a primitive of its own at each index', async () => {
    const seen = await answer((m) => {
      const locks = m.state('lock', array(bo, mutex('lock')))
      const user = m.process('user', { each: bo }, function* (self) {
        yield* locks.at(self).lock()
        yield* locks.at(self).assertHeld()
        yield* locks.at(self).unlock()
      })
      m.reachable(
        'both are held',
        user.every((u) => locks.at(u).isLocked()),
      )
    })
    expect(seen).toBe('holds')
  })

  test('can be used in two orders, by whatever gives the index', async () => {
    const seen = await answer((m) => {
      const slot = index('slot', 2)
      const locks = m.state('lock', array(slot, spinlock('lock')))
      m.process('user', { each: slot }, function* (self) {
        const next = yield* local('next', slot, self.next())
        yield* locks.at(self).lock()
        yield* locks.at(next).lock()
        yield* locks.at(next).unlock()
        yield* locks.at(self).unlock()
      })
    })
    expect(seen).toBe('deadlock, 2 steps')
  })

  test('is named in a trace by what the author wrote for the index', async () => {
    const steps = await stepsOf((m) => {
      const slot = index('slot', 2)
      const locks = m.state('lock', array(slot, mutex('lock')))
      const chosen = m.state('chosen', slot)
      const both = m.state('both', array(slot, array(bool, mutex('inner'))))
      m.process('user', { each: slot }, function* (self) {
        const mine = yield* local('mine', slot, self)
        yield* locks.at(mine).lock()
        yield* locks.at(mine).unlock()
        yield* locks.at(self).lock()
        yield* locks.at(self).unlock()
        yield* locks.at(chosen).lock()
        yield* locks.at(chosen).unlock()
        yield* both.at(self).at(true).lock()
        yield* both.at(self).at(true).unlock()
        yield* locks.at(self.next()).unlock()
      })
    })
    expect(steps?.filter((name) => name.startsWith('mutex_lock'))).toEqual([
      'mutex_lock(lock[mine])',
      'mutex_lock(lock[self])',
      'mutex_lock(lock[chosen])',
      'mutex_lock(both[self][true])',
    ])
    expect(steps?.at(-1)).toBe('mutex_unlock(lock[…])')
  })

  test('declares its lock once, with an index for each array around it', () => {
    const locks = locksOf((m) => {
      const slot = index('slot', 2)
      const one = m.state('one', array(slot, mutex('lock')))
      m.state('two', array(slot, array(int(0, 1), mutex('lock'))))
      m.state('three', array(bo, mutex('lock', { subclasses: 2 })))
      m.process('user', { each: slot }, function* (self) {
        yield* one.at(self).lock()
        yield* one.at(self.next()).lock()
      })
    })
    expect(locks).toEqual([
      ['one[]', ['slot'], 1],
      ['two[][]', ['slot', 'i'], 1],
      ['three[]', ['bo'], 2],
    ])
  })

  test('shows who holds which element', async () => {
    const { situation } = await reportOf((m) => {
      const locks = m.state('lock', array(bo, mutex('lock')))
      m.process('holder', { each: bo }, function* (self) {
        yield* locks.at(self).lock()
        yield* locks.at(self).lock()
      })
    })
    expect(situation?.locks).toEqual([
      { name: 'lock[0]', lockClass: 'lock', holders: [0] },
      { name: 'lock[1]', lockClass: 'lock', holders: [] },
    ])
  })

  test('can be of locks of any kind', async () => {
    const seen = await answer((m) => {
      const object = struct({
        mutex: mutex('mutex', { subclasses: 2 }),
        spinlock: spinlock('spinlock'),
        sem: rwsem('sem'),
        seqlock: seqlock('seqlock'),
      })
      const objects = m.state('object', array(bo, object))
      m.process('user', { each: bo }, function* (self) {
        const own = objects.at(self)
        yield* own.mutex.lockNested(1)
        yield* own.sem.downWrite()
        yield* own.sem.downgradeWrite()
        const flags = yield* own.spinlock.lockIrqsave()
        yield* own.seqlock.writeLock()
        yield* own.seqlock.writeUnlock()
        yield* own.spinlock.unlockIrqrestore(flags)
        yield* own.sem.upRead()
        yield* own.mutex.unlock()
      })
    })
    expect(seen).toBe('holds')
  })

  test('of sorts is a sort', () => {
    expect(array(bo, bool)).toEqual({ kind: 'array', index: bo, element: bool })
  })
})

describe('a struct', () => {
  test('has its members under their names', async () => {
    const steps = await stepsOf((m) => {
      const device = m.state('dev', struct({ lock: mutex('lock'), on: once(bool) }))
      m.process('user', function* () {
        yield* device.lock.lock()
        yield* device.on.store(true)
        yield* device.lock.lock()
      })
    })
    expect(steps).toEqual(['mutex_lock(dev.lock)', 'WRITE_ONCE(dev.on)'])
  })

  test('in a family in a struct is found by its whole path', () => {
    const device = struct({ bos: array(bo, struct({ lock: mutex('lock') })), lock: mutex('dev') })
    const build = (m: ModelBuilder) => {
      const dev = m.state('dev', device)
      m.process('user', { each: bo }, function* (self) {
        yield* dev.lock.lock()
        yield* dev.bos.at(self).lock.lock()
        yield* dev.bos.at(self).lock.unlock()
        yield* dev.lock.unlock()
      })
    }
    expect(locksOf(build)).toEqual([
      ['dev.bos[].lock', ['bo'], 1],
      ['dev.lock', [], 1],
    ])
  })
})

describe('what primitives start with', () => {
  /** Whether each element starts with what its primitive starts with. */
  const starting = (given: boolean) => (m: ModelBuilder) => {
    const member = given ? refcount(int(0, 3), 2) : once(int(0, 3))
    const objects = m.state('object', array(bo, struct({ count: member, flag: once(bool, true) })))
    m.process('user', { each: bo }, function* (self) {
      const { count, flag } = objects.at(self)
      yield* step('look', {}, function* () {
        yield* assert(count.value.eq(given ? 2 : 0), 'the count starts so')
        yield* assert(flag.value, 'the flag starts so')
      })
    })
  }

  test('they start with in a family and in a struct too', async () => {
    expect(await answer(starting(true))).toBe('holds')
    expect(await answer(starting(false))).toBe('holds')
  })
})

describe('parts that nobody uses', () => {
  test('are no mistake', () => {
    const unused = rejection((m) => {
      const object = struct({ lock: mutex('lock'), count: refcount(int(0, 1), 1) })
      const objects = m.state('object', array(bo, object))
      const pair = m.state('pair', struct({ one: spinlock('one'), two: spinlock('two') }))
      m.process('user', { each: bo }, function* (self) {
        yield* objects.at(self).lock.lock()
        yield* pair.one.trylock()
      })
    })
    expect(unused).toBe('')
  })

  test('of the state of a primitive are no mistake where it asked for all its fields', () => {
    type State = { owner: OptionalSort<ThreadSort>; spare: OptionalSort<ThreadSort> }
    const own: Primitive<ReturnType<typeof record<State>>, { lock(): unknown }> = {
      sort: record({ owner: optional(thread), spare: optional(thread) }),
      attach: (state) => {
        const { owner } = fieldsOf(state)
        return { lock: () => owner }
      },
    }
    const unused = rejection((m) => {
      m.state('one', own).lock()
      m.process('user', function* () {})
    })
    expect(unused).toBe('')
  })
})

describe('a primitive that is attached again', () => {
  /** A lock that declares one more each time. */
  const growing = (): Primitive<OptionalSort<ThreadSort>, Declare> => {
    let locks = 0
    return {
      sort: optional(thread),
      attach: (owner, name, declare) => {
        locks += 1
        for (let i = 0; i < locks; i += 1) {
          declare.lock({ name, lockClass: 'own', kind: 'sleeping', holdings: [{ holders: owner }] })
        }
        return declare
      },
    }
  }

  test('has to declare the same', () => {
    const build = (m: ModelBuilder) => {
      m.state('own', array(bool, growing())).at(true)
    }
    expect(() => model('growing', {}, build).instantiate()).toThrow(
      'a primitive declares more when it is attached again',
    )
  })
})
