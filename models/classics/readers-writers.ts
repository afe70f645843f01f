/**
 * Readers share, a writer is alone. After P. J. Courtois, F. Heymans and D. L. Parnas, "Concurrent
 * control with readers and writers", problem 1: the first reader locks writers out for all readers,
 * and the last one lets them in.
 */

import { forever, int, label, model, oneOf, procedure, step, when } from '../../dsl/index.ts'
import { mutex, plain } from '../../dsl/kernel/index.ts'

/**
 * `flaw` is what is wrong with the readers:
 * - `unlocked-count`: they count themselves without the mutex;
 * - `late-test`: the one that leaves unlocks the mutex before it looks whether it was the last.
 */
export const readersWriters = model(
  'readers-writers',
  {
    readers: int(1, 4).default(2),
    writers: int(1, 4).default(2),
    flaw: oneOf('none', 'unlocked-count', 'late-test'),
  },
  (m, { readers, writers, flaw }) => {
    const locked = flaw !== 'unlocked-count'
    const count_lock = m.state('count_lock', mutex('count_lock'))
    const read_count = m.state('read_count', plain(int(0, readers)))
    /** A semaphore: the reader that gives it back need not be the one that took it. */
    const room = m.state('room', int(0, 1), 1)

    const wait = { kind: 'event', event: 'room', by: null } as const
    const down = () =>
      step('down(room)', { guard: room.gt(0), wait }, function* () {
        yield* room.update((free) => free.minus(1))
      })
    const up = () =>
      step('up(room)', {}, function* () {
        yield* room.update((free) => free.plus(1))
      })

    const read_lock = procedure(function* read_lock() {
      if (locked) yield* count_lock.lock()
      const before = yield* read_count.load()
      yield* read_count.store(before.plus(1))
      yield* when(before.eq(0), function* () {
        yield* down()
      })
      if (locked) yield* count_lock.unlock()
    })
    const read_unlock = procedure(function* read_unlock() {
      if (locked) yield* count_lock.lock()
      const before = yield* read_count.load()
      yield* read_count.store(before.minus(1))
      if (flaw === 'late-test') {
        yield* count_lock.unlock()
        const left = yield* read_count.load()
        yield* when(left.eq(0), function* () {
          yield* up()
        })
      } else {
        yield* when(before.eq(1), function* () {
          yield* up()
        })
        if (locked) yield* count_lock.unlock()
      }
    })

    const reader = m.process('reader', { count: readers }, function* () {
      yield* forever(function* () {
        yield* read_lock()
        yield* label('reading')
        yield* read_unlock()
      })
    })
    const writer = m.process('writer', { count: writers }, function* () {
      yield* forever(function* () {
        yield* down()
        yield* label('writing')
        yield* up()
      })
    })

    const reading = reader.some((r) => r.at('reading'))
    const writing = m.define(
      'writing',
      writer.count((w) => w.at('writing')),
    )
    m.always('a writer is alone', writing.eq(0).or(writing.eq(1).and(reading.not())))
    m.reachable(
      'all readers read together',
      reader.every((r) => r.at('reading')),
    )
    m.reachable('somebody writes', writing.gt(0))
  },
)
