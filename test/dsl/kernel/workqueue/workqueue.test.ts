/** A workqueue: in which order its work is executed, and what waiting for all of it waits for. */

import { describe, expect, test } from 'vitest'
import {
  all,
  and,
  array,
  assert,
  choose,
  identity,
  int,
  just,
  label,
  model,
  oneOf,
  optional,
  set,
  skip,
  when,
  type BoolTerm,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import { delayed, mutex, spinlock, workqueue } from '../../../../dsl/kernel/index.ts'
import { rejection } from '../../rejection.ts'
import { answer } from '../answer.ts'

describe('an ordered workqueue', () => {
  const two = (ordered: boolean) => (m: ModelBuilder) => {
    const wq = m.state('wq', workqueue({ first: null, second: null }, { ordered }))
    const done = m.state('done', int(0, 2))
    wq.workers(m, {
      *first() {
        yield* done.update((n) => n.plus(1))
      },
      *second() {
        yield* when(done.eq(0), function* () {
          yield* label('out of order')
          yield* skip()
        })
        yield* done.update((n) => n.plus(1))
      },
    })
    m.process('task', function* () {
      yield* wq.work.first.queue()
      yield* wq.work.second.queue()
      yield* wq.work.second.flush()
      yield* assertion(done.eq(2))
    })
  }

  test('executes in the order of queueing, another in any', async () => {
    expect(await answer(two(true))).toBe('holds')
    expect(await answer(two(false))).toMatch(/^assertion: both are done/)
  })

  test('keeps the order of what is left when one is taken back', async () => {
    const build = (m: ModelBuilder) => {
      const job = identity('job', 3)
      const wq = m.state('wq', workqueue({ job }, { ordered: true }))
      const last = m.state('last', optional(job))
      wq.workers(m, {
        *job(i) {
          yield* last.set(just(i))
        },
      })
      m.process('task', function* () {
        const [a, b, c] = [yield* choose(job), yield* choose(job), yield* choose(job)]
        yield* when(and(a.ne(b), b.ne(c), c.ne(a)), function* () {
          for (const each of [a, b, c]) yield* wq.work.job.at(each).queue()
          yield* wq.work.job.at(b).cancel()
          yield* wq.flush()
          yield* assertion(last.is(c))
        })
      })
    }
    expect(await answer(build)).toBe('holds')
  })

  test('has one worker', () => {
    const build = model('small', {}, (m) => {
      const wq = m.state('wq', workqueue({ run: null }, { ordered: true }))
      wq.workers(m, { *run() {} }, { count: 2 })
    })
    expect(() => build.instantiate()).toThrow(
      "'wq' is ordered, and is given 2 workers. Give it one.",
    )
  })
})

describe('flush_workqueue', () => {
  const flushing = (m: ModelBuilder) => {
    const job = identity('job', 2)
    const wq = m.state('wq', workqueue({ job }))
    const done = m.state('done', set(job))
    const worker = wq.workers(m, {
      *job(i) {
        yield* skip()
        yield* done.set(done.add(i))
      },
    })
    return { job, wq, done, worker }
  }

  test('waits for every item that is queued or on', async () => {
    const build = (m: ModelBuilder) => {
      const { job, wq, done } = flushing(m)
      const task = m.process('task', { each: job }, function* (self) {
        yield* wq.work.job.at(self).queue()
        yield* wq.flush()
        yield* label('flushed')
        yield* skip()
      })
      m.always(
        'own is done',
        all(task, (t) => t.at('flushed').implies(done.has(t))),
      )
    }
    expect(await answer(build)).toBe('holds')
  })

  test('is told apart from draining, which leaves nothing', async () => {
    const ending = (how: 'flush' | 'drain') => (m: ModelBuilder) => {
      const wq = m.state('wq', workqueue({ run: null }))
      const again = m.state('again', int(0, 1))
      wq.workers(m, {
        *run() {
          yield* when(again.eq(0), function* () {
            yield* again.set(1)
            yield* wq.work.run.queue()
          })
        },
      })
      const task = m.process('task', function* () {
        yield* wq.work.run.queue()
        if (how === 'flush') yield* wq.flush()
        else yield* wq.drain()
        yield* label('ended')
        yield* skip()
      })
      m.never('queued at the end', task.only.at('ended').and(wq.work.run.isPending()))
    }
    expect(await answer(ending('flush'))).toMatch(/^violated: queued at the end/)
    expect(await answer(ending('drain'))).toBe('holds')
  })
})

describe('a worker', () => {
  test('that leaves its function in atomic context is a fault', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', spinlock('lock'))
      const wq = m.state('wq', workqueue({ run: null }))
      wq.workers(m, {
        *run() {
          yield* lock.lock()
        },
      })
      m.process('task', function* () {
        yield* wq.work.run.queue()
      })
    }
    expect(await answer(build)).toBe('fault: workqueue leaked lock or atomic: run, 4 steps')
  })

  test('that leaves its function with a mutex held is a fault, though it may sleep', async () => {
    const build = (unlocks: boolean) => (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      const wq = m.state('wq', workqueue({ run: null }))
      wq.workers(m, {
        *run() {
          yield* lock.lock()
          if (unlocks) yield* lock.unlock()
        },
      })
      m.process('task', function* () {
        yield* wq.work.run.queue()
      })
    }
    expect(await answer(build(false))).toBe('fault: workqueue leaked lock or atomic: run, 4 steps')
    expect(await answer(build(true))).toBe('holds')
  })

  test('that leaves its function with one lock of a family held is a fault', async () => {
    const build = (unlocks: boolean) => (m: ModelBuilder) => {
      const slot = identity('slot', 2)
      const locks = m.state('lock', array(slot, mutex('lock')))
      const wq = m.state('wq', workqueue({ run: slot }, { waited: false }))
      wq.workers(m, {
        *run(which) {
          yield* locks.at(which).lock()
          if (unlocks) yield* locks.at(which).unlock()
        },
      })
      m.process('task', { each: slot }, function* (self) {
        yield* wq.work.run.at(self).queue()
      })
    }
    expect(await answer(build(false))).toBe('fault: workqueue leaked lock or atomic: run, 4 steps')
    expect(await answer(build(true))).toBe('holds')
  })

  test('is not blamed for a mutex that the task which queued the work holds', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      const wq = m.state('wq', workqueue({ run: null }))
      wq.workers(m, { *run() {} })
      m.process('task', function* () {
        yield* lock.lock()
        yield* wq.work.run.queue()
        yield* wq.work.run.flush()
        yield* lock.unlock()
      })
    }
    expect(await answer(build)).toBe('holds')
  })

  test('may idle for ever', async () => {
    const build = (m: ModelBuilder) => {
      const wq = m.state('wq', workqueue({ run: null }))
      wq.workers(m, { *run() {} }, { count: 2 })
      m.process('task', function* () {
        yield* skip()
      })
    }
    expect(await answer(build)).toBe('holds')
  })
})

describe('a workqueue without workers', () => {
  test.each(['queue', 'flush', 'flush all', 'drain', 'cancel and wait'] as const)(
    'is a mistake where there is a %s',
    (use) => {
      const said = rejection((m) => {
        const wq = m.state('wq', workqueue({ run: null })) // here: state
        m.process('task', function* () {
          const { run } = wq.work
          if (use === 'queue') yield* run.queue()
          if (use === 'flush') yield* run.flush()
          if (use === 'flush all') yield* wq.flush()
          if (use === 'drain') yield* wq.drain()
          if (use === 'cancel and wait') yield* run.cancelSync()
        })
      })
      expect(said).toBe("here: 'wq' has no workers. Give it some: wq.workers(m, { … }).")
    },
  )

  test('is a mistake where its timers are started', () => {
    const said = rejection((m) => {
      const wq = m.state('wq', workqueue({ run: delayed() })) // here: state
      m.process('task', function* () {
        yield* wq.work.run.queueDelayed()
      })
    })
    expect(said).toBe("here: 'wq' has no workers. Give it some: wq.workers(m, { … }).")
  })

  test('is fine where it has no users either, and where its workers come last', () => {
    const said = (isUsed: boolean) =>
      rejection((m) => {
        const wq = m.state('wq', workqueue({ run: null }))
        m.process('task', function* () {
          if (isUsed) yield* wq.work.run.queue()
          else yield* skip()
        })
        if (isUsed) wq.workers(m, { *run() {} })
      })
    expect(said(false)).toBe('')
    expect(said(true)).toBe('')
  })

  test('is not asked of the elements of a family', () => {
    const said = rejection((m) => {
      const wqs = m.state('wq', array(oneOf('a', 'b'), workqueue({ run: null })))
      wqs.at('a').workers(m, { *run() {} })
      m.process('task', function* () {
        yield* wqs.at('a').work.run.queue()
      })
    })
    expect(said).toBe('')
  })
})

function assertion(test: BoolTerm) {
  return assert(test, 'both are done')
}
