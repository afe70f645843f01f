/** The graph of a system's states, by hand on small models. */

import { describe, expect, test } from 'vitest'
import { execute } from '../../../checker/lower/executor.ts'
import { lower } from '../../../checker/lower/lower.ts'
import { interpret } from '../../../checker/reference/interpreter.ts'
import { obligationsOf } from '../../../checker/liveness/obligation.ts'
import { SystemGraph } from '../../../checker/liveness/system-graph.ts'
import { search } from '../../../checker/search.ts'
import type { System } from '../../../checker/system.ts'
import type { Model } from '../../../dsl/ir.ts'
import {
  after,
  alwaysEventually,
  bool,
  either,
  fair,
  forever,
  int,
  label,
  skip,
  step,
  taken,
} from '../../../dsl/index.ts'
import { built } from './small-models.ts'

async function graphOf<State>(system: System<State>) {
  const { store } = await search(system)
  const { model: of } = system
  return new SystemGraph(system, store, lower(of), obligationsOf(of))
}

/** A counter that one process takes up to 2 and another back to 0, or does not. */
const counter = built((m) => {
  const n = m.state('n', int(0, 2))
  m.process('up', function* () {
    yield* forever(function* () {
      yield* step('increment', { guard: n.lt(2) }, function* () {
        yield* n.set(n.plus(1))
      })
    })
  })
  m.process('down', function* () {
    yield* forever(function* () {
      yield* either(
        fair('strong', function* () {
          yield* step('reset', {}, function* () {
            yield* n.set(0)
          })
        }),
        fair('none', function* () {
          yield* skip()
        }),
      )
    })
  })
  m.alwaysEventually('full', n.eq(2))
  m.temporal('reset', alwaysEventually(taken(n.gt(0).and(after(n.eq(0))))))
})

const systems: [string, (of: Model) => Promise<SystemGraph<unknown>>][] = [
  // A graph of states of any kind answers by their numbers alone.
  ['the interpreter', (of) => graphOf(interpret(of)) as Promise<SystemGraph<unknown>>],
  ['the executor', (of) => graphOf(execute(lower(of))) as Promise<SystemGraph<unknown>>],
]

describe.each(systems)('the graph of states of %s', (_, make) => {
  test('has them by number, and their edges in the order of outcomes', async () => {
    const graph = await make(counter)
    expect(graph.size).toBe(3)
    expect(graph.initial).toEqual([0])
    const targets = [0, 1, 2].map((state) => {
      const count = graph.expand(state, 0)
      return [...graph.edges.targets.subarray(0, count)]
    })
    // From each the increment, where there is room; then the reset and the skip of the other process.
    expect(targets).toEqual([
      [1, 0, 0],
      [2, 0, 1],
      [0, 2],
    ])
  })

  test('knows of each step what it counts for, and what asks for it', async () => {
    const graph = await make(counter)
    const names = graph.conditions.list.map(({ name, strength }) => `${strength} ${name}`)
    expect(names).toEqual(['weak up', 'weak down', 'strong down, branch down#1/0'])
    graph.expand(1, 0)
    const { enabled, taken: counts } = graph.kinds
    const kinds = [...graph.edges.kinds.subarray(0, 3)]
    expect(kinds.map((kind) => [enabled[kind], counts[kind]])).toEqual([
      [0b001, 0b001],
      [0b110, 0b110],
      [0, 0b010],
    ])
  })

  test('has the tests of each obligation as bits', async () => {
    const graph = await make(counter)
    expect([0, 1, 2].map((state) => graph.stateAtoms(state, 0))).toEqual([0, 0, 1])
    expect([0, 1, 2].map((state) => graph.stateAtoms(state, 1))).toEqual([0, 0, 0])
    const count = graph.expand(2, 1)
    expect([...graph.edges.stepAtoms.subarray(0, count)]).toEqual([1, 0])
  })

  test('knows an action by the values of its parameters', async () => {
    const graph = await make(
      built((m) => {
        const flags = [m.state('a', bool), m.state('b', bool)] as const
        const set = m.action('set', { which: int(0, 1) }, function* ({ which }) {
          for (const [at, flag] of flags.entries()) yield* flag.set(which.eq(at).or(flag))
        })
        m.fair('each is set', 'weak', set, { each: true })
      }),
    )
    expect(graph.expand(0, 0)).toBe(2)
    const [one = 0, other = 0] = graph.edges.kinds
    expect([graph.kinds.enabled[one], graph.kinds.enabled[other]]).toEqual([0b01, 0b10])
  })

  test('knows a step by the label where it is taken', async () => {
    const graph = await make(
      built((m) => {
        const on = m.state('on', bool)
        const toggle = () =>
          step('toggle', {}, function* () {
            yield* on.set(on.not())
          })
        const process = m.process('toggler', { fairness: 'none' }, function* () {
          yield* forever(function* () {
            yield* toggle()
            yield* label('there')
            yield* toggle()
          })
        })
        m.fair('it comes from there', 'strong', process.steps('there'))
      }),
    )
    const kinds = [0, 1].map((state) => {
      graph.expand(state, 0)
      return graph.edges.kinds[0] ?? 0
    })
    expect(kinds.map((kind) => graph.kinds.taken[kind])).toEqual([0, 1])
  })

  test('has room for the edges of a state that has very many', async () => {
    const graph = await make(
      built((m) => {
        const n = m.state('n', int(0, 99))
        m.action('set', { to: int(0, 99) }, function* ({ to }) {
          yield* n.set(to)
        })
      }),
    )
    expect(graph.expand(7, 0)).toBe(100)
    expect([...graph.edges.targets.subarray(0, 100)].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_unused, to) => to),
    )
  })
})
