/** What shows a class cycle: for each dependency a shortest run, and who holds what at its end. */

import { describe, expect, test } from 'vitest'
import type { LockProblem } from '../../../checker/lock-order/lock-problem.ts'
import type { Witness } from '../../../checker/lock-order/witness.ts'
import { bool, model, waitUntil, type ModelBuilder } from '../../../dsl/index.ts'
import { local_irq_disable, local_irq_enable } from '../../../dsl/kernel/contexts/interrupt.ts'
import { mutex } from '../../../dsl/kernel/locks/mutex.ts'
import { spinlock } from '../../../dsl/kernel/locks/spinlock.ts'
import { check } from '../../../checker/check.ts'
import { reportOf } from './answers.ts'

async function problemOf(build: (m: ModelBuilder) => void): Promise<LockProblem> {
  const { verdict } = await reportOf(build)
  if (verdict.kind !== 'lock order') throw new Error(`no lock order, but ${verdict.kind}`)
  return verdict.problem
}

/** The steps of its run, then who requests what, holding what since which step. */
function told(witness: Witness): string {
  if (witness.kind === 'declared') return `declared: ${witness.order.classes.join(' -> ')}`
  const { trace, thread, request, holds, canonical } = witness
  const steps = trace?.steps.map(({ step }) => step.name).join(', ') ?? 'no run'
  const held = holds.map(({ lock, since }) => `${lock} since ${since}`).join(', ')
  const asked = request?.name ?? 'nothing'
  return `${steps}; ${thread} asks for ${asked}, holds ${held}${canonical ? '' : ', not canonical'}`
}

/** The two orders in two phases: nobody is in the second before all have left the first. */
function phases(m: ModelBuilder): void {
  const [a, b] = [m.state('a', mutex('a')), m.state('b', mutex('b'))]
  const second = m.state('second', bool)
  m.process('early', function* () {
    yield* a.lock()
    yield* b.lock()
    yield* b.unlock()
    yield* a.unlock()
    yield* second.set(true)
  })
  m.process('late', function* () {
    yield* waitUntil(second)
    yield* b.lock()
    yield* a.lock()
    yield* a.unlock()
    yield* b.unlock()
  })
}

describe('two orders in two phases', () => {
  test('are a cycle that no run closes, with a run to each dependency', async () => {
    const problem = await problemOf(phases)
    if (problem.kind !== 'circular') throw new Error('a cycle')
    expect(problem.links.map(({ witness }) => told(witness))).toMatchInlineSnapshot(`
      [
        "mutex_lock(a), mutex_lock(b), mutex_unlock(b), mutex_unlock(a), second.set, waitUntil, mutex_lock(b); 1 asks for mutex_lock(a), holds b since 6",
        "mutex_lock(a); 0 asks for mutex_lock(b), holds a since 0",
      ]
    `)
  })

  test('are no lock order where that is not asked for', async () => {
    const { verdict, lockOrder, assumptions } = await reportOf(phases, { lockOrder: false })
    expect(verdict.kind).toBe('holds')
    expect(lockOrder).toBe(null)
    expect(assumptions).toContainEqual({ kind: 'lock order check off' })
  })

  test('are mentioned where not everything was explored', async () => {
    const { verdict, lockOrder } = await reportOf(phases, { maxDepth: 8 })
    expect(verdict.kind).toBe('incomplete')
    expect(lockOrder?.suspicion?.kind).toBe('circular')
    expect(lockOrder?.graph.complete).toBe(false)
  })

  test('are not known of before they were seen', async () => {
    const { lockOrder } = await reportOf(phases, { maxDepth: 4 })
    expect(lockOrder?.suspicion).toBe(null)
  })
})

describe('a witness', () => {
  test('of a declared order is the declaration, and something else closes the cycle', async () => {
    const problem = await problemOf((m) => {
      const [a, b] = [m.state('a', mutex('a')), m.state('b', mutex('b'))]
      m.lockOrder('a', 'b')
      m.process('task', function* () {
        yield* b.lock()
        yield* a.lock()
        yield* a.unlock()
        yield* b.unlock()
      })
    })
    if (problem.kind !== 'circular') throw new Error('a cycle')
    expect(problem.links.map(({ witness }) => told(witness))).toMatchInlineSnapshot(`
      [
        "mutex_lock(b); 0 asks for mutex_lock(a), holds b since 0",
        "declared: a -> b",
      ]
    `)
  })

  test('of two declared orders is where they are declared', async () => {
    const problem = await problemOf((m) => {
      const a = m.state('a', mutex('a'))
      m.state('b', mutex('b'))
      m.lockOrder('a', 'b')
      m.lockOrder('b', 'a')
      m.process('task', function* () {
        yield* a.lock()
        yield* a.unlock()
      })
    })
    if (problem.kind !== 'circular') throw new Error('a cycle')
    expect(problem.links.map(({ witness }) => told(witness))).toEqual([
      'declared: a -> b',
      'declared: b -> a',
    ])
  })

  test('of a usage is the run to it', async () => {
    const problem = await problemOf((m) => {
      const lock = m.state('lock', spinlock('lock'))
      m.process('task', function* () {
        yield* local_irq_disable()
        yield* lock.lock()
        yield* local_irq_enable()
        yield* lock.unlock()
      })
      m.process('interrupt', { context: 'hardirq' }, function* () {
        yield* lock.lock()
        yield* lock.unlock()
      })
    })
    if (problem.kind !== 'inconsistent state') throw new Error('inconsistent')
    expect([problem.inside, problem.enabled].map(({ witness }) => told(witness)))
      .toMatchInlineSnapshot(`
      [
        "; 1 asks for spin_lock(lock), holds ",
        "local_irq_disable(), spin_lock(lock), local_irq_enable(); 0 asks for nothing, holds lock since 1",
      ]
    `)
  })
})

describe('the graph', () => {
  test('of a model without locks is none', async () => {
    const built = model('none', {}, (m) => {
      const x = m.state('x', bool)
      m.process('p', function* () {
        yield* x.set(true)
      })
    })
    expect((await check(built.instantiate())).lockOrder).toBe(null)
  })

  test('has every class, in order of declaration, and who requests', async () => {
    const { lockOrder } = await reportOf((m) => {
      const [z, y] = [m.state('z', mutex('z')), m.state('y', mutex('y'))]
      m.state('unused', mutex('unused'))
      m.lockOrder('z', 'x', 'y')
      m.process('task', { count: 2 }, function* () {
        yield* z.lock()
        yield* y.lock()
        yield* y.unlock()
        yield* z.unlock()
      })
    })
    expect(lockOrder?.graph.classes.map((each) => each.class.name)).toEqual([
      'z',
      'y',
      'unused',
      'x',
    ])
    expect(
      lockOrder?.graph.dependencies.map(({ dependency: { from, to }, steps, declared }) => {
        return `${from.name} -> ${to.name}: ${steps.map(({ id }) => id).join(' ')}, ${declared.length}`
      }),
    ).toEqual(['z -> y: task#1, 0', 'z -> x: , 1', 'x -> y: , 1'])
  })

  test('has more dependencies than a word has bits', async () => {
    const { lockOrder } = await reportOf((m) => {
      const locks = Array.from({ length: 12 }, (_, i) => m.state(`l${i}`, mutex(`l${i}`)))
      m.process('task', { count: 2 }, function* () {
        for (const lock of locks) yield* lock.lock()
        for (const lock of locks.toReversed()) yield* lock.unlock()
      })
    })
    expect(lockOrder?.graph.dependencies.length).toBe((12 * 11) / 2)
  })

  test('has no usages where there are no interrupts', async () => {
    const { lockOrder } = await reportOf(phases)
    expect(lockOrder?.graph.classes.flatMap(({ usages }) => usages)).toEqual([])
  })
})
