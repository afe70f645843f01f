import { describe, expect, test } from 'vitest'
import type { Expr } from '../../../dsl/ir.ts'
import * as b from './build.ts'
import { evaluated, faultKind } from './explore.ts'

const digits = b.int(0, 9)
const number = (value: number): Expr => b.literal(value, digits)

describe('an optional', () => {
  const isSome = (of: Expr): Expr => b.node('isSome', b.bool, { optional: of })

  test('is none or some', () => {
    const nothing = b.none(b.optional(digits))
    expect([nothing, b.some(number(3))].map(evaluated)).toEqual([null, { some: 3 }])
  })

  test('tells which it is', () => {
    const nothing = b.none(b.optional(digits))
    expect([nothing, b.some(number(3))].map(isSome).map(evaluated)).toEqual([false, true])
  })

  test('of an optional tells none from some none', () => {
    const inner = b.optional(digits)
    const of = b.some(b.none(inner))
    expect(evaluated(of)).toEqual({ some: null })
    expect(evaluated(b.equal(of, b.none(of.sort)))).toBe(false)
  })

  test('gives its value out', () => {
    expect(evaluated(b.unwrap(b.some(number(3))))).toBe(3)
  })

  test('that is none faults where it is unwrapped', () => {
    const at = b.site()
    expect(evaluated(b.faulty(digits, at))).toMatchObject({ kind: 'none', site: at })
  })
})

describe('a record', () => {
  const sort = b.recordOf({ a: digits, flag: b.bool })
  const build = (a: Expr, flag: Expr): Expr => {
    const fields = [
      { name: 'a', value: a },
      { name: 'flag', value: flag },
    ]
    return b.node('record', sort, { fields })
  }
  const one = build(number(1), b.yes)

  test('has its fields', () => {
    expect(evaluated(one)).toEqual({ a: 1, flag: true })
  })

  test('gives a field out', () => {
    expect(evaluated(b.node('field', digits, { record: one, field: 'a' }))).toBe(1)
  })

  test('with another field keeps the rest', () => {
    const other = b.node('withField', sort, { record: one, field: 'a', value: number(2) })
    expect(evaluated(other)).toEqual({ a: 2, flag: true })
  })

  test('evaluates its fields in order', () => {
    const at = b.site()
    const first = b.faulty(digits, at)
    expect(evaluated(build(first, b.faulty(b.bool)))).toMatchObject({ site: at })
  })
})

describe('a variant', () => {
  const sort = b.variantOf({ ack: null, data: digits })
  const ack = b.node('variant', sort, { tag: 'ack', value: null })
  const data = b.node('variant', sort, { tag: 'data', value: number(7) })

  test('has a tag, and a payload where its case has one', () => {
    expect([ack, data].map(evaluated)).toEqual([
      { tag: 'ack', value: null },
      { tag: 'data', value: 7 },
    ])
  })

  test('tells its tag', () => {
    const isData = [ack, data].map((variant) => b.node('isTag', b.bool, { variant, tag: 'data' }))
    expect(isData.map(evaluated)).toEqual([false, true])
  })

  test('is matched by its case, which sees the payload', () => {
    const payload = b.binder('n', digits)
    const cases = [
      { tag: 'ack', binder: null, body: number(0) },
      { tag: 'data', binder: payload, body: b.use(payload) },
    ]
    const matched = [ack, data].map((subject) => b.node('match', digits, { subject, cases }))
    expect(matched.map(evaluated)).toEqual([0, 7])
  })

  test('leaves the other cases alone', () => {
    const cases = [
      { tag: 'ack', binder: null, body: number(0) },
      { tag: 'data', binder: b.binder('n', digits), body: b.faulty(digits) },
    ]
    expect(evaluated(b.node('match', digits, { subject: ack, cases }))).toBe(0)
    expect(faultKind(b.node('match', digits, { subject: data, cases }))).toBe('none')
  })
})

describe('an array', () => {
  const buffer = b.identity('buffer', 3)
  const sort = b.arrayOf(buffer, digits)
  const table = b.node('table', sort, { entries: [5, 6, 7].map(number) })
  const second = b.literal(1, buffer)

  test('is built by an expression over its index', () => {
    const pair = b.arrayOf(b.int(2, 4), digits)
    const i = b.binder('i', b.int(2, 4))
    const array = b.node('array', pair, { binder: i, body: b.plus(b.use(i), b.use(i)) })
    expect(evaluated(array)).toEqual([4, 6, 8])
  })

  test('is built from a table', () => {
    expect(evaluated(table)).toEqual([5, 6, 7])
  })

  test('gives an element out', () => {
    expect(evaluated(b.node('element', digits, { array: table, index: second }))).toBe(6)
  })

  test('with another element keeps the rest', () => {
    const parts = { array: table, index: second, value: number(0) }
    expect(evaluated(b.node('withElement', sort, parts))).toEqual([5, 0, 7])
  })

  test('over records is indexed by their structure', () => {
    const key = b.recordOf({ x: b.bool, y: b.bool })
    const array = b.node('table', b.arrayOf(key, digits), { entries: [1, 2, 3, 4].map(number) })
    const fields = [
      { name: 'x', value: b.yes },
      { name: 'y', value: b.no },
    ]
    const index = b.node('record', key, { fields })
    expect(evaluated(b.node('element', digits, { array, index }))).toBe(3)
  })
})
