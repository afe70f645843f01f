/** The decision about runs in compiled code: the lasso of the reference engine, for any number of workers, and what ends it early. */

import { sample } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exploreCompiled } from '../../../../checker/explore-compiled.ts'
import { exploreSystem } from '../../../../checker/explore-system.ts'
import type { Explored, Progress, SearchOptions } from '../../../../checker/exploration.ts'
import { runJob } from '../../../../checker/compiled/host/run-job.ts'
import { interpret } from '../../../../checker/reference/interpreter.ts'
import {
  after,
  alwaysEventually,
  eventuallyAlways,
  array,
  index,
  int,
  nth,
  taken,
} from '../../../../dsl/index.ts'
import type { IntTerm, ModelBuilder } from '../../../../dsl/index.ts'
import type { Model } from '../../../../dsl/ir.ts'
import { temporalModels } from '../../../random/arbitrary.ts'
import { built, contention, lossy } from '../../liveness/small-models.ts'

/** All levels are for all workers, from the first one on. */
const sharing = { level: 1, wait: true }

/** What of an answer may not depend on the engine, nor on the number of workers. */
async function answer({ exploration, counterexample }: Explored) {
  const { stop, found, distinct } = exploration
  const shown = await counterexample(null)
  return { stop, found, distinct, trace: shown?.trace, wrong: shown?.wrong }
}

async function compiled(model: Model, options: SearchOptions = {}) {
  return answer(
    await exploreCompiled(model, options, (job, more) => runJob(job, { ...more, sharing })),
  )
}

async function reference(model: Model, options: SearchOptions = {}) {
  return answer(await exploreSystem(interpret(model), options))
}

test.each([
  ['a lock that is taken in turns by nobody in particular', contention('weak')],
  ['a lock whose waiters are not overtaken', contention('strong')],
  ['a channel that need not deliver', lossy('weak')],
  ['a channel that delivers again and again', lossy('strong')],
])('%s has the lasso of the reference engine, with any number of workers', async (_, model) => {
  const expected = await reference(model)
  for (const workers of [1, 2, 3]) expect(await compiled(model, { workers })).toEqual(expected)
})

test('random models have the lassos of the reference engine', { timeout: 120_000 }, async () => {
  const bounds = { maxStates: 300 }
  let lassos = 0
  for (const model of sample(temporalModels(), { seed: 20_261_122, numRuns: 60 })) {
    const expected = await reference(model, bounds)
    if (expected.wrong?.kind === 'liveness') lassos++
    expect(await compiled(model, bounds)).toEqual(expected)
  }
  expect(lassos).toBeGreaterThan(10)
})

test(
  'a graph that several workers have found has the same lasso',
  { timeout: 60_000 },
  async () => {
    const one = rounds(3, 12, true)
    const expected = await reference(one)
    expect(expected.wrong?.kind).toBe('liveness')
    for (const workers of [1, 2, 3]) expect(await compiled(one, { workers })).toEqual(expected)
  },
)

/** Tokens that go round, each by itself, as long as each can; said is that the first comes by, or that it `meets` the last only so often. */
function rounds(count: number, places: number, meets = false): Model {
  return built((m) => {
    const token = index('token', count)
    const place = index('place', places)
    const at = m.state('at', array(token, place))
    const go = m.action(
      'go on',
      { i: token },
      () => true,
      function* ({ i }) {
        yield* at.at(i).set(at.at(i).next())
      },
    )
    m.fair('each goes on', 'weak', go, { each: true })
    const first = at.at(nth(token, 0))
    if (meets) {
      const last = at.at(nth(token, count - 1))
      const met = first.eq(nth(place, 7)).and(last.eq(nth(place, 3)))
      m.temporal('they do not meet for ever', eventuallyAlways(met.not()))
    } else m.temporal('it comes by', alwaysEventually(first.eq(nth(place, 0))))
  })
}

describe('on a graph of a hundred thousand states', { timeout: 60_000 }, () => {
  const model = rounds(5, 10)

  test('every run is fine, and what the search for cycles held is told', async () => {
    const { exploration } = await exploreCompiled(model, {})
    expect(exploration).toMatchObject({ stop: 'complete', found: false, distinct: 100_000 })
    expect(exploration.memory?.livenessBytes).toBeGreaterThan(100_000)
  })

  test('a signal ends the decision, and nothing is said to hold', async () => {
    const signal = { aborted: false }
    const progress = ({ onCycles }: Progress): void => {
      if (onCycles === true) signal.aborted = true
    }
    const { exploration } = await exploreCompiled(model, { signal, progress })
    expect(exploration).toMatchObject({ stop: 'interrupt', found: false, distinct: 100_000 })
  })

  test('memory that is enough for the states alone ends it too', async () => {
    let memory = 2 ** 23
    let { exploration } = await exploreCompiled(model, { memory })
    while (exploration.stop === 'complete') {
      memory -= 2 ** 17
      exploration = (await exploreCompiled(model, { memory })).exploration
    }
    expect(exploration).toMatchObject({ stop: 'memory', found: false, distinct: 100_000 })
  })

  test('where nobody asks, no run is judged', async () => {
    const { exploration } = await exploreCompiled(model, { liveness: false })
    expect(exploration.memory?.livenessBytes).toBeUndefined()
  })
})

describe('a temporal test that faults is a fault of the state, or of the step', () => {
  const counter = (m: ModelBuilder) => {
    const x = m.state('x', int(0, 3))
    m.action(
      'count',
      {},
      () => x.lt(3),
      function* () {
        yield* x.set(x.plus(1))
      },
    )
    return x
  }
  const divided = (x: IntTerm) => x.mod(x.minus(2)).eq(-1)

  test.each([
    ['of a state', built((m) => m.eventually('odd', divided(counter(m)))), 2],
    ['of a step', built((m) => m.eventually('odd', taken(divided(after(counter(m)))))), 2],
  ] as const)('%s', async (_, model, steps) => {
    const expected = await reference(model)
    expect(expected.wrong?.kind).toBe('fault')
    expect(expected.trace?.steps).toHaveLength(steps)
    expect(await compiled(model)).toEqual(expected)
  })
})
