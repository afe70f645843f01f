/** What a reservation object allows and forbids whoever adds fences to it. */

import { describe, expect, test } from 'vitest'
import {
  array,
  bool,
  choose,
  fail,
  index,
  label,
  nth,
  set,
  optional,
  skip,
  thread,
  value,
  when,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import {
  dmaFence,
  dmaFences,
  dmaResv,
  reservation_ww_class,
  spinlock,
  WwAcquireCtx,
  type DmaResvUsage,
} from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'
import { add, fence, reservation } from './reservation.ts'

describe('adding a fence', () => {
  test('needs a reservation, which the unlock loses', async () => {
    const build = (again: boolean) => (m: ModelBuilder) => {
      const { resv, a } = reservation(m)
      m.process('submitter', function* () {
        yield* resv.lock()
        yield* resv.reserveFences(1)
        yield* resv.unlock()
        yield* resv.lock()
        if (again) yield* resv.reserveFences(1)
        yield* resv.addFence(a, 'WRITE')
        yield* resv.unlock()
      })
    }
    expect(await answer(build(true))).toBe('holds')
    expect(await answer(build(false))).toBe(
      'fault: BUG_ON(fobj->num_fences >= fobj->max_fences), 5 steps',
    )
  })

  test('takes one of the slots that are reserved', async () => {
    const build = (reserved: number) => (m: ModelBuilder) => {
      const { resv, a, b } = reservation(m, 2)
      m.process('submitter', function* () {
        yield* resv.lock()
        yield* resv.reserveFences(reserved)
        yield* resv.addFence(a, 'READ')
        yield* resv.addFence(b, 'READ')
        yield* resv.unlock()
      })
    }
    expect(await answer(build(2))).toBe('holds')
    expect(await answer(build(1))).toBe(
      'fault: BUG_ON(fobj->num_fences >= fobj->max_fences), 4 steps',
    )
  })

  test('takes the place of a signalled fence', async () => {
    const build = (m: ModelBuilder) => {
      const { fences, resv, a, b } = reservation(m)
      const { only } = m.process('submitter', function* () {
        yield* resv.lock()
        yield* resv.reserveFences(1)
        yield* resv.addFence(a, 'READ')
        yield* fences.at(a).signal()
        yield* resv.addFence(b, 'WRITE')
        yield* resv.unlock()
      })
      m.always('in its place', only.terminated().implies(resv.has(b).and(resv.has(a).not())))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('needs the lock', async () => {
    const build = (m: ModelBuilder) => {
      const { resv, a } = reservation(m)
      m.process('submitter', function* () {
        yield* resv.addFence(a, 'WRITE')
      })
    }
    expect(await answer(build)).toBe("assertion: 'resv' is not held, 1 steps")
  })

  test('makes it known before the unlock', async () => {
    const build = (m: ModelBuilder) => {
      const { resv } = reservation(m)
      m.process('submitter', () => add(resv, 0, 'WRITE'))
      const { only } = m.process('observer', function* () {
        const signaled = yield* resv.testSignaled('WRITE')
        yield* when(signaled.not(), function* () {
          yield* label('known')
          yield* skip()
        })
      })
      m.reachable('known before the unlock', only.at('known').and(resv.isLocked()))
    }
    expect(await answer(build)).toBe('holds')
  })

  /** What is there after the second fence was added to the first. */
  const replacing =
    (
      contexts: readonly [number, number],
      seqnos: readonly [number, number],
      added: readonly [DmaResvUsage, DmaResvUsage],
    ) =>
    async () => {
      const context = index('context', 2)
      return answer((m) => {
        const options = { context, seqno: { kind: 'int', min: 0, max: 1 } } as const
        const fences = m.state('fence', array(fence, dmaFence(options)))
        const resv = m.state('resv', dmaResv({ fences }))
        const { only } = m.process('submitter', function* () {
          for (const n of [0, 1] as const) {
            yield* fences
              .at(nth(fence, n))
              .init({ context: nth(context, contexts[n]), seqno: seqnos[n] })
          }
          yield* add(resv, 0, added[0])
          yield* add(resv, 1, added[1])
        })
        m.never('both are there', only.terminated().and(resv.has(nth(fence, 0))))
      })
    }
  const replaces = 'holds'
  const stays = 'violated: both are there, 10 steps'

  test('replaces an older one of its context', async () => {
    expect(await replacing([0, 0], [0, 1], ['WRITE', 'WRITE'])()).toBe(replaces)
  })
  test('replaces none of another context', async () => {
    expect(await replacing([0, 1], [0, 1], ['WRITE', 'WRITE'])()).toBe(stays)
  })
  test('replaces none that comes after it', async () => {
    expect(await replacing([0, 0], [1, 0], ['WRITE', 'WRITE'])()).toBe(stays)
  })
  test('replaces one that fewer wait for', async () => {
    expect(await replacing([0, 0], [0, 1], ['READ', 'WRITE'])()).toBe(replaces)
  })
  test('replaces none that more wait for', async () => {
    expect(await replacing([0, 0], [0, 1], ['WRITE', 'READ'])()).toBe(stays)
  })

  test('believes who says that contexts are equal: a lost dependency', async () => {
    const build = (same: boolean) => (m: ModelBuilder) => {
      const fences = m.state('fence', array(fence, dmaFence()))
      const sameContext = () => value(bool, same)
      const resv = m.state('resv', dmaResv({ fences, sameContext }))
      const { only } = m.process('submitter', function* () {
        yield* add(resv, 0, 'WRITE')
        yield* add(resv, 1, 'WRITE')
      })
      m.always('both are there', only.terminated().implies(resv.has(nth(fence, 0))))
    }
    expect(await answer(build(false))).toBe('holds')
    expect(await answer(build(true))).toBe('violated: both are there, 8 steps')
  })
})

describe('a reservation', () => {
  test('may sleep, and so is not made in an atomic section', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', spinlock('lock'))
      const { resv } = reservation(m)
      m.process('submitter', function* () {
        yield* resv.lock()
        yield* lock.lock()
        yield* resv.reserveFences(1)
      })
    }
    expect(await answer(build)).toBe('fault: sleeping in atomic context, 3 steps')
  })

  test('needs the lock', async () => {
    const build = (m: ModelBuilder) => {
      const { resv } = reservation(m)
      m.process('submitter', function* () {
        yield* resv.reserveFences(1)
      })
    }
    expect(await answer(build)).toBe("assertion: 'resv' is not held, 1 steps")
  })

  test('gives whether there was memory', async () => {
    const build = (m: ModelBuilder) => {
      const { resv } = reservation(m)
      const { only } = m.process('submitter', function* () {
        yield* resv.lock()
        const reserved = yield* resv.reserveFences(1, function* () {
          return yield* choose(bool)
        })
        yield* when(
          reserved,
          function* () {
            yield* label('reserved')
            yield* resv.addFence(nth(fence, 0), 'READ')
          },
          function* () {
            yield* label('-ENOMEM')
            yield* skip()
          },
        )
        yield* resv.unlock()
      })
      m.reachable('reserved', only.at('reserved'))
      m.reachable('-ENOMEM', only.at('-ENOMEM'))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('does not allocate where there is room', async () => {
    const build = (m: ModelBuilder) => {
      const { resv } = reservation(m)
      m.process('submitter', function* () {
        yield* resv.lock()
        yield* resv.reserveFences(1)
        yield* resv.reserveFences(1, function* () {
          yield* fail('it allocates')
          return value(bool, true)
        })
        yield* resv.unlock()
      })
    }
    expect(await answer(build)).toBe('holds')
  })
})

test('a fence takes the place of those of a context that has no access any more', async () => {
  const build = (m: ModelBuilder) => {
    const { resv, a, b } = reservation(m)
    const { only } = m.process('user', function* () {
      yield* add(resv, 0, 'BOOKKEEP')
      yield* resv.lock()
      yield* resv.replaceFences((old) => old.eq(a), b, 'READ')
      yield* resv.unlock()
    })
    m.always('the new one', only.terminated().implies(resv.fences('READ').eq([b])))
  }
  expect(await answer(build)).toBe('holds')
})

describe('the lock', () => {
  test('is taken with acquire contexts in any order', async () => {
    const build = (m: ModelBuilder) => {
      const fences = m.state('fence', array(fence, dmaFence()))
      const buffer = index('buffer', 2)
      const resvs = m.state('resv', array(buffer, dmaResv({ fences, class: reservation_ww_class })))
      const ctx = new WwAcquireCtx(reservation_ww_class)
      const job = m.process('job', { each: buffer }, function* (own) {
        const other = own.next()
        yield* ctx.init()
        yield* resvs.at(own).lock(ctx)
        const ret = yield* resvs.at(other).lock(ctx)
        yield* when(
          ret.eq('-EDEADLK'),
          function* () {
            yield* label('backs off')
            yield* resvs.at(own).unlock()
            yield* resvs.at(other).lockSlow(ctx)
          },
          function* () {
            yield* resvs.at(own).unlock()
          },
        )
        yield* resvs.at(other).unlock()
        yield* ctx.fini()
      })
      m.reachable(
        'one backs off',
        job.some((j) => j.at('backs off')),
      )
    }
    expect(await answer(build)).toBe('holds')
  })

  test('alone has no more state than a mutex', () => {
    expect(dmaResv().sort).toEqual(optional(thread))
  })
})

describe('a reservation object with references', () => {
  /** Two fences of one context, each with a reference of its driver's. */
  const counted = (m: ModelBuilder) => {
    const released = m.state('released', set(fence))
    const fences = m.state(
      'fence',
      dmaFences(fence, {
        references: 3,
        ops: {
          *release(f) {
            yield* released.set(released.add(f))
          },
        },
      }),
    )
    const sameContext = () => value(bool, true)
    const resv = m.state('resv', dmaResv({ fences, references: true, sameContext }))
    return { released, fences, resv, a: nth(fence, 0), b: nth(fence, 1) }
  }

  test('keeps a fence until it is replaced', async () => {
    const build = (m: ModelBuilder) => {
      const { released, fences, resv, a, b } = counted(m)
      const { only } = m.process('submitter', function* () {
        yield* add(resv, 0, 'WRITE')
        yield* fences.at(a).put()
        yield* label('kept')
        yield* add(resv, 1, 'WRITE')
        yield* fences.at(b).put()
      })
      m.never('released while it is there', only.at('kept').and(released.has(a)))
      m.always('released in the end', only.terminated().implies(released.eq([a])))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('takes one reference, however often the fence is added', async () => {
    const build = (m: ModelBuilder) => {
      const { released, fences, resv, a } = counted(m)
      const { only } = m.process('submitter', function* () {
        yield* add(resv, 0, 'READ')
        yield* add(resv, 0, 'WRITE')
        yield* fences.at(a).put()
        yield* resv.fini()
      })
      m.always('released in the end', only.terminated().implies(released.eq([a])))
      m.never('too early', resv.has(a).and(released.has(a)))
    }
    expect(await answer(build)).toBe('holds')
  })
})
