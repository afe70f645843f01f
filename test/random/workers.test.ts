/** Any number of workers finds the same: however the states of a level are divided among them, and whoever is first. */

import { sample } from 'fast-check'
import { expect, test } from 'vitest'
import { lower } from '../../checker/lower/lower.ts'
import type { Model } from '../../dsl/ir.ts'
import { models } from './arbitrary.ts'
import { model as manyOutcomes } from './fixtures/many-outcomes.ts'
import { model as manyStates } from './fixtures/many-states.ts'
import { foundBy, jobOf, searchDifference } from './jobs.ts'

/** Every level is shared, even one of a single state, and nobody begins before all are there. */
const sharing = { level: 1, wait: true }
const options = { maxStates: 2000, continue: true }
/** Fewer are hardly divided. */
const fewest = 100

/** Where three workers differ from one, if they do; null: there are too few states to tell. */
async function compared(model: Model): Promise<string | null> {
  const job = jobOf({ program: lower(model), options })
  if (job === null) throw new Error('every model has a job')
  const alone = await foundBy(job)
  if (alone.levels.reduce((sum, states) => sum + states, 0) < fewest) return null
  const several = await foundBy({ ...job, workers: 3 }, { sharing })
  return searchDifference(alone, several) ?? 'the same'
}

test('on random models, several workers find what one finds', { timeout: 120_000 }, async () => {
  let divided = 0
  for (const model of [manyStates, manyOutcomes, ...sample(models(), { seed: 3, numRuns: 24 })]) {
    const found = await compared(model)
    if (found === null) continue
    expect(found).toBe('the same')
    divided += 1
  }
  expect(divided).toBeGreaterThan(3)
})
