/** A run of the lowering, told by positions alone, is followed in the interpreter to what the interpreter's own search reports. */

import { sample } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadSuites, specFiles } from '../../checker/cli/suite-files.ts'
import type { SearchOptions } from '../../checker/exploration.ts'
import { follow } from '../../checker/follow.ts'
import type { Route } from '../../checker/follow.ts'
import { execute } from '../../checker/lower/executor.ts'
import { lower } from '../../checker/lower/lower.ts'
import { interpret } from '../../checker/reference/interpreter.ts'
import type { Model } from '../../dsl/ir.ts'
import { root } from '../checker/cli/fencepost.ts'
import { routeTo } from '../routes.ts'
import { models } from './arbitrary.ts'

const bounds = { maxStates: 200 }
const timeout = 120_000

/** Null when nothing is wrong with the model. */
async function followed(
  model: Model,
  options: SearchOptions,
): Promise<{ readonly is: unknown; readonly should: unknown; readonly route: Route } | null> {
  const [left, right] = [
    await routeTo(interpret(model), options),
    await routeTo(execute(lower(model)), options),
  ]
  if (left === null || right === null) return null
  const { trace, wrong } = left
  return {
    is: follow(interpret(model), right.route, options),
    should: { trace, wrong },
    route: right.route,
  }
}

describe('a route is followed to what the search in the interpreter reports', { timeout }, () => {
  test('on random models, with every kind of end and of wrong', async () => {
    const ends = new Set<string>()
    for (const model of sample(models(), { seed: 20_261_121, numRuns: 400 })) {
      const found = await followed(model, bounds)
      if (found === null) continue
      expect(found.is).toEqual(found.should)
      ends.add(`${found.route.end}: ${found.route.rank.kind}`)
    }
    expect([...ends].toSorted()).toEqual([
      'initial: assertion',
      'initial: fault',
      'state: deadlock',
      'state: fault',
      'state: invariant',
      'step: assertion',
      'step: fault',
      'step: step',
    ])
  })

  test('on the specs', async () => {
    let count = 0
    for (const path of specFiles([], root)) {
      const { suites } = await loadSuites(path, root)
      for (const { model, parameters, options, expected } of suites.flatMap(({ cases }) => cases)) {
        if (!('steps' in expected)) continue
        const found = await followed(model.instantiate(parameters), { ...options, ...bounds })
        if (found === null) continue
        expect(found.is).toEqual(found.should)
        count++
      }
    }
    expect(count).toBeGreaterThan(5)
  })
})
