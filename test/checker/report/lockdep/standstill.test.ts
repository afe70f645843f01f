/** A deadlock that is reached reads as the kernel's report of one, told by the run itself. */

import { describe, expect, test } from 'vitest'
import type { Hold } from '../../../../checker/lock-order/hold.ts'
import { widthOf } from '../../../../checker/report/lines.ts'
import { standstillLines } from '../../../../checker/report/lockdep/standstill.ts'
import type { Awaited, Standing } from '../../../../checker/situation.ts'
import type { StepInfo } from '../../../../checker/system.ts'
import { modelOf } from '../../../model.ts'
import { call, hold, lock, process, request, setting, sleeping, taken, text } from './scene.ts'

const a = sleeping('a_class')
const b = sleeping('b_class')
const model = modelOf({
  processes: [process(0, 'first'), process(1, 'second'), process(2, 'third')],
  locks: [lock(0, a), lock(1, b)],
})

function blocked(thread: number, at: StepInfo, wait: Awaited | null): Standing {
  return { kind: 'blocked', thread, at, steps: [{ step: at, wait }] }
}

function end(
  steps: readonly (readonly [thread: number, step: StepInfo])[],
  threads: readonly Standing[],
  holds: readonly (readonly Hold[])[],
) {
  const initial = { kind: 'state', state: { variables: {}, processes: [] } } as const
  const trace = { initial, steps: steps.map(([thread, step]) => taken(thread, step)) }
  return { trace, situation: { threads, locks: [] }, holds }
}

const takeA = call('first', 'mutex_lock(a)', 13, [], [request(0)])
const thenB = call('first', 'mutex_lock(b)', 14, [], [request(1)])
const takeB = call('second', 'mutex_lock(b)', 21, [], [request(1)])
const thenA = call('second', 'mutex_lock(a)', 22, [], [request(0)])

const abba = end(
  [
    [0, takeA],
    [1, takeB],
  ],
  [
    blocked(0, thenB, { kind: 'lock', lock: 'b', holders: [1] }),
    blocked(1, thenA, { kind: 'lock', lock: 'a', holders: [0] }),
  ],
  [[hold(a, 0)], [hold(b, 1)], []],
)

/** The lines of the table, without the names above it. */
function table(lines: readonly string[]): readonly string[] {
  const from = lines.findIndex((line) => line.includes('----  '))
  return lines.slice(from + 1, lines.findIndex((line) => line.includes('DEADLOCK')) - 1)
}

test('AB-BA: who closes the cycle, each task’s column, the requests that wait last', () => {
  expect(text(standstillLines([0, 1], abba, setting(72, model)))).toMatchInlineSnapshot(`
    "
    =============================================
    WARNING: circular locking dependency detected
    ---------------------------------------------
    second is trying to acquire lock:
     a (a_class)-{sleep}, at: mutex_lock(a), gem.ts:22

    but task is already holding lock:
     b (b_class)-{sleep}, at: mutex_lock(b), gem.ts:21

     Unsafe locking scenario, as it happened:

           CPU0                    CPU1
           first                   second
           ----                    ----
      mutex_lock(a);
                                   mutex_lock(b);
      mutex_lock(b);
                                   mutex_lock(a);

     *** DEADLOCK ***

    1 lock held by first:
     #0: a (a_class)-{sleep}, at: mutex_lock(a), gem.ts:13
    1 lock held by second:
     #0: b (b_class)-{sleep}, at: mutex_lock(b), gem.ts:21
    "
  `)
})

test('the order in which the cycle is given does not matter', () => {
  expect(standstillLines([1, 0], abba, setting(72, model))).toEqual(
    standstillLines([0, 1], abba, setting(72, model)),
  )
})

test('a lock taken twice by one task is recursive locking', () => {
  const again = call('first', 'mutex_lock(a)', 15, [['shrink', 14]], [request(0)])
  const alone = end(
    [[0, takeA]],
    [blocked(0, again, { kind: 'lock', lock: 'a', holders: [0] })],
    [[hold(a, 0)]],
  )
  expect(text(standstillLines([0], alone, setting(72, model)))).toMatchInlineSnapshot(`
    "
    ===================================
    WARNING: recursive locking detected
    -----------------------------------
    first is trying to acquire lock:
     a (a_class)-{sleep}, at: shrink: mutex_lock(a), gem.ts:15

    but task is already holding lock:
     a (a_class)-{sleep}, at: mutex_lock(a), gem.ts:13

     Unsafe locking scenario, as it happened:

           CPU0
           first
           ----
      mutex_lock(a);
      mutex_lock(a);

     *** DEADLOCK ***

    1 lock held by first:
     #0: a (a_class)-{sleep}, at: mutex_lock(a), gem.ts:13
    "
  `)
})

test('an event in the cycle is told by who owes it', () => {
  const wait = call('first', 'dma_fence_wait(fence)', 14)
  const fence = end(
    [[0, takeA]],
    [
      blocked(0, wait, { kind: 'event', event: 'fence signalled', by: [1] }),
      blocked(1, thenA, { kind: 'lock', lock: 'a', holders: [0] }),
    ],
    [[hold(a, 0)], []],
  )
  expect(text(standstillLines([0, 1], fence, setting(72, model)))).toMatchInlineSnapshot(`
    "
    =====================================
    WARNING: circular dependency detected
    -------------------------------------
    first waits for fence signalled:
     at: dma_fence_wait(fence), gem.ts:14

    but task is already holding lock:
     a (a_class)-{sleep}, at: mutex_lock(a), gem.ts:13

     Unsafe locking scenario, as it happened:

           CPU0                    CPU1
           first                   second
           ----                    ----
      mutex_lock(a);
                                   mutex_lock(a);
      dma_fence_wait(fence);

     *** DEADLOCK ***

    1 lock held by first:
     #0: a (a_class)-{sleep}, at: mutex_lock(a), gem.ts:13
    no locks held by second.
    "
  `)
})

test('an interrupt stands in the column of the task that it interrupts', () => {
  const handler = call('irq', 'spin_lock(a)', 31, [], [request(0)])
  const enters = call('irq', 'irq_enter(cpu)', 30)
  const interrupted: Standing = {
    kind: 'paused',
    thread: 0,
    at: call('task', 'spin_unlock(a)', 14),
  }
  const nested = end(
    [
      [0, call('task', 'spin_lock(a)', 13)],
      [1, enters],
    ],
    [interrupted, blocked(1, handler, { kind: 'lock', lock: 'a', holders: [0] })],
    [[hold(a, 0)], []],
  )
  const one = modelOf({
    processes: [process(0, 'task'), process(1, 'irq', 'hardirq')],
    locks: [lock(0, a)],
  })
  expect(text(standstillLines([0, 1], nested, setting(72, one)))).toMatchInlineSnapshot(`
    "
    ================================
    WARNING: inconsistent lock state
    --------------------------------
    irq is trying to acquire lock:
     a (a_class)-{sleep}, at: spin_lock(a), gem.ts:31

    and it interrupts task:
     at: spin_unlock(a), gem.ts:14

     Unsafe locking scenario, as it happened:

           CPU0
           task
           ----
      spin_lock(a);
      <Interrupt>
        spin_lock(a);

     *** DEADLOCK ***

    1 lock held by task:
     #0: a (a_class)-{sleep}, at: spin_lock(a), gem.ts:13
    no locks held by irq.
    "
  `)
})

test('a reader behind a writer that waits for him asks last, and holds what he asks for', () => {
  const first = call('first', 'down_read(a)', 13, [], [request(0, 'read')])
  const again = call('first', 'down_read(a)', 15, [], [request(0, 'read')])
  const queued = call('second', 'down_write(a): queued', 21, [], [request(0)])
  const behind = end(
    [
      [0, first],
      [1, queued],
    ],
    [
      blocked(0, again, { kind: 'lock', lock: 'a', holders: [1] }),
      blocked(1, queued, { kind: 'lock', lock: 'a', holders: [0] }),
    ],
    [[hold(a, 0, 'read')], []],
  )
  const lines = standstillLines([0, 1], behind, setting(72, model))
  expect(lines.slice(3, 7)).toEqual([
    'first is trying to acquire lock:',
    ' a (a_class)-{sleep}, at: down_read(a), gem.ts:15',
    '',
    'but task is already holding lock:',
  ])
  expect(table(lines)).toEqual([
    '  down_read(a);',
    '                               down_write(a);',
    '  down_read(a);',
  ])
})

test('an element of a family is found by its family where the step has an expression for index', () => {
  const family = { ...abba, holds: [[{ ...hold(a, 0), lock: 'a[0]' }], [hold(b, 1)], []] }
  const threads = [
    ...abba.situation.threads.slice(0, 1),
    blocked(1, thenA, { kind: 'lock', lock: 'a[object]', holders: [0] }),
  ]
  const lines = standstillLines(
    [0, 1],
    { ...family, situation: { threads, locks: [] } },
    setting(72, model),
  )
  expect(table(lines)).toEqual(table(standstillLines([0, 1], abba, setting(72, model))))
})

test('three tasks have three columns, from left to right as they first do something', () => {
  const c = sleeping('c_class')
  const takeC = call('third', 'mutex_lock(c)', 31)
  const ring = end(
    [
      [2, takeC],
      [0, takeA],
      [1, takeB],
    ],
    [
      blocked(0, thenB, { kind: 'lock', lock: 'b', holders: [1] }),
      blocked(1, takeC, { kind: 'lock', lock: 'c', holders: [2] }),
      blocked(2, thenA, { kind: 'lock', lock: 'a', holders: [0] }),
    ],
    [[hold(a, 1)], [hold(b, 2)], [hold(c, 0)]],
  )
  expect(table(standstillLines([0, 1, 2], ring, setting(100, model)))).toEqual([
    '  mutex_lock(c);',
    '                               mutex_lock(a);',
    '                                                            mutex_lock(b);',
    '  mutex_lock(a);',
    '                               mutex_lock(b);',
    '                                                            mutex_lock(c);',
  ])
})

test('a lock that nobody in the cycle waits for is no line of the table, and is listed as held', () => {
  const outer = call('first', 'mutex_lock(outer)', 12)
  const more = end(
    [
      [0, outer],
      [0, takeA],
      [1, takeB],
    ],
    abba.situation.threads,
    [[hold(sleeping('outer_class'), 0), hold(a, 1)], [hold(b, 2)], []],
  )
  const lines = standstillLines([0, 1], more, setting(72, model))
  expect(table(lines).join()).not.toContain('outer')
  expect(lines).toContain('2 locks held by first:')
})

test('a trylock that fails is in no scenario', () => {
  const tried = call('second', 'mutex_trylock(a)', 20)
  const steps = [...abba.trace.steps.slice(0, 1), taken(1, tried), ...abba.trace.steps.slice(1)]
  const more = { ...abba, trace: { ...abba.trace, steps }, holds: [[hold(a, 0)], [hold(b, 2)], []] }
  const lines = standstillLines([0, 1], more, setting(72, model))
  expect(lines).toContain(' *** DEADLOCK ***')
  expect(lines.join()).not.toContain('trylock')
})

test('where a step says for what, and not from whom, who could bring it about is in the cycle', () => {
  const wait = call('second', 'dma_fence_wait(fence)', 22)
  const waits = end(
    [
      [0, takeA],
      [1, takeB],
    ],
    [
      blocked(0, thenB, { kind: 'lock', lock: 'b', holders: [1] }),
      blocked(1, wait, { kind: 'event', event: 'fence signaled', by: null }),
    ],
    [[hold(a, 0)], [hold(b, 1)], []],
  )
  expect(text(standstillLines([0, 1], waits, setting(72, model)))).toMatchInlineSnapshot(`
    "
    =====================================
    WARNING: circular dependency detected
    -------------------------------------
    second waits for fence signaled:
     at: dma_fence_wait(fence), gem.ts:22

    but task is already holding lock:
     b (b_class)-{sleep}, at: mutex_lock(b), gem.ts:21

     Unsafe locking scenario, as it happened:

           CPU0                    CPU1
           second                  first
           ----                    ----
      mutex_lock(b);
                                   mutex_lock(b);
      dma_fence_wait(fence);

     *** DEADLOCK ***

    1 lock held by first:
     #0: a (a_class)-{sleep}, at: mutex_lock(a), gem.ts:13
    1 lock held by second:
     #0: b (b_class)-{sleep}, at: mutex_lock(b), gem.ts:21
    "
  `)
})

describe('no report', () => {
  test('without a cycle', () => {
    expect(standstillLines([], abba, setting(72, model))).toEqual([])
  })

  test('where a step does not say what it waits for', () => {
    const silent = { ...abba.situation, threads: [blocked(0, thenB, null)] }
    expect(standstillLines([0], { ...abba, situation: silent }, setting(72, model))).toEqual([])
  })
})

test.each([72, 100])(
  'no line is wider than %i columns, however many tasks there are',
  (columns) => {
    const many = modelOf({
      processes: Array.from({ length: 9 }, (_, at) => process(at, `philosopher number ${at}`)),
    })
    const each = many.processes.map(({ name }, at) => {
      const next = (at + 1) % 9
      const ask = call(name, `mutex_lock(a_fork_with_a_long_name_${next})`, 3)
      const of = { kind: 'lock', lock: `fork ${next}`, holders: [next] } as const
      return { standing: blocked(at, ask, of), held: { ...hold(a, at), lock: `fork ${at}` } }
    })
    const take = call('philosopher', 'mutex_lock(left)', 2)
    const ring = end(
      each.map((_, at) => [at, take]),
      each.map(({ standing }) => standing),
      each.map(({ held }) => [held]),
    )
    const lines = standstillLines([...each.keys()], ring, setting(columns, many))
    expect(lines.length).toBeGreaterThan(10)
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns)
  },
)
