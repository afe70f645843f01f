/** The static range of an expression contains every value that it can have, and for one operation no more than that. */

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { int, model, ModelError, type IntTerm, type ModelBuilder } from '../../dsl/index.ts'
import type { Arithmetic } from '../../dsl/ir.ts'

const operators: Readonly<Record<Arithmetic, (x: number, y: number) => number>> = {
  plus: (x, y) => x + y,
  minus: (x, y) => x - y,
  times: (x, y) => x * y,
  div: (x, y) => Math.floor(x / y),
  mod: (x, y) => x - y * Math.floor(x / y),
  min: Math.min,
  max: Math.max,
}
const divides = (operator: Arithmetic): boolean => operator === 'div' || operator === 'mod'

interface Range {
  readonly min: number
  readonly max: number
}

const ranges = fc
  .tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 0, max: 7 }))
  .map(([min, more]): Range => ({ min, max: min + more }))

function values({ min, max }: Range): readonly number[] {
  return Array.from({ length: max - min + 1 }, (_, position) => min + position)
}

/** The range of a term that is built of two variables. */
function rangeOf(a: Range, b: Range, build: (x: IntTerm, y: IntTerm) => IntTerm): Range {
  let found: Range = { min: 0, max: 0 }
  const declare = (m: ModelBuilder) => {
    const [x, y] = [m.state('x', int(a.min, a.max)), m.state('y', int(b.min, b.max))]
    const term = build(x, y)
    m.unused(term)
    found = { min: term.sort.min, max: term.sort.max }
  }
  model('range', {}, declare).instantiate()
  return found
}

// The table has every operator, which is what its type says of its keys.
const arithmetics = Object.keys(operators) as Arithmetic[]

describe('the range of', () => {
  test.each(arithmetics)('%s is exact', (operator) => {
    const check = (a: Range, b: Range) => {
      const results = values(a).flatMap((x) =>
        values(b)
          .filter((y) => y !== 0 || !divides(operator))
          .map((y) => operators[operator](x, y)),
      )
      fc.pre(results.length > 0)
      const found = rangeOf(a, b, (x, y) => x[operator](y))
      const least = { min: Math.min(...results) + 0, max: Math.max(...results) + 0 }
      // Remainders of a range with gaps are not worth the search: theirs may be wider.
      const widest = operator === 'mod' ? found : least
      expect(found).toEqual(widest)
      expect(found.min).toBeLessThanOrEqual(least.min)
      expect(found.max).toBeGreaterThanOrEqual(least.max)
    }
    fc.assert(fc.property(ranges, ranges, check))
  })

  test('a remainder is no wider than the divisor, nor than a dividend of its sign', () => {
    expect(rangeOf({ min: 0, max: 3 }, { min: 8, max: 8 }, (x, y) => x.mod(y))).toEqual({
      min: 0,
      max: 3,
    })
    expect(rangeOf({ min: -3, max: 3 }, { min: 8, max: 8 }, (x, y) => x.mod(y))).toEqual({
      min: 0,
      max: 7,
    })
    expect(rangeOf({ min: 0, max: 9 }, { min: -4, max: 4 }, (x, y) => x.mod(y))).toEqual({
      min: -3,
      max: 3,
    })
  })

  test('zero is no negative zero', () => {
    const { min, max } = rangeOf({ min: 0, max: 3 }, { min: -2, max: 0 }, (x, y) =>
      x.times(y).negate(),
    )
    expect(Object.is(min, 0)).toBe(true)
    expect(max).toBe(6)
    const literal = int(-0, 0)
    expect(Object.is(literal.min, 0)).toBe(true)
  })
})

/** An expression over two variables, with what it gives; undefined where it divides by zero. */
interface Tree {
  readonly build: (x: IntTerm, y: IntTerm) => IntTerm
  readonly evaluate: (x: number, y: number) => number | undefined
}

const trees = fc.letrec<{ tree: Tree; leaf: Tree; node: Tree }>((tie) => ({
  tree: fc.oneof({ maxDepth: 4, depthSize: 'small' }, tie('leaf'), tie('node')),
  leaf: fc.constantFrom<Tree>(
    { build: (x) => x, evaluate: (x) => x },
    { build: (_, y) => y, evaluate: (_, y) => y },
    { build: (x) => x.negate(), evaluate: (x) => -x },
  ),
  node: fc
    .tuple(fc.constantFrom(...arithmetics), tie('tree'), tie('tree'))
    .map(([operator, left, right]): Tree => ({
      build: (x, y) => left.build(x, y)[operator](right.build(x, y)),
      evaluate: (x, y) => {
        const [a, b] = [left.evaluate(x, y), right.evaluate(x, y)]
        if (a === undefined || b === undefined || (b === 0 && divides(operator))) return undefined
        return operators[operator](a, b)
      },
    })),
})).tree

test('the range of a nested expression contains every value that it has', () => {
  const check = (a: Range, b: Range, tree: Tree) => {
    let found: Range
    try {
      found = rangeOf(a, b, tree.build)
    } catch (error) {
      // It always divides by zero, or leaves 2^53.
      if (error instanceof ModelError) return
      throw error
    }
    for (const x of values(a)) {
      for (const y of values(b)) {
        const value = tree.evaluate(x, y)
        if (value === undefined) continue
        expect(value).toBeGreaterThanOrEqual(found.min)
        expect(value).toBeLessThanOrEqual(found.max)
      }
    }
  }
  fc.assert(fc.property(ranges, ranges, trees, check), { numRuns: 300 })
})
