/** The parts of expressions, effects and statements: nothing is left out, of no kind. */

import { sample } from 'fast-check'
import { expect, test } from 'vitest'
import type { Effect, Expr, Model } from '../../dsl/ir.ts'
import {
  contents,
  effectExpressions,
  readsShared,
  statementExpressions,
  subblocks,
  subeffects,
  subexpressions,
  visit,
  visitStatements,
} from '../../dsl/walk.ts'
import { models } from '../random/arbitrary.ts'
import { staticKinds } from '../random/kinds.ts'
import {
  expressionsIn,
  inside,
  isEffect,
  isExpr,
  isPart,
  isStatement,
  walk,
} from '../random/walk.ts'

const list = sample(models(), { seed: 20_260_801, numRuns: 300 })

function partsOf<T>(is: (value: unknown) => value is T): readonly T[] {
  const found: T[] = []
  for (const model of list) {
    walk(model, (part) => {
      if (is(part)) found.push(part)
    })
  }
  return found
}

/** What is found inside before anything of the same kind, whatever lies between. */
function nearest<T>(part: unknown, is: (value: unknown) => value is T): readonly T[] {
  if (!isPart(part)) return []
  return inside(part).flatMap((value) => (is(value) ? [value] : nearest(value, is)))
}

const isExprOrEffect = (value: unknown): value is Expr | Effect => isExpr(value) || isEffect(value)

/** The very same things, in any order. */
function same(left: Iterable<unknown>, right: Iterable<unknown>): boolean {
  return new Set(left).symmetricDifference(new Set(right)).size === 0
}

test('the parts of an expression are the expressions in its data, of every kind', () => {
  const kinds = new Set<string>()
  for (const expr of partsOf(isExpr)) {
    kinds.add(expr.kind)
    expect([expr.kind, same(subexpressions(expr), nearest(expr, isExpr))]).toEqual([
      expr.kind,
      true,
    ])
  }
  expect([...kinds].toSorted()).toEqual(Object.keys(staticKinds.expression).toSorted())
})

test('visiting an expression meets every expression in its data', () => {
  for (const expr of partsOf(isExpr)) {
    const met: Expr[] = []
    visit(expr, (part) => met.push(part))
    expect(same(met, expressionsIn(expr))).toBe(true)
  }
})

test('the parts of an effect are the expressions and effects in its data, of every kind', () => {
  const kinds = new Set<string>()
  for (const effect of partsOf(isEffect)) {
    kinds.add(effect.kind)
    const found = [...effectExpressions(effect), ...subeffects(effect)]
    expect([effect.kind, same(found, nearest(effect, isExprOrEffect))]).toEqual([effect.kind, true])
  }
  expect([...kinds].toSorted()).toEqual(Object.keys(staticKinds.effect).toSorted())
})

test('the parts of a statement are the expressions and statements in its data, of every kind', () => {
  const kinds = new Set<string>()
  for (const statement of partsOf(isStatement)) {
    kinds.add(statement.kind)
    const blocks = subblocks(statement)
    expect(
      same(
        blocks.flatMap((block) => block.statements),
        nearest(statement, isStatement),
      ),
    ).toBe(true)
    const met: Expr[] = []
    for (const expr of statementExpressions(statement)) visit(expr, (part) => met.push(part))
    const own = Object.values(statement).filter(
      (part) => ![part].flat().some((each) => blocks.includes(each)),
    )
    expect([statement.kind, same(met, expressionsIn(own))]).toEqual([statement.kind, true])
  }
  expect([...kinds].toSorted()).toEqual(Object.keys(staticKinds.statement).toSorted())
})

test('the contents of a model are all its expressions and effects', () => {
  for (const model of list) {
    const { expressions, effects } = contents(model)
    const met: Expr[] = []
    for (const expr of expressions) visit(expr, (part) => met.push(part))
    expect(same(met, expressionsIn(model))).toBe(true)
    expect(same(effects, effectsIn(model))).toBe(true)
  }
})

function effectsIn(model: Model): readonly Effect[] {
  const found: Effect[] = []
  walk(model, (part) => {
    if (isEffect(part)) found.push(part)
  })
  return found
}

test('statements are visited in the order of their numbers', () => {
  for (const { body } of list.flatMap((model) => [...model.processes, ...model.procedures])) {
    const ordinals: number[] = []
    visitStatements(body, ({ ordinal }) => ordinals.push(ordinal))
    expect(ordinals).toEqual(ordinals.map((_, position) => position))
  }
})

test('an expression reads shared state when a variable or a control point is in it', () => {
  const shared = ['variable', 'at', 'terminated']
  for (const expr of partsOf(isExpr)) {
    const found = expressionsIn(expr).some(({ kind }) => shared.includes(kind))
    expect(readsShared(expr)).toBe(found)
  }
})
