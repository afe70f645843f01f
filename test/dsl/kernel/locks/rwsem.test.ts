/** A read-write semaphore: what it allows, what it forbids, where it blocks. */

import { describe, expect, test } from 'vitest'
import {
  atomic,
  bool,
  label,
  local,
  not,
  skip,
  waitUntil,
  when,
  type AnyStatement,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import { preempt_disable, rwsem, type RwSem } from '../../../../dsl/kernel/index.ts'
import { answer, reportOf } from '../answer.ts'

type Body<L extends string = never> = Generator<AnyStatement<L, never>, void, unknown>

/** The answer on processes that do these things with one semaphore. */
function among(...bodies: readonly ((sem: RwSem) => Body)[]): Promise<string> {
  return answer((m) => declared(m, bodies))
}

function declared(m: ModelBuilder, bodies: readonly ((sem: RwSem) => Body)[]): void {
  const sem = m.state('sem', rwsem('sem'))
  for (const [i, body] of bodies.entries()) m.process(`task${i}`, () => body(sem))
}

function* reading(sem: RwSem): Body {
  yield* sem.downRead()
  yield* sem.upRead()
}

function* writing(sem: RwSem): Body {
  yield* sem.downWrite()
  yield* sem.upWrite()
}

describe('a read-write semaphore', () => {
  test('lets readers share it, and keeps a writer alone', async () => {
    const seen = await answer((m) => {
      const sem = m.state('sem', rwsem('sem'))
      const readers = m.process('reader', { count: 2 }, function* () {
        yield* sem.downRead()
        yield* label('reads')
        yield* skip()
        yield* sem.upRead()
      })
      const writers = m.process('writer', { count: 2 }, function* () {
        yield* sem.downWrite()
        yield* label('writes')
        yield* skip()
        yield* sem.upWrite()
      })
      const [reads, writes] = [
        readers.count((r) => r.at('reads')),
        writers.count((w) => w.at('writes')),
      ]
      m.always('writers are alone', writes.eq(0).or(writes.eq(1).and(reads.eq(0))))
      m.reachable('readers share', reads.eq(2))
      m.reachable(
        'a writer writes',
        writers.some((w) => w.at('writes')),
      )
    })
    expect(seen).toBe('holds')
  })

  test('read twice by one process works while no writer comes, and is reported as recursion', async () => {
    const twice = function* (sem: RwSem): Body {
      yield* sem.downRead()
      yield* sem.downRead()
      yield* sem.upRead()
      yield* sem.assertHeld()
      yield* sem.upRead()
      yield* sem.assertNotHeld()
    }
    expect(await among(twice, reading)).toBe('lock order: recursive: sem')
  })

  test('read twice by one process is a deadlock where a writer joins the queue between', async () => {
    const twice = function* (sem: RwSem): Body {
      yield* sem.downRead()
      yield* sem.downRead()
      yield* sem.upRead()
      yield* sem.upRead()
    }
    expect(await among(twice, writing)).toBe('deadlock, 2 steps')
    const { trace, situation } = await reportOf((m) => declared(m, [twice, writing]))
    expect(trace?.steps.map(({ step }) => step.name)).toEqual([
      'down_read(sem)',
      'down_write(sem): queued',
    ])
    const waits = situation?.threads.map((each) => each.kind === 'blocked' && each.steps[0]?.wait)
    expect(waits).toEqual([
      { kind: 'lock', lock: 'sem', holders: [1] },
      { kind: 'lock', lock: 'sem', holders: [0] },
    ])
  })

  test('written twice by one process is a deadlock, and so is reading while writing', async () => {
    const writes = function* (sem: RwSem): Body {
      yield* sem.downWrite()
      yield* sem.downWrite()
    }
    const reads = function* (sem: RwSem): Body {
      yield* sem.downWrite()
      yield* sem.downRead()
    }
    const upgrades = function* (sem: RwSem): Body {
      yield* sem.downRead()
      yield* sem.downWrite()
    }
    expect(await among(writes)).toBe('deadlock, 2 steps')
    expect(await among(reads)).toBe('deadlock, 1 steps')
    expect(await among(upgrades)).toBe('deadlock, 2 steps')
  })

  test('goes from writing to reading without a gap', async () => {
    const seen = await answer((m) => {
      const sem = m.state('sem', rwsem('sem'))
      const task = m.process('task', function* () {
        yield* sem.downWrite()
        yield* label('held')
        yield* sem.downgradeWrite()
        yield* label('held')
        yield* sem.upRead()
      })
      const other = m.process('other', function* () {
        yield* sem.downWrite()
        yield* label('writes')
        yield* sem.upWrite()
      })
      const reader = m.process('reader', function* () {
        yield* sem.downRead()
        yield* label('reads')
        yield* sem.upRead()
      })
      m.never('a gap', task.only.at('held').and(other.only.at('writes')))
      m.reachable('both read', task.only.at('held').and(reader.only.at('reads')))
    })
    expect(seen).toBe('holds')
  })

  test('given up by somebody who does not hold it so is a fault', async () => {
    const wrong = 'fault: bad unlock balance detected: sem'
    const unread = function* (sem: RwSem): Body {
      yield* sem.downWrite()
      yield* sem.upRead()
    }
    const unwritten = function* (sem: RwSem): Body {
      yield* sem.downRead()
      yield* sem.upWrite()
    }
    const downgraded = function* (sem: RwSem): Body {
      yield* sem.downgradeWrite()
    }
    expect(await among(unread)).toBe(`${wrong}, 2 steps`)
    expect(await among(unwritten)).toBe(`${wrong}, 2 steps`)
    expect(await among(downgraded)).toBe(`${wrong}, 1 steps`)
  })

  test('held at the end is a fault, for readers as for writers', async () => {
    const left = 'fault: lock held when returning to user space: sem'
    const reads = function* (sem: RwSem): Body {
      yield* sem.downRead()
    }
    const writes = function* (sem: RwSem): Body {
      yield* sem.downWrite()
    }
    expect(await among(reads)).toBe(`${left}, 1 steps`)
    expect(await among(writes)).toBe(`${left}, 1 steps`)
  })

  test('taken where the process must not sleep is a fault', async () => {
    const atomic = (how: 'downRead' | 'downWrite') =>
      among(function* (sem) {
        yield* preempt_disable()
        yield* sem[how]()
      })
    expect(await atomic('downRead')).toBe('fault: sleeping in atomic context, 2 steps')
    expect(await atomic('downWrite')).toBe('fault: sleeping in atomic context, 2 steps')
  })

  test('is asserted to be held as it has to be', async () => {
    const asserting = (how: 'assertHeld' | 'assertHeldWrite' | 'assertNotHeld') =>
      among(function* (sem) {
        yield* sem.downRead()
        yield* sem[how]()
        yield* sem.upRead()
      })
    expect(await asserting('assertHeld')).toBe('holds')
    expect(await asserting('assertHeldWrite')).toBe(
      "assertion: 'sem' is not held for writing, 2 steps",
    )
    expect(await asserting('assertNotHeld')).toBe("assertion: 'sem' is held, 2 steps")
  })
})

describe('a trylock of a read-write semaphore', () => {
  /** Whether a trylock can be granted, and refused, besides others that do this. */
  const trying = (how: 'downReadTrylock' | 'downWriteTrylock', others: (sem: RwSem) => Body) =>
    answer((m) => {
      const sem = m.state('sem', rwsem('sem'))
      m.process('other', () => others(sem))
      const tries = m.process('task', function* () {
        const taken = yield* sem[how]()
        yield* when(
          taken,
          function* () {
            yield* label('taken')
            yield* sem.assertHeld()
            if (how === 'downReadTrylock') yield* sem.upRead()
            else yield* sem.upWrite()
          },
          function* () {
            yield* label('refused')
            yield* sem.assertNotHeld()
          },
        )
      })
      m.reachable('taken', tries.only.at('taken'))
      m.reachable('refused', tries.only.at('refused'))
    })

  test('is refused while a writer has it', async () => {
    expect(await trying('downReadTrylock', writing)).toBe('holds')
    expect(await trying('downWriteTrylock', writing)).toBe('holds')
  })

  test('for reading is not refused for readers; for writing it is', async () => {
    expect(await trying('downReadTrylock', reading)).toBe('not reached: refused')
    expect(await trying('downWriteTrylock', reading)).toBe('holds')
  })

  test('for writing is refused where nobody has it and a writer is in the queue', async () => {
    const seen = await answer((m) => {
      const sem = m.state('sem', rwsem('sem'))
      const unheld = m.state('refused and not held', bool)
      m.process('reader', () => reading(sem))
      m.process('writer', () => writing(sem))
      m.process('task', function* () {
        const taken = yield* local('taken', bool, true)
        yield* atomic(function* trying() {
          const result = yield* sem.downWriteTrylock()
          yield* taken.set(result)
          yield* unheld.set(not(sem.isLocked()))
        })
        yield* when(taken, function* () {
          yield* sem.upWrite()
        })
      })
      m.reachable('refused', unheld)
    })
    expect(seen).toBe('holds')
  })

  test('for reading is refused while a writer waits for readers', async () => {
    const seen = await answer((m) => {
      const sem = m.state('sem', rwsem('sem'))
      const [reads, tried] = [m.state('reads', bool), m.state('tried', bool)]
      m.process('reader', function* () {
        yield* sem.downRead()
        yield* reads.set(true)
        yield* waitUntil(tried)
        yield* sem.upRead()
      })
      m.process('writer', function* () {
        yield* waitUntil(reads)
        yield* writing(sem)
      })
      const tries = m.process('task', function* () {
        yield* waitUntil(reads)
        const taken = yield* sem.downReadTrylock()
        yield* when(
          taken,
          function* () {
            yield* sem.upRead()
          },
          function* () {
            yield* label('refused')
            yield* skip()
          },
        )
        yield* tried.set(true)
      })
      m.reachable('refused', tries.only.at('refused'))
    })
    expect(seen).toBe('holds')
  })
})
