/** Where an expression has a value, on random expressions: as the interpreter finds when it evaluates them. */

import { assert, property } from 'fast-check'
import { expect, test } from 'vitest'
import { interpret } from '../../checker/reference/interpreter.ts'
import type { Expr, Model } from '../../dsl/ir.ts'
import { isDefined } from '../../dsl/refinement/defined.ts'
import { withSession } from '../../dsl/session.ts'
import { subexpressions } from '../../dsl/walk.ts'
import { models } from './arbitrary.ts'
import { binary, bool } from './nodes.ts'
import { Graph, namesIn } from './refinement.ts'

/** Expressions of the model that mention no name of others, each with those inside of it that stand under no name. */
function closed({ properties, ends, constraints, initially, actions }: Model): readonly Expr[] {
  const guards = actions.flatMap(({ parameters, guard }) =>
    parameters.length > 0 || guard === null ? [] : [guard],
  )
  const judged = properties.filter(({ kind }) => kind !== 'step')
  const tests = [...judged, ...ends, ...constraints, ...initially].map(({ expr }) => expr)
  const found = new Set<Expr>()
  const add = (expr: Expr): void => {
    found.add(expr)
    if (!('binder' in expr) && expr.kind !== 'match') subexpressions(expr).forEach(add)
  }
  for (const expr of [...tests, ...guards]) add(expr)
  return [...found]
}

function definedness(expr: Expr, model: Model): Expr {
  return withSession({}, (session) => {
    for (let left = namesIn(model); left > 0; left -= 1) session.nextBound('taken')
    return isDefined(expr)
  })
}

test('an expression has a value exactly where it is said to have one', () => {
  let [values, faults] = [0, 0]
  assert(
    property(models(), (model) => {
      const graph = new Graph(model)
      const system = interpret(model)
      const states = graph.states(6)
      for (const expr of closed(model)) {
        const isSaid = system.predicate(definedness(expr, model))
        const has = system.predicate(binary('eq', expr, expr, bool))
        for (const state of states) {
          const hasValue = typeof has(state) === 'boolean'
          expect(isSaid(state)).toBe(hasValue)
          if (hasValue) values += 1
          else faults += 1
        }
      }
    }),
    { seed: 20_261_121, numRuns: 600 },
  )
  expect(values).toBeGreaterThan(10_000)
  expect(faults).toBeGreaterThan(500)
}, 120_000)
