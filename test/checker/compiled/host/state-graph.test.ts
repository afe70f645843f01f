/** The graph that compiled code shows is that of the flat executor: targets, kinds of steps, tests of states and steps. */

import { sample } from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  after,
  always,
  alwaysEventually,
  array,
  atomic,
  bool,
  choose,
  either,
  eventually,
  fair,
  forever,
  index,
  int,
  label,
  leadsTo,
  nth,
  pick,
  procedure,
  step,
  taken,
  when,
} from '../../../../dsl/index.ts'
import type { Model } from '../../../../dsl/ir.ts'
import { temporalModels } from '../../../random/arbitrary.ts'
import { built } from '../../liveness/small-models.ts'
import { step as toyStep, toy } from '../../toy-system.ts'
import { toyJob } from '../toy-module.ts'
import { graphsOf, onGraph } from './graphs.ts'

async function expectEqual(whole: Model, workers = 1): Promise<readonly string[]> {
  const graphs = await graphsOf(whole, workers)
  if (graphs === null) throw new Error('something is wrong with the model, or it is too large')
  expect(graphs.compiled).toEqual(graphs.executor)
  expect(graphs.initial.compiled).toEqual(graphs.initial.executor)
  return [...graphs.compiled.values()].flat()
}

/** How many different lines are about steps. */
function memberships(lines: readonly string[]): number {
  return new Set(lines.flatMap((line) => /enabled .*$/.exec(line) ?? [])).size
}

test('random models have the graph of the executor', { timeout: 120_000 }, async () => {
  let compared = 0
  for (const whole of sample(temporalModels(), { seed: 20_261_121, numRuns: 150 })) {
    const graphs = await graphsOf(whole, 1, 400)
    if (graphs === null) continue
    compared++
    expect(graphs.compiled).toEqual(graphs.executor)
    expect(graphs.initial.compiled).toEqual(graphs.initial.executor)
  }
  expect(compared).toBeGreaterThan(50)
})

describe('the kind of a step', () => {
  test('is that of its branch', async () => {
    const lines = await expectEqual(
      built((m) => {
        const x = m.state('x', int(0, 3))
        const turn = (to: number) =>
          function* () {
            yield* step(`${to}`, {}, function* () {
              yield* x.set(to)
            })
          }
        m.process('task', { count: 2 }, function* () {
          yield* forever(function* () {
            yield* either(
              turn(0),
              fair('weak', turn(1)),
              fair('strong', turn(2)),
              fair('none', turn(3)),
            )
          })
        })
        m.eventually('2', x.eq(2))
      }),
    )
    expect(memberships(lines)).toBe(8)
  })

  test('is that of its statement, where a branch begins with one or another', async () => {
    const lines = await expectEqual(
      built((m) => {
        const x = m.state('x', int(0, 3))
        m.process('task', { count: 2 }, function* () {
          const odd = yield* choose(bool)
          yield* forever(function* () {
            yield* either(
              function* () {
                yield* when(
                  odd,
                  function* () {
                    yield* step('strong', { fairness: 'strong' }, function* () {
                      yield* x.set(1)
                    })
                  },
                  function* () {
                    yield* step('none', { fairness: 'none' }, function* () {
                      yield* x.set(2)
                    })
                  },
                )
              },
              function* () {
                yield* step('zero', {}, function* () {
                  yield* x.set(0)
                })
              },
            )
          })
        })
        m.eventually('2', x.eq(2))
      }),
    )
    expect(memberships(lines)).toBe(6)
  })

  test('is that of the labels of the point from which it is taken', async () => {
    const lines = await expectEqual(
      built((m) => {
        const x = m.state('x', bool)
        const task = m.process('task', { count: 2 }, function* () {
          yield* step('begin', {}, function* () {
            yield* x.set(true)
          })
          yield* either(
            function* () {
              yield* step('mark', {}, function* () {
                yield* x.set(false)
              })
              yield* label('marked')
            },
            function* () {
              yield* step('go on', {}, function* () {
                yield* x.set(true)
              })
            },
          )
          yield* step('turn', {}, function* () {
            yield* x.set(x.not())
          })
        })
        m.fair('from the label', 'strong', task.steps('marked'))
        m.eventually('x', x)
      }),
    )
    expect(memberships(lines)).toBe(4)
  })

  test('is that of what comes first in an atomic, and of a procedure', async () => {
    const take = procedure(function* take() {
      yield* step('take', { fairness: 'strong' }, function* () {})
    })
    const lines = await expectEqual(
      built((m) => {
        const x = m.state('x', int(0, 2))
        m.process('task', { count: 2 }, function* () {
          yield* forever(function* () {
            yield* take()
            yield* atomic(function* both() {
              yield* step('first', { fairness: 'none', guard: x.lt(2) }, function* () {
                yield* x.set(x.plus(1))
              })
              yield* step('second', { fairness: 'strong' }, function* () {})
            })
            yield* step('back', {}, function* () {
              yield* x.set(0)
            })
          })
        })
        m.eventually('2', x.eq(2))
      }),
    )
    expect(memberships(lines)).toBe(6)
  })

  test.each([true, false])('is that of an action, of each combination: %s', async (each) => {
    const lines = await expectEqual(
      built((m) => {
        const side = index('side', 3)
        const x = m.state('x', array(side, int(0, 1)))
        const turn = m.action(
          'turn',
          { i: side, to: int(0, 1) },
          ({ i, to }) => x.at(i).ne(to),
          function* ({ i, to }) {
            yield* x.at(i).set(to)
          },
        )
        m.action(
          'all',
          {},
          () => true,
          function* () {
            yield* x.at(nth(side, 0)).set(0)
          },
        )
        m.fair('turning', 'weak', turn, { each })
        m.eventually('on', x.at(nth(side, 1)).eq(1))
      }),
    )
    expect(memberships(lines)).toBe(each ? 7 : 2)
  })
})

/** Tokens, each of which comes from anywhere and moves anywhere in one step; wide ones make several words. */
function tokens(places: number, count: number, wide: boolean): Model {
  return built((m) => {
    const token = index('token', count)
    const at = m.state('at', array(token, int(0, wide ? 2 ** 40 : places)))
    m.action(
      'move',
      { i: token },
      () => true,
      function* ({ i }) {
        const to = yield* pick(int(0, places - 1))
        yield* at.at(i).set(to)
      },
    )
    const first = at.at(nth(token, 0))
    m.leadsTo('back', first.eq(places - 1), first.eq(0))
    m.temporal('a jump', always(leadsTo(first.eq(1), taken(after(first).gt(first.plus(1))))))
    m.temporal('others move', alwaysEventually(taken(after(first).eq(first))))
    m.temporal('jumps', eventually(taken(after(first).lt(first)).and(first.gt(0))))
  })
}

test.each([false, true])('states of several words have their numbers: %s', async (wide) => {
  const lines = await expectEqual(tokens(5, 3, wide))
  expect(lines.some((line) => line.includes('atoms 2'))).toBe(true)
})

test('a state may have more edges than the columns have place for, and others fewer', async () => {
  const places = 2500
  const lines = await expectEqual(
    built((m) => {
      const at = m.state('at', int(0, places))
      m.action(
        'jump',
        {},
        () => at.eq(0),
        function* () {
          const to = yield* pick(int(0, places))
          yield* at.set(to)
        },
      )
      m.action(
        'back',
        {},
        () => at.gt(0),
        function* () {
          yield* at.set(at.div(2))
        },
      )
      m.eventually('far', taken(after(at).gt(places - 10)))
    }),
  )
  expect(lines.length).toBeGreaterThan(2 * places)
})

test.each([2, 3])('the records of %i workers are joined', { timeout: 60_000 }, async (workers) => {
  const narrow = await expectEqual(tokens(7, 3, false), workers)
  const wide = await expectEqual(tokens(6, 3, true), workers)
  expect(narrow.length).toBeGreaterThan(wide.length)
})

test.each([true, false])('states are told apart by more than their hash: %s', async (sameHash) => {
  const states = Array.from({ length: 200 }, (_, at) => `${at}`)
  const steps = Object.fromEntries(
    states.map((state, at) => [state, [1, 7, 50].map((by) => toyStep(0, `${(at + by) % 200}`))]),
  )
  const system = toy({ initial: ['3', '0'], steps })
  const { job, nameOf } = toyJob(system, { states, words: 2, sameHash, temporal: true })
  const kinds = { words: 1, enabled: new Uint32Array(1), taken: new Uint32Array(1) }
  await onGraph(job, kinds, (graph, isAmbiguous) => {
    const name = (state: number | undefined): string => nameOf(graph.words(state ?? -1))
    expect(isAmbiguous).toBe(sameHash)
    expect(graph.initial.map(name)).toEqual(['3', '0'])
    expect(graph.size).toBe(200)
    for (let state = 0; state < graph.size; state++) {
      const count = graph.expand(state, 0)
      const from = Number(name(state))
      expect([...graph.edges.targets.subarray(0, count)].map(name)).toEqual(
        [1, 7, 50].map((by) => `${(from + by) % 200}`),
      )
    }
  })
})
