/** What counts as a step of the model that is refined: its guards and effects, read as a claim about two states. */

import { describe, expect, test } from 'vitest'
import {
  all,
  any,
  array,
  assert,
  count,
  fail,
  forEach,
  index,
  int,
  model,
  not,
  nth,
  pick,
  sequence,
  some,
  step,
  value,
  when,
  type BoolTerm,
  type IntTerm,
  type ModelBuilder,
} from '../../../dsl/index.ts'
import { answer } from '../kernel/answer.ts'

const slot = index('slot', 3)

function cellsOf(m: ModelBuilder) {
  return m.state('f', array(slot, int(0, 5)))
}

type Cells = ReturnType<typeof cellsOf>

/** The answer where the first step sets the cells so, and the other model, whose cells begin with 0, has these actions. */
function stepping(
  to: readonly [number, number, number],
  actions: (m: ModelBuilder, f: Cells) => void,
): Promise<string> {
  const other = model('other', {}, (m) => actions(m, cellsOf(m))).instantiate()
  return answer((m) => {
    const f = cellsOf(m)
    m.process('p', function* () {
      yield* f.set([...to])
    })
    m.refines('steps', other, { f })
  })
}

const isNone = 'violated: steps, 1 steps'

describe('an action is the step', () => {
  const settingOne = (m: ModelBuilder, f: Cells): void => {
    m.action('Set', { i: slot, to: int(2, 3) }, function* ({ i, to }) {
      yield* f.at(i).set(to)
    })
  }

  test('for some values of its parameters', async () => {
    expect(await stepping([0, 3, 0], settingOne)).toBe('holds')
    expect(await stepping([0, 4, 0], settingOne)).toBe(isNone)
    expect(await stepping([0, 3, 3], settingOne)).toBe(isNone)
  })

  test('where its guard is true before it', async () => {
    const guarded = (m: ModelBuilder, f: Cells): void => {
      m.action(
        'Set',
        { i: slot, to: int(1, 5) },
        ({ i, to }) => f.at(i.next()).lt(1).and(to.ne(4)),
        function* ({ i, to }) {
          yield* f.at(i).set(to)
        },
      )
    }
    expect(await stepping([0, 3, 0], guarded)).toBe('holds')
    expect(await stepping([0, 4, 0], guarded)).toBe(isNone)
  })

  test('for some of what it picks, if that passes', async () => {
    const picking = (m: ModelBuilder, f: Cells): void => {
      m.action('Set', { i: slot }, function* ({ i }) {
        const to = yield* pick(int(0, 5), (n) => n.gt(3))
        yield* f.at(i).set(to)
        yield* f.at(i.next()).set(to)
      })
    }
    expect(await stepping([4, 4, 0], picking)).toBe('holds')
    expect(await stepping([4, 5, 0], picking)).toBe(isNone)
    expect(await stepping([3, 3, 0], picking)).toBe(isNone)
  })

  test('with what a `when` decides before it, whether or not something is picked there', async () => {
    const deciding = (m: ModelBuilder, f: Cells): void => {
      m.action('Set', { i: slot, to: int(0, 1) }, function* ({ i, to }) {
        yield* when(
          to.eq(0),
          function* () {
            const other = yield* pick(int(2, 3))
            yield* f.at(i.next()).set(other)
          },
          function* () {
            yield* f.at(i.next()).set(4)
          },
        )
        yield* when(f.at(i.next()).eq(0), function* () {
          yield* f.at(i).set(1)
        })
      })
    }
    expect(await stepping([1, 2, 0], deciding)).toBe('holds')
    expect(await stepping([1, 4, 0], deciding)).toBe('holds')
    expect(await stepping([1, 5, 0], deciding)).toBe(isNone)
    expect(await stepping([0, 4, 0], deciding)).toBe(isNone)
  })

  test('with all that a `forEach` writes', async () => {
    const filling = (m: ModelBuilder, f: Cells): void => {
      m.action('Fill', {}, function* () {
        yield* forEach(slot, function* (i) {
          yield* f.at(i).set(i.ordinal().plus(f.at(i)).plus(1))
        })
      })
    }
    expect(await stepping([1, 2, 3], filling)).toBe('holds')
    expect(await stepping([1, 2, 0], filling)).toBe(isNone)
  })
})

describe('a guard that goes through elements', () => {
  // Of 3 div (2 - k), 0 gives 1 and 2 faults.
  const third = (k: IntTerm) => value(int(0, 3), 3).div(value(int(0, 2), 2).minus(k))
  const setting = (guard: () => BoolTerm) => (m: ModelBuilder, f: Cells) => {
    m.action('Set', { i: slot }, guard, function* ({ i }) {
      yield* f.at(i).set(1)
    })
  }

  test('has a value where one decides before one faults', async () => {
    const found = setting(() => some(int(0, 2), (k) => third(k).eq(1)))
    const refuted = setting(() => not(all(int(0, 2), (k) => third(k).ne(1))))
    expect(await stepping([1, 0, 0], found)).toBe('holds')
    expect(await stepping([1, 0, 0], refuted)).toBe('holds')
  })

  test('has none where one faults before that', async () => {
    const found = setting(() => some(int(0, 2), (k) => third(k).eq(2)))
    const counted = setting(() => count(int(0, 2), (k) => third(k).eq(1)).eq(1))
    expect(await stepping([1, 0, 0], found)).toBe(isNone)
    expect(await stepping([1, 0, 0], counted)).toBe(isNone)
  })
})

describe('an action is no step', () => {
  test('where two of its writes hit the same place', async () => {
    const twice = (m: ModelBuilder, f: Cells): void => {
      m.action('Twice', { i: slot, j: slot }, function* ({ i, j }) {
        yield* f.at(i).set(1)
        yield* f.at(j).set(1)
      })
    }
    expect(await stepping([1, 1, 0], twice)).toBe('holds')
    expect(await stepping([1, 0, 0], twice)).toBe(isNone)
  })

  test('where two rounds of a `forEach` write the same place, as over a sequence that has an element twice', async () => {
    const over = (positions: readonly number[]) => (m: ModelBuilder, f: Cells) => {
      const list = value(sequence(int(0, 2), 3), positions)
      m.action('Fill', {}, function* () {
        yield* forEach(list, function* (n) {
          yield* when(n.eq(0), function* () {
            yield* f.at(nth(slot, 0)).set(1)
          })
        })
      })
    }
    expect(await stepping([1, 0, 0], over([0, 1, 2]))).toBe('holds')
    expect(await stepping([1, 0, 0], over([0, 1, 0]))).toBe(isNone)
  })

  test('where a value would leave its range', async () => {
    const adding = (m: ModelBuilder, f: Cells): void => {
      m.action('Add', { i: slot, n: int(4, 9) }, function* ({ i, n }) {
        yield* f.at(i).set(f.at(i).plus(n).mod(7))
      })
    }
    expect(await stepping([0, 5, 0], adding)).toBe('holds')
    expect(await stepping([0, 3, 0], adding)).toBe(isNone)
  })

  test('where its guard, a filter or an effect faults', async () => {
    const numbers = int(0, 3)
    const dividing = (where: 'guard' | 'filter' | 'effect') => (m: ModelBuilder, f: Cells) => {
      m.action(
        'Divide',
        { n: int(0, 1) },
        ({ n }) => (where === 'guard' ? value(numbers, 3).div(n).eq(3) : n.ge(0)),
        function* ({ n }) {
          if (where === 'filter') yield* pick(int(0, 1), (k) => k.div(n).ge(0))
          yield* f.at(nth(slot, 0)).set(where === 'effect' ? n.plus(1).div(n) : n.times(2))
        },
      )
    }
    for (const where of ['guard', 'filter', 'effect'] as const) {
      expect(await stepping([2, 0, 0], dividing(where))).toBe('holds')
      expect(await stepping([1, 0, 0], dividing(where))).toBe(isNone)
    }
  })

  test('where an assertion in it fails, or it fails itself', async () => {
    const failing = (m: ModelBuilder, f: Cells): void => {
      m.action('Set', { i: slot, to: int(1, 3) }, function* ({ i, to }) {
        yield* f.at(i).set(to)
        yield* assert(to.lt(3), 'less than 3')
        yield* when(to.lt(2), function* () {
          yield* fail('less than 2')
        })
      })
    }
    expect(await stepping([2, 0, 0], failing)).toBe('holds')
    expect(await stepping([1, 0, 0], failing)).toBe(isNone)
    expect(await stepping([3, 0, 0], failing)).toBe(isNone)
  })
})

test('a mapping that faults is a fault, and no step', async () => {
  const other = model('other', {}, (m) => {
    m.state('n', int(0, 3), any())
  }).instantiate()
  const seen = await answer((m) => {
    const x = m.state('x', int(0, 9))
    m.process('p', function* () {
      yield* x.set(4)
    })
    m.refines('fits', other, { n: x })
  })
  expect(seen).toMatch(/^fault: .*, 1 steps$/)
})

test('an action that would take a sequence over its bound is no step', async () => {
  const queued = sequence(int(0, 1), 2)
  const other = model('other', {}, (m) => {
    const queue = m.state('queue', queued)
    const sent = m.state('sent', int(0, 9))
    m.action('Put', { n: int(0, 1) }, function* ({ n }) {
      yield* queue.update((all) => all.append(n))
      yield* sent.update((count) => count.plus(1))
    })
  }).instantiate()
  const putting = (times: number) =>
    answer((m) => {
      const queue = m.state('queue', queued)
      const sent = m.state('sent', int(0, 9))
      m.process('p', function* () {
        for (let time = 1; time <= times; time += 1) {
          yield* step('put', {}, function* () {
            yield* queue.set(Array.from({ length: Math.min(2, time) }, () => 1))
            yield* sent.set(time)
          })
        }
      })
      m.refines('puts', other, { queue, sent })
    })
  expect(await putting(2)).toBe('holds')
  expect(await putting(3)).toBe('violated: puts, 3 steps')
})
