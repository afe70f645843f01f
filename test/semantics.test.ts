/** Corners of the definition: each answer is derived by hand from `dsl/semantics.md`, and both engines give it. */

import { describe, expect, test } from 'vitest'
import type { SearchOptions } from '../checker/exploration.ts'
import {
  after,
  and,
  array,
  assert,
  atomic,
  choose,
  either,
  forever,
  int,
  label,
  model,
  none,
  optional,
  pick,
  procedure,
  ret,
  skip,
  step,
  waitUntil,
  when,
  type ModelBuilder,
} from '../dsl/index.ts'
import { checkIn, testedEngines } from './engines.ts'

describe.each(testedEngines)('in the %s engine', (engine) => {
  async function answer(declare: (m: ModelBuilder) => void, options: SearchOptions = {}) {
    const corner = model('corner', {}, (m) => {
      declare(m)
    })
    const { verdict, distinct, generated, levels, steps, trace } = await checkIn(
      engine,
      corner.instantiate(),
      options,
    )
    return {
      verdict,
      distinct,
      generated,
      levels,
      steps,
      run: trace?.steps.map((each) => each.step.actor),
    }
  }

  test('a fault behind a short-circuit is none, before it is one of the state', async () => {
    // 'and' stops at p.isSome() = false; the other order evaluates p.get(): a guard's fault, of level 0.
    const guarded = (before: boolean) => (m: ModelBuilder) => {
      const p = m.state('p', optional(int(0, 1)), none)
      const there = p.isSome()
      const one = p.get().eq(1)
      m.process('a', function* () {
        yield* waitUntil(before ? and(there, one) : and(one, there))
      })
      m.mayEnd('always', true)
    }
    expect(await answer(guarded(true))).toMatchObject({ verdict: { kind: 'holds' }, distinct: 1 })
    expect(await answer(guarded(false))).toMatchObject({
      verdict: { kind: 'fault', fault: 'none' },
      steps: 0,
    })
  })

  test('writes of equal values to a part and its whole conflict', async () => {
    // cells[0] is 0 already and stays so: what counts is the place.
    const corner = await answer((m) => {
      const cells = m.state('cells', array(int(0, 1), int(0, 1)))
      m.process('a', function* () {
        yield* step('twice', {}, function* () {
          yield* cells.at(0).set(0)
          yield* cells.set([0, 0])
        })
      })
    })
    expect(corner).toMatchObject({ verdict: { kind: 'fault', fault: 'conflict' }, steps: 1 })
  })

  test('an atomic has a successor for each branch and pick, each reading what came before', async () => {
    // n = 1 then +1 or +2 (the pick reads n = 1): 2, 3; or n = 0 by the other branch: three successors, all terminated.
    const corner = await answer((m) => {
      const n = m.state('n', int(0, 3))
      m.process('a', function* () {
        yield* atomic(function* choice() {
          yield* either(
            function* () {
              yield* n.set(1)
              yield* step('add', {}, function* () {
                const more = yield* pick(int(1, 2))
                yield* n.set(n.plus(more))
              })
            },
            function* () {
              yield* skip()
            },
          )
        })
      })
      m.never('seen inside', n.eq(1))
    })
    expect(corner).toMatchObject({ verdict: { kind: 'holds' }, distinct: 4, generated: 4 })
  })

  test("a guard's fault goes before what is wrong a step later, and beside enabled steps", async () => {
    // b's guard faults in the initial state: depth 0. a's assertion would be of depth 1.
    const corner = await answer((m) => {
      const n = m.state('n', int(0, 1))
      m.process('a', function* () {
        yield* assert(n.eq(1), 'n is 1')
      })
      m.process('b', function* () {
        yield* waitUntil(n.mod(n).eq(0))
      })
    })
    expect(corner).toMatchObject({
      verdict: { kind: 'fault', fault: 'zero' },
      steps: 0,
      distinct: 1,
    })
  })

  test('a daemon that waits ends a model legitimately, another process only where it may end', async () => {
    // One blocked process and one that terminates in one step: two states. Deadlock is of level 1.
    const waiting = (daemon: boolean, mayEnd: boolean) => (m: ModelBuilder) => {
      const n = m.state('n', int(0, 2))
      m.process('waiter', { daemon }, function* () {
        yield* waitUntil(n.eq(2))
      })
      m.process('once', function* () {
        yield* n.set(1)
      })
      if (mayEnd) m.mayEnd('n is 1', n.eq(1))
    }
    expect(await answer(waiting(true, false))).toMatchObject({ verdict: { kind: 'holds' } })
    expect(await answer(waiting(false, true))).toMatchObject({ verdict: { kind: 'holds' } })
    expect(await answer(waiting(false, false))).toMatchObject({
      verdict: { kind: 'deadlock' },
      steps: 1,
    })
  })

  test('a witness on the far side of a constraint is one, what lies behind it is not', async () => {
    // n = 0, 1, 2 are found, 2 is judged and not expanded: 3 is not found. No claim is made of it.
    const corner = await answer((m) => {
      const n = m.state('n', int(0, 3))
      m.process('a', function* () {
        yield* n.set(1)
        yield* n.set(2)
        yield* n.set(3)
      })
      m.constraint('small', n.lt(2))
      m.reachable('two', n.eq(2))
      m.reachable('three', n.eq(3))
      m.never('also three', n.eq(3))
    })
    expect(corner).toMatchObject({
      verdict: { kind: 'incomplete', unreached: ['three'] },
      levels: [1, 1, 1],
      generated: 3,
    })
  })

  test('a bound that is hit where something is wrong does not hide it, nor what it ranks behind', async () => {
    // Level 1: n = 1 violates the invariant; its own guard faults at the same depth, which goes first.
    const corner = (m: ModelBuilder) => {
      const n = m.state('n', int(0, 1))
      m.process('a', function* () {
        yield* n.set(1)
        yield* waitUntil(n.div(n.minus(1)).eq(0))
      })
      m.always('zero', n.eq(0))
    }
    for (const options of [{}, { maxDepth: 1 }, { maxStates: 2 }, { continue: true }]) {
      expect(await answer(corner, options)).toMatchObject({
        verdict: { kind: 'fault', fault: 'zero' },
        steps: 1,
      })
    }
    expect(await answer(corner, { maxDepth: 0 })).toMatchObject({ verdict: { kind: 'incomplete' } })
  })

  test('a step that changes nothing is judged by a step property', async () => {
    // The loop's skip leads from the only state to itself: n < n is false of it. distinct 1, generated 2.
    const corner = await answer(
      (m) => {
        const n = m.state('n', int(0, 1))
        m.process('a', function* () {
          yield* forever(function* () {
            yield* skip()
          })
        })
        m.step('grows', n.lt(after(n)))
      },
      { continue: true },
    )
    expect(corner).toMatchObject({
      verdict: { kind: 'violated', property: { name: 'grows' } },
      steps: 1,
      distinct: 1,
      generated: 2,
    })
  })

  test('a process is at the label that it passes after an atomic, and not at those before it', async () => {
    // Resting at 'last' it has passed 'behind' and 'too'; 'before' is cleared by the atomic's step.
    const corner = await answer((m) => {
      const n = m.state('n', int(0, 2))
      const once = procedure(function* once() {
        yield* label('before')
        yield* atomic(function* go() {
          yield* n.set(1)
          yield* ret()
        })
      })
      const a = m.process('a', function* () {
        yield* once()
        yield* label('behind')
        yield* label('too')
        yield* n.set(2)
        yield* label('end')
      })
      const { only } = a
      m.always('before', only.at('before').iff(n.eq(0)))
      m.always('behind', only.at('behind').iff(n.eq(1)))
      m.always('too', only.at('too').iff(only.at('behind')))
      m.always('end', only.at('end').iff(and(n.eq(2), only.terminated())))
    })
    expect(corner).toMatchObject({ verdict: { kind: 'holds' }, distinct: 3 })
  })

  test('a label at the end of a round is that of the statement at its head', async () => {
    // First at the head without a label, then always with it: two states.
    const corner = await answer((m) => {
      const a = m.process('a', function* () {
        yield* forever(function* () {
          yield* skip()
          yield* label('again')
        })
      })
      m.reachable('with', a.only.at('again'))
      m.reachable('without', a.only.at('again').not())
    })
    expect(corner).toMatchObject({ verdict: { kind: 'holds' }, distinct: 2, generated: 3 })
  })

  test('locals of a round are gone in the next', async () => {
    // At the head; with a live local at the skip, which is 0 or 1; at the head again: three states.
    const skipping = function* () {
      yield* skip()
    }
    const corner = await answer((m) => {
      m.process('a', function* () {
        yield* forever(function* () {
          const chosen = yield* choose(int(0, 1))
          yield* when(chosen.eq(0), skipping, skipping)
        })
      })
    })
    expect(corner).toMatchObject({ verdict: { kind: 'holds' }, distinct: 3, generated: 5 })
  })

  test('states that differ in a ghost alone are two', async () => {
    // The initial one; then seen = 0 (nothing changed but the control point) or 1: three states.
    const corner = await answer((m) => {
      const seen = m.ghost('seen', int(0, 1))
      m.process('a', function* () {
        yield* step('note', {}, function* () {
          const which = yield* pick(int(0, 1))
          yield* seen.set(which)
        })
      })
    })
    expect(corner).toMatchObject({ verdict: { kind: 'holds' }, distinct: 3, generated: 3 })
  })

  test('of the shortest runs the one with the fewest switches is told, whichever was found first', async () => {
    // a's second step needs b's first. The search finds a b a b first, with three switches; b b a a has one, and no other
    // order has less than two.
    const corner = (m: ModelBuilder) => {
      const x = m.state('x', int(0, 2))
      const y = m.state('y', int(0, 2))
      m.process('a', function* () {
        yield* x.set(1)
        yield* step('follow', { guard: y.gt(0) }, function* () {
          yield* x.set(2)
        })
      })
      m.process('b', function* () {
        yield* y.set(1)
        yield* y.set(2)
      })
      m.never('both', and(x.eq(2), y.eq(2)))
    }
    const told = { verdict: { kind: 'violated' }, steps: 4, run: ['b', 'b', 'a', 'a'] }
    expect(await answer(corner)).toMatchObject(told)
    expect(await answer(corner, { continue: true })).toMatchObject(told)
  })

  test('what a step gives is evaluated, whether anybody reads it or not', async () => {
    const corner = await answer((m) => {
      const p = m.state('p', optional(int(0, 1)), none)
      m.process('a', function* () {
        yield* step('deref', {}, function* () {
          return p.get()
        })
      })
    })
    expect(corner).toMatchObject({ verdict: { kind: 'fault', fault: 'none' }, steps: 1 })
  })
})
