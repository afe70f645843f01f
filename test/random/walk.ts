/** The IR seen as the plain data that it is: which nodes a part of a model contains. */

import type { Effect, Expr, Formula, Statement } from '../../dsl/ir.ts'

export type Part = { readonly [key: string]: unknown }

export function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null
}

/** The values inside, one level down. */
export function inside(part: Part | readonly unknown[]): readonly unknown[] {
  return Array.isArray(part) ? part : Object.values(part)
}

export function isExpr(value: unknown): value is Expr {
  return isPart(value) && 'kind' in value && 'sort' in value && 'site' in value
}

export function isStatement(value: unknown): value is Statement {
  return isPart(value) && 'ordinal' in value && 'site' in value && !('sort' in value)
}

/** What has a name is a property of another kind. */
export function isFormula(value: unknown): value is Formula {
  if (!isPart(value) || !('site' in value) || 'sort' in value || 'name' in value) return false
  return 'expr' in value || 'operand' in value || 'left' in value
}

const effectKinds: readonly string[] = ['assign', 'when', 'forEach', 'pick', 'assert', 'fail']

export function isEffect(value: unknown): value is Effect {
  return (
    isPart(value) &&
    'site' in value &&
    !('sort' in value) &&
    !('ordinal' in value) &&
    effectKinds.includes(String(value['kind']))
  )
}

/** Visits every value of the part, itself first, in the order of the text. */
export function walk(part: unknown, visit: (value: Part) => void): void {
  if (!isPart(part)) return
  if (!Array.isArray(part)) visit(part)
  for (const value of inside(part)) walk(value, visit)
}

/** Every expression inside, nested ones too. */
export function expressionsIn(part: unknown): readonly Expr[] {
  const found: Expr[] = []
  walk(part, (value) => {
    if (isExpr(value)) found.push(value)
  })
  return found
}

/** Whether some expression inside reads variables or control points. */
export function readsShared(part: unknown): boolean {
  return expressionsIn(part).some(
    ({ kind }) => kind === 'variable' || kind === 'at' || kind === 'terminated',
  )
}
