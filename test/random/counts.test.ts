/** What is executed in random models: the module counts what the plain executor counts, and both what the interpreter does. */

import { sample } from 'fast-check'
import { expect, test } from 'vitest'
import { countedBySystem } from '../../checker/coverage/count-system.ts'
import { timesExecuted } from '../../checker/coverage/covered.ts'
import type { Covered } from '../../checker/coverage/covered.ts'
import { exploreCompiled } from '../../checker/explore-compiled.ts'
import { interpret } from '../../checker/reference/interpreter.ts'
import { search } from '../../checker/search.ts'
import type { Model } from '../../dsl/ir.ts'
import { models } from './arbitrary.ts'

const options = { maxStates: 120, continue: true, liveness: false, lockOrder: false } as const
const drawn = sample(models(), { seed: 7, numRuns: 120 })

/** By the id of a statement or action, how often the interpreter executes it; null where it fails somewhere. */
async function executedBy(model: Model): Promise<ReadonlyMap<string, number | null>> {
  const system = interpret(model)
  const { store, outside } = await search(system, options)
  const executed = new Map<string, number | null>()
  for (let number = 0; number < store.size; number++) {
    if (outside.has(number)) continue
    const here = new Set<string>()
    for (const { step, thread, choices, result } of system.expand(store.at(number))) {
      if (result.kind !== 'state') executed.set(step.id, null)
      // An action is executed once for its parameters, whatever is picked then.
      const { length } = model.actions.find(({ name }) => name === step.id)?.parameters ?? []
      const given = thread === null ? JSON.stringify(choices.slice(0, length)) : ''
      const key = `${step.id} ${thread} ${given}`
      const known = executed.get(step.id)
      if (!here.has(key) && known !== null) executed.set(step.id, (known ?? 0) + 1)
      here.add(key)
    }
  }
  return executed
}

/** By the id of a statement or action, how often it is executed. */
function timesIn(covered: Covered): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  for (const spot of covered.spots.list) {
    if (spot.kind === 'rest' || (spot.kind === 'test' && spot.role === 'effect')) continue
    const { id } = spot.step
    times.set(id, (times.get(id) ?? 0) + timesExecuted(covered, spot))
  }
  return times
}

test('the module counts what the plain executor counts', { timeout: 120_000 }, async () => {
  for (const model of drawn) {
    const compiled = await (await exploreCompiled(model, { ...options, coverage: true })).covered()
    const flat = await countedBySystem(model, options)
    expect(compiled?.counts).toEqual(flat?.counts)
    expect(compiled?.seen).toEqual(flat?.seen)
  }
})

test('the executor counts the steps that the interpreter takes', { timeout: 120_000 }, async () => {
  let compared = 0
  for (const model of drawn) {
    const flat = await countedBySystem(model, options)
    if (flat === null) throw new Error('it is counted to the end')
    const times = timesIn(flat)
    for (const [id, executed] of await executedBy(model)) {
      if (executed === null || isAtomic(flat, id)) continue
      expect(`${id}: ${times.get(id)}`).toBe(`${id}: ${executed}`)
      compared += 1
    }
  }
  expect(compared).toBeGreaterThan(200)
})

/** What is executed of it is what stands in it; a step without guard and effects looks the same. */
function isAtomic({ spots }: Covered, id: string): boolean {
  return spots.program.processes.some(({ statements, operations }) => {
    const number = statements.findIndex((step) => step.id === id)
    const own = operations.filter((one) => 'statement' in one && one.statement === number)
    return own.length > 0 && own.every(({ kind }) => kind === 'take')
  })
}
