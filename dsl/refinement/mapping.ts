/** How the state of a model is read as that of another, which it refines. */

import type { Expr, Model, Refinement, Sort, Variable } from '../ir.ts'
import { mistaken } from '../mistake.ts'
import { equalSorts } from '../shape.ts'
import type { Site } from '../site.ts'
import { lift } from '../terms/lift.ts'
import { contents, visit } from '../walk.ts'

/** By the name of each variable of the other model, its value in a state of this one: a term, or a value as JavaScript writes it. */
export type Mapping = Readonly<Record<string, unknown>>

/**
 * The mapping, each term of its variable's sort.
 *
 * @throws ModelError when the other model is none of variables and actions alone, or the mapping does not fit it.
 */
export function refinementOf(model: Model, given: Mapping, site: Site): Refinement {
  checkModel(model, site)
  const names = model.variables.map(({ name }) => name)
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue
    const remedy = names.length === 0 ? 'It has none' : `It has ${names.join(', ')}`
    mistaken(site, `'${model.name}' has no variable '${name}'`, remedy)
  }
  return { model, mapping: model.variables.map((variable) => mapped(variable, given, site)) }
}

function checkModel(model: Model, site: Site): void {
  if ('instantiate' in model) {
    const what = `'${model.name}' waits for its parameters`
    mistaken(site, what, "Give the model that its 'instantiate(…)' returns")
  }
  const { name, processes } = model
  const [process] = processes
  if (process !== undefined) {
    const what = `'${name}' has the process '${process.name}', of whose control points there is no image`
    mistaken(site, what, 'Give a model of variables and actions')
  }
  if (usesThreads(model)) {
    const what = `'${name}' has values of the sort thread, and no threads`
    mistaken(site, what, "Use an identity of the process's own, or the number of a thread")
  }
}

function usesThreads(model: Model): boolean {
  const sorts: Sort[] = [
    ...model.variables.map(({ sort }) => sort),
    ...model.actions.flatMap(({ parameters }) => parameters.map(({ sort }) => sort)),
  ]
  const { expressions, effects } = contents(model)
  for (const expr of expressions) visit(expr, ({ sort }) => void sorts.push(sort))
  for (const effect of effects) if ('binder' in effect) sorts.push(effect.binder.sort)
  return sorts.some(hasThreads)
}

function hasThreads(sort: Sort): boolean {
  switch (sort.kind) {
    case 'thread':
      return true
    case 'optional':
    case 'set':
    case 'sequence':
    case 'bag':
      return hasThreads(sort.of)
    case 'array':
      return hasThreads(sort.index) || hasThreads(sort.element)
    case 'record':
      return sort.fields.some((field) => hasThreads(field.sort))
    case 'variant':
      return sort.cases.some((each) => each.sort !== null && hasThreads(each.sort))
    default:
      return false
  }
}

function mapped({ name, sort }: Variable, given: Mapping, site: Site): Expr {
  if (!Object.hasOwn(given, name)) {
    mistaken(site, `there is no term for the variable '${name}'`, 'Give one for each variable')
  }
  const value = lift(given[name], sort, site)
  visit(value, (part) => {
    if (part.kind !== 'after') return
    mistaken(part.site, "'after' stands in a mapping", 'Say what the value is in one state')
  })
  return equalSorts(value.sort, sort) ? value : { kind: 'convert', sort, site, value }
}
