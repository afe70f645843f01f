/** What temporal properties ask of each state and step besides: that their tests can be evaluated. */

import type { Expr, Formula, Property, TemporalProperty } from './ir.ts'
import { canFault } from './can-fault.ts'
import type { Site } from './site.ts'
import { bool } from './sort.ts'
import { formulaTests } from './walk.ts'

/** Properties that are never false, and fault where a test does. */
export function evaluationRules(temporal: readonly TemporalProperty[]): readonly Property[] {
  return temporal.flatMap(({ name, formula, site }) => {
    const head = { name: `'${name}' can be evaluated`, site }
    return [
      ...evaluated(formula, 'state', site).map(
        (expr) => ({ kind: 'rule', ...head, expr }) as const,
      ),
      ...evaluated(formula, 'step', site).map((expr) => ({ kind: 'step', ...head, expr }) as const),
    ]
  })
}

/** One test that evaluates all of the formula that can fault, and is true; none where none can. */
function evaluated(formula: Formula, kind: 'state' | 'step', site: Site): readonly Expr[] {
  const tests = new Set(
    formulaTests(formula).flatMap((test) => (test.kind === kind ? [test.expr] : [])),
  )
  const [first, ...rest] = [...tests].filter(canFault).map((test) => orTrue(test, site))
  if (first === undefined) return []
  return [
    rest.reduce(
      (left, right) => ({ kind: 'binary', sort: bool, site, operator: 'and', left, right }),
      first,
    ),
  ]
}

function orTrue(left: Expr, site: Site): Expr {
  const right: Expr = { kind: 'literal', sort: bool, site, value: true }
  return { kind: 'binary', sort: bool, site, operator: 'or', left, right }
}
