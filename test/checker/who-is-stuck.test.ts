/** Who can never run again is found while others run on, and nobody else is. */

import { describe, expect, test } from 'vitest'
import {
  array,
  bool,
  current,
  either,
  forever,
  index,
  int,
  label,
  optional,
  record,
  skip,
  step,
  thread,
  waitUntil,
  when,
  just,
  type ModelBuilder,
} from '../../dsl/index.ts'
import { answer, locksIn, spinning, type Locks } from './stuck-models.ts'

describe('somebody is stuck', () => {
  test('who waits for a lock of somebody who has ended', async () => {
    const build = (m: ModelBuilder): void => {
      const { take } = locksIn(m)
      m.process('holder', function* () {
        yield* take(0)
      })
      m.process('waiter', function* () {
        yield* take(0)
      })
      spinning(m)
    }
    expect(await answer(build)).toBe('partial after 1: waiter')
  })

  test('who waits for himself', async () => {
    const build = (m: ModelBuilder): void => {
      const owner = m.state('owner', optional(thread))
      const lock = step(
        'lock',
        {
          guard: owner.isNone(),
          wait: { kind: 'lock', lock: 'owner', holders: owner.expr },
        },
        function* () {
          yield* owner.set(just(current()))
        },
      )
      const again = step(
        'lock',
        { guard: owner.isNone(), wait: { kind: 'lock', lock: 'owner', holders: owner.expr } },
        function* () {
          yield* owner.set(just(current()))
        },
      )
      m.process('p', function* () {
        yield* lock
        yield* again
      })
      spinning(m)
    }
    expect(await answer(build)).toBe('circular after 1: p round p')
  })

  test('who waits at a label that nobody ever leaves or reaches', async () => {
    const build = (m: ModelBuilder): void => {
      const flag = m.state('flag', bool)
      const other = m.process('other', function* () {
        yield* forever(function* () {
          yield* label('here')
          yield* flag.set(flag.not())
        })
      })
      m.process('waiter', function* () {
        yield* waitUntil(other.some((each) => each.terminated()))
      })
    }
    expect(await answer(build)).toBe('partial after 0: waiter')
  })

  test('not who waits for the end of somebody who goes on', async () => {
    const build = (m: ModelBuilder): void => {
      const other = m.process('other', function* () {
        yield* skip()
        yield* skip()
      })
      m.process('waiter', function* () {
        yield* waitUntil(other.some((each) => each.terminated()))
      })
    }
    expect(await answer(build)).toBe('holds')
  })

  test('who waits for one field while others write the other', async () => {
    const build = (m: ModelBuilder): void => {
      const both = m.state('both', record({ ready: bool, count: int(0, 1) }))
      m.process('waiter', function* () {
        yield* waitUntil(both.field('ready'))
      })
      m.process('counter', function* () {
        yield* forever(function* () {
          yield* both.field('count').set(1)
          yield* both.field('count').set(0)
        })
      })
    }
    expect(await answer(build)).toBe('partial after 0: waiter')
  })

  test('only when every branch that he may take is', async () => {
    const build = (released: boolean) => (m: ModelBuilder) => {
      const { take, put } = locksIn(m)
      m.process('waiter', function* () {
        yield* take(0)
        yield* either(
          function* () {
            yield* take(0)
          },
          function* () {
            yield* take(1)
          },
        )
        yield* put(1)
      })
      m.process('other', function* () {
        yield* forever(function* () {
          yield* take(released ? 1 : 2)
          yield* put(released ? 1 : 2)
        })
      })
      if (!released) {
        m.process('gone', function* () {
          yield* take(1)
        })
      }
    }
    expect(await answer(build(true))).toBe('holds')
    expect(await answer(build(false))).toBe('partial after 2: waiter')
  })
})

describe('a daemon', () => {
  const idle = (m: ModelBuilder, { take, put }: Locks): void => {
    m.process('daemon', { daemon: true }, function* () {
      yield* forever(function* () {
        yield* take(0)
        yield* put(1)
      })
    })
  }
  test('that idles for ever is no deadlock', async () => {
    const build = (m: ModelBuilder): void => {
      const locks = locksIn(m)
      idle(m, locks)
      m.process('once', function* () {
        yield* locks.take(2)
      })
      spinning(m)
    }
    expect(await answer(build)).toBe('holds')
    expect(await answer(build, { stuck: true })).toBe('holds')
  })

  test('for which others wait that is itself stuck is named apart', async () => {
    const build = (m: ModelBuilder): void => {
      const { asked, served } = { asked: m.state('asked', bool), served: m.state('served', bool) }
      m.process('daemon', { daemon: true }, function* () {
        yield* waitUntil(asked)
        yield* served.set(true)
      })
      m.process('client', { count: 2 }, function* () {
        yield* waitUntil(served)
        yield* asked.set(true)
      })
      spinning(m)
    }
    expect(await answer(build)).toBe(
      'circular after 0: client 0, client 1 with daemon round daemon, client 0',
    )
  })
})

describe('a process that is paused', () => {
  /** An interrupt handler that spins on a lock which the task it interrupts holds; another CPU goes on. */
  const handler = (masking: boolean) => (m: ModelBuilder) => {
    const lock = m.state('lock', bool)
    const [masked, inHandler] = [m.state('masked', bool), m.state('inHandler', bool)]
    const take = () =>
      step('spin_lock', { guard: lock.not() }, function* () {
        yield* lock.set(true)
      })
    const put = () => lock.set(false)
    const cpu = { runs: () => inHandler.not() }
    m.process('task', { on: cpu }, function* () {
      if (masking) yield* masked.set(true)
      yield* take()
      yield* put()
      if (masking) yield* masked.set(false)
    })
    m.process('irq', { context: 'hardirq' }, function* () {
      yield* step('enter', { guard: masked.not() }, function* () {
        yield* inHandler.set(true)
      })
      yield* take()
      yield* put()
      yield* inHandler.set(false)
    })
    const other = m.state('other', bool)
    m.process('elsewhere', function* () {
      yield* forever(function* () {
        yield* other.set(other.not())
      })
    })
  }

  test('waits for whoever could let it run', async () => {
    expect(await answer(handler(false))).toBe('circular after 2: task, irq round task, irq')
  })

  test('is not stuck where it cannot be interrupted', async () => {
    expect(await answer(handler(true))).toBe('holds')
  })
})

describe('more cells than a word has bits', () => {
  /** Each waits for the token of his number, and hands it to the next; `helper` may give one to somebody, and never does. */
  const ring = (helped: number | null) => (m: ModelBuilder) => {
    const token = m.state('token', array(int(0, 69), bool))
    m.process('p', { each: index('p', 70) }, function* (self) {
      const [own, next] = [token.at(self.ordinal()), token.at(self.ordinal().plus(1).mod(70))]
      yield* step('pass', { guard: own }, function* () {
        yield* own.set(false)
        yield* next.set(true)
      })
    })
    const never = m.state('never', bool)
    m.process('helper', function* () {
      yield* forever(function* () {
        yield* step('help', {}, function* () {
          yield* when(never, function* () {
            if (helped !== null) yield* token.at(helped).set(true)
          })
        })
      })
    })
  }

  test('show who waits for whom round a large circle', async () => {
    const names = Array.from({ length: 70 }, (_, number) => `p ${number}`)
    const round = [names[0], ...names.slice(1).toReversed()]
    expect(await answer(ring(null))).toBe(
      `circular after 0: ${names.join(', ')} round ${round.join(', ')}`,
    )
  })

  test.each([0, 31, 62, 63, 69])('show that a token %i would release everybody', async (helped) => {
    expect(await answer(ring(helped))).toBe('holds')
  })
})
