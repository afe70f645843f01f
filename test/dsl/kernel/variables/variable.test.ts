/** C variables: each access is a step, and no two are one. */

import { describe, expect, test } from 'vitest'
import {
  bool,
  int,
  just,
  optional,
  record,
  when,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import { once, ordered, plain } from '../../../../dsl/kernel/index.ts'
import { answer, reportOf } from '../answer.ts'

const kinds = [
  ['plain', plain],
  ['once', once],
  ['ordered', ordered],
] as const

describe.each(kinds)('a variable of kind %s', (_, declare) => {
  test('is incremented in two steps, between which others may step', async () => {
    const build = (m: ModelBuilder) => {
      const count = m.state('count', declare(int(0, 2)))
      const worker = m.process('worker', { count: 2 }, function* () {
        const before = yield* count.load()
        yield* count.store(before.plus(1))
      })
      const ended = worker.every((w) => w.terminated())
      m.always('both counted', ended.implies(count.value.eq(2)))
    }
    expect(await answer(build)).toBe('violated: both counted, 4 steps')
  })

  test('gives what was stored last', async () => {
    const build = (m: ModelBuilder) => {
      const flag = m.state('flag', declare(bool))
      const seen = m.state('seen', bool, true)
      m.process('worker', function* () {
        yield* flag.store(true)
        const now = yield* flag.load()
        yield* seen.set(now)
      })
      m.always('seen', seen)
    }
    expect(await answer(build)).toBe('holds')
  })

  test('keeps what was loaded, whatever is stored later', async () => {
    const build = (m: ModelBuilder) => {
      const count = m.state('count', declare(int(0, 3), 1))
      const kept = m.state('kept', int(0, 3), 1)
      m.process('worker', function* () {
        const before = yield* count.load()
        yield* count.store(3)
        yield* kept.set(before)
      })
      m.always('kept', kept.eq(1))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('that leaves its range is a fault at the line of the author', async () => {
    const { verdict, steps } = await reportOf((m) => {
      const count = m.state('count', declare(int(0, 1), 1))
      m.process('worker', function* () {
        const before = yield* count.load()
        yield* count.store(before.plus(1))
      })
    })
    expect(verdict).toMatchObject({ kind: 'fault', fault: 'range' })
    expect(steps).toBe(2)
    expect(verdict.kind === 'fault' && verdict.site.author?.file).toBe(import.meta.filename)
  })

  test('holds values of any sort', async () => {
    const build = (m: ModelBuilder) => {
      const job = m.state('job', declare(optional(record({ id: int(0, 3), done: bool }))))
      const found = m.state('found', int(0, 3))
      m.process('worker', function* () {
        yield* job.store(just({ id: 2, done: false }))
        const now = yield* job.load()
        yield* when(now.isSome(), function* () {
          yield* found.set(now.get().field('id'))
        })
      })
      m.reachable('found', found.eq(2))
    }
    expect(await answer(build)).toBe('holds')
  })
})

test('two variables show store buffering to nobody: memory is sequentially consistent', async () => {
  const build = (m: ModelBuilder) => {
    const [x, y] = [m.state('x', once(bool)), m.state('y', once(bool))]
    const [seenX, seenY] = [m.state('seen x', bool, true), m.state('seen y', bool, true)]
    m.process('one', function* () {
      yield* x.store(true)
      const other = yield* y.load()
      yield* seenY.set(other)
    })
    m.process('two', function* () {
      yield* y.store(true)
      const other = yield* x.load()
      yield* seenX.set(other)
    })
    m.always('somebody sees', seenX.or(seenY))
  }
  expect(await answer(build)).toBe('holds')
})
