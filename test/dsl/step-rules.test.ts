/** What is added to every step: it faults where it breaks a rule, before it does anything, blocked or not. */

import { describe, expect, test } from 'vitest'
import {
  assert,
  bool,
  either,
  label,
  model,
  not,
  skip,
  step,
  when,
  type BoolSort,
  type ModelBuilder,
  type PlaceOf,
  type Primitive,
  type StepOptions,
} from '../../dsl/index.ts'
import { might_sleep } from '../../dsl/kernel/index.ts'
import { visitStatements } from '../../dsl/walk.ts'
import { answer } from './kernel/answer.ts'

/** A variable while which is true nobody may sleep. */
const section: Primitive<BoolSort, PlaceOf<BoolSort>> = {
  sort: bool,
  attach: (inside, _, declare) => {
    declare.atomic(() => inside)
    return inside
  },
}

/** The answer on a process that takes such a step where it must not sleep, or where it may. */
function taking(options: StepOptions, inside: boolean): Promise<string> {
  return answer((m) => {
    const atomic = m.state('atomic', section)
    m.process('task', function* () {
      yield* atomic.set(inside)
      yield* step('function()', options, function* () {})
      yield* atomic.set(false)
    })
  })
}

const sleeping = 'fault: sleeping in atomic context'

describe('a step that sleeps', () => {
  test('is a fault where the process must not', async () => {
    expect(await taking({ sleeps: true }, true)).toBe(`${sleeping}, 2 steps`)
    expect(await taking({ sleeps: true }, false)).toBe('holds')
  })

  test('is one where it would be blocked too', async () => {
    expect(await blocked(true)).toBe(`${sleeping}, 2 steps`)
    expect(await blocked(false)).toBe('deadlock, 1 steps')
  })

  function blocked(inside: boolean): Promise<string> {
    return answer((m) => {
      const [atomic, never] = [m.state('atomic', section), m.state('never', bool)]
      m.process('task', function* () {
        yield* atomic.set(inside)
        yield* step('function()', { guard: never, sleeps: true }, function* () {})
      })
    })
  }

  test('faults before it does anything', async () => {
    const seen = await answer((m) => {
      const atomic = m.state('atomic', section)
      m.process('task', function* () {
        yield* atomic.set(true)
        yield* step('function()', { sleeps: true }, function* () {
          yield* assert(not(atomic), 'the first of its effects')
        })
      })
    })
    expect(seen).toBe(`${sleeping}, 2 steps`)
  })

  test('is no fault where it does not sleep', async () => {
    expect(await taking({}, true)).toBe('holds')
  })

  test('is a fault in a procedure, a branch and a loop alike', async () => {
    const seen = await answer((m) => {
      const atomic = m.state('atomic', section)
      const task = m.process('task', function* () {
        yield* atomic.set(true)
        yield* either(
          function* () {
            yield* skip()
            yield* label('spared')
            yield* skip()
          },
          function* () {
            yield* when(atomic, function* () {
              yield* might_sleep()
            })
          },
        )
        yield* atomic.set(false)
      })
      m.reachable('spared', task.only.at('spared'))
    })
    expect(seen).toBe(`${sleeping}, 3 steps`)
  })

  test('of a model in which nobody is ever atomic has nothing added', () => {
    const guards = guardsOf((m) => {
      m.process('task', function* () {
        yield* might_sleep()
      })
    })
    expect(guards).toEqual([{ guard: null, effects: 0 }])
  })
})

describe('a step that is illegal in an interrupt', () => {
  const inContext = (context: 'task' | 'softirq') =>
    answer((m) => {
      m.process('task', { context }, function* () {
        yield* step('f()', { notInInterrupt: 'f in interrupt context' }, function* () {})
      })
    })

  test('is a fault with its own message there', async () => {
    expect(await inContext('softirq')).toBe('fault: f in interrupt context, 1 steps')
    expect(await inContext('task')).toBe('holds')
  })

  test('of a model without interrupts has nothing added', () => {
    const guards = guardsOf((m) => {
      m.process('task', function* () {
        yield* step('f()', { notInInterrupt: 'f in interrupt context' }, function* () {})
      })
    })
    expect(guards).toEqual([{ guard: null, effects: 0 }])
  })

  test('that also sleeps is first said to sleep', async () => {
    const seen = await answer((m) => {
      m.process('handler', { context: 'hardirq' }, function* () {
        yield* step('f()', { sleeps: true, notInInterrupt: 'f in interrupt' }, function* () {})
      })
    })
    expect(seen).toBe(`${sleeping}, 1 steps`)
  })
})

/** The guards of the steps of the model's only process, and how many effects they have. */
function guardsOf(build: (m: ModelBuilder) => void) {
  const [process] = model('small', {}, build).instantiate().processes
  if (process === undefined) throw new Error('expected a process')
  const found: { readonly guard: unknown; readonly effects: number }[] = []
  visitStatements(process.body, (statement) => {
    if (statement.kind !== 'step') return
    found.push({ guard: statement.guard, effects: statement.effects.length })
  })
  return found
}
