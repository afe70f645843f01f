import { describe, expect, test } from 'vitest'
import type { Domain, Expr, ExprOf } from '../../../dsl/ir.ts'
import * as b from './build.ts'
import { evaluated, faultKind } from './explore.ts'

const digits = b.int(0, 4)
const x = b.binder('x', digits)
const number = (value: number): Expr => b.literal(value, digits)
const numbers = (...values: number[]): Expr[] => values.map(number)

const sequence = (...values: number[]): Domain => {
  return b.elementsOf(b.collection(b.sequenceOf(digits, 9), numbers(...values)))
}
const set = (...values: number[]): Domain => {
  return b.elementsOf(b.collection(b.setOf(digits), numbers(...values)))
}
const bag = (...values: number[]): Domain => {
  return b.elementsOf(b.collection(b.bagOf(digits, 9), numbers(...values)))
}
const whole = b.sortDomain(digits)

type Quantifier = ExprOf<'quantifier'>['quantifier']
const over = (quantifier: Quantifier, domain: Domain, body: Expr): Expr => {
  return b.quantify(quantifier, x, domain, body)
}
const above = (value: number): Expr => b.test(b.use(x), 'gt', number(value))
/** True for `good`, a fault for `bad`, false for everything else. */
const trap = (good: number, bad: number): Expr => {
  const faultAtBad = b.test(b.equal(b.use(x), number(bad)), 'and', b.faulty(b.bool))
  return b.test(b.equal(b.use(x), number(good)), 'or', faultAtBad)
}

test.each<readonly [Quantifier, number, unknown]>([
  ['all', -1, true],
  ['all', 0, false],
  ['some', 3, true],
  ['some', 4, false],
  ['one', 3, true],
  ['one', 2, false],
  ['one', 4, false],
  ['count', 1, 3],
  ['the', 3, 4],
  ['filter', 2, [3, 4]],
])('%s of the digits above %d', (quantifier, limit, expected) => {
  expect(evaluated(over(quantifier, whole, above(limit)))).toEqual(expected)
})

test.each<readonly [Quantifier, unknown]>([
  ['all', true],
  ['some', false],
  ['one', false],
  ['count', 0],
  ['filter', []],
])('%s over nothing', (quantifier, expected) => {
  expect(evaluated(over(quantifier, set(), b.yes))).toEqual(expected)
})

test('some stops at the first element for which its body is true', () => {
  expect(evaluated(over('some', whole, trap(1, 2)))).toBe(true)
})

test('some does not pass over a fault before that', () => {
  expect(faultKind(over('some', whole, trap(2, 1)))).toBe('none')
})

test('all stops at the first element for which its body is false', () => {
  expect(evaluated(over('all', whole, b.not(trap(1, 2))))).toBe(false)
})

test.each<Quantifier>(['one', 'count', 'the', 'filter'])(
  '%s visits every element',
  (quantifier) => {
    expect(faultKind(over(quantifier, whole, trap(0, 4)))).toBe('none')
  },
)

describe('the', () => {
  test('faults where it stands when no element passes', () => {
    const at = b.site()
    const expr = b.quantify('the', x, whole, above(4), at)
    expect(evaluated(expr)).toMatchObject({ kind: 'unique', site: at })
  })

  test('faults when two elements pass', () => {
    expect(faultKind(over('the', whole, above(2)))).toBe('unique')
  })

  test('faults when two positions of a sequence pass that have the same element', () => {
    expect(faultKind(over('the', sequence(3, 3), above(2)))).toBe('unique')
  })
})

describe('a domain', () => {
  test('has each position of a sequence', () => {
    expect(evaluated(over('count', sequence(3, 1, 3), b.yes))).toBe(3)
  })

  test('has each distinct element of a bag once', () => {
    expect(evaluated(over('count', bag(3, 1, 3), b.yes))).toBe(2)
  })

  /** The digits of the number that is read off the elements in the order in which they come. */
  const read = (domain: Domain): unknown => {
    const so = b.binder('so far', b.int(0, 1000))
    const body = b.plus(b.calculate(b.use(so), 'times', b.number(10)), b.use(x))
    const fold = { binder: x, accumulator: so, domain, initial: b.number(0), body }
    return evaluated(b.node('fold', so.sort, fold))
  }

  test('goes through a set in ascending order', () => {
    expect(read(set(3, 1, 2))).toBe(123)
  })

  test('goes through a sequence in its own order', () => {
    expect(read(sequence(3, 1, 3))).toBe(313)
  })

  test('goes through a bag in ascending order', () => {
    expect(read(bag(3, 1, 3))).toBe(13)
  })

  test('goes through a sort in its order', () => {
    expect(read(whole)).toBe(1234)
  })

  test('that faults is a fault though its body would be true', () => {
    expect(faultKind(over('all', b.elementsOf(b.faulty(b.setOf(digits))), b.yes))).toBe('none')
  })
})

test('a fold over nothing is its initial value', () => {
  const so = b.binder('so far', digits)
  const parts = { binder: x, accumulator: so, domain: set(), initial: number(3), body: number(1) }
  expect(evaluated(b.node('fold', digits, parts))).toBe(3)
})

test('a fold evaluates its domain before its initial value', () => {
  const at = b.site()
  const so = b.binder('so far', digits)
  const domain = b.elementsOf(b.faulty(b.setOf(digits), at))
  const initial = b.faulty(digits)
  const parts = { binder: x, accumulator: so, domain, initial, body: number(1) }
  expect(evaluated(b.node('fold', digits, parts))).toMatchObject({ site: at })
})

test('an image is the set of the values of its body', () => {
  const body = b.calculate(b.use(x), 'mod', b.number(2))
  const image = b.node('image', b.setOf(digits), { binder: x, domain: sequence(4, 3, 1), body })
  expect(evaluated(image)).toEqual([0, 1])
})
