/** A mistake that somebody could make in an engine, made on purpose. */

import { execute } from '../../../checker/lower/executor.ts'
import { lower } from '../../../checker/lower/lower.ts'
import type { Program } from '../../../checker/lower/program.ts'
import type { System } from '../../../checker/system.ts'
import type { Expr } from '../../../dsl/ir.ts'
import { Site } from '../../../dsl/site.ts'
import { opaque } from '../engines.ts'
import type { Engine } from '../engines.ts'
import { isExpr } from '../walk.ts'

/** An engine that makes a mistake in the flat program. */
export function inProgram(change: (program: Program) => Program): Engine {
  return (model) => opaque(execute(change(lower(model))))
}

/** The data with every expression in it changed, the innermost first. */
export function rewritten<T>(part: T, change: (expr: Expr) => Expr): T {
  const visit = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || value instanceof Site) return value
    if (Array.isArray(value)) return value.map(visit)
    const next: unknown = Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, key === 'sort' ? inner : visit(inner)]),
    )
    return isExpr(next) ? change(next) : next
  }
  // Nothing but expressions is changed, each into another expression.
  return visit(part) as T
}

/** An engine that makes a mistake in what it tells. */
export function inSystem(
  engine: Engine,
  change: (system: System<unknown>) => Partial<System<unknown>>,
): Engine {
  return (model) => {
    const system = engine(model)
    const sound: System<unknown> = {
      model,
      initial: () => system.initial(),
      expand: (state) => system.expand(state),
      mayStay: (state, thread) => system.mayStay(state, thread),
      settled: (state) => system.settled(state),
      resting: (state, thread) => system.resting(state, thread),
      paused: (state, thread) => system.paused(state, thread),
      predicateOf: (expr) => system.predicateOf(expr),
      predicate: (expr) => system.predicate(expr),
      relation: (expr) => system.relation(expr),
      decode: (state) => system.decode(state),
      hash: (state) => system.hash(state),
      equal: (left, right) => system.equal(left, right),
    }
    return { ...sound, ...change(sound) }
  }
}
