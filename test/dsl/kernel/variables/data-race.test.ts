/** Data races: which accesses race where they are looked for, and that nothing is said of them where they are not. */

import { describe, expect, test } from 'vitest'
import {
  array,
  atomic,
  choose,
  identity,
  int,
  local,
  model,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import { atomicInt, mutex, once, ordered, plain } from '../../../../dsl/kernel/index.ts'
import { checkIn, testedEngines } from '../../../engines.ts'

/** What all engines answer where races are looked for. */
async function raced(build: (m: ModelBuilder) => void): Promise<string> {
  const built = model('races', {}, (m) => build(m)).instantiate({}, { races: true })
  const answers: string[] = []
  for (const engine of testedEngines) {
    const { verdict, steps } = await checkIn(engine, built)
    answers.push(verdict.kind === 'fault' ? `${verdict.message}, ${steps} steps` : verdict.kind)
  }
  expect(new Set(answers).size).toBe(1)
  return answers[0] ?? 'nothing'
}

type Kind = typeof plain | typeof once | typeof ordered

/** One thread stores, another does this. */
const storing = (kind: Kind, other: 'load' | 'store') => (m: ModelBuilder) => {
  const x = m.state('x', kind(int(0, 1)))
  m.process('writer', function* () {
    yield* x.store(1)
  })
  m.process('other', function* () {
    yield* other === 'load' ? x.load() : x.store(0)
  })
}

describe('where races are looked for', () => {
  test('a plain store races with a plain load', async () => {
    expect(await raced(storing(plain, 'load'))).toBe('data race: x, 2 steps')
  })

  test('a plain store races with a plain store', async () => {
    expect(await raced(storing(plain, 'store'))).toBe('data race: x, 2 steps')
  })

  test.each([once, ordered])('marked accesses do not race', async (kind) => {
    expect(await raced(storing(kind, 'store'))).toBe('holds')
  })

  test('two plain loads do not race', async () => {
    const build = (m: ModelBuilder) => {
      const x = m.state('x', plain(int(0, 1)))
      m.process('reader', { count: 2 }, function* () {
        yield* x.load()
      })
    }
    expect(await raced(build)).toBe('holds')
  })

  test('accesses under one lock do not race', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      const x = m.state('x', plain(int(0, 2)))
      m.process('writer', { count: 2 }, function* () {
        yield* lock.lock()
        const before = yield* x.load()
        yield* x.store(before.plus(1))
        yield* lock.unlock()
      })
    }
    expect(await raced(build)).toBe('holds')
  })

  test('a thread does not race with itself', async () => {
    const build = (m: ModelBuilder) => {
      const x = m.state('x', plain(int(0, 1)))
      m.process('only', function* () {
        yield* x.store(1)
        yield* x.load()
      })
    }
    expect(await raced(build)).toBe('holds')
  })

  const ofTwo = (same: boolean) => (m: ModelBuilder) => {
    const object = identity('object', 2)
    const x = m.state('x', array(object, plain(int(0, 1))))
    m.process('writer', { each: object }, function* (self) {
      const other = yield* local('other', object, self)
      if (same) yield* other.set(yield* choose(object))
      yield* x.at(other).store(1)
    })
  }

  test('elements of an array race each by itself', async () => {
    expect(await raced(ofTwo(false))).toBe('holds')
    expect(await raced(ofTwo(true))).toBe('data race: x[other], 4 steps')
  })

  test('a race is found behind a third thread that reads', async () => {
    const build = (m: ModelBuilder) => {
      const x = m.state('x', plain(int(0, 1)))
      m.process('reader', { count: 2 }, function* () {
        yield* x.load()
      })
      m.process('writer', function* () {
        yield* x.store(1)
      })
    }
    expect(await raced(build)).toBe('data race: x, 2 steps')
  })

  test('an atomic counter does not race with itself', async () => {
    const build = (m: ModelBuilder) => {
      const n = m.state('n', atomicInt(int(0, 2)))
      m.process('counter', { count: 2 }, function* () {
        yield* n.incReturn()
      })
    }
    expect(await raced(build)).toBe('holds')
  })

  test('what is one step by declaration races with what comes between', async () => {
    const build = (m: ModelBuilder) => {
      const x = m.state('x', plain(int(0, 1)))
      m.process('whole', function* () {
        yield* atomic(function* store() {
          yield* x.store(1)
        })
      })
      m.process('other', function* () {
        yield* x.load()
      })
    }
    expect(await raced(build)).toBe('data race: x, 2 steps')
  })
})

test('where races are not looked for, an access is one step', async () => {
  const built = model('races', {}, storing(plain, 'store')).instantiate()
  const { verdict, distinct } = await checkIn('compiled', built)
  expect([verdict.kind, distinct]).toEqual(['holds', 5])
})
