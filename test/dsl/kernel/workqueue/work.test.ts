/** Work: what is executed when, what waiting for it waits for, and where that blocks. */

import { describe, expect, test } from 'vitest'
import {
  forever,
  int,
  label,
  model,
  not,
  skip,
  when,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import { atomicInt, spinlock, workqueue } from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'
import { workUnderLock } from './work-scene.ts'

describe('queue_work', () => {
  test('has the function executed, by a worker', async () => {
    const build = (m: ModelBuilder) => {
      const wq = m.state('wq', workqueue({ run: null }))
      const runs = m.state('runs', int(0, 1))
      wq.workers(m, {
        *run() {
          yield* runs.set(1)
        },
      })
      m.process('task', function* () {
        yield* wq.work.run.queue()
        yield* wq.work.run.flush()
        yield* label('flushed')
        yield* skip()
      })
      m.reachable('executed', runs.eq(1))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('does nothing while it is pending', async () => {
    const build = (m: ModelBuilder) => {
      const wq = m.state('wq', workqueue({ run: null }))
      const runs = m.state('runs', atomicInt(int(0, 2)))
      wq.workers(m, {
        *run() {
          yield* runs.incReturn()
        },
      })
      const task = m.process('task', function* () {
        const first = yield* wq.work.run.queue()
        const second = yield* wq.work.run.queue()
        yield* when(first.and(second), function* () {
          yield* label('queued twice')
          yield* skip()
        })
        yield* when(not(first), function* () {
          yield* label('refused at first')
          yield* skip()
        })
        yield* wq.work.run.flush()
        yield* label('flushed')
        yield* skip()
      })
      m.reachable('queued twice', task.only.at('queued twice'))
      m.never('refused at first', task.only.at('refused at first'))
      m.always('executed', task.only.at('flushed').implies(runs.value.ge(1)))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('while it runs has it run once more, and never by two at a time', async () => {
    const build = (m: ModelBuilder) => {
      const wq = m.state('wq', workqueue({ run: null }))
      const worker = wq.workers(
        m,
        {
          *run() {
            yield* label('in run')
            yield* skip()
          },
        },
        { count: 2 },
      )
      const task = m.process('task', function* () {
        yield* wq.work.run.queue()
        yield* wq.work.run.queue()
      })
      const inside = worker.count((w) => w.at('in run'))
      m.always('alone', inside.le(1))
      m.reachable(
        'queued while it runs',
        task.only.terminated().and(wq.work.run.isPending(), inside.eq(1)),
      )
    }
    expect(await answer(build)).toBe('holds')
  })

  test('clears pending before the function runs, which can queue itself again', async () => {
    const build = (m: ModelBuilder) => {
      const wq = m.state('wq', workqueue({ run: null }))
      const again = m.state('again', int(0, 2))
      wq.workers(m, {
        *run() {
          yield* when(again.lt(2), function* () {
            yield* again.update((n) => n.plus(1))
            yield* wq.work.run.queue()
          })
        },
      })
      m.process('task', function* () {
        yield* wq.work.run.queue()
      })
      m.reachable('twice more', again.eq(2).and(not(wq.work.run.isPending())))
    }
    expect(await answer(build)).toBe('holds')
  })
})

describe('flush_work', () => {
  test('waits for the run that is queued or on', async () => {
    const build = (m: ModelBuilder) => {
      const wq = m.state('wq', workqueue({ run: null }))
      const worker = wq.workers(m, {
        *run() {
          yield* label('in run')
          yield* skip()
        },
      })
      const task = m.process('task', function* () {
        yield* wq.work.run.queue()
        yield* wq.work.run.flush()
        yield* label('flushed')
        yield* skip()
      })
      const flushed = task.only.at('flushed')
      m.never('flushed and not done', flushed.and(worker.only.at('in run')))
      m.never('flushed and pending', flushed.and(wq.work.run.isPending()))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('does not wait where nothing is queued or on, and says so', async () => {
    const build = (m: ModelBuilder) => {
      const wq = m.state('wq', workqueue({ run: null }))
      wq.workers(m, {
        *run() {
          yield* skip()
        },
      })
      const task = m.process('task', function* () {
        const idle = yield* wq.work.run.flush()
        yield* wq.work.run.queue()
        const busy = yield* wq.work.run.flush()
        yield* when(idle, function* () {
          yield* label('waited for nothing')
          yield* skip()
        })
        yield* when(busy, function* () {
          yield* label('waited')
          yield* skip()
        })
      })
      m.never('waited for nothing', task.only.at('waited for nothing'))
      m.reachable('waited', task.only.at('waited'))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('does not wait for what is queued after it', async () => {
    const build = (m: ModelBuilder) => {
      const wq = m.state('wq', workqueue({ run: null }))
      wq.workers(m, {
        *run() {
          yield* wq.work.run.queue()
        },
      })
      const task = m.process('task', function* () {
        yield* wq.work.run.queue()
        yield* wq.work.run.flush()
      })
      m.reachable('ends', task.only.terminated())
    }
    expect(await answer(build)).toBe('holds')
  })

  test('under a lock that the work takes is a deadlock', async () => {
    const flushing = (under: boolean) => (m: ModelBuilder) => {
      const { lock, run } = workUnderLock(m)
      m.process('task', function* () {
        yield* run.queue()
        if (under) yield* lock.lock()
        yield* run.flush()
        if (under) yield* lock.unlock()
      })
    }
    expect(await answer(flushing(false))).toBe('holds')
    expect(await answer(flushing(true))).toMatch(/^deadlock/)
  })

  test('under a lock that the work takes is a deadlock while others run on', async () => {
    const build = (m: ModelBuilder) => {
      const { lock, run } = workUnderLock(m)
      m.process('task', function* () {
        yield* run.queue()
        yield* lock.lock()
        yield* run.flush()
        yield* lock.unlock()
      })
      m.process('spinner', function* () {
        yield* forever(function* () {
          yield* skip()
        })
      })
    }
    expect(await answer(build)).toBe('deadlock, 4 steps')
  })

  test('under a lock that the work takes closes a cycle of classes though no run deadlocks', async () => {
    const ending = (how: 'flush' | 'cancel' | 'flush the queue') => (m: ModelBuilder) => {
      const { lock, wq, run } = workUnderLock(m)
      m.process('task', function* () {
        yield* lock.lock()
        if (how === 'flush') yield* run.flush()
        else if (how === 'cancel') yield* run.cancelSync()
        else yield* wq.flush()
        yield* lock.unlock()
        yield* run.queue()
      })
    }
    const work = 'lock order: circular: (work_completion)(&run) -> lock -> (work_completion)(&run)'
    expect(await answer(ending('flush'))).toBe(work)
    expect(await answer(ending('cancel'))).toBe(work)
    expect(await answer(ending('flush the queue'))).toBe(
      'lock order: circular: (wq_completion)wq -> lock -> (wq_completion)wq',
    )
  })

  test('by the work itself is a deadlock', async () => {
    const build = (m: ModelBuilder) => {
      const wq = m.state('wq', workqueue({ run: null }))
      wq.workers(m, {
        *run() {
          yield* wq.work.run.flush()
        },
      })
      m.process('task', function* () {
        yield* wq.work.run.queue()
        yield* wq.work.run.flush()
      })
    }
    expect(await answer(build)).toMatch(/^deadlock/)
  })

  test('of work behind the own is a deadlock where no other worker can come to it', async () => {
    const flushing = (ordered: boolean, workers: { readonly count?: number }) => {
      return (m: ModelBuilder) => {
        const wq = m.state('wq', workqueue({ first: null, second: null }, { ordered }))
        const functions = {
          *first() {
            yield* wq.work.second.flush()
          },
          *second() {
            yield* skip()
          },
        }
        wq.workers(m, functions, workers)
        m.process('task', function* () {
          yield* wq.work.first.queue()
          yield* wq.work.second.queue()
          yield* wq.work.first.flush()
        })
      }
    }
    expect(await answer(flushing(true, {}))).toMatch(/^deadlock/)
    expect(await answer(flushing(false, { count: 1 }))).toMatch(/^deadlock/)
    expect(await answer(flushing(false, {}))).toBe('holds')
  })

  test('under a spinlock is a fault', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', spinlock('lock'))
      const wq = m.state('wq', workqueue({ run: null }))
      wq.workers(m, {
        *run() {
          yield* skip()
        },
      })
      m.process('task', function* () {
        yield* lock.lock()
        yield* wq.work.run.flush()
      })
    }
    expect(await answer(build)).toBe('fault: sleeping in atomic context, 2 steps')
  })

  test('asks for the work as for a lock, which its function holds', () => {
    const built = model('small', {}, (m) => {
      const wq = m.state('wq', workqueue({ run: null }, { ordered: true }))
      wq.workers(m, {
        *run() {
          yield* skip()
        },
      })
      m.process('task', function* () {
        yield* wq.work.run.flush()
      })
    }).instantiate()
    const [flush] = built.processes[1]?.body.statements ?? []
    const asked = flush?.kind === 'step' ? flush.requests : []
    expect(asked.map(({ lock, trying }) => [built.locks[lock]?.lockClass, trying])).toEqual([
      ['(work_completion)(&run)', false],
      ['(wq_completion)wq', false],
    ])
    expect(built.locks.map(({ kind, holdings }) => [kind, holdings.length])).toEqual([
      ['mark', 1],
      ['mark', 1],
    ])
  })

  test('where nobody waits as declared is a mistake', () => {
    const build = model('small', {}, (m) => {
      const wq = m.state('wq', workqueue({ run: null }, { waited: false }))
      m.process('task', function* () {
        yield* wq.work.run.flush()
      })
    })
    expect(() => build.instantiate()).toThrow(
      "'wq' is declared as a queue that nobody waits for. Leave out its '{ waited: false }'.",
    )
  })
})
