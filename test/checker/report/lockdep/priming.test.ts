/** An order of lock classes becomes C that teaches it to lockdep, and nothing that was not seen. */

import { describe, expect, test } from 'vitest'
import type { LockClass } from '../../../../checker/lock-order/lock-class.ts'
import type { LockGraph, SeenUsage } from '../../../../checker/lock-order/lock-graph.ts'
import { establishedOrder } from '../../../../checker/report/lockdep/established-order.ts'
import { primingLines } from '../../../../checker/report/lockdep/priming.ts'
import { modelOf } from '../../../model.ts'
import type { Model } from '../../../../dsl/ir.ts'
import { asking, call, process, setting, sleeping, spinning, text } from './scene.ts'

function mark(name: string): LockClass {
  return { name, subclass: 0, kind: 'mark' }
}

/** The dependencies as pairs, each seen in a line of its own. */
function graphOf(
  pairs: readonly (readonly [LockClass, LockClass])[],
  usages: readonly SeenUsage[] = [],
): LockGraph {
  const classes = [...new Set(pairs.flat())].map((each) => ({ class: each, usages }))
  const dependencies = pairs.map(([from, to], line) => ({
    dependency: { from, held: 'write', to, requested: 'write' } as const,
    steps: [call('task', `mutex_lock(${to.name})`, line + 1)],
    declared: [],
  }))
  return { classes, dependencies, complete: true }
}

/** A model in which classes are asked for by these functions. */
function calling(...calls: readonly (readonly [LockClass, string])[]): Model {
  const parts = calls.map(([each, name]) => asking(each, ['write'], name))
  const steps = parts.flatMap(({ processes }) => processes.flatMap(({ body }) => body.statements))
  const locks = parts.flatMap((part) => part.locks)
  const statements = steps.map((step, number) => {
    if (step.kind !== 'step') throw new Error('it asks in a step')
    const id = locks[number]?.id
    if (id === undefined) throw new Error('each has a lock')
    return {
      ...step,
      requests: step.requests.map((one) => ({ ...one, lock: number as typeof id })),
    }
  })
  const task = { ...process(0, 'task'), body: { locals: [], statements } }
  return modelOf({ name: 'gem locks', processes: [task], locks })
}

function primed(graph: LockGraph, model: Model): readonly string[] {
  const order = establishedOrder(graph)
  if (order.kind === 'cycle') throw new Error('there is an order')
  return primingLines(order.outermost, graph, setting(72, model, graph))
}

/** What is taken and given up, without the function around it. */
function calls(lines: readonly string[]): readonly string[] {
  return lines
    .filter((line) => line.startsWith('\t'))
    .map((line) => line.trim().replace(/ \/\*.*/, ''))
    .filter((line) => line !== 'return 0;')
}

const resv = sleeping('reservation_ww_class_mutex')
const reclaim = mark('fs_reclaim')
const notifier = mark('mmu_notifier_invalidate_range_start')
const fences = mark('dma_fence_map')
const job = sleeping('job_lock')

test('a chain is a function of C, given up in reverse, with the author’s lines', () => {
  const graph = graphOf([
    [resv, reclaim],
    [reclaim, notifier],
    [notifier, fences],
    [resv, fences],
  ])
  const model = calling([resv, 'dma_resv_lock(resv, ctx)'])
  expect(text(primed(graph, model))).toMatchInlineSnapshot(`
    "
    /*
     * The order of lock classes in gem locks, for lockdep to know from boot
     * on.
     */
    static int __init gem_locks_lockdep(void)
    {
    	dma_resv_lock(&reservation_ww_class_mutex, NULL);
    	fs_reclaim_acquire(GFP_KERNEL);
    	lock_map_acquire(&__mmu_notifier_invalidate_range_start_map);
    	__dma_fence_might_wait();
    	lock_map_release(&__mmu_notifier_invalidate_range_start_map);
    	fs_reclaim_release(GFP_KERNEL);
    	dma_resv_unlock(&reservation_ww_class_mutex);

    	return 0;
    }
    subsys_initcall(gem_locks_lockdep);
    "
  `)
})

test('what follows the fence map stands in a section', () => {
  const graph = graphOf([
    [resv, fences],
    [fences, job],
  ])
  const model = calling([resv, 'dma_resv_lock(resv)'], [job, 'mutex_lock(job)'])
  expect(calls(primed(graph, model))).toEqual([
    'bool cookie;',
    'dma_resv_lock(&reservation_ww_class_mutex, NULL);',
    '__dma_fence_might_wait();',
    'cookie = dma_fence_begin_signalling();',
    'mutex_lock(&job_lock);',
    'mutex_unlock(&job_lock);',
    'dma_fence_end_signalling(cookie);',
    'dma_resv_unlock(&reservation_ww_class_mutex);',
  ])
})

test('classes that no run has put in order are never taken under each other', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => sleeping(name))
  if (a === undefined || b === undefined || c === undefined) throw new Error('three classes')
  const graph = graphOf([
    [a, b],
    [a, c],
  ])
  const model = calling([a, 'mutex_lock(a)'], [b, 'down_write(b)'], [c, 'down_read(c)'])
  expect(calls(primed(graph, model))).toEqual([
    'mutex_lock(&a);',
    'down_write(&b);',
    'up_write(&b);',
    'down_read(&c);',
    'up_read(&c);',
    'mutex_unlock(&a);',
  ])
})

test('an interrupt’s lock is taken with interrupts off, and those under it just so', () => {
  const outer = spinning('outer')
  const inner = spinning('inner')
  const usage = { interrupt: 'hardirq', how: 'in', read: false } as const
  const graph = graphOf([[outer, inner]], [{ usage, steps: [] }])
  const locks = calling([outer, 'spin_lock(outer)'], [inner, 'spin_lock(inner)'])
  const irq = process(1, 'irq', 'hardirq')
  expect(calls(primed(graph, { ...locks, processes: [...locks.processes, irq] }))).toEqual([
    'unsigned long flags;',
    'spin_lock_irqsave(&outer, flags);',
    'spin_lock(&inner);',
    'spin_unlock(&inner);',
    'spin_unlock_irqrestore(&outer, flags);',
  ])
})

test('a subclass is taken by its number, and what has no function by its map', () => {
  const sub = sleeping('a', 1)
  const flush = mark('(wq_completion)events')
  const graph = graphOf([
    [sleeping('a'), sub],
    [sub, flush],
  ])
  const model = calling([sleeping('a'), 'mutex_lock(a)'], [sub, 'mutex_lock_nested(a, 1)'])
  expect(calls(primed(graph, model))).toEqual([
    'mutex_lock(&a);',
    'mutex_lock_nested(&a, 1);',
    'lock_map_acquire(&wq_completion_events);',
    'lock_map_release(&wq_completion_events);',
    'mutex_unlock(&a);',
    'mutex_unlock(&a);',
  ])
})

test('reservation locks under an acquire context are taken with it', () => {
  const acquire = mark('reservation_ww_class_acquire')
  const graph = graphOf([[acquire, resv]])
  const model = calling([acquire, 'ww_acquire_init(ctx, c)'], [resv, 'dma_resv_lock(resv, ctx)'])
  expect(calls(primed(graph, model))).toEqual([
    'struct ww_acquire_ctx ctx;',
    'ww_acquire_init(&ctx, &reservation_ww_class);',
    'dma_resv_lock(&reservation_ww_class_mutex, &ctx);',
    'dma_resv_unlock(&reservation_ww_class_mutex);',
    'ww_acquire_fini(&ctx);',
  ])
})

describe('the order', () => {
  test('of a cycle is none: the cycle is named', () => {
    const [a, b] = [sleeping('a'), sleeping('b')]
    const graph = graphOf([
      [resv, a],
      [a, b],
      [b, a],
    ])
    expect(establishedOrder(graph)).toEqual({ kind: 'cycle', path: ['a', 'b', 'a'] })
  })

  test('does not mind a class under itself', () => {
    const a = sleeping('a')
    expect(establishedOrder(graphOf([[a, a]]))).toEqual({ kind: 'order', outermost: [] })
  })

  test('tells what lies below a class once', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => sleeping(name))
    if (a === undefined || b === undefined || c === undefined || d === undefined) {
      throw new Error('four classes')
    }
    const graph = graphOf([
      [a, b],
      [a, c],
      [b, d],
      [c, d],
      [a, d],
    ])
    expect(establishedOrder(graph)).toEqual({
      kind: 'order',
      outermost: [
        {
          class: a,
          inner: [
            { class: b, inner: [{ class: d, inner: [] }] },
            { class: c, inner: [{ class: d, inner: [] }] },
          ],
        },
      ],
    })
  })
})
