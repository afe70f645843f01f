/** What is freed when the readers have left that were there, and what is used after that. */

import { describe, expect, test } from 'vitest'
import {
  bool,
  identity,
  individual,
  int,
  just,
  label,
  none,
  optional,
  skip,
  struct,
  when,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import { mutex, objects, once, rcu, rcuHeads, rcuPointer } from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'

type Freeing = 'kfree' | 'kfree_rcu' | 'call_rcu' | 'synchronize_rcu'

/** A buffer that a pointer gives to readers, until an updater takes it away and frees it. */
const published = (freeing: Freeing, { barrier = false, inSection = true } = {}) => {
  return (m: ModelBuilder) => {
    const bo = identity('bo', 1)
    const r = m.state('rcu', rcu())
    const bos = m.state('bos', objects(bo, struct({ size: once(int(0, 1)) }), { allocated: 1 }))
    const heads = m.state('heads', rcuHeads(r, bo))
    const p = m.state('p', rcuPointer(r, optional(bo), just(individual(bo, 0))))
    m.process('reader', { count: 2 }, function* () {
      yield* r.readLock()
      const found = yield* p.dereference()
      if (!inSection) yield* r.readUnlock()
      yield* when(found.isSome(), function* () {
        yield* bos.at(found).size.load()
      })
      if (inSection) yield* r.readUnlock()
    })
    const updater = m.process('updater', function* () {
      const old = yield* p.access()
      yield* p.assign(none)
      if (freeing === 'synchronize_rcu') yield* r.synchronize()
      if (freeing === 'kfree_rcu') yield* heads.kfreeRcu(old)
      else if (freeing === 'call_rcu') yield* heads.callRcu(old)
      else yield* bos.free(old)
      if (barrier) yield* r.barrier()
      yield* label('done')
      yield* skip()
    })
    m.process('rcu', { daemon: true, context: 'softirq' }, function* () {
      if (freeing === 'call_rcu') {
        yield* heads.invoking(function* (head) {
          yield* skip()
          yield* bos.free(head)
        })
      } else yield* heads.invokingOnce((head) => bos.free(head))
    })
    if (barrier) {
      m.never('outstanding', updater.only.at('done').and(heads.isOutstanding(individual(bo, 0))))
    }
    m.reachable('done', updater.only.at('done'))
  }
}

describe('what readers found', () => {
  test('is used after kfree', async () => {
    expect(await answer(published('kfree'))).toBe('fault: use-after-free: bos, 6 steps')
  })

  test.each(['kfree_rcu', 'call_rcu', 'synchronize_rcu'] as const)(
    'is safe from %s, and is freed in the end',
    async (freeing) => {
      expect(await answer(published(freeing))).toBe('holds')
    },
  )

  test('is used after kfree_rcu by who leaves his section before', async () => {
    expect(await answer(published('kfree_rcu', { inSection: false }))).toMatch(
      'fault: use-after-free: bos',
    )
  })

  test.each(['kfree_rcu', 'call_rcu'] as const)(
    'is gone behind rcu_barrier after %s',
    async (freeing) => {
      expect(await answer(published(freeing, { barrier: true }))).toBe('holds')
    },
  )
})

describe('call_rcu', () => {
  test('of what is queued is a double free', async () => {
    const build = (m: ModelBuilder) => {
      const bo = identity('bo', 1)
      const r = m.state('rcu', rcu())
      const heads = m.state('heads', rcuHeads(r, bo))
      m.process('updater', { count: 2 }, function* () {
        yield* heads.callRcu(individual(bo, 0))
      })
    }
    expect(await answer(build)).toBe('fault: call_rcu(): Double-freed CB: heads, 2 steps')
  })

  test('in a read section waits for that section too', async () => {
    const build = (m: ModelBuilder) => {
      const bo = identity('bo', 1)
      const r = m.state('rcu', rcu())
      const heads = m.state('heads', rcuHeads(r, bo))
      const invoked = m.state('invoked', bool)
      const reader = m.process('reader', function* () {
        yield* r.readLock()
        yield* heads.callRcu(individual(bo, 0))
        yield* label('inside')
        yield* skip()
        yield* r.readUnlock()
      })
      m.process('rcu', { daemon: true, context: 'softirq' }, function* () {
        yield* heads.invokingOnce(() => invoked.set(true))
      })
      m.never('too early', reader.only.at('inside').and(invoked))
      m.reachable('invoked', invoked)
    }
    expect(await answer(build)).toBe('holds')
  })

  test('of NULL by kfree_rcu does nothing', async () => {
    const build = (m: ModelBuilder) => {
      const bo = identity('bo', 1)
      const r = m.state('rcu', rcu())
      const heads = m.state('heads', rcuHeads(r, bo))
      const pointer = m.state('p', optional(bo))
      m.process('updater', function* () {
        yield* heads.kfreeRcu(pointer)
      })
      m.never('queued', heads.isOutstanding(individual(bo, 0)))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('whose callback sleeps is a fault, in a softirq', async () => {
    const build = (m: ModelBuilder) => {
      const bo = identity('bo', 1)
      const r = m.state('rcu', rcu())
      const heads = m.state('heads', rcuHeads(r, bo))
      const lock = m.state('lock', mutex('lock'))
      m.process('updater', function* () {
        yield* heads.callRcu(individual(bo, 0))
      })
      m.process('rcu', { daemon: true, context: 'softirq' }, function* () {
        yield* heads.invoking(function* () {
          yield* lock.lock()
          yield* lock.unlock()
        })
      })
    }
    expect(await answer(build)).toBe('fault: sleeping in atomic context, 3 steps')
  })

  test('keeps an object until its callback is executed, which is no leak', async () => {
    const freed = (later: boolean) => (m: ModelBuilder) => {
      const bo = identity('bo', 1)
      const r = m.state('rcu', rcu())
      const bos = m.state('bos', objects(bo, struct({ size: once(int(0, 1)) })))
      const heads = m.state('heads', rcuHeads(r, bo))
      const updater = m.process('updater', function* () {
        const ptr = yield* bos.alloc()
        yield* bos.at(ptr).size.store(1)
        if (later) yield* heads.kfreeRcu(ptr)
      })
      m.process('rcu', { daemon: true, context: 'softirq' }, function* () {
        yield* heads.invokingOnce((head) => bos.free(head))
      })
      const it = individual(bo, 0)
      m.reachable('kept', updater.only.terminated().and(bos.isAllocated(it)))
    }
    expect(await answer(freed(true))).toBe('holds')
    expect(await answer(freed(false))).toBe('fault: memory leak: bos, 2 steps')
  })

  test('whose callbacks nobody executes is refused', async () => {
    const build = (m: ModelBuilder) => {
      const bo = identity('bo', 1)
      const r = m.state('rcu', rcu())
      const bos = m.state('bos', objects(bo, struct({ size: once(int(0, 1)) })))
      const heads = m.state('heads', rcuHeads(r, bo))
      m.process('updater', function* () {
        const ptr = yield* bos.alloc()
        yield* heads.kfreeRcu(ptr)
      })
    }
    await expect(answer(build)).rejects.toThrow("no process executes the callbacks of 'heads'")
  })
})

test('heads that are declared after an rcu_read_unlock are refused', async () => {
  const build = (m: ModelBuilder) => {
    const r = m.state('rcu', rcu())
    m.process('reader', function* () {
      yield* r.readLock()
      yield* r.readUnlock()
    })
    m.state('heads', rcuHeads(r, identity('bo', 1)))
  }
  await expect(answer(build)).rejects.toThrow("'heads' is declared after an 'rcu_read_unlock'")
})
