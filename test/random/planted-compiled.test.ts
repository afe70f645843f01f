/** The comparison of the compiled engine with the executor has teeth: whatever its module gets wrong, it notices. */

import { sample } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runtimeFields } from '../../checker/compiled/runtime/runtime.ts'
import { lower } from '../../checker/lower/lower.ts'
import { models } from './arbitrary.ts'
import { compiledDifference } from './compiled-agreement.ts'
import { answersOf } from './compiled.ts'
import { model as manyOutcomes } from './fixtures/many-outcomes.ts'
import { model as manyStates } from './fixtures/many-states.ts'
import { foundBy, foundByExecutor, jobOf, searchDifference } from './jobs.ts'
import type { Runtime, Task } from './jobs.ts'
import { lockModels } from './lock-models.ts'
import { modes } from './modes.ts'
import { compiledBugs } from './planted/compiled-bugs.ts'
import type { Mistake } from './planted/compiled-bugs.ts'
import { runtimeBugs } from './planted/runtime-bugs.ts'

const list = [
  ...sample(models(), { seed: 20_260_804, numRuns: 400 }),
  ...sample(lockModels, { seed: 20_260_804, numRuns: 120 }),
]
const programs = list.map(lower)
/** Of outcomes that are handed out at a time. */
const room = 16
const limits = { states: 40, depth: 8 }
/** The rarest mistake takes some hundred models, on a machine that is busy with other things. */
const timeout = 120_000

/** What the wrong one throws gives nothing away. */
function isNoticed(mistake: Mistake, position: number): boolean {
  const [model, program] = [list[position], programs[position]]
  if (model === undefined || program === undefined) return false
  const generated = mistake(program)
  if (generated === null) return false
  try {
    return compiledDifference(model, limits, () => answersOf(program, room, generated)) !== null
  } catch {
    return false
  }
}

describe('against the lowering, a generated module shows', { timeout }, () => {
  test.each(Object.entries(compiledBugs))('%s', (_, mistake) => {
    expect(list.findIndex((_model, position) => isNoticed(mistake, position))).not.toBe(-1)
  })
})

/** Searches for which the store has to grow, and the batch does not suffice; then random ones. */
const tasks: readonly Task[] = [
  { program: lower(manyStates), options: {} },
  { program: lower(manyOutcomes), options: {} },
  ...programs.flatMap((program, position) => {
    const options = modes[position % modes.length]
    return options === undefined ? [] : [{ program, options }]
  }),
]
const known: ReturnType<typeof foundByExecutor>[] = []

/** In the differential test, what throws fails too. */
async function isNoticedInSearch(runtime: Runtime, position: number): Promise<boolean> {
  const task = tasks[position]
  const job = task === undefined ? null : jobOf(task, runtime)
  if (task === undefined || job === null) return false
  const wanted = await (known[position] ??= foundByExecutor(task))
  try {
    return searchDifference(wanted, await foundBy(job)) !== null
  } catch {
    return true
  }
}

describe('against a search in the lowering, a search in the module shows', { timeout }, () => {
  test('that it makes no mistake', async () => {
    for (const position of tasks.slice(0, 60).keys()) {
      expect(await isNoticedInSearch(runtimeFields, position)).toBe(false)
    }
  })

  test.each(Object.entries(runtimeBugs))('%s', async (_, runtime) => {
    let noticed = false
    for (let position = 0; position < tasks.length && !noticed; position++) {
      noticed = await isNoticedInSearch(runtime, position)
    }
    expect(noticed).toBe(true)
  })
})
