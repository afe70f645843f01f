/**
 * The interpreter, the lowering and the compiled engine agree on random models: on every state, step, outcome and property, and
 * on what a whole check reports.
 *
 * A normal run takes a fixed number of models from a fixed seed. To look further:
 *
 *     FENCEPOST_FUZZ_SECONDS=600 FENCEPOST_FUZZ_SEED=1 npx vitest run test/random/differential.test.ts
 *
 * with seconds to spend (as many models as fit), and a seed (without it, one from the clock; it is printed). A
 * disagreement is shrunk and printed as the source of a fixture, which belongs in `test/random/fixtures/`.
 */

import { asyncProperty, check, constantFrom } from 'fast-check'
import type { Arbitrary, RunDetails } from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { SearchOptions } from '../../checker/exploration.ts'
import type { Model } from '../../dsl/ir.ts'
import { lockedModels, models } from './arbitrary.ts'
import { compiledDifference } from './compiled-agreement.ts'
import { Coverage } from './coverage.ts'
import { disagreement, flat, reference, show } from './engines.ts'
import { modes } from './modes.ts'
import { printFixture } from './print.ts'
import { judge } from './verdicts.ts'

const usualModels = 600
const usualLockedModels = 100
const usualSeed = 20_260_731
const limits = { states: 60, depth: 10 }

const seconds = Number(process.env['FENCEPOST_FUZZ_SECONDS'] ?? '0')
const isFuzzing = seconds > 0
const seed = Number(process.env['FENCEPOST_FUZZ_SEED'] ?? (isFuzzing ? Date.now() : usualSeed))
/** Shrinking takes the longest of all. */
const patience = seconds * 1000 + 300_000

const coverage = new Coverage()

/** What the engines disagree about; null where they agree. */
async function compared(model: Model, mode: SearchOptions): Promise<string | null> {
  const left = show(reference, model, limits)
  const found = disagreement(left, show(flat, model, limits)) ?? compiledDifference(model, limits)
  if (found !== null || left.kind === 'thrown') return found
  coverage.ofRecording(model, left.recording)
  const judged = await judge(model, mode)
  coverage.ofVerdict(judged.verdict)
  return judged.disagreement
}

async function holds(model: Model, mode: SearchOptions): Promise<void> {
  coverage.ofModel(model)
  const found = await compared(model, mode)
  if (found !== null) throw new Error(found)
}

type Details = RunDetails<[Model, SearchOptions]>

function explained({ counterexample, errorInstance, seed: used }: Details): string {
  const [model] = counterexample ?? []
  if (model === undefined) return 'no counterexample'
  const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
  return [`seed ${used}`, why, '', printFixture(model)].join('\n')
}

let details: readonly Details[]

/** `share` is the part of the time that there is. */
function compareAll(some: Arbitrary<Model>, most: number, share: number): Promise<Details> {
  return check(asyncProperty(some, constantFrom(...modes), holds), {
    seed,
    numRuns: isFuzzing ? Number.MAX_SAFE_INTEGER : most,
    ...(isFuzzing ? { interruptAfterTimeLimit: seconds * 1000 * share } : {}),
  })
}

beforeAll(async () => {
  details = [
    await compareAll(models(), usualModels, 0.7),
    await compareAll(lockedModels(), usualLockedModels, 0.3),
  ]
  if (isFuzzing) console.info(`seed ${seed}, ${coverage.models} models, ${coverage.states} states`)
}, patience)

describe('on random models', () => {
  test('the interpreter, the lowering and the compiled engine agree', () => {
    const failed = details.filter((each) => each.failed).map(explained)
    expect(failed.join('\n')).toBe('')
  })

  test.skipIf(isFuzzing)('every kind of node, fault, verdict, width and situation occurs', () => {
    expect(coverage.missing()).toEqual([])
  })
})
