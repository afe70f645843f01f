/** RCU: for whom a grace period waits, and what is illegal in a read section. */

import { describe, expect, test } from 'vitest'
import {
  bool,
  forever,
  int,
  label,
  skip,
  waitUntil,
  when,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import { mutex, once, rcu, rcuPointer, spinlock } from '../../../../dsl/kernel/index.ts'
import { answer, reportOf } from '../answer.ts'

describe('synchronize_rcu', () => {
  test('waits for a reader who began before it', async () => {
    const build = (m: ModelBuilder) => {
      const r = m.state('rcu', rcu())
      const gone = m.state('gone', once(bool))
      const reader = m.process('reader', function* () {
        yield* r.readLock()
        const before = yield* gone.load()
        yield* when(before.not(), function* () {
          yield* label('inside')
          yield* skip()
        })
        yield* r.readUnlock()
      })
      const updater = m.process('updater', function* () {
        yield* gone.store(true)
        yield* r.synchronize()
        yield* label('after')
        yield* skip()
      })
      m.never('nobody is inside', updater.only.at('after').and(reader.only.at('inside')))
      m.reachable('after', updater.only.at('after'))
      m.reachable('inside', reader.only.at('inside'))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('does not wait for a reader who began after it, even for ever', async () => {
    const build = (m: ModelBuilder) => {
      const r = m.state('rcu', rcu())
      const begun = m.state('begun', bool)
      const updater = m.process('updater', function* () {
        yield* begun.set(true)
        yield* r.synchronize()
        yield* label('after')
        yield* skip()
      })
      m.process('reader', function* () {
        yield* waitUntil(begun)
        yield* forever(function* () {
          yield* r.readLock()
          yield* r.readUnlock()
        })
      })
      m.reachable('with a reader', updater.only.at('after').and(r.readers.isEmpty().not()))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('for a reader who waits for the updater is a deadlock', async () => {
    const build = (m: ModelBuilder) => {
      const r = m.state('rcu', rcu())
      const done = m.state('done', bool)
      m.process('reader', function* () {
        yield* r.readLock()
        yield* waitUntil(done)
        yield* r.readUnlock()
      })
      m.process('updater', function* () {
        yield* r.synchronize()
        yield* done.set(true)
      })
    }
    expect(await answer(build)).toBe('deadlock, 2 steps')
  })

  test('says for whom it waits', async () => {
    const { situation } = await reportOf((m) => {
      const r = m.state('rcu', rcu())
      const done = m.state('done', bool)
      m.process('reader', function* () {
        yield* r.readLock()
        yield* waitUntil(done)
        yield* r.readUnlock()
      })
      m.process('updater', function* () {
        yield* r.synchronize()
        yield* done.set(true)
      })
    })
    const updater = situation?.threads[1]
    expect(updater?.kind === 'blocked' && updater.steps.map(({ wait }) => wait)).toEqual([
      { kind: 'event', event: 'grace period', by: [0] },
    ])
  })

  test('in a read section is illegal', async () => {
    const build = (m: ModelBuilder) => {
      const r = m.state('rcu', rcu())
      m.process('reader', function* () {
        yield* r.readLock()
        yield* r.synchronize()
        yield* r.readUnlock()
      })
    }
    expect(await answer(build)).toBe(
      'fault: Illegal synchronize_rcu() in RCU read-side critical section, 2 steps',
    )
  })

  test('under a spinlock sleeps where it must not', async () => {
    const build = (m: ModelBuilder) => {
      const r = m.state('rcu', rcu())
      const lock = m.state('lock', spinlock('lock'))
      m.process('updater', function* () {
        yield* lock.lock()
        yield* r.synchronize()
        yield* lock.unlock()
      })
    }
    expect(await answer(build)).toMatch('fault: sleeping in atomic context')
  })
})

describe('a read section', () => {
  test('is not to sleep in', async () => {
    const build = (m: ModelBuilder) => {
      const r = m.state('rcu', rcu())
      const lock = m.state('lock', mutex('lock'))
      m.process('reader', function* () {
        yield* r.readLock()
        yield* lock.lock()
        yield* lock.unlock()
        yield* r.readUnlock()
      })
    }
    expect(await answer(build)).toBe('fault: sleeping in atomic context, 2 steps')
  })

  test('is left only by who is in one', async () => {
    const build = (m: ModelBuilder) => {
      const r = m.state('rcu', rcu())
      m.process('reader', function* () {
        yield* r.readUnlock()
      })
    }
    expect(await answer(build)).toBe('fault: bad unlock balance detected: rcu_read_lock, 1 steps')
  })

  test('is not to be taken along to user space', async () => {
    const build = (m: ModelBuilder) => {
      const r = m.state('rcu', rcu())
      m.process('reader', function* () {
        yield* r.readLock()
      })
    }
    expect(await answer(build)).toBe(
      'fault: lock held when returning to user space: rcu_read_lock, 1 steps',
    )
  })

  test('nests as deep as was declared, and ends with the outermost', async () => {
    const nested = (nesting: number) => (m: ModelBuilder) => {
      const r = m.state('rcu', rcu({ nesting }))
      const reader = m.process('reader', function* () {
        yield* r.readLock()
        yield* r.readLock()
        yield* r.readUnlock()
        yield* label('inside')
        yield* r.readUnlock()
        yield* label('outside')
        yield* skip()
      })
      const inside = r.isReader(reader.only.thread())
      m.always('inside', reader.only.at('inside').implies(inside))
      m.always('outside', reader.only.at('outside').implies(inside.not()))
    }
    expect(await answer(nested(2))).toBe('holds')
    expect(await answer(nested(1))).toBe(
      'fault: rcu_read_lock is nested deeper than declared, 2 steps',
    )
  })
})

describe('a pointer that RCU protects', () => {
  test('is followed in read sections only', async () => {
    const build = (m: ModelBuilder) => {
      const r = m.state('rcu', rcu())
      const p = m.state('p', rcuPointer(r, int(0, 1)))
      m.process('reader', function* () {
        yield* p.access()
        yield* r.readLock()
        yield* p.dereference()
        yield* r.readUnlock()
        yield* p.dereference()
      })
    }
    expect(await answer(build)).toBe('fault: suspicious rcu_dereference_check() usage, 5 steps')
  })

  test('is followed under its lock where that is held', async () => {
    const protectedBy = (locked: boolean) => (m: ModelBuilder) => {
      const r = m.state('rcu', rcu())
      const p = m.state('p', rcuPointer(r, int(0, 1)))
      const lock = m.state('lock', mutex('lock'))
      m.process('updater', function* () {
        if (locked) yield* lock.lock()
        yield* p.dereferenceProtected(lock.isLocked())
        yield* p.assign(1)
        if (locked) yield* lock.unlock()
      })
    }
    expect(await answer(protectedBy(true))).toBe('holds')
    expect(await answer(protectedBy(false))).toBe(
      'fault: suspicious rcu_dereference_protected() usage, 1 steps',
    )
  })
})
