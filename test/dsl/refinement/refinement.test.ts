/** When a model refines another: the same answer in every engine. */

import { describe, expect, test } from 'vitest'
import {
  and,
  any,
  bool,
  int,
  label,
  model,
  not,
  skip,
  value,
  type ModelBuilder,
} from '../../../dsl/index.ts'
import type { Model } from '../../../dsl/ir.ts'
import { answer, reportOf } from '../kernel/answer.ts'

function abstract(build: (m: ModelBuilder) => void): Model {
  return model('abstract', {}, build).instantiate()
}

/** Counts from 0 to 3, one by one. */
const counter = abstract((m) => {
  const n = m.state('n', int(0, 3))
  m.action(
    'Increment',
    {},
    () => n.lt(3),
    function* () {
      yield* n.update((before) => before.plus(1))
    },
  )
})

/** A number that each round of its process sets to the next of these. */
function going(numbers: readonly number[], first = 0) {
  return (m: ModelBuilder) => {
    const x = m.state('x', int(0, 3), first)
    m.process('p', function* () {
      for (const number of numbers) yield* x.set(number)
    })
    m.refines('counts', counter, { n: x })
  }
}

describe('a model refines another', () => {
  test('where each of its steps is one of the other', async () => {
    expect(await answer(going([1, 2, 3]))).toBe('holds')
  })

  test('where a step leaves what is mapped as it is', async () => {
    const build = (m: ModelBuilder) => {
      const x = m.state('x', int(0, 7))
      m.process('p', function* () {
        for (const number of [1, 2, 3, 4, 5]) yield* x.set(number)
      })
      m.refines('counts', counter, { n: x.div(2) })
    }
    expect(await answer(build)).toBe('holds')
  })

  test('read off the control points of its processes and off its ghosts', async () => {
    const turns = abstract((m) => {
      const busy = m.state('busy', bool)
      const done = m.state('done', int(0, 2))
      m.action(
        'Begin',
        {},
        () => not(busy),
        function* () {
          yield* busy.set(true)
        },
      )
      m.action(
        'End',
        {},
        () => busy,
        function* () {
          yield* busy.set(false)
          yield* done.update((n) => n.plus(1))
        },
      )
    })
    const build = (late: boolean) => (m: ModelBuilder) => {
      const done = m.ghost('done', int(0, 2))
      const p = m.process('p', function* () {
        for (const round of [1, 2]) {
          yield* skip()
          yield* label('inside')
          if (late) yield* skip()
          yield* done.set(round)
        }
      })
      m.refines('turns', turns, { busy: p.only.at('inside'), done })
    }
    expect(await answer(build(false))).toBe('holds')
    expect(await answer(build(true))).toBe('violated: turns, 2 steps')
  })

  test('whatever the other says of its own states and runs', async () => {
    const strict = abstract((m) => {
      const n = m.state('n', int(0, 3))
      m.action(
        'Increment',
        {},
        () => n.lt(3),
        function* () {
          yield* n.update((before) => before.plus(1))
        },
      )
      m.always('it is never 2', n.ne(2))
      m.eventually('it is 3', n.eq(3))
      m.constraint('at most 1', n.le(1))
    })
    const build = (m: ModelBuilder) => {
      const x = m.state('x', int(0, 3))
      m.process('p', function* () {
        for (const number of [1, 2]) yield* x.set(number)
      })
      m.refines('counts', strict, { n: x })
    }
    expect(await answer(build)).toBe('holds')
    const { assumptions } = await reportOf(build)
    expect(assumptions).toContainEqual({
      kind: 'refinement of steps',
      property: 'counts',
      model: 'abstract',
      without: ['properties', 'temporal properties'],
    })
  })

  test('and nothing in that is called vacuous for how the other is written', async () => {
    const other = abstract((m) => {
      const n = m.state('n', int(0, 3))
      m.action(
        'Set',
        { to: int(0, 3) },
        ({ to }) => to.gt(4).implies(n.eq(to)),
        function* ({ to }) {
          yield* n.set(to)
        },
      )
    })
    const { verdict, vacuity } = await reportOf((m) => {
      const x = m.state('x', int(0, 3))
      m.process('p', function* () {
        yield* x.set(1)
      })
      m.refines('sets', other, { n: x })
    })
    expect(verdict.kind).toBe('holds')
    expect(vacuity).toEqual([])
  })

  test('whichever bug a mapping does not show', async () => {
    const build = (m: ModelBuilder) => {
      const x = m.state('x', int(0, 3))
      m.process('p', function* () {
        yield* x.set(3)
      })
      m.refines('counts', counter, { n: 0 })
    }
    expect(await answer(build)).toBe('holds')
  })
})

describe('a model does not refine another', () => {
  test('where it begins with another state', async () => {
    expect(await answer(going([2], 1))).toBe('violated: counts, 0 steps')
  })

  test('where a step skips a state', async () => {
    expect(await answer(going([1, 3]))).toBe('violated: counts, 2 steps')
  })

  test('where a step goes back', async () => {
    expect(await answer(going([1, 2, 1]))).toBe('violated: counts, 3 steps')
  })

  test('where a step does two things at once', async () => {
    const two = abstract((m) => {
      const [a, b] = [m.state('a', bool), m.state('b', bool)]
      for (const [name, flag] of [
        ['A', a],
        ['B', b],
      ] as const) {
        m.action(name, {}, function* () {
          yield* flag.set(true)
        })
      }
    })
    const build = (atOnce: boolean) => (m: ModelBuilder) => {
      const [a, b] = [m.state('a', bool), m.state('b', bool)]
      m.action(
        'First',
        {},
        () => not(a),
        function* () {
          yield* a.set(true)
          if (atOnce) yield* b.set(true)
        },
      )
      m.action(
        'Second',
        {},
        () => and(a, not(b)),
        function* () {
          yield* b.set(true)
        },
      )
      m.mayEnd('both', and(a, b))
      m.refines('one by one', two, { a, b })
    }
    expect(await answer(build(false))).toBe('holds')
    expect(await answer(build(true))).toBe('violated: one by one, 1 steps')
  })

  test('though it refines a third', async () => {
    const build = (m: ModelBuilder) => {
      const x = m.state('x', int(0, 3))
      m.process('p', function* () {
        for (const number of [1, 2, 3]) yield* x.set(number)
      })
      m.refines('counts', counter, { n: x })
      m.refines('counts down', counter, { n: value(int(0, 3), 3).minus(x) })
    }
    expect(await answer(build)).toBe('violated: counts down, 0 steps')
  })
})

describe('the other may begin with', () => {
  const beginning = (first: number, other: Model) =>
    answer((m) => {
      const x = m.state('x', int(0, 3), first)
      m.mayEnd('always', x.ge(0))
      m.refines('begins', other, { n: x })
    })
  test('any value', async () => {
    const other = abstract((m) => {
      m.state('n', int(0, 3), any())
    })
    expect(await beginning(3, other)).toBe('holds')
  })

  test('a value of a set, and no other', async () => {
    const other = abstract((m) => {
      m.state('n', int(0, 3), any([1, 2]))
    })
    expect(await beginning(2, other)).toBe('holds')
    expect(await beginning(3, other)).toBe('violated: begins, 0 steps')
  })

  test('what its initial conditions allow', async () => {
    const other = abstract((m) => {
      const n = m.state('n', int(0, 3), any())
      m.initially('even', n.mod(2).eq(0))
    })
    expect(await beginning(2, other)).toBe('holds')
    expect(await beginning(1, other)).toBe('violated: begins, 0 steps')
  })

  test('nothing where a condition faults', async () => {
    const other = abstract((m) => {
      const n = m.state('n', int(0, 3), any())
      m.initially('faults at 0', value(int(0, 3), 1).div(n).ge(0))
    })
    expect(await beginning(1, other)).toBe('holds')
    expect(await beginning(0, other)).toBe('violated: begins, 0 steps')
  })
})
