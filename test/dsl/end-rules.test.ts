/** The rules about the end: when they are asked, of whom, and how they are reported. */

import { describe, expect, test } from 'vitest'
import {
  array,
  bool,
  fail,
  forever,
  identity,
  not,
  skip,
  step,
  type ModelBuilder,
  type PlaceOf,
  type Primitive,
  type BoolSort,
} from '../../dsl/index.ts'
import { mutex, rwsem } from '../../dsl/kernel/index.ts'
import { answer, reportOf } from './kernel/answer.ts'

/** A flag that has to be down at the end; of each thread that has ended, that it is not the one which raised it last. */
function flag(message: string): Primitive<BoolSort, PlaceOf<BoolSort>> {
  return {
    sort: bool,
    attach: (raised, _, declare) => {
      declare.atEnd(message, () => not(raised))
      return raised
    },
  }
}

describe('what a primitive says of the end', () => {
  const raising = (lowered: boolean, daemon: boolean) => (m: ModelBuilder) => {
    const raised = m.state('flag', flag('the flag is up'))
    m.process('raiser', { daemon }, function* () {
      yield* raised.set(true)
      yield* raised.set(false)
      yield* raised.set(!lowered)
    })
  }

  test('is a fault in the state in which it is broken', async () => {
    const { verdict, steps } = await reportOf(raising(false, false))
    expect(verdict).toMatchObject({ kind: 'fault', fault: 'rule', message: 'the flag is up' })
    expect(steps).toBe(3)
    expect(await answer(raising(false, false))).toBe('fault: the flag is up, 3 steps')
  })

  test('may be broken before', async () => {
    expect(await answer(raising(true, false))).toBe('holds')
  })

  test('is not asked where there are only daemons, which need not end', async () => {
    expect(await answer(raising(false, true))).toBe('holds')
  })

  test('is asked where every process that is no daemon has ended, and not before', async () => {
    const seen = await answer((m) => {
      const raised = m.state('flag', flag('the flag is up'))
      m.process('raiser', function* () {
        yield* raised.set(true)
      })
      m.process('late', function* () {
        yield* skip()
        yield* raised.set(true)
      })
      m.process('idle', { daemon: true }, function* () {
        yield* forever(function* () {
          yield* skip()
        })
      })
    })
    expect(seen).toBe('fault: the flag is up, 3 steps')
  })

  test('comes behind the faults of steps, and before what the author declares', async () => {
    const besides = (m: ModelBuilder) => {
      const raised = m.state('flag', flag('the flag is up'))
      m.process('raiser', function* () {
        yield* raised.set(true)
      })
      m.never('raised', raised)
    }
    expect(await answer(besides)).toBe('fault: the flag is up, 1 steps')
    const stepping = (m: ModelBuilder) => {
      besides(m)
      m.process('failing', { daemon: true }, function* () {
        yield* fail('a step')
      })
    }
    expect(await answer(stepping)).toBe('fault: a step, 1 steps')
  })

  test('comes in the order of declaration, and may be said twice', async () => {
    const seen = await answer((m) => {
      const [one, other] = [m.state('one', flag('first')), m.state('other', flag('second'))]
      m.state('third', flag('second'))
      m.process('raiser', function* () {
        yield* step('raise', {}, function* () {
          yield* other.set(true)
          yield* one.set(true)
        })
      })
    })
    expect(seen).toBe('fault: first, 1 steps')
  })

  test('is said of each element of a family', async () => {
    const seen = await answer((m) => {
      const slot = identity('slot', 2)
      const flags = m.state('flag', array(slot, flag('a flag is up')))
      m.process('raiser', { each: slot }, function* (self) {
        yield* flags.at(self).set(true)
        yield* flags.at(self).set(false)
      })
      m.process('other', { each: slot }, function* (self) {
        yield* flags.at(self).set(false)
      })
    })
    expect(seen).toBe('holds')
    const left = await answer((m) => {
      const slot = identity('slot', 2)
      const flags = m.state('flag', array(slot, flag('a flag is up')))
      m.process('raiser', { each: slot }, function* (self) {
        yield* flags.at(self).set(true)
      })
    })
    expect(left).toBe('fault: a flag is up, 2 steps')
  })
})

describe('what a primitive says of whoever has ended', () => {
  /** Whether a thread has left it: as of interrupts or preemption, of which each has its own. */
  const presence: Primitive<BoolSort, { enter(): ReturnType<PlaceOf<BoolSort>['set']> }> = {
    sort: bool,
    attach: (inside, _, declare) => {
      declare.atReturn('ended inside', () => not(inside))
      return { enter: () => inside.set(true) }
    },
  }

  test('is a fault where one has ended and it is not so', async () => {
    const entering = (daemon: boolean) => (m: ModelBuilder) => {
      const inside = m.state('inside', presence)
      m.process('visitor', { daemon }, function* () {
        yield* inside.enter()
      })
    }
    expect(await answer(entering(false))).toBe('fault: ended inside, 1 steps')
    expect(await answer(entering(true))).toBe('holds')
  })

  test('is a fault as soon as one has ended, while another never does', async () => {
    const seen = await answer((m) => {
      const off = m.state('off', presence)
      m.process('visitor', function* () {
        yield* off.enter()
      })
      m.process('other', function* () {
        yield* forever(function* () {
          yield* skip()
        })
      })
    })
    expect(seen).toBe('fault: ended inside, 1 steps')
  })
})

describe('a lock', () => {
  const left = 'fault: lock held when returning to user space'

  test('held by a daemon at the end is fine; held by one that has ended is a fault', async () => {
    const holding = (daemon: boolean) => (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      m.process('holder', { daemon }, function* () {
        yield* lock.lock()
      })
      m.process('other', function* () {
        yield* skip()
      })
    }
    expect(await answer(holding(true))).toBe('holds')
    expect(await answer(holding(false))).toBe(`${left}: lock, 1 steps`)
  })

  test('a process that ends with a lock held is found while another never ends', async () => {
    const beside = (unlocks: boolean) => (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      m.process('holder', function* () {
        yield* lock.lock()
        if (unlocks) yield* lock.unlock()
      })
      m.process('other', function* () {
        yield* forever(function* () {
          yield* skip()
        })
      })
    }
    expect(await answer(beside(false))).toBe(`${left}: lock, 1 steps`)
    expect(await answer(beside(true))).toBe('holds')
  })

  test('of a family is named with its family', async () => {
    const seen = await answer((m) => {
      const slot = identity('slot', 2)
      const locks = m.state('lock', array(slot, mutex('lock')))
      m.process('holder', { each: slot }, function* (self) {
        yield* locks.at(self).lock()
      })
    })
    expect(seen).toBe(`${left}: lock[], 1 steps`)
  })

  test('that can be held in two ways is held in either', async () => {
    const seen = await answer((m) => {
      const sem = m.state('sem', rwsem('sem'))
      m.process('reader', function* () {
        yield* sem.downRead()
      })
    })
    expect(seen).toBe(`${left}: sem, 1 steps`)
  })
})
