/** The rule of ghost state: written by steps, read only by properties, assertions, reports, and writes to ghosts. */

import type { Effect, Expr, Model, Place } from '../ir.ts'
import type { Mistake } from '../mistake.ts'
import type { Site } from '../site.ts'
import {
  effectExpressions,
  statementExpressions,
  subeffects,
  subexpressions,
  visitStatements,
} from '../walk.ts'

/** Every place where a ghost decides what the model does. */
export function ghostMistakes(model: Model): readonly Mistake[] {
  const mistakes: Mistake[] = []
  for (const { runs, site } of model.processes) if (runs !== null) noGhost([runs], site)
  for (const { body } of [...model.processes, ...model.procedures]) {
    visitStatements(body, (statement) => {
      const { site } = statement
      if (statement.kind === 'step' && statement.guard !== null) noGhost([statement.guard], site)
      if (statement.kind === 'step' || statement.kind === 'compute') {
        for (const effect of statement.effects) inEffect(effect)
      } else noGhost(statementExpressions(statement), site)
    })
  }
  for (const { guard, effects, site } of model.actions) {
    if (guard !== null) noGhost([guard], site)
    for (const effect of effects) inEffect(effect)
  }
  for (const { expr, site } of [...model.initially, ...model.ends, ...model.constraints]) {
    noGhost([expr], site)
  }
  return mistakes

  function isGhost(place: Place): boolean {
    return place.root.kind === 'variable' && model.variables[place.root.variable]?.ghost === true
  }

  /** `at` is the innermost thing around that the author built there: a variable itself has the site of its declaration. */
  function noGhost(exprs: readonly Expr[], at: Site): void {
    for (const expr of exprs) {
      const variable = expr.kind === 'variable' ? model.variables[expr.variable] : undefined
      if (variable?.ghost === true) {
        mistakes.push({
          site: at,
          what: `the ghost '${variable.name}' decides what the model does`,
          remedy: "Read it only in properties, or declare it with 'm.state'",
        })
      }
      noGhost(subexpressions(expr), expr.site)
    }
  }

  function inEffect(effect: Effect): void {
    const { site } = effect
    if (effect.kind === 'assert') return
    if (effect.kind === 'assign' && isGhost(effect.place)) return
    const inside = subeffects(effect)
    if (inside.length === 0 || !inside.every(writesOnlyGhosts)) {
      noGhost(effectExpressions(effect), site)
    }
    for (const inner of inside) inEffect(inner)
  }

  function writesOnlyGhosts(effect: Effect): boolean {
    if (effect.kind === 'assign') return isGhost(effect.place)
    if (effect.kind === 'pick' || effect.kind === 'fail') return false
    return subeffects(effect).every(writesOnlyGhosts)
  }
}
