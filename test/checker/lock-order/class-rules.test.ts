/** Rules 1 to 3 of the lock validator: classes in one order, none twice, trylocks. Of each a model that breaks it, and one as near as possible that does not. */

import { describe, expect, test } from 'vitest'
import { array, int, when, type ModelBuilder } from '../../../dsl/index.ts'
import { mutex } from '../../../dsl/kernel/locks/mutex.ts'
import { answer } from './answers.ts'

describe('1: classes are in one order', () => {
  const nested = (orders: readonly (readonly [string, string])[]) => (m: ModelBuilder) => {
    const outer = m.state('outer', mutex('outer'))
    const inner = new Map(['a', 'b'].map((name) => [name, m.state(name, mutex(name))]))
    for (const [number, [one, other]] of orders.entries()) {
      const [first, second] = [inner.get(one), inner.get(other)]
      if (first === undefined || second === undefined) throw new Error('there is no such lock')
      m.process(`task${number}`, function* () {
        yield* outer.lock()
        yield* first.lock()
        yield* second.lock()
        yield* second.unlock()
        yield* first.unlock()
        yield* outer.unlock()
      })
    }
  }

  test('not in two, though a common outer lock keeps every run from a deadlock', async () => {
    const build = nested([
      ['a', 'b'],
      ['b', 'a'],
    ])
    expect(await answer(build)).toBe('lock order: circular: a -> b -> a')
  })

  test('in one, all is well', async () => {
    const build = nested([
      ['a', 'b'],
      ['a', 'b'],
    ])
    expect(await answer(build)).toBe('holds')
  })

  const instances = (crossed: boolean) => (m: ModelBuilder) => {
    const object = int(0, 1)
    const a = m.state('a', array(object, mutex('a')))
    const b = m.state('b', array(object, mutex('b')))
    m.process('one', function* () {
      yield* a.at(0).lock()
      yield* b.at(0).lock()
      yield* b.at(0).unlock()
      yield* a.at(0).unlock()
    })
    m.process('other', function* () {
      const [first, second] = crossed ? [b, a] : [a, b]
      yield* first.at(1).lock()
      yield* second.at(1).lock()
      yield* second.at(1).unlock()
      yield* first.at(1).unlock()
    })
  }

  test('whatever the instances are', async () => {
    expect(await answer(instances(true))).toBe('lock order: circular: a -> b -> a')
    expect(await answer(instances(false))).toBe('holds')
  })

  test('a deadlock that a run comes to is a deadlock', async () => {
    const build = (m: ModelBuilder) => {
      const [a, b] = [m.state('a', mutex('a')), m.state('b', mutex('b'))]
      for (const [name, first, second] of [['one', a, b] as const, ['other', b, a] as const]) {
        m.process(name, function* () {
          yield* first.lock()
          yield* second.lock()
          yield* second.unlock()
          yield* first.unlock()
        })
      }
    }
    expect(await answer(build)).toBe('deadlock, 2 steps')
  })
})

describe('2: a class is not taken twice', () => {
  const twice = (how: 'plain' | 'subclass' | 'nest lock') => (m: ModelBuilder) => {
    const object = int(0, 1)
    const outer = m.state('outer', mutex('outer'))
    if (how === 'subclass') {
      const locks = m.state('lock', array(object, mutex('lock', { subclasses: 2 })))
      m.process('task', { count: 2 }, function* () {
        yield* locks.at(0).lock()
        yield* locks.at(1).lockNested(1)
        yield* locks.at(1).unlock()
        yield* locks.at(0).unlock()
      })
      m.process('other', function* () {
        yield* outer.lock()
        yield* outer.unlock()
      })
      return
    }
    const locks = m.state('lock', array(object, mutex('lock')))
    m.process('task', { count: 2 }, function* () {
      yield* outer.lock()
      yield* locks.at(0).lock()
      if (how === 'plain') yield* locks.at(1).lock()
      else yield* locks.at(1).lockNestLock(outer)
      yield* locks.at(1).unlock()
      yield* locks.at(0).unlock()
      yield* outer.unlock()
    })
  }

  test('not even two instances in the same order by everybody', async () => {
    expect(await answer(twice('plain'))).toBe('lock order: recursive: lock')
  })

  test('but in a subclass', async () => {
    expect(await answer(twice('subclass'))).toBe('holds')
  })

  test('but with a nest lock held', async () => {
    expect(await answer(twice('nest lock'))).toBe('holds')
  })

  test('and subclasses are in one order too', async () => {
    const build = (m: ModelBuilder) => {
      const object = int(0, 1)
      const outer = m.state('outer', mutex('outer'))
      const locks = m.state('lock', array(object, mutex('lock', { subclasses: 2 })))
      m.process('down', function* () {
        yield* outer.lock()
        yield* locks.at(0).lock()
        yield* locks.at(1).lockNested(1)
        yield* locks.at(1).unlock()
        yield* locks.at(0).unlock()
        yield* outer.unlock()
      })
      m.process('up', function* () {
        yield* outer.lock()
        yield* locks.at(0).lockNested(1)
        yield* locks.at(1).lock()
        yield* locks.at(1).unlock()
        yield* locks.at(0).unlock()
        yield* outer.unlock()
      })
    }
    expect(await answer(build)).toBe('lock order: circular: lock -> lock/1 -> lock')
  })
})

describe('3: a trylock', () => {
  /** One takes `a`, then `b`; the other `b`, then `a`, where one of the two is only tried. */
  const crossed = (tried: 'first' | 'second') => (m: ModelBuilder) => {
    const outer = m.state('outer', mutex('outer'))
    const [a, b] = [m.state('a', mutex('a')), m.state('b', mutex('b'))]
    m.process('one', function* () {
      yield* outer.lock()
      yield* a.lock()
      yield* b.lock()
      yield* b.unlock()
      yield* a.unlock()
      yield* outer.unlock()
    })
    m.process('other', function* () {
      yield* outer.lock()
      if (tried === 'first') {
        const taken = yield* b.trylock()
        yield* when(taken, function* () {
          yield* a.lock()
          yield* a.unlock()
          yield* b.unlock()
        })
      } else {
        yield* b.lock()
        const taken = yield* a.trylock()
        yield* when(taken, function* () {
          yield* a.unlock()
        })
        yield* b.unlock()
      }
      yield* outer.unlock()
    })
  }

  test('comes to depend on nothing', async () => {
    expect(await answer(crossed('second'))).toBe('holds')
  })

  test('counts as held', async () => {
    expect(await answer(crossed('first'))).toBe('lock order: circular: a -> b -> a')
  })
})
