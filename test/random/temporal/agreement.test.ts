/**
 * What the engines say of temporal properties of random models is what enumeration says, and every lasso is a fair run that breaks
 * what it is said to break.
 *
 * A normal run takes a fixed number of models from a fixed seed. To look further:
 *
 *     FENCEPOST_FUZZ_SECONDS=600 FENCEPOST_FUZZ_SEED=1 npx vitest run test/random/temporal
 *
 * with seconds to spend, and a seed (without it, one from the clock). An offence is shrunk and printed as the source of a fixture,
 * which belongs in `test/random/fixtures/`.
 */

import { asyncProperty, check, constantFrom } from 'fast-check'
import type { RunDetails } from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Model, Strength } from '../../../dsl/ir.ts'
import { temporalModels } from '../arbitrary.ts'
import { printFixture } from '../print.ts'
import { decide, firstBroken, offenceOf } from './agreement.ts'
import type { Decided } from './agreement.ts'

const usualModels = 250
const usualSeed = 20_261_121

const seconds = Number(process.env['FENCEPOST_FUZZ_SECONDS'] ?? '0')
const isFuzzing = seconds > 0
const seed = Number(process.env['FENCEPOST_FUZZ_SEED'] ?? (isFuzzing ? Date.now() : usualSeed))
/** Shrinking takes the longest of all. */
const patience = seconds * 1000 + 300_000

/** How many models there were, and of how many something is so. */
const tally = {
  decided: 0,
  large: 0,
  broken: 0,
  'something else without fairness': 0,
  'something else where strong were weak': 0,
  'something else where weak were strong': 0,
}

async function agrees(model: Model, workers: readonly number[]): Promise<void> {
  const decided = decide(model)
  if (decided === null) return
  count(decided)
  const offence = await offenceOf(decided, workers)
  if (offence !== null) throw new Error(offence)
}

function count({ model, points, test: of, broken }: Decided): void {
  const { conditions } = points
  const differs = (change: (strength: Strength) => Strength | null): boolean => {
    const other = new Map(
      [...conditions].flatMap(([name, strength]) => {
        const changed = change(strength)
        return changed === null ? [] : [[name, changed] as const]
      }),
    )
    const found = firstBroken(model, { ...points, conditions: other }, of)
    return found !== 'undecided' && found?.formula !== broken?.formula
  }
  tally.decided += 1
  tally.large += points.graph.states.length >= 100 ? 1 : 0
  tally.broken += broken === null ? 0 : 1
  tally['something else without fairness'] += differs(() => null) ? 1 : 0
  tally['something else where strong were weak'] += differs(() => 'weak') ? 1 : 0
  tally['something else where weak were strong'] += differs(() => 'strong') ? 1 : 0
}

type Details = RunDetails<[Model, readonly number[]]>

function explained({ counterexample, errorInstance, seed: used }: Details): string {
  const [model] = counterexample ?? []
  if (model === undefined) return 'no counterexample'
  const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
  return [`seed ${used}`, why, '', printFixture(model)].join('\n')
}

let details: Details

beforeAll(async () => {
  const alone = Array.from({ length: 9 }, (): readonly number[] => [])
  const workers = constantFrom(...alone, [2, 3])
  details = await check(asyncProperty(temporalModels(), workers, agrees), {
    seed,
    numRuns: isFuzzing ? Number.MAX_SAFE_INTEGER : usualModels,
    ...(isFuzzing ? { interruptAfterTimeLimit: seconds * 1000 } : {}),
  })
  if (isFuzzing) console.info(`seed ${seed}`, tally)
}, patience)

describe('on random models with temporal properties', () => {
  test('all engines say what enumeration says, with any number of workers', () => {
    expect(details.failed ? explained(details) : '').toBe('')
  })

  test.skipIf(isFuzzing)('verdicts are mixed, and depend on what is assumed', () => {
    expect(tally.decided).toBeGreaterThan(150)
    expect(tally.large).toBeGreaterThan(10)
    expect(tally.broken).toBeGreaterThan(60)
    expect(tally.decided - tally.broken).toBeGreaterThan(25)
    expect(tally['something else without fairness']).toBeGreaterThan(20)
    expect(tally['something else where strong were weak']).toBeGreaterThan(2)
    expect(tally['something else where weak were strong']).toBeGreaterThan(2)
  })
})
