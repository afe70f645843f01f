/** What a reservation object tells of its fences, and where it blocks. */

import { describe, expect, test } from 'vitest'
import {
  and,
  array,
  assert,
  bool,
  index,
  int,
  just,
  label,
  nth,
  optional,
  set,
  skip,
  step,
  waitUntil,
  when,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import {
  dma_resv_usage_rw,
  dmaFence,
  dmaResv,
  spinlock,
  waited,
  type DmaResvUsage,
} from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'
import { add, fence, reservation } from './reservation.ts'

const usages: readonly DmaResvUsage[] = ['KERNEL', 'WRITE', 'READ', 'BOOKKEEP']

describe('asking for a usage', () => {
  for (const [rank, added] of usages.entries()) {
    test(`tells of ${added} fences whoever asks for ${usages.slice(rank).join(', ')}`, async () => {
      const build = (m: ModelBuilder) => {
        const { resv, a } = reservation(m)
        const { only } = m.process('submitter', () => add(resv, 0, added))
        for (const [asked, usage] of usages.entries()) {
          const seen = resv.fences(usage).has(a)
          m.always(usage, only.terminated().implies(asked >= rank ? seen : seen.not()))
        }
      }
      expect(await answer(build)).toBe('holds')
    })
  }

  test('does not tell of signalled fences', async () => {
    const build = (m: ModelBuilder) => {
      const { fences, resv, a } = reservation(m)
      const { only } = m.process('submitter', function* () {
        yield* add(resv, 0, 'WRITE')
        yield* fences.at(a).signal()
      })
      m.always('none', only.terminated().implies(resv.fences('BOOKKEEP').isEmpty()))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('is for readers of a new write, for writers of a new read', () => {
    expect([dma_resv_usage_rw(true), dma_resv_usage_rw(false)]).toEqual(['READ', 'WRITE'])
  })
})

test('of several objects fences can be asked for where nobody locks', async () => {
  const build = (m: ModelBuilder) => {
    const fences = m.state('fence', array(fence, dmaFence()))
    const object = index('object', 2)
    const resv = m.state('resv', array(object, dmaResv({ fences })))
    m.process('looker', function* () {
      yield* resv.at(nth(object, 1)).getFences('READ')
    })
    m.never('any', resv.at(nth(object, 0)).has(nth(fence, 0)))
  }
  expect(await answer(build)).toBe('holds')
})

describe('the fences as they are at one moment', () => {
  test('are none, one or several, and none that comes later', async () => {
    const build = (m: ModelBuilder) => {
      const { resv, a } = reservation(m)
      m.process('submitter', function* () {
        yield* add(resv, 0, 'READ')
        yield* add(resv, 1, 'READ')
      })
      const got = m.state('got', optional(set(fence)))
      m.process('exporter', function* () {
        const fences = yield* resv.getFences('READ')
        yield* got.set(just(fences))
      })
      const size = (n: number) => got.isSome().and(got.get().size().eq(n))
      m.reachable('none', size(0))
      m.reachable('one', size(1))
      m.reachable('several', size(2))
      m.reachable('a later one is not among them', and(size(1), resv.fences('READ').size().eq(2)))
      m.always('the first comes first', size(1).implies(got.get().has(a)))
    }
    expect(await answer(build)).toBe('holds')
  })
})

describe('waiting for the fences', () => {
  const user = (usage: DmaResvUsage) => (m: ModelBuilder) => {
    const { fences, resv, a } = reservation(m)
    const submitter = m.process('submitter', () => add(resv, 0, 'READ'))
    const { only } = m.process('user', function* () {
      yield* waitUntil(submitter.only.terminated())
      yield* resv.waitFences(usage)
    })
    m.process('worker', function* () {
      yield* fences.at(a).signal()
    })
    m.never('used too early', only.terminated().and(fences.at(a).signaled.not()))
  }

  test('of readers holds up a writer', async () => {
    expect(await answer(user(dma_resv_usage_rw(true)))).toBe('holds')
  })

  test('of readers holds up no reader', async () => {
    expect(await answer(user(dma_resv_usage_rw(false)))).toMatch('violated: used too early')
  })

  test('with the lock held is a deadlock where the signal needs the lock', async () => {
    const build = (locks: boolean) => (m: ModelBuilder) => {
      const { fences, resv, a } = reservation(m)
      m.process('submitter', () => add(resv, 0, 'WRITE'))
      m.process('worker', function* () {
        if (locks) {
          yield* resv.lock()
          yield* resv.unlock()
        }
        yield* fences.at(a).signal()
      })
      m.process('evictor', function* () {
        yield* resv.lock()
        yield* resv.waitFences('BOOKKEEP')
        yield* resv.unlock()
      })
    }
    expect(await answer(build(false))).toBe('holds')
    expect(await answer(build(true))).toBe('deadlock, 5 steps')
  })

  test('must not happen in an atomic section', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', spinlock('lock'))
      const { resv } = reservation(m)
      m.process('user', function* () {
        yield* lock.lock()
        yield* resv.waitFences('READ')
      })
    }
    expect(await answer(build)).toBe('fault: sleeping in atomic context, 2 steps')
  })

  test('with a timeout gives whether they are signalled, and does not count on the timeout', async () => {
    const build = (signals: boolean) => (m: ModelBuilder) => {
      const { fences, resv, a } = reservation(m)
      const { only } = m.process('user', function* () {
        yield* add(resv, 0, 'WRITE')
        const signaled = yield* resv.waitFencesTimeout('WRITE')
        yield* when(signaled.not(), function* () {
          yield* label('timed out')
          yield* skip()
        })
      })
      m.process('worker', function* () {
        if (signals) yield* fences.at(a).signal()
        else yield* skip()
      })
      m.reachable('timed out', only.at('timed out'))
    }
    expect(await answer(build(true))).toBe('holds')
    expect(await answer(build(false))).toBe('deadlock, 5 steps')
  })

  test('that a signal may end gives whether they are signalled, and does not count on one', async () => {
    const build = (signals: boolean) => (m: ModelBuilder) => {
      const { fences, resv, a } = reservation(m)
      const { only } = m.process('user', function* () {
        yield* add(resv, 0, 'WRITE')
        const signaled = yield* resv.waitFencesInterruptible('WRITE')
        yield* when(signaled.not(), function* () {
          yield* label('interrupted')
          yield* skip()
        })
      })
      m.process('worker', function* () {
        if (signals) yield* fences.at(a).signal()
        else yield* skip()
      })
      m.reachable('interrupted', only.at('interrupted'))
    }
    expect(await answer(build(true))).toBe('holds')
    expect(await answer(build(false))).toMatch(/^deadlock/)
  })

  test('with a timeout that a signal may end gives which of the three it was', async () => {
    const build = (m: ModelBuilder) => {
      const { fences, resv, a } = reservation(m)
      const ended = m.state('ended', optional(waited))
      m.process('user', function* () {
        yield* add(resv, 0, 'WRITE')
        const how = yield* resv.waitFencesInterruptibleTimeout('WRITE')
        yield* ended.set(just(how))
      })
      m.process('worker', function* () {
        yield* fences.at(a).signal()
      })
      for (const how of waited.values) m.reachable(how, ended.is(how))
    }
    expect(await answer(build)).toBe('holds')
  })
})

describe('going through the fences', () => {
  test('without the lock begins again where one is added', async () => {
    const build = (m: ModelBuilder) => {
      const { resv } = reservation(m)
      const counted = m.state('counted', int(0, 3))
      const again = m.state('again', bool)
      m.process('submitter', function* () {
        yield* add(resv, 0, 'READ')
        yield* add(resv, 1, 'READ')
      })
      const { only } = m.process('reader', function* () {
        yield* resv.forEachFenceUnlocked('READ', function* (_, restarted) {
          yield* when(restarted, function* () {
            yield* again.set(counted.ne(0))
            yield* counted.set(0)
          })
          yield* counted.set(counted.plus(1))
        })
      })
      m.reachable('once more', again)
      m.reachable('both', only.terminated().and(counted.eq(2)))
      m.never('one twice', counted.gt(2))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('without the lock counts a fence twice where nobody looks at the restart', async () => {
    const build = (m: ModelBuilder) => {
      const { resv } = reservation(m)
      const counted = m.state('counted', int(0, 3))
      m.process('submitter', function* () {
        yield* add(resv, 0, 'READ')
        yield* add(resv, 1, 'READ')
      })
      m.process('reader', function* () {
        yield* resv.forEachFenceUnlocked('READ', function* () {
          yield* counted.set(counted.plus(1))
        })
      })
      m.never('one twice', counted.gt(2))
    }
    expect(await answer(build)).toBe('violated: one twice, 13 steps')
  })

  test('with the lock tells of each once, signalled or not', async () => {
    const build = (m: ModelBuilder) => {
      const { fences, resv, a } = reservation(m)
      const seen = m.state('seen', set(fence))
      const { only } = m.process('user', function* () {
        yield* add(resv, 0, 'READ')
        yield* add(resv, 1, 'BOOKKEEP')
        yield* fences.at(a).signal()
        yield* resv.lock()
        yield* resv.forEachFence('READ', function* (each) {
          yield* step('see', {}, function* () {
            yield* assert(seen.has(each).not(), 'twice')
            yield* seen.set(seen.add(each))
          })
        })
        yield* resv.unlock()
      })
      m.always('readers', only.terminated().implies(seen.eq([a])))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('as if with the lock needs it', async () => {
    const build = (m: ModelBuilder) => {
      const { resv } = reservation(m)
      m.process('user', function* () {
        yield* resv.forEachFence('READ', function* () {
          yield* skip()
        })
      })
    }
    expect(await answer(build)).toBe("assertion: 'resv' is not held, 1 steps")
  })
})
