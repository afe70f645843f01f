/** The rule of declarations: each name once among its kind. */

import type { Model } from '../ir.ts'
import type { Mistake } from '../mistake.ts'
import type { Named } from '../session.ts'

/** `definitions` are the derived states, which the model keeps only where they are used. */
export function nameMistakes(model: Model, definitions: readonly Named[]): readonly Mistake[] {
  // Two primitives may bring the same rule along; and what is said of initial states is half of what is said of steps.
  const properties = model.properties.filter(({ kind }) => kind !== 'rule' && kind !== 'initial')
  const groups: readonly (readonly [string, readonly Named[]])[] = [
    ['variable', model.variables],
    ['definition', definitions],
    ['process', model.processes],
    ['action', model.actions],
    ['property', [...properties, ...model.temporal, ...model.ends, ...model.constraints]],
    ['fairness', model.fairness],
    ['initial condition', model.initially],
  ]
  return groups.flatMap(([what, named]) => twice(what, named))
}

function twice(what: string, named: readonly Named[]): readonly Mistake[] {
  return named.flatMap((each, position) => {
    const first = named.findIndex((other) => other.name === each.name)
    if (first === position) return []
    const where = named[first]?.site.toString() ?? ''
    const said = `the ${what} '${each.name}' is declared twice (first at ${where})`
    return [{ site: each.site, what: said, remedy: 'Rename one' }]
  })
}
