/** The tests of a formula at each point of the runs of a model. */

import type { Formula } from '../../../dsl/ir.ts'
import { formulaTests } from '../../../dsl/walk.ts'
import type { Point } from './points.ts'
import type { TransitionGraph } from './transition-graph.ts'

/** Whether a test of the formula is true at a point. */
export type Test = (formula: Formula & { readonly kind: 'state' | 'step' }, point: Point) => boolean

/** Whether some test of a temporal property faults in some state, or at some step. */
export function someTestFaults({ model, system, states, steps }: TransitionGraph): boolean {
  const tests = model.temporal.flatMap(({ formula }) => formulaTests(formula))
  return tests.some(({ kind, expr }) => {
    if (kind === 'state') {
      const predicate = system.predicate(expr)
      return states.some((state) => typeof predicate(state) !== 'boolean')
    }
    const relation = system.relation(expr)
    return steps.flat().some(({ source, target }) => {
      const [before, after] = [states[source], states[target]]
      return (
        before !== undefined && after !== undefined && typeof relation(before, after) !== 'boolean'
      )
    })
  })
}

/** The tests of the model, of which none faults. */
export function testing({ system, states }: TransitionGraph): Test {
  const known = new Map<unknown, (point: Point) => boolean>()
  return (formula, point) => {
    let test = known.get(formula)
    if (test === undefined) {
      test = prepared(formula)
      known.set(formula, test)
    }
    return test(point)
  }

  function prepared({ kind, expr }: Parameters<Test>[0]): (point: Point) => boolean {
    if (kind === 'state') {
      const predicate = system.predicate(expr)
      const values = states.map((state) => decided(predicate(state)))
      return ({ source }) => values[source] === true
    }
    const relation = system.relation(expr)
    return ({ source, target, step }) => {
      const [before, after] = [states[source], states[target]]
      if (step === null || before === undefined || after === undefined) return false
      return decided(relation(before, after))
    }
  }
}

function decided<T>(value: boolean | T): boolean {
  if (typeof value !== 'boolean') throw new Error('a test of a temporal property faults')
  return value
}
