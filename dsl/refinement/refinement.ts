/** That a model refines another, as properties of it: of its initial states, and of its steps. */

import type { Action, Binder, BoundId, Domain, Effect, Expr, Property, Refinement } from '../ir.ts'
import { rewriteEffect, rewriteParts, type Rewriting } from '../rewrite.ts'
import type { Site } from '../site.ts'
import { newBinder } from '../terms/binder.ts'
import { isDefined } from './defined.ts'
import { Formulas } from './formula.ts'
import { leadsThere, type Change } from './ways.ts'

/**
 * The two properties by which the model that is being built refines another: an initial state is mapped to one of the other's, and a
 * step to one of its steps, or to none. What faults in the other is no step of it; what faults in the mapping is a fault.
 */
export function refining(name: string, refines: Refinement, site: Site): readonly Property[] {
  const about = { name, site, refines }
  return [
    { kind: 'initial', ...about, expr: beginsAs(refines, site) },
    { kind: 'step', ...about, expr: stepsAs(refines, site) },
  ]
}

/** True where the mapped state is an initial one of the other model. */
function beginsAs({ model, mapping }: Refinement, site: Site): Expr {
  const formulas = new Formulas(site)
  const binders = model.variables.map(({ name, sort }) => newBinder(name, sort))
  const values = binders.map((binder) => formulas.bound(binder))
  const rewriting = reading(values)
  const starts = model.variables.map(({ initial, site: own }, position): Expr => {
    const at = new Formulas(own)
    const value = item(values, position)
    switch (initial.kind) {
      case 'any':
        return at.yes
      case 'value': {
        const first = rewriting.expr(initial.value)
        return at.and(isDefined(first), at.equal(value, first))
      }
      case 'anyOf': {
        const set = rewriting.expr(initial.set)
        return at.and(isDefined(set), { ...at.yes, kind: 'member', element: value, of: set })
      }
    }
  })
  const conditions = model.initially.map(({ expr }) => {
    const condition = rewriting.expr(expr)
    return formulas.and(isDefined(condition), condition)
  })
  return namedAs(binders, mapping, formulas.and(...starts, ...conditions), formulas)
}

/** True of a step that changes nothing of the mapped state, or as some action of the other model does. */
function stepsAs({ model, mapping }: Refinement, site: Site): Expr {
  const formulas = new Formulas(site)
  const before = model.variables.map(({ name, sort }) => newBinder(name, sort))
  const after = model.variables.map(({ name, sort }) => newBinder(`${name}'`, sort))
  const changes = model.variables.map((variable, position): Change => {
    return {
      variable,
      before: formulas.bound(item(before, position)),
      after: formulas.bound(item(after, position)),
    }
  })
  const rewriting = reading(changes.map((change) => change.before))
  const unchanged = changes.map((change) => formulas.equal(change.after, change.before))
  const steps = model.actions.map((action) => taken(action, rewriting, changes))
  const mappedAfter = mapping.map((body): Expr => {
    return { kind: 'after', sort: body.sort, site: body.site, body }
  })
  const claim = formulas.or(formulas.and(...unchanged), ...steps)
  return namedAs([...before, ...after], [...mapping, ...mappedAfter], claim, formulas)
}

/** True where the action, for some values of its parameters, makes the changes. */
function taken(action: Action, rewriting: Rewriting, changes: readonly Change[]): Expr {
  const formulas = new Formulas(action.site)
  const parameters = action.parameters.map(rewriting.binder)
  const guard = action.guard === null ? formulas.yes : rewriting.expr(action.guard)
  const effects = action.effects.map((effect): Effect => rewriteEffect(effect, rewriting))
  const step = formulas.and(isDefined(guard), guard, leadsThere(effects, changes, action.site))
  return parameters.reduceRight((claim, binder) => {
    const domain: Domain = { kind: 'sort', sort: binder.sort }
    return formulas.some(binder, domain, claim)
  }, step)
}

/** Each variable of the other model becomes a value, and each name that it binds one of this model's. */
function reading(values: readonly Expr[]): Rewriting {
  const names = new Map<BoundId, Binder>()
  const binder = ({ bound, name, sort }: Binder): Binder => {
    const own = names.get(bound) ?? newBinder(name, sort)
    names.set(bound, own)
    return own
  }
  const rewriting: Rewriting = {
    binder,
    expr: (part) => {
      if (part.kind === 'variable') return { ...item(values, part.variable), site: part.site }
      if (part.kind !== 'bound') return rewriteParts(part, rewriting)
      const own = names.get(part.bound)
      if (own === undefined) throw new Error(`A name that nothing binds: ${part.bound}`)
      return { ...part, bound: own.bound }
    },
  }
  return rewriting
}

function namedAs(
  binders: readonly Binder[],
  values: readonly Expr[],
  claim: Expr,
  formulas: Formulas,
): Expr {
  return binders.reduceRight(
    (body, binder, position) => formulas.binding(binder, item(values, position), body),
    claim,
  )
}

function item<T>(list: readonly T[], position: number): T {
  const found = list[position]
  if (found === undefined) throw new Error(`There is no number ${position} of ${list.length}.`)
  return found
}
