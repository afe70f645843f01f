/** Faults and failed assertions about locks read as the kernel says them; others have no such form. */

import { expect, test } from 'vitest'
import { failureLines } from '../../../../checker/report/lockdep/fault.ts'
import type { Failure } from '../../../../checker/report/lockdep/fault.ts'
import type { StepInfo } from '../../../../checker/system.ts'
import { modelOf } from '../../../model.ts'
import {
  call,
  hold,
  lock,
  process,
  request,
  setting,
  sleeping,
  spinning,
  taken,
  text,
} from './scene.ts'

const spin = spinning('spin_class')
const mutex = sleeping('a_class')
const model = modelOf({
  processes: [process(0, 'task'), process(1, 'timer', 'hardirq')],
  locks: [lock(0, spin), lock(1, mutex)],
})
const take = call('task', 'spin_lock(spin)', 11, [], [request(0)])

function failure(message: string, last: StepInfo, thread = 0, masked = false): Failure {
  const initial = { kind: 'state', state: { variables: {}, processes: [] } } as const
  return {
    message,
    trace: { initial, steps: [taken(0, take), taken(thread, last)] },
    holds: [[hold(spin, 0)], []],
    masked,
  }
}

function report(of: Failure): string {
  return text(failureLines(of, setting(72, model)))
}

const sleeps = 'sleeping in atomic context'

test('a function that sleeps under a spinlock: where it is called, and what is held', () => {
  const last = call('task', 'might_sleep()', 12, [['kmalloc', 13]])
  expect(report(failure(sleeps, last))).toMatchInlineSnapshot(`
    "
    ===============================================================
    BUG: sleeping function called from invalid context at gem.ts:12
    ---------------------------------------------------------------
    in_atomic(): 1, irqs_disabled(): 0, context: task, name: task

    1 lock held by task:
     #0: spin (spin_class)-{spin}, at: spin_lock(spin), gem.ts:11
    "
  `)
})

test('a mutex under a spinlock is an invalid wait context', () => {
  const last = call('task', 'mutex_lock(a)', 12, [], [request(1)])
  expect(report(failure(sleeps, last))).toMatchInlineSnapshot(`
    "
    =============================
    [ BUG: Invalid wait context ]
    -----------------------------
    task is trying to lock:
     (a_class)-{sleep}, at: mutex_lock(a), gem.ts:12
    in_atomic(): 1, irqs_disabled(): 0, context: task, name: task

    1 lock held by task:
     #0: spin (spin_class)-{spin}, at: spin_lock(spin), gem.ts:11
    "
  `)
})

test('in an interrupt the context says so, and interrupts are off', () => {
  const last = call('timer', 'mutex_lock(a)', 31, [], [request(1)])
  const lines = failureLines(failure(sleeps, last, 1, true), setting(100, model))
  expect(lines).toContain('in_atomic(): 1, irqs_disabled(): 1, context: hardirq, name: timer')
})

test('an unlock of what is not held', () => {
  const last = call('task', 'mutex_unlock(a)', 12)
  expect(report(failure('bad unlock balance detected: a', last))).toMatchInlineSnapshot(`
    "
    =====================================
    WARNING: bad unlock balance detected!
    -------------------------------------
    task is in mutex_unlock(a), gem.ts:12

    1 lock held by task:
     #0: spin (spin_class)-{spin}, at: spin_lock(spin), gem.ts:11
    "
  `)
})

test('a lock that is still held when everybody has ended: who holds it', () => {
  const message = 'lock held when returning to user space: spin'
  expect(report(failure(message, call('timer', 'ends', 32), 1))).toMatchInlineSnapshot(`
    "
    ================================================
    WARNING: lock held when returning to user space!
    ------------------------------------------------
    1 lock held by task:
     #0: spin (spin_class)-{spin}, at: spin_lock(spin), gem.ts:11
    "
  `)
})

test('a data race: both accesses, and what each of the two holds', () => {
  const steps = [
    taken(0, take),
    taken(0, call('task', 'write(other) begins', 12)),
    taken(0, call('task', 'write(other)', 12)),
    taken(0, call('task', 'write(count[i]) begins', 13)),
    taken(1, call('timer', 'read(count[self]) begins', 31)),
  ]
  const initial = { kind: 'state', state: { variables: {}, processes: [] } } as const
  const trace = { initial, steps }
  const race = { message: 'data race: count[self]', trace, holds: [[hold(spin, 0)], []] }
  expect(report({ ...race, masked: false })).toMatchInlineSnapshot(`
    "
    =====================================
    BUG: KCSAN: data-race in task / timer
    -------------------------------------
    task: write(count[i]), gem.ts:13
    timer: read(count[self]), gem.ts:31

    1 lock held by task:
     #0: spin (spin_class)-{spin}, at: spin_lock(spin), gem.ts:11
    no locks held by timer.
    "
  `)
})

test('a failed assertion that a lock is held: only what is held instead', () => {
  const last = call('task', 'lockdep_assert_held(a)', 12)
  expect(failureLines(failure("'a' is not held", last), setting(72, model))).toEqual([
    '1 lock held by task:',
    ' #0: spin (spin_class)-{spin}, at: spin_lock(spin), gem.ts:11',
  ])
})

test.each(['refcount_t: addition on 0; use-after-free.', 'value 4 leaves 0..3', 'held'])(
  '%s is not about locks, and has no form of the kernel’s',
  (message) => {
    const last = call('task', 'refcount_inc(r)', 12)
    expect(failureLines(failure(message, last), setting(72, model))).toEqual([])
  },
)
