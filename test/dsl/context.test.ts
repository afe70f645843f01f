/** Contexts of execution: what the model says of masks, and where processes on a processor can run. */

import { describe, expect, test } from 'vitest'
import { check } from '../../checker/check.ts'
import { interpret } from '../../checker/reference/interpreter.ts'
import {
  and,
  bool,
  identity,
  label,
  model,
  not,
  skip,
  value,
  type ModelBuilder,
  type Processor,
  type Sharer,
} from '../../dsl/index.ts'
import type { Expr, Model } from '../../dsl/ir.ts'
import {
  local_bh_disable,
  local_bh_enable,
  local_irq_disable,
  local_irq_enable,
  preempt_disable,
  preempt_enable,
} from '../../dsl/kernel/index.ts'
import { answer } from './kernel/answer.ts'

function built(build: (m: ModelBuilder) => void): Model {
  return model('small', {}, build).instantiate()
}

/** In which states on the way of the only process this is true of a thread. */
function alongTheWay(of: Model, expr: Expr | null, thread: number): readonly boolean[] {
  const system = interpret(of)
  const [initial] = system.initial()
  if (expr === null || initial?.kind !== 'state') throw new Error('expected a state')
  const test = system.predicateOf(expr)
  const seen: boolean[] = []
  for (let state = initial.state; ;) {
    seen.push(test(state, thread) === true)
    const [next] = system.expand(state)
    if (next?.result.kind !== 'state') return seen
    state = next.result.state
  }
}

describe('the masks of a model', () => {
  test('are none where nothing turns interrupts off', () => {
    const { masks } = built((m) => {
      m.process('task', function* () {
        yield* skip()
      })
    })
    expect(masks).toEqual({ hardirq: null, softirq: null })
  })

  test('are true of whoever has them off, and of nobody else', () => {
    const of = built((m) => {
      m.process('task', function* () {
        yield* local_irq_disable()
        yield* local_irq_enable()
        yield* local_bh_disable()
        yield* local_bh_enable()
        yield* preempt_disable()
        yield* preempt_enable()
      })
      m.process('other', function* () {})
    })
    const { hardirq, softirq } = of.masks
    expect(alongTheWay(of, hardirq, 0)).toEqual([false, true, false, false, false, false, false])
    expect(alongTheWay(of, softirq, 0)).toEqual([false, true, false, true, false, false, false])
    expect(alongTheWay(of, softirq, 1)).toEqual(Array.from({ length: 7 }, () => false))
  })

  test('are true of interrupts: of a hardirq both, of a softirq its own kind', () => {
    const of = built((m) => {
      m.process('task', function* () {})
      m.process('soft', { context: 'softirq' }, function* () {})
      m.process('hard', { context: 'hardirq' }, function* () {})
    })
    const threads = [0, 1, 2]
    const { hardirq, softirq } = of.masks
    expect(threads.map((thread) => alongTheWay(of, hardirq, thread)[0])).toEqual([
      false,
      false,
      true,
    ])
    expect(threads.map((thread) => alongTheWay(of, softirq, thread)[0])).toEqual([
      false,
      true,
      true,
    ])
  })
})

describe('a process on a processor', () => {
  test('takes its steps only where the processor says so', async () => {
    const gated = (open: boolean) => (m: ModelBuilder) => {
      const gate = m.state('gate', bool)
      const on: Processor = { runs: () => gate }
      const task = m.process('task', { on }, function* () {
        yield* skip()
        yield* label('behind')
        yield* skip()
      })
      m.process('opener', function* () {
        if (open) yield* gate.set(true)
      })
      m.never('through a closed gate', and(task.only.at('behind'), not(gate)))
      m.reachable('behind', task.only.at('behind'))
    }
    expect(await answer(gated(true))).toBe('holds')
    expect(await answer(gated(false))).toBe('deadlock, 0 steps')
  })

  test('that cannot run is paused, and not blocked', async () => {
    const { situation } = await check(
      built((m) => {
        const on: Processor = { runs: () => value(bool, false) }
        m.process('task', { on }, function* () {
          yield* skip()
        })
      }),
    )
    expect(situation?.threads.map(({ kind }) => kind)).toEqual(['paused'])
  })

  test('without one runs anywhere', () => {
    const { processes } = built((m) => {
      m.process('task', function* () {})
    })
    expect(processes.map(({ runs }) => runs)).toEqual([null])
  })

  test('shares it with all others there, itself not among them', async () => {
    const slot = identity('slot', 2)
    const seen = await answer((m) => {
      const taken = m.state('taken', bool)
      const on: Processor = {
        // Only where another one is not the thread, which it never is.
        runs: ({ thread, someOther }: Sharer) => not(someOther((other) => other.eq(thread))),
      }
      m.process('one', { on, each: slot }, function* () {
        yield* taken.set(true)
      })
      m.process('other', { on }, function* () {
        yield* taken.set(true)
      })
      m.process('elsewhere', { on: { runs: () => taken } }, function* () {
        yield* skip()
      })
    })
    expect(seen).toBe('holds')
  })

  test('does not run while another is atomic there, whichever instance that is', async () => {
    const slot = identity('slot', 2)
    const seen = await answer((m) => {
      const on: Processor = { runs: ({ someOther, isAtomic }) => not(someOther(isAtomic)) }
      const task = m.process('task', { on, each: slot }, function* () {
        yield* preempt_disable()
        yield* label('inside')
        yield* preempt_enable()
      })
      m.always('alone', task.count((t) => t.at('inside')).le(1))
      m.reachable(
        'inside',
        task.some((t) => t.at('inside')),
      )
    })
    expect(seen).toBe('holds')
  })
})
