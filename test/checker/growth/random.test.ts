/** What is counted on packed states is what is counted on the interpreter's, on random models and on the project's own. */

import { sample } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SearchOptions } from '../../../checker/exploration.ts'
import { partKey } from '../../../checker/growth/part.ts'
import type { Model } from '../../../dsl/ir.ts'
import { models } from '../../random/arbitrary.ts'
import { specModels } from '../compiled/programs.ts'
import { growthOf, whole } from './explained.ts'
import { decodedStates, naively } from './naive.ts'

const timeout = 120_000
const bounds: SearchOptions = { ...whole, maxStates: 150, maxDepth: 30 }

/** By part, what is counted in compiled states; then the same by hand. */
async function counted(model: Model, workers = 1) {
  const { parts, stop, missing } = await growthOf(model, 'compiled', { ...bounds, workers })
  expect({ stop, missing }).toEqual({ stop: null, missing: [] })
  const states = await decodedStates(model, bounds)
  return parts.map(({ part, values, without }) => {
    const kind = part.kind === 'variable' && part.path.length > 0 ? 'field' : part.kind
    const should = naively(states, part, model)
    return { kind, key: partKey(part), is: { values, without }, should }
  })
}

describe('each part is counted as in the states of the interpreter', { timeout }, () => {
  test('of random models', async () => {
    const kinds = new Set<string>()
    for (const model of sample(models(), { seed: 20_261_205, numRuns: 150 })) {
      for (const { kind, key, is, should } of await counted(model)) {
        expect({ key, ...is }).toEqual({ key, ...should })
        if (is.values > 1) kinds.add(kind)
      }
    }
    expect([...kinds].toSorted()).toEqual([
      'control',
      'field',
      'ghosts',
      'instance',
      'local',
      'locals',
      'process',
      'variable',
    ])
  })

  test('by either engine', async () => {
    for (const model of sample(models(), { seed: 20_261_206, numRuns: 40 })) {
      expect(await growthOf(model, 'reference', bounds)).toEqual(
        await growthOf(model, 'compiled', bounds),
      )
    }
  })

  test('of the models in the specs', async () => {
    const all = [...(await specModels()).values()]
    const some = all.filter((_, at) => at % 12 === 0)
    for (const model of some) {
      for (const { key, is, should } of await counted(model)) {
        expect({ key, ...is }).toEqual({ key, ...should })
      }
    }
    expect(some.length).toBeGreaterThan(5)
  })
})
