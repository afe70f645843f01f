/** The properties that say that one random model refines another, held against the other's steps as the interpreter lists them. */

import { assert, asyncProperty, constantFrom, property, tuple } from 'fast-check'
import { List } from 'immutable'
import { describe, expect, test } from 'vitest'
import { check } from '../../checker/check.ts'
import { interpret } from '../../checker/reference/interpreter.ts'
import { InterpretedState } from '../../checker/reference/state.ts'
import type { Action, Model } from '../../dsl/ir.ts'
import { cardinality } from '../../dsl/shape.ts'
import { models } from './arbitrary.ts'
import { Graph, refinesAsItIs, verdictByHand } from './refinement.ts'
import { mistakes } from './well-formed.ts'

const seed = 20_261_121

/** Variables and actions, and nothing that limits or judges them. */
function bare(model: Model): Model {
  return { ...model, properties: [], ends: [], constraints: [], temporal: [], fairness: [] }
}

const bareModels = models()
  .filter(({ processes }) => processes.length === 0)
  .map(bare)

/** The states, and states with values of two of them. */
function mixed(states: readonly InterpretedState[]): readonly InterpretedState[] {
  const crossed = states.flatMap((one, position) => {
    const other = states[(position * 7 + 3) % states.length]
    if (other === undefined) return []
    const values = one.variables.map((value, id) =>
      id % 2 === 0 ? value : other.variables.get(id, value),
    )
    return [new InterpretedState(List(values), one.controls)]
  })
  return [...states, ...crossed]
}

/** Another model with the same variables: one that the first may or may not allow. */
const changes: readonly ((model: Model) => Model)[] = [
  (model) => model,
  (model) => ({ ...model, actions: model.actions.map(withoutGuard) }),
  (model) => ({ ...model, actions: model.actions.map(withoutFirstEffect) }),
  (model) => ({ ...model, actions: model.actions.toReversed(), initially: [] }),
  (model) => ({
    ...model,
    variables: model.variables.map((variable, id) =>
      id === 0 && cardinality(variable.sort, 0) <= 64
        ? { ...variable, initial: { kind: 'any' } }
        : variable,
    ),
  }),
]

function withoutGuard(action: Action): Action {
  return { ...action, guard: null }
}

/** A pick binds what comes behind it. */
function withoutFirstEffect(action: Action): Action {
  const [first, ...others] = action.effects
  return first === undefined || first.kind === 'pick' ? action : { ...action, effects: others }
}

describe('of random models without processes', () => {
  test('a pair of states is a step of the other exactly where the interpreter has one', () => {
    let [steps, others] = [0, 0]
    assert(
      property(bareModels, (model) => {
        const graph = new Graph(model)
        const [, ofStep] = refinesAsItIs(model)
        if (ofStep === undefined) throw new Error('there are two properties')
        const relation = interpret({ ...model, properties: [ofStep] }).relation(ofStep.expr)
        const states = mixed(graph.states(12))
        for (const before of states) {
          for (const after of states) {
            const wanted = graph.allows(before, after)
            const found = relation(before, after)
            if (found !== wanted) {
              const answer = JSON.stringify(found)
              throw new Error(
                `${graph.key(before)} to ${graph.key(after)}: ${String(wanted)}, and not ${answer}`,
              )
            }
            if (graph.key(before) === graph.key(after)) continue
            if (wanted) steps += 1
            else others += 1
          }
        }
      }),
      { seed, numRuns: 400 },
    )
    expect(steps).toBeGreaterThan(500)
    expect(others).toBeGreaterThan(5000)
  }, 120_000)

  test('both engines find the shortest run that the other does not allow', async () => {
    const seen = new Map<string, number>()
    await assert(
      asyncProperty(tuple(bareModels, constantFrom(...changes)), async ([abstract, change]) => {
        const changed = change(abstract)
        const wanted = verdictByHand(changed, abstract, 200)
        if (wanted === null) return
        const concrete = { ...changed, properties: refinesAsItIs(abstract) }
        expect(mistakes(concrete)).toEqual([])
        for (const engine of ['reference', 'compiled'] as const) {
          const { verdict, steps } = await check(concrete, { engine, deadlock: false })
          const found = { kind: verdict.kind, steps: steps ?? 0 }
          expect(found).toEqual(wanted)
          const of = verdict.kind === 'violated' ? verdict.property.kind : null
          const isFirst = found.steps === 0
          expect(of === 'initial').toBe(verdict.kind === 'violated' && isFirst)
        }
        const key = wanted.kind === 'violated' && wanted.steps === 0 ? 'initial' : wanted.kind
        seen.set(key, (seen.get(key) ?? 0) + 1)
      }),
      { seed, numRuns: 250 },
    )
    for (const kind of ['holds', 'fault', 'assertion', 'violated', 'initial']) {
      expect([kind, seen.get(kind) ?? 0]).toEqual([kind, expect.toSatisfy((count) => count > 4)])
    }
  }, 120_000)
})
