/** Problems of lock order read as lockdep's own reports do, with the author's lines. */

import { expect, test } from 'vitest'
import type { LockProblem } from '../../../../checker/lock-order/lock-problem.ts'
import type { LockGraph } from '../../../../checker/lock-order/lock-graph.ts'
import { widthOf } from '../../../../checker/report/lines.ts'
import { problemLines } from '../../../../checker/report/lockdep/problem.ts'
import { asking, at, call, link, setting, sleeping, text } from './scene.ts'

const a = sleeping('a_class')
const b = sleeping('b_class')
const c = sleeping('c_class')

const abba: LockProblem = {
  kind: 'circular',
  links: [
    link(1, b, call('second', 'mutex_lock(b)', 21), a, call('second', 'mutex_lock(a)', 22)),
    link(
      0,
      a,
      call('first', 'mutex_lock(a)', 13),
      b,
      call('first', 'mutex_lock(b)', 40, [['drm_gem_pin', 14]]),
    ),
  ],
}

test('a cycle: who closes it, the existing chain, the CPUs, what is held, a run to each dependency', () => {
  expect(text(problemLines(abba, setting(72)))).toMatchInlineSnapshot(`
    "
    ======================================================
    WARNING: possible circular locking dependency detected
    ------------------------------------------------------
    second is trying to acquire lock:
     (a_class)-{sleep}, at: mutex_lock(a), gem.ts:22

    but task is already holding lock:
     b (b_class)-{sleep}, at: mutex_lock(b), gem.ts:21

    the existing dependency chain (in reverse order) is:

    -> #1 (b_class)-{sleep}:
           mutex_lock(b)
           drm_gem_pin  gem.ts:40
           first        gem.ts:14

    -> #0 (a_class)-{sleep}:
           mutex_lock(a)
           second  gem.ts:22

     Possible unsafe locking scenario:

           CPU0                    CPU1
           ----                    ----
      lock(b_class);
                                   lock(a_class);
                                   lock(b_class);
      lock(a_class);

     *** DEADLOCK ***

    1 lock held by second:
     #0: b (b_class)-{sleep}, at: mutex_lock(b), gem.ts:21

    the shortest run to b_class -> a_class (1 step):

      1  second  mutex_lock(b)  gem.ts:21

      and second asks: mutex_lock(a), gem.ts:22

    the shortest run to a_class -> b_class (1 step):

      1  first  mutex_lock(a)  gem.ts:13

      and first asks: drm_gem_pin: mutex_lock(b), gem.ts:40
    "
  `)
})

test('a longer cycle has a CPU for each dependency where they fit, and lockdep’s two where not', () => {
  const task = call('first', 'mutex_lock(a)', 13)
  const wide = ['reservation_ww_class_mutex', 'drm_gem_shmem_pages_lock', 'dma_buf_lock'].map(
    (name) => sleeping(name),
  )
  const cycle = (classes: readonly ReturnType<typeof sleeping>[]): LockProblem => ({
    kind: 'circular',
    links: classes.map((from, at) => {
      return link(0, from, task, classes[(at + 1) % classes.length] ?? from, task)
    }),
  })
  const scenario = (problem: LockProblem, columns: number): string => {
    const lines = problemLines(problem, setting(columns))
    const from = lines.findIndex((line) => /scenario|Chain/.test(line))
    return text(lines.slice(from, lines.findIndex((line) => line.includes('DEADLOCK')) + 1))
  }
  expect(scenario(cycle([a, b, c]), 72)).toMatchInlineSnapshot(`
    "
     Possible unsafe locking scenario:

           CPU0              CPU1                   CPU2
           ----              ----                   ----
      lock(a_class);
                             lock(b_class);
                                                    lock(c_class);
                             lock(c_class);
                                                    lock(a_class);
      lock(b_class);

     *** DEADLOCK ***
    "
  `)
  expect(scenario(cycle(Array.from({ length: 8 }, (_, at) => sleeping(`class_${at}`))), 72))
    .toMatchInlineSnapshot(`
    "
    Chain exists of:
      class_0 -> class_1 -> class_2 -> class_3 -> class_4 -> class_5 ->
        class_6 -> class_7 -> class_0

     Possible unsafe locking scenario:

           CPU0                    CPU1
           ----                    ----
      lock(class_0);
                                   lock(class_1);
                                   lock(class_0);
      lock(class_1);

     *** DEADLOCK ***
    "
  `)
  expect(scenario(cycle(wide), 72)).toMatchInlineSnapshot(`
    "
     Possible unsafe locking scenario:

           CPU0         CPU1              CPU2
           ----         ----              ----
      lock(reservation_ww_class_mutex);
                        lock(drm_gem_shmem_pages_lock);
                                          lock(dma_buf_lock);
                        lock(dma_buf_lock);
                                          lock(reservation_ww_class_mutex);
      lock(drm_gem_shmem_pages_lock);

     *** DEADLOCK ***
    "
  `)
})

test('a reader says so in the scenario', () => {
  const read = { held: 'read', requested: 'recursive read' } as const
  const down = call('first', 'down_read(a)', 13)
  const problem: LockProblem = {
    kind: 'circular',
    links: [link(0, a, down, b, down, read), link(0, b, down, a, down)],
  }
  const lines = problemLines(problem, setting(72))
  expect(lines.filter((line) => /^ +r?lock\(/.test(line)).map((line) => line.trim())).toEqual([
    'rlock(a_class);',
    'lock(b_class);',
    'lock(a_class);',
    'rlock(b_class);',
  ])
})

test('a declared order stands in the chain with the line where it is declared', () => {
  const order = { classes: ['a_class', 'b_class'], site: at(3) }
  const [closing] = abba.kind === 'circular' ? abba.links : []
  if (closing === undefined) throw new Error('a cycle has links')
  const declared = {
    dependency: { from: a, held: 'write', to: b, requested: 'write' },
    witness: { kind: 'declared', order },
  } as const
  const problem: LockProblem = { kind: 'circular', links: [closing, declared] }
  const lines = problemLines(problem, setting(72))
  const entry = lines.findIndex((line) => line.startsWith('-> #1'))
  expect(lines.slice(entry, entry + 2)).toEqual([
    '-> #1 (b_class)-{sleep}:',
    '       declared at gem.ts:3: a_class -> b_class',
  ])
})

test('recursion: one CPU, and what to do about it', () => {
  const lock = call('first', 'mutex_lock(a[0])', 13)
  const inner = call('first', 'mutex_lock(a[1])', 14)
  const problem: LockProblem = { kind: 'recursive', link: link(0, a, lock, a, inner) }
  expect(text(problemLines(problem, setting(72)))).toMatchInlineSnapshot(`
    "
    ============================================
    WARNING: possible recursive locking detected
    --------------------------------------------
    first is trying to acquire lock:
     (a_class)-{sleep}, at: mutex_lock(a[1]), gem.ts:14

    but task is already holding lock:
     a (a_class)-{sleep}, at: mutex_lock(a[0]), gem.ts:13

     Possible unsafe locking scenario:

           CPU0
           ----
      lock(a_class);
      lock(a_class);

     *** DEADLOCK ***

     Where locks of one class have an order among themselves, the inner one
     needs a subclass.

    1 lock held by first:
     #0: a (a_class)-{sleep}, at: mutex_lock(a[0]), gem.ts:13

    the shortest run to a_class -> a_class (1 step):

      1  first  mutex_lock(a[0])  gem.ts:13

      and first asks: mutex_lock(a[1]), gem.ts:14
    "
  `)
})

test('the marks of a class in a model without interrupts are those of code that may be interrupted', () => {
  const graph: LockGraph = {
    classes: [{ class: a, usages: [] }],
    dependencies: [],
    complete: true,
  }
  const lines = problemLines(abba, setting(72, asking(a, ['write', 'read']), graph))
  expect(lines[4]).toBe(' (a_class){++++}-{sleep}, at: mutex_lock(a), gem.ts:22')
})

test.each([72, 100])('no line is wider than %i columns, however long names are', (columns) => {
  const long = sleeping(`${'very_'.repeat(12)}long_class`)
  const step = call('first', `mutex_lock(${'very_'.repeat(12)}long)`, 13, [
    [`${'deep_'.repeat(15)}function`, 14],
  ])
  const problem: LockProblem = {
    kind: 'circular',
    links: [link(0, long, step, b, step), link(1, b, step, long, step)],
  }
  for (const line of problemLines(problem, setting(columns))) {
    expect(widthOf(line)).toBeLessThanOrEqual(columns)
  }
})
