/** Problems of locks and interrupts read as lockdep's own reports do. */

import { expect, test } from 'vitest'
import type { LockGraph } from '../../../../checker/lock-order/lock-graph.ts'
import type { LockProblem } from '../../../../checker/lock-order/lock-problem.ts'
import { problemLines } from '../../../../checker/report/lockdep/problem.ts'
import { modelOf } from '../../../model.ts'
import { call, link, process, setting, sleeping, spinning, text, used } from './scene.ts'

const a = sleeping('a_class')
const c = sleeping('c_class')
const outer = link(0, a, call('first', 'mutex_lock(a)', 13), c, call('first', 'spin_lock(c)', 14))

const s = spinning('timer_class')
const t = spinning('queue_class')
const hard = { interrupt: 'hardirq', read: false } as const
const inside = used(s, { ...hard, how: 'in' }, 1, call('irq', 'spin_lock(timer)', 31))
const model = modelOf({ processes: [process(0, 'task'), process(1, 'irq', 'hardirq')] })
const graph: LockGraph = {
  classes: [
    {
      class: s,
      usages: [
        { usage: { ...hard, how: 'in' }, steps: [] },
        { usage: { ...hard, how: 'enabled' }, steps: [] },
      ],
    },
    { class: t, usages: [{ usage: { ...hard, how: 'enabled' }, steps: [] }] },
  ],
  dependencies: [],
  complete: true,
}

test('an inconsistent state: the class with its marks, both uses, the interrupt on the CPU', () => {
  const request = call('task', 'spin_lock(timer)', 12)
  const enabled = used(s, { ...hard, how: 'enabled' }, 0, request)
  const problem: LockProblem = {
    kind: 'inconsistent state',
    interrupt: 'hardirq',
    class: s,
    inside,
    enabled,
  }
  expect(text(problemLines(problem, setting(72, model, graph)))).toMatchInlineSnapshot(`
    "
    ================================
    WARNING: inconsistent lock state
    --------------------------------
    inconsistent {IN-HARDIRQ-W} -> {HARDIRQ-ON-W} usage.
    task takes:
     (timer_class){?...}-{spin}, at: spin_lock(timer), gem.ts:12

    {IN-HARDIRQ-W} state was registered at:
           spin_lock(timer)
           irq  gem.ts:31

     Possible unsafe locking scenario:

           CPU0
           ----
      lock(timer_class);
      <Interrupt>
        lock(timer_class);

     *** DEADLOCK ***

    no locks held by task.

    the shortest run to timer_class {IN-HARDIRQ-W} (at once):

      and irq asks: spin_lock(timer), gem.ts:31

    the shortest run to timer_class {HARDIRQ-ON-W} (at once):

      and task asks: spin_lock(timer), gem.ts:12
    "
  `)
})

test('a lock that is only held with interrupts on is told by where it was taken', () => {
  const lock = call('task', 'spin_lock_irq(timer)', 12)
  const enabled = used(s, { ...hard, how: 'enabled' }, 0, null, lock)
  const problem: LockProblem = {
    kind: 'inconsistent state',
    interrupt: 'hardirq',
    class: s,
    inside,
    enabled,
  }
  const lines = problemLines(problem, setting(72, model, graph))
  expect(lines.slice(3, 6)).toEqual([
    'inconsistent {IN-HARDIRQ-W} -> {HARDIRQ-ON-W} usage.',
    'task holds:',
    ' timer (timer_class){?...}-{spin}, at: spin_lock_irq(timer), gem.ts:12',
  ])
})

test('an inversion: the safe class, the unsafe one, the chain between, both CPUs', () => {
  const nested = link(
    0,
    s,
    call('task', 'spin_lock_irqsave(timer)', 12),
    t,
    call('task', 'spin_lock(queue)', 13),
  )
  const problem: LockProblem = {
    kind: 'irq inversion',
    interrupt: 'hardirq',
    links: [nested],
    inside,
    enabled: used(t, { ...hard, how: 'enabled' }, 0, call('task', 'spin_lock(queue)', 20)),
  }
  expect(text(problemLines(problem, setting(100, model, graph)))).toMatchInlineSnapshot(`
    "
    ========================================================
    WARNING: possible irq lock inversion dependency detected
    --------------------------------------------------------
    HARDIRQ-safe: in an interrupt irq takes lock:
     (timer_class){?...}-{spin}, at: spin_lock(timer), gem.ts:31

    HARDIRQ-unsafe: with interrupts on task has lock:
     (queue_class){+...}-{spin}, at: spin_lock(queue), gem.ts:20

    the dependency chain between them (in reverse order) is:

    -> #0 (queue_class){+...}-{spin}:
           spin_lock(queue)
           task  gem.ts:13

     Possible interrupt unsafe locking scenario:

           CPU0                    CPU1
           ----                    ----
      lock(queue_class);
                                   local_irq_disable();
                                   lock(timer_class);
                                   lock(queue_class);
      <Interrupt>
        lock(timer_class);

     *** DEADLOCK ***

    1 lock held by task:
     #0: timer (timer_class){?...}-{spin}, at: spin_lock_irqsave(timer), gem.ts:12

    the shortest run to timer_class -> queue_class (1 step):

      1  task  spin_lock_irqsave(timer)  gem.ts:12

      and task asks: spin_lock(queue), gem.ts:13

    the shortest run to timer_class {IN-HARDIRQ-W} (at once):

      and irq asks: spin_lock(timer), gem.ts:31

    the shortest run to queue_class {HARDIRQ-ON-W} (at once):

      and task asks: spin_lock(queue), gem.ts:20
    "
  `)
})

test('in a chain of several, the first of its locks stands for all between', () => {
  const problem: LockProblem = {
    kind: 'irq inversion',
    interrupt: 'softirq',
    links: [outer, { ...outer, dependency: { ...outer.dependency, from: c, to: t } }],
    inside,
    enabled: used(t, { ...hard, how: 'enabled' }, 0, call('task', 'spin_lock(queue)', 20)),
  }
  const lines = problemLines(problem, setting(72, model, graph))
  expect(lines).toContain('  a_class -> c_class -> queue_class')
  const cpu = lines.filter((line) => line.startsWith(' '.repeat(31)))
  expect(cpu.map((line) => line.trim())).toEqual([
    'local_bh_disable();',
    'lock(a_class);',
    'lock(c_class);',
  ])
})
