/** The program tells where nobody can hold a lock, and so what need not be looked for. */

import { describe, expect, test } from 'vitest'
import { observationsOf } from '../../../checker/lock-order/observations.ts'
import { lower } from '../../../checker/lower/lower.ts'
import {
  array,
  choose,
  current,
  int,
  just,
  model,
  none,
  optional,
  skip,
  step,
  thread,
  when,
  type LockId,
  type ModelBuilder,
  type Primitive,
} from '../../../dsl/index.ts'
import { mutex } from '../../../dsl/kernel/locks/mutex.ts'
import { request } from '../../../dsl/kernel/locks/request.ts'

/** Something that is requested, and that nobody ever holds. */
const probe: Primitive<ReturnType<typeof optional<typeof thread>>, LockId> = {
  sort: optional(thread),
  initial: none,
  attach: (holders, name, declare) =>
    declare.lock({ name, lockClass: name, kind: 'mark', holdings: [{ holders }] }),
}

/** At which of the steps, by their names, it is asked whether the lock is held. */
function asked(build: (m: ModelBuilder, at: (name: string) => ReturnType<typeof step>) => void) {
  const built = model('small', {}, (m) => {
    const id = m.state('probe', probe)
    build(m, (name) => step(name, { requests: [request(id)] }, function* () {}))
  })
  const { list } = observationsOf(lower(built.instantiate()))
  return list.map((each) => each.request?.name ?? 'held')
}

describe('it is asked whether a lock is held', () => {
  test('only between where it is taken and where it is given up', () => {
    expect(
      asked((m, at) => {
        const lock = m.state('lock', mutex('lock'))
        m.process('p', function* () {
          yield* at('before')
          yield* lock.lock()
          yield* at('inside')
          yield* lock.unlock()
          yield* at('behind')
        })
      }),
    ).toEqual(['inside'])
  })

  test('of each element of an array by itself, where its index never changes', () => {
    expect(
      asked((m, at) => {
        const locks = m.state('lock', array(int(0, 1), mutex('lock')))
        m.process('p', function* () {
          yield* locks.at(0).lock()
          yield* locks.at(1).trylock()
          yield* locks.at(0).unlock()
          yield* at('still')
        })
        m.process('q', function* () {
          yield* locks.at(0).lock()
          yield* locks.at(0).unlock()
          yield* at('no more')
        })
      }),
    ).toEqual(['still'])
  })

  test('for ever, where it is not known which element is given up', () => {
    expect(
      asked((m, at) => {
        const locks = m.state('lock', array(int(0, 1), mutex('lock')))
        m.process('p', function* () {
          const one = yield* choose(int(0, 1))
          yield* at('before')
          yield* locks.at(one).lock()
          yield* locks.at(one).unlock()
          yield* at('behind')
        })
      }),
    ).toEqual(['behind'])
  })

  test('where it is given up on one way only', () => {
    expect(
      asked((m, at) => {
        const lock = m.state('lock', mutex('lock'))
        m.process('p', function* () {
          yield* lock.lock()
          const up = yield* choose(int(0, 1))
          yield* when(up.eq(0), function* () {
            yield* lock.unlock()
            yield* at('up')
          })
          yield* at('either')
        })
      }),
    ).toEqual(['either'])
  })

  test('everywhere, where somebody is given it by somebody else', () => {
    expect(
      asked((m, at) => {
        const next = m.state('next', optional(thread), none)
        const owner = m.state('owner', {
          sort: optional(thread),
          initial: none,
          attach: (place, name, declare) => {
            declare.lock({
              name,
              lockClass: name,
              kind: 'sleeping',
              holdings: [{ holders: place }],
            })
            return place
          },
        })
        m.process('p', function* () {
          yield* at('before')
          yield* step('queue', {}, function* () {
            yield* next.set(just(current()))
          })
        })
        m.process('q', function* () {
          yield* step('hand over', {}, function* () {
            yield* owner.set(next)
          })
          yield* skip()
        })
      }),
    ).toEqual(['before'])
  })
})
