/**
 * Producers and consumers around a buffer, with a mutex and condition variables. After Markus
 * Kuppe's BlockingQueue tutorial (github.com/lemmy/BlockingQueue) on an example of Michel
 * Charpentier's, with the steps that C makes of it. The buffer's range is its capacity: an item put
 * into a full one, or taken from an empty one, is a fault.
 */

import {
  atomic,
  current,
  forever,
  int,
  label,
  model,
  oneOf,
  pick,
  procedure,
  set,
  step,
  thread,
  until,
  waitUntil,
  when,
} from '../../dsl/index.ts'
import type { BoolTerm, PlaceOf, SetSort, ThreadSort } from '../../dsl/index.ts'
import { mutex } from '../../dsl/kernel/index.ts'

/**
 * - `conditions`: producers and consumers wait for a condition each, or all for one;
 * - `wake`: who made the condition true wakes one waiter, or all;
 * - `test`: who was woken tests again (`while`), or believes what woke it (`if`).
 */
export const boundedBuffer = model(
  'bounded buffer',
  {
    producers: int(1, 4).default(1),
    consumers: int(1, 4).default(2),
    capacity: int(1, 4).default(1),
    conditions: int(1, 2).default(2),
    wake: oneOf('signal', 'broadcast'),
    test: oneOf('while', 'if'),
  },
  (m, { producers, consumers, capacity, conditions, wake, test }) => {
    const lock = m.state('lock', mutex('lock'))
    const items = m.state('items', int(0, capacity))
    const not_full = m.state(conditions === 1 ? 'changed' : 'not_full', set(thread))
    const not_empty = conditions === 1 ? not_full : m.state('not_empty', set(thread))

    /** Gives up the lock in the step in which it begins to wait; takes it again when woken. */
    const cond_wait = (waiters: Waiters, event: string) =>
      procedure(function* cond_wait() {
        yield* atomic(function* sleep() {
          yield* waiters.update((waiting) => waiting.add(current()))
          yield* lock.unlock()
        })
        yield* waitUntil(waiters.has(current()).not(), { wait: { kind: 'event', event, by: null } })
        yield* lock.lock()
      })
    /** Wakes any one of those who wait; nobody, where nobody waits. */
    const cond_signal = (waiters: Waiters) =>
      step('cond_signal', {}, function* () {
        yield* when(waiters.isEmpty().not(), function* () {
          const woken = yield* pick(waiters)
          yield* waiters.update((waiting) => waiting.remove(woken))
        })
      })
    const cond_broadcast = (waiters: Waiters) =>
      step('cond_broadcast', {}, function* () {
        yield* waiters.set([])
      })
    const awaken = wake === 'signal' ? cond_signal : cond_broadcast

    /** Waits, with the lock held, until the condition is true. */
    function* wait_for(condition: BoolTerm, wait: ReturnType<typeof cond_wait>) {
      if (test === 'while') {
        yield* until(condition, function* () {
          yield* wait()
        })
      } else {
        yield* when(condition.not(), function* () {
          yield* wait()
        })
      }
    }

    const wait_not_full = cond_wait(not_full, 'an item to be taken')
    const put = procedure(function* put() {
      yield* lock.lock()
      yield* wait_for(items.lt(capacity), wait_not_full)
      yield* items.update((stored) => stored.plus(1))
      yield* awaken(not_empty)
      yield* lock.unlock()
    })

    const wait_not_empty = cond_wait(not_empty, 'an item to be put')
    const take = procedure(function* take() {
      yield* lock.lock()
      yield* wait_for(items.gt(0), wait_not_empty)
      yield* items.update((stored) => stored.minus(1))
      yield* label('taken')
      yield* awaken(not_full)
      yield* lock.unlock()
    })

    m.process('producer', { count: producers }, function* () {
      yield* forever(function* () {
        yield* put()
      })
    })
    const consumer = m.process('consumer', { count: consumers }, function* () {
      yield* forever(function* () {
        yield* take()
      })
    })

    m.reachable(
      'an item is taken',
      consumer.some((c) => c.at('taken')),
    )
    m.reachable('the buffer is full', items.eq(capacity))
  },
)

type Waiters = PlaceOf<SetSort<ThreadSort>>
