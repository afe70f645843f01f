/** The comparison of temporal verdicts has teeth: whoever decides them wrongly, or shows a wrong lasso, is found out. */

import { sample } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Report } from '../../../checker/check.ts'
import type { Trace } from '../../../checker/trace.ts'
import type { Model } from '../../../dsl/ir.ts'
import { checkIn } from '../../engines.ts'
import { temporalModels } from '../arbitrary.ts'
import { decide, reportOffence } from './agreement.ts'
import type { Decided } from './agreement.ts'
import { conjunctsOf, holdsOf } from './brute-force.ts'
import { wrongDeciders } from './wrong-deciders.ts'
import { wrongLassos } from './wrong-lassos.ts'
import { wrongModels } from './wrong-models.ts'

const list = sample(temporalModels(), { seed: 20_261_121, numRuns: 400 })
/** The rarest mistake takes some hundred models, on a machine that is busy with other things. */
const timeout = 120_000

/** What is known of each model: the same for all the tests. */
function remembering<T>(find: (model: Model, position: number) => T): (position: number) => T {
  const known: T[] = []
  return (position) => {
    const model = list[position]
    if (model === undefined) throw new Error(`there is no model ${position}`)
    return (known[position] ??= find(model, position))
  }
}

const decidedAt = remembering(decide)
const verdictsAt = remembering(({ temporal }, position) => {
  const decided = decidedAt(position)
  if (decided === null) return []
  const formulas = temporal.flatMap(({ formula }) => conjunctsOf(formula))
  return formulas.map((formula) => ({
    formula,
    holds: holdsOf(decided.points, formula, decided.test),
  }))
})
const reportAt = remembering((model) => checkIn('flat', model, { deadlock: false }))

/** Whether this says something else of some part of some property. */
function differs(
  { points, test: of }: Decided,
  position: number,
  wrong: keyof typeof wrongDeciders,
) {
  return verdictsAt(position).some(({ formula, holds }) => {
    const answer = wrongDeciders[wrong]?.(points, formula, of) ?? null
    return answer !== null && holds !== null && answer !== holds
  })
}

/** Whether there is an offence in what somebody says of some model. */
async function isNoticed(
  saying: (decided: Decided, position: number) => Promise<Report | null>,
): Promise<boolean> {
  for (const position of list.keys()) {
    const decided = decidedAt(position)
    if (decided === null) continue
    const report = await saying(decided, position)
    if (report !== null && reportOffence(decided, report) !== null) return true
  }
  return false
}

describe('on some random model there is another verdict for', { timeout }, () => {
  test.each(Object.keys(wrongDeciders))('%s', (wrong) => {
    const noticed = list.findIndex((_, position) => {
      const decided = decidedAt(position)
      return decided !== null && differs(decided, position, wrong)
    })
    expect(noticed).not.toBe(-1)
  })
})

describe('the comparison notices an engine that reads', { timeout }, () => {
  test.each(Object.entries(wrongModels))('%s', async (_, change) => {
    const noticed = await isNoticed(({ model }) => {
      return checkIn('flat', change(model), { deadlock: false })
    })
    expect(noticed).toBe(true)
  })
})

describe('the comparison notices a lasso', { timeout }, () => {
  test.each(Object.entries(wrongLassos))('%s', async (_, change) => {
    const noticed = await isNoticed(async (__, position) => {
      const report = await reportAt(position)
      const trace: Trace | null = report.trace === null ? null : change(report.trace)
      return trace === null ? null : { ...report, trace }
    })
    expect(noticed).toBe(true)
  })
})
