import { describe, expect, test } from 'vitest'
import type { Expr, SetExpr } from '../../../dsl/ir.ts'
import * as b from './build.ts'
import { evaluated, faultKind } from './explore.ts'

const digits = b.int(0, 9)
const number = (value: number): Expr => b.literal(value, digits)
const set = (...values: number[]): Expr => b.collection(b.setOf(digits), values.map(number))
const sequence = (...values: number[]): Expr => {
  return b.collection(b.sequenceOf(digits, 3), values.map(number))
}
const bag = (...values: number[]): Expr => b.collection(b.bagOf(digits, 3), values.map(number))
const size = (of: Expr): Expr => b.node('size', b.int(0, 9), { of })

test('a set has each element once, in ascending order', () => {
  expect(evaluated(set(3, 1, 3))).toEqual([1, 3])
})

test('a sequence keeps its order and its repeats', () => {
  expect(evaluated(sequence(3, 1, 3))).toEqual([3, 1, 3])
})

test('a bag keeps its repeats, in ascending order', () => {
  expect(evaluated(bag(3, 1, 3))).toEqual([1, 3, 3])
})

test('the size of a set, sequence or bag counts its elements', () => {
  expect([set(3, 1, 3), sequence(3, 1, 3), bag(3, 1, 3)].map(size).map(evaluated)).toEqual([
    2, 3, 3,
  ])
})

test('a member is found in a set, sequence and bag, and nothing else is', () => {
  const has = (of: Expr) => [1, 2].map((value) => evaluated(b.member(number(value), of)))
  expect([set(3, 1), sequence(3, 1), bag(3, 1)].map(has)).toEqual([
    [true, false],
    [true, false],
    [true, false],
  ])
})

test('the element is evaluated before what it may be a member of', () => {
  const at = b.site()
  const expr = b.member(b.faulty(digits, at), b.faulty(b.setOf(digits)))
  expect(evaluated(expr)).toMatchObject({ site: at })
})

test.each<readonly [SetExpr['operator'], unknown]>([
  ['union', [1, 2, 3]],
  ['intersection', [2]],
  ['difference', [1]],
  ['subset', false],
])('the %s of {1, 2} and {2, 3}', (operator, expected) => {
  const sort = operator === 'subset' ? b.bool : b.setOf(digits)
  const parts = { operator, left: set(1, 2), right: set(2, 3) }
  expect(evaluated(b.node('setOperation', sort, parts))).toEqual(expected)
})

test('a set is a subset of itself', () => {
  const parts = { operator: 'subset' as const, left: set(1, 2), right: set(2, 1) }
  expect(evaluated(b.node('setOperation', b.bool, parts))).toBe(true)
})

describe('a sequence', () => {
  const three = sequence(7, 8, 9)
  const at = b.site()

  test('gives out the element at a position', () => {
    expect(evaluated(b.node('nth', digits, { sequence: three, index: number(2) }))).toBe(9)
  })

  test.each([-1, 3])('has no position %d', (index) => {
    const expr = b.node('nth', digits, { sequence: three, index: b.number(index) }, at)
    expect(evaluated(expr)).toMatchObject({ kind: 'index', site: at })
  })

  test('with another element at a position keeps the rest', () => {
    const parts = { sequence: three, index: number(1), value: number(0) }
    expect(evaluated(b.node('withNth', three.sort, parts))).toEqual([7, 0, 9])
  })

  test('faults when the other element would be out of bounds', () => {
    const parts = { sequence: three, index: number(3), value: number(0) }
    expect(evaluated(b.node('withNth', three.sort, parts, at))).toMatchObject({
      kind: 'index',
      site: at,
    })
  })

  test('evaluates the other element before it looks at the position', () => {
    const parts = { sequence: three, index: number(3), value: b.faulty(digits) }
    expect(faultKind(b.node('withNth', three.sort, parts))).toBe('none')
  })

  test('is followed by another', () => {
    const parts = { left: sequence(1), right: sequence(2, 1) }
    expect(evaluated(b.node('concat', b.sequenceOf(digits, 3), parts))).toEqual([1, 2, 1])
  })

  test('faults when another makes it longer than its bound', () => {
    const parts = { left: sequence(1, 2), right: sequence(3, 4) }
    const expr = b.node('concat', b.sequenceOf(digits, 3), parts, at)
    expect(evaluated(expr)).toMatchObject({ kind: 'bound', site: at })
  })

  test('faults when it is built longer than its bound', () => {
    const expr = b.collection(b.sequenceOf(digits, 1), [number(1), number(2)], at)
    expect(evaluated(expr)).toMatchObject({ kind: 'bound', site: at })
  })

  const slice = (from: number, to: number): Expr => {
    const parts = { sequence: three, from: b.number(from), to: b.number(to) }
    return b.node('slice', three.sort, parts, at)
  }

  test.each<readonly [number, number, readonly number[]]>([
    [0, 3, [7, 8, 9]],
    [1, 2, [8]],
    [0, 0, []],
    [3, 3, []],
  ])('from %d up to %d', (from, to, expected) => {
    expect(evaluated(slice(from, to))).toEqual(expected)
  })

  test.each([
    [-1, 1],
    [2, 1],
    [0, 4],
  ])('has nothing from %d up to %d', (from, to) => {
    expect(evaluated(slice(from, to))).toMatchObject({ kind: 'index', site: at })
  })
})

describe('a bag', () => {
  const at = b.site()
  const change = (kind: 'add' | 'remove', of: Expr, element: number): Expr => {
    const parts = { change: kind, bag: of, element: number(element) }
    return b.node('bagChange', of.sort, parts, at)
  }

  test('takes one more of an element', () => {
    expect(evaluated(change('add', bag(1, 2), 1))).toEqual([1, 1, 2])
  })

  test('faults when one more is over its bound', () => {
    expect(evaluated(change('add', bag(1, 2, 2), 1))).toMatchObject({ kind: 'bound', site: at })
  })

  test('faults when it is built over its bound', () => {
    expect(faultKind(bag(1, 1, 1, 1))).toBe('bound')
  })

  test('gives up one of an element', () => {
    expect(evaluated(change('remove', bag(1, 1, 2), 1))).toEqual([1, 2])
  })

  test('without the last of an element equals one that never had it', () => {
    expect(evaluated(b.equal(change('remove', bag(1, 2), 1), bag(2)))).toBe(true)
  })

  test('faults when there is none to give up', () => {
    expect(evaluated(change('remove', bag(2), 1))).toMatchObject({ kind: 'absent', site: at })
  })

  test('counts an element', () => {
    const count = (element: number) => {
      const parts = { bag: bag(1, 1, 2), element: number(element) }
      return evaluated(b.node('occurrences', digits, parts))
    }
    expect([1, 2, 3].map(count)).toEqual([2, 1, 0])
  })
})

describe('an index', () => {
  const slot = b.index('slot', 3)

  test('has a number in its order', () => {
    expect(evaluated(b.node('ordinal', b.int(0, 2), { index: b.literal(2, slot) }))).toBe(2)
  })

  test('is found by its number', () => {
    expect(evaluated(b.node('indexOf', slot, { ordinal: number(2) }))).toBe(2)
  })

  test.each([-1, 3])('with the number %d does not exist', (ordinal) => {
    const at = b.site()
    const expr = b.node('indexOf', slot, { ordinal: b.number(ordinal) }, at)
    expect(evaluated(expr)).toMatchObject({ kind: 'index', site: at })
  })

  test('has neighbours on a ring whose ends meet', () => {
    const next = (of: number, by: 1 | -1) => {
      return evaluated(b.node('neighbour', slot, { index: b.literal(of, slot), by }))
    }
    expect([next(0, 1), next(2, 1), next(2, -1), next(0, -1)]).toEqual([1, 0, 1, 2])
  })
})
