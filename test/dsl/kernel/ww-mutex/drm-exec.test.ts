/** drm_exec: locks all objects of a job or begins again, whatever their order. */

import { describe, expect, test } from 'vitest'
import {
  after,
  all,
  and,
  array,
  assert,
  choose,
  identity,
  index,
  int,
  label,
  leave,
  not,
  skip,
  some,
  step,
  thread as threads,
  value,
  bool,
  waitUntil,
  when,
  type AnyStatement,
  type IndexSort,
  type IndexTerm,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import {
  dmaFence,
  dmaResv,
  drm_exec_init,
  kref,
  WwAcquireCtx,
  WwClass,
  wwMutex,
  type DrmExec,
  type DrmExecOptions,
  type WwClassOptions,
} from '../../../../dsl/kernel/index.ts'
import { answer, reportOf } from '../answer.ts'
import { endingOf } from './ending.ts'
import { algorithms } from './ww-scene.ts'

type Buffer = IndexSort<'buffer'>
type Flags = Omit<DrmExecOptions<Buffer>, 'class'>

/** Locks of so many buffers. */
function buffers(m: ModelBuilder, count: number, options: WwClassOptions = {}) {
  const buffer = index('buffer', count)
  const ww = new WwClass('ww', { locks: count, ...options })
  return { buffer, ww, locks: m.state('lock', array(buffer, wwMutex(ww))) }
}

/** The buffers from this one on, around the ring. */
function from(first: IndexTerm<'buffer'>, count: number): readonly IndexTerm<'buffer'>[] {
  const list = [first]
  while (list.length < count) list.push((list.at(-1) ?? first).next())
  return list
}

/** Tasks that each need all buffers, in the order of a ring that begins anywhere. */
function jobs(tasks: number, count: number, options: WwClassOptions, flags: Flags = {}) {
  return (m: ModelBuilder) => {
    const { buffer, ww, locks } = buffers(m, count, { ...options, contexts: tasks })
    const task = m.process('task', { count: tasks }, function* () {
      const first = yield* choose(buffer)
      const exec = yield* drm_exec_init(locks, { class: ww, ...flags })
      yield* exec.untilAllLocked(function* () {
        for (const each of from(first, count)) {
          const ret = yield* exec.lockObj(each)
          yield* exec.retryOnContention()
          yield* when(ret.ne('0'), function* () {
            yield* leave()
          })
        }
        yield* label('all locked')
      })
      yield* exec.fini()
    })
    const holdsAll = (t: (typeof task)['only']) =>
      all(buffer, (b) => locks.at(b).heldBy(t.thread()))
    m.always(
      'all are locked',
      task.every((t) => t.at('all locked').implies(holdsAll(t))),
    )
  }
}

describe.for(algorithms)('two jobs for the same two objects under %s', (algorithm) => {
  test('both get them, in whatever order they ask', async () => {
    expect(await answer(jobs(2, 2, { algorithm }))).toBe('holds')
  })

  test('can be interrupted, and end then', async () => {
    expect(await answer(jobs(2, 2, { algorithm }, { interruptibleWait: true }))).toBe('holds')
  })
})

test.for([
  ['wait-die', 11_080],
  ['wound-wait', 10_348],
] as const)('three jobs can end from wherever they are (%s)', ([algorithm, states]) => {
  expect(endingOf(jobs(3, 2, { algorithm }))).toEqual({ states, stuck: 0 })
})

/** The answer on one task whose job does this with two objects. */
function alone(
  flags: Flags,
  body: (
    exec: DrmExec<Buffer>,
    a: IndexTerm<'buffer'>,
    b: IndexTerm<'buffer'>,
  ) => Generator<AnyStatement<never, never>, void, unknown>,
): Promise<string> {
  return answer((m) => {
    const { buffer, ww, locks } = buffers(m, 2)
    m.process('task', function* () {
      const a = yield* choose(buffer)
      const b = yield* choose(buffer, (each) => each.ne(a))
      const exec = yield* drm_exec_init(locks, { class: ww, ...flags })
      yield* exec.untilAllLocked(() => body(exec, a, b))
      yield* exec.fini()
      yield* assert(
        all(buffer, (b) => not(locks.at(b).isLocked())),
        'all unlocked',
      )
    })
  })
}

test('who has to back off unlocks all, the last first, and locks the contended object before the others', async () => {
  const { trace } = await reportOf((m) => {
    const buffer = index('buffer', 3)
    const ww = new WwClass('ww')
    const locks = m.state('lock', array(buffer, wwMutex(ww)))
    const wanted = m.state('wanted', buffer)
    const ctx = new WwAcquireCtx(ww)
    const backsOff = some(threads, (t) => ctx.of(t).field('phase').eq('contending'))
    const old = m.process('old', function* () {
      yield* ctx.init()
      yield* locks.at(wanted).lock(ctx)
      yield* waitUntil(backsOff)
      yield* locks.at(wanted).unlock()
      yield* ctx.fini()
    })
    const young = m.process('young', function* () {
      yield* waitUntil(locks.at(wanted).heldBy(old.only.thread()))
      const a = yield* choose(buffer, (a) => a.eq(wanted.next()))
      const b = yield* choose(buffer, (b) => b.eq(wanted.next().next()))
      const c = yield* choose(buffer, (c) => c.eq(wanted))
      const exec = yield* drm_exec_init(locks, { class: ww })
      yield* exec.untilAllLocked(function* () {
        for (const each of [a, b, c]) {
          yield* exec.lockObj(each)
          yield* exec.retryOnContention()
        }
      })
      yield* label('all locked')
      yield* exec.fini()
    })
    const held = (object: IndexTerm<'buffer'>) => locks.at(object).heldBy(young.only.thread())
    const [first, second] = [held(wanted.next()), held(wanted.next().next())]
    m.step('the last first', and(first, second).implies(after(first)))
    m.never('it has them', young.only.at('all locked'))
  })
  const names = trace?.steps.filter(({ thread }) => thread === 1).map(({ step: { name } }) => name)
  expect(names?.slice(4)).toEqual([
    'ww_acquire_init(ticket, ww)',
    'ww_mutex_lock(lock[a], ticket)',
    'ww_mutex_lock(lock[b], ticket)',
    'ww_mutex_lock(lock[c], ticket)',
    'ww_mutex_unlock(lock[…])',
    'ww_mutex_unlock(lock[…])',
    'ww_mutex_lock_slow(lock[contended], ticket)',
    'ww_mutex_lock(lock[a], ticket)',
    'ww_mutex_lock(lock[b], ticket)',
    'ww_acquire_done(ticket)',
  ])
})

describe('an object that is locked already', () => {
  test('is -EALREADY', async () => {
    const seen = await alone({}, function* (exec, a) {
      yield* exec.lockObj(a)
      const ret = yield* exec.lockObj(a)
      yield* assert(ret.eq('-EALREADY'), '-EALREADY')
    })
    expect(seen).toBe('holds')
  })

  test('is none where duplicates are ignored, and is unlocked once', async () => {
    const seen = await alone({ ignoreDuplicates: true }, function* (exec, a) {
      yield* exec.lockObj(a)
      const ret = yield* exec.lockObj(a)
      yield* assert(ret.eq('0'), '0')
    })
    expect(seen).toBe('holds')
  })
})

describe('to prepare an object', () => {
  const reserving = (memory: boolean): Flags => ({
    reserve: () =>
      step('dma_resv_reserve_fences', {}, function* () {
        return value(bool, memory)
      }),
  })

  test('locks it', async () => {
    const seen = await alone(reserving(true), function* (exec, a, b) {
      const ret = yield* exec.prepareObj(a, 1)
      yield* assert(ret.eq('0'), '0')
      const again = yield* exec.lockObj(a)
      yield* assert(again.eq('-EALREADY'), 'locked')
      yield* exec.prepareObj(b, 1)
    })
    expect(seen).toBe('holds')
  })

  test('without memory for the fences leaves it unlocked, and the others locked', async () => {
    const seen = await alone(reserving(false), function* (exec, a, b) {
      yield* exec.lockObj(b)
      const ret = yield* exec.prepareObj(a, 1)
      yield* assert(ret.eq('-ENOMEM'), '-ENOMEM')
      const other = yield* exec.lockObj(b)
      yield* assert(other.eq('-EALREADY'), 'the other is locked')
      const own = yield* exec.lockObj(a)
      yield* assert(own.eq('0'), 'it was unlocked')
    })
    expect(seen).toBe('holds')
  })
})

test('an object that is unlocked before the end is not unlocked again', async () => {
  const seen = await alone({}, function* (exec, a, b) {
    yield* exec.lockObj(a)
    yield* exec.lockObj(b)
    yield* exec.unlockObj(a)
  })
  expect(seen).toBe('holds')
})

describe('references', () => {
  /** Tasks that need all objects, with references to what they locked; each object has one of its own, and is there to the end. */
  const referring = (tasks: number, memory: boolean) => (m: ModelBuilder) => {
    const { buffer, ww, locks } = buffers(m, 2, { contexts: tasks })
    const counts = m.state('refcount', array(buffer, kref(int(0, 2 * tasks + 1))))
    const task = m.process('task', { count: tasks }, function* () {
      const first = yield* choose(buffer)
      const exec = yield* drm_exec_init(locks, {
        class: ww,
        reserve: () =>
          step('dma_resv_reserve_fences', {}, function* () {
            return value(bool, memory)
          }),
        references: {
          get: (object) => counts.at(object).get(),
          put: (object) => counts.at(object).put(function* () {}),
        },
      })
      yield* exec.untilAllLocked(function* () {
        for (const each of from(first, 2)) {
          const ret = yield* exec.prepareObj(each, 1)
          yield* exec.retryOnContention()
          yield* when(ret.ne('0'), function* () {
            yield* leave()
          })
        }
        yield* label('all locked')
      })
      yield* exec.fini()
    })
    return { buffer, task, locks, counts }
  }

  test('are as many in the end as at first, whoever had to back off', async () => {
    const seen = await answer((m) => {
      const { buffer, task, counts } = referring(2, true)(m)
      m.always(
        'each is put',
        task.every((t) => t.terminated()).implies(all(buffer, (b) => counts.at(b).value.eq(1))),
      )
      m.reachable(
        'whoever has to back off keeps a reference to what another has locked',
        some(buffer, (b) => counts.at(b).value.eq(3)),
      )
    })
    expect(seen).toBe('holds')
  })

  test('are held on what is locked', async () => {
    const seen = await answer((m) => {
      const { task, buffer, counts } = referring(1, true)(m)
      m.always(
        'each has one more',
        task.only.at('all locked').implies(all(buffer, (b) => counts.at(b).value.eq(2))),
      )
    })
    expect(seen).toBe('holds')
  })

  test('are put where there is no memory for fences', async () => {
    const seen = await answer((m) => {
      const { task, buffer, counts } = referring(1, false)(m)
      m.always(
        'each is put',
        task.only.terminated().implies(all(buffer, (b) => counts.at(b).value.eq(1))),
      )
    })
    expect(seen).toBe('holds')
  })
})

test('without a loop there is no context to end', async () => {
  const seen = await answer((m) => {
    const { ww, locks } = buffers(m, 2)
    m.process('task', function* () {
      const exec = yield* drm_exec_init(locks, { class: ww })
      yield* exec.fini()
      yield* skip()
    })
  })
  expect(seen).toBe('holds')
})

test('reservation objects are prepared for fences, which they are given while they are locked', async () => {
  const seen = await answer((m) => {
    const buffer = index('buffer', 2)
    const job = identity('job', 2)
    const fences = m.state('fence', array(job, dmaFence()))
    const ww = new WwClass('reservation_ww_class', { contexts: 2, locks: 2 })
    const resv = m.state('resv', array(buffer, dmaResv({ fences, class: ww })))
    const task = m.process('task', { each: job }, function* (self) {
      const first = yield* choose(buffer)
      const exec = yield* drm_exec_init(resv, {
        class: ww,
        reserve: (object, count) => resv.at(object).reserveFences(count),
      })
      yield* exec.untilAllLocked(function* () {
        for (const each of from(first, 2)) {
          yield* exec.prepareObj(each, 1)
          yield* exec.retryOnContention()
        }
      })
      for (const each of from(first, 2)) yield* resv.at(each).addFence(self, 'WRITE')
      yield* exec.fini()
    })
    const fenced = all(buffer, (b) => {
      const object = resv.at(b)
      return not(object.isLocked()).and(all(job, (fence) => object.has(fence)))
    })
    m.reachable('all fences are in all objects', task.every((t) => t.terminated()).and(fenced))
  })
  expect(seen).toBe('holds')
})
