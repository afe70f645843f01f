/** All engines observe the same of lock order on random models, and what the program says need not be looked for is never there. */

import { sample } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exploreCompiled } from '../../checker/explore-compiled.ts'
import { exploreSystem } from '../../checker/explore-system.ts'
import type { Explored } from '../../checker/exploration.ts'
import { lower } from '../../checker/lower/lower.ts'
import { execute } from '../../checker/lower/executor.ts'
import type { Observation } from '../../checker/lock-order/observation.ts'
import { observationsOf } from '../../checker/lock-order/observations.ts'
import { Observer } from '../../checker/lock-order/observer.ts'
import { interpret } from '../../checker/reference/interpreter.ts'
import { search } from '../../checker/search.ts'
import type { Model } from '../../dsl/ir.ts'
import { lockedModels } from './arbitrary.ts'

const options = { maxStates: 150, continue: true, deadlock: false }
const timeout = 180_000
const drawn = () => sample(lockedModels(), { seed: 20_261_203, numRuns: 160 })

function notedBy({ exploration }: Explored): readonly number[] {
  return [...(exploration.noted ?? [])].toSorted((a, b) => a - b)
}

function textOf(each: Observation): string {
  return JSON.stringify({ ...each, request: each.request?.id ?? null })
}

/** What is seen of the model when everything is looked for that `may` be, or what the program says. */
async function seen(model: Model, everything: boolean): Promise<readonly string[]> {
  const program = lower(model)
  const observations = observationsOf(program, everything ? () => true : null)
  const system = execute(program)
  const observer = new Observer(system, program, observations)
  await search(system, options, observer)
  const texts = observations.list.flatMap((each, number) =>
    observer.noted.has(number) ? [textOf(each)] : [],
  )
  return [...new Set(texts)].toSorted()
}

describe('on random models', { timeout }, () => {
  test('the interpreter, the lowering and the compiled engine observe the same', async () => {
    const kinds = new Set<string>()
    for (const model of drawn()) {
      const compiled = await exploreCompiled(model, options)
      const two = await exploreCompiled(model, { ...options, workers: 2 })
      const reference = await exploreSystem(interpret(model), options)
      const flat = await exploreSystem(execute(lower(model)), options)
      const noted = notedBy(reference)
      expect(notedBy(flat)).toEqual(noted)
      expect(notedBy(compiled)).toEqual(noted)
      expect(notedBy(two)).toEqual(noted)
      const { list } = observationsOf(lower(model))
      for (const number of noted) {
        const found = list[number]
        if (found?.kind === 'usage') kinds.add(`${found.usage.how}, ${found.request === null}`)
        else if (found !== undefined) kinds.add(found.kind)
      }
    }
    expect([...kinds].toSorted()).toEqual([
      'dependency',
      'enabled, false',
      'enabled, true',
      'in, false',
    ])
  })

  test('they find the same run to it', async () => {
    let runs = 0
    for (const model of drawn()) {
      const compiled = await exploreCompiled(model, options)
      const { found, stop } = compiled.exploration
      const [number] = notedBy(compiled).slice(-1)
      if (found || stop !== 'complete' || number === undefined) continue
      const reference = await exploreSystem(interpret(model), options)
      const run = await reference.sighting([number], null)
      expect(await compiled.sighting([number], null)).toEqual(run)
      if ((run.trace?.steps.length ?? 0) > 0) runs++
    }
    expect(runs).toBeGreaterThan(3)
  })

  test('nobody holds what the program says that nobody holds', async () => {
    let fewer = 0
    for (const model of drawn()) {
      expect(await seen(model, false)).toEqual(await seen(model, true))
      const program = lower(model)
      const all = observationsOf(program, () => true).list.length
      if (observationsOf(program).list.length < all) fewer++
    }
    expect(fewer).toBeGreaterThan(30)
  })
})
