/** Codes are exact, ordered as the values are, and where this says they lie. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Sort } from '../../../dsl/ir.ts'
import type { Code } from '../../../checker/compiled/code.ts'
import { coding, narrowBits, wordBits } from '../../../checker/compiled/code.ts'
import { encoding } from '../../../checker/compiled/encode.ts'
import { elements, enumeration } from '../../../checker/lower/enumerate.ts'
import { Draw } from '../../random/draw.ts'
import { drawPalette } from '../../random/sorts.ts'
import {
  array,
  bag,
  bool,
  enumOf,
  identity,
  index,
  int,
  optional,
  record,
  sequence,
  set,
  thread,
  variant,
} from '../lower/terms.ts'
import { drawn } from './drawn.ts'
import { isModest, pairs, sorts, threads, valuesOf } from './sorts.ts'

const { encode, decode } = encoding(threads)
const code = coding(threads)
const seed = 20_261_121
const cpu = (size: number): Sort => identity('cpu', size)

/** The codes of all values, in the order of the values. */
function codes(sort: Sort): bigint[] {
  return [...elements(enumeration(sort, threads))].map((datum) => encode(datum, code(sort)))
}

function width(sort: Sort): number {
  return code(sort).width
}

/** What is wrong with the codes of the values of these ranks; null when nothing is. */
function wrongAt(sort: Sort, left: bigint, right: bigint): string | null {
  const { unrank } = enumeration(sort, threads)
  const of = code(sort)
  const [datum, other] = [unrank(left), unrank(right)]
  const [bits, others] = [encode(datum, of), encode(other, of)]
  const told = `${JSON.stringify(datum)}: ${bits}, ${JSON.stringify(other)}: ${others}`
  if (bits < others !== left < right) return `not in order: ${told}`
  if ((bits === others) !== (left === right)) return `not apart: ${told}`
  if (JSON.stringify(decode(bits, of)) !== JSON.stringify(datum)) return `not decoded: ${told}`
  if (bits >> BigInt(of.width) !== 0n) return `not of ${of.width} bits: ${told}`
  if (of.dense && bits !== left) return `not dense: ${told}`
  return of.narrow && bits > of.max ? `above ${of.max}: ${told}` : null
}

/** The same of all values, each with the next. */
function wrongIn(sort: Sort): string | null {
  const { count } = code(sort)
  for (let rank = 0n; rank < count; rank++) {
    const wrong = wrongAt(sort, rank, rank + 1n < count ? rank + 1n : 0n)
    if (wrong !== null) return wrong
  }
  return null
}

describe('a code', () => {
  test('of a scalar counts from its least value', () => {
    expect(codes(int(-2, 1))).toEqual([0n, 1n, 2n, 3n])
    expect(codes(enumOf('a', 'b', 'c'))).toEqual([0n, 1n, 2n])
    expect(codes(thread)).toEqual([0n, 1n, 2n])
    expect([bool, index('slot', 5), int(-2, 1), int(-2, 2)].map(width)).toEqual([1, 3, 2, 3])
  })

  test('of the only value has no bits', () => {
    const only = int(3, 3)
    expect([only, record({ a: only, b: only }), array(cpu(9), only)].map(width)).toEqual([0, 0, 0])
    expect(codes(only)).toEqual([0n])
  })

  test('of an optional is one value more', () => {
    expect(codes(optional(int(5, 7)))).toEqual([0n, 1n, 2n, 3n])
    expect(width(optional(int(5, 7)))).toBe(2)
    expect(width(optional(optional(int(5, 7))))).toBe(3)
  })

  test('of a record has the first field highest, of an array the first element', () => {
    expect(encode([3, 1], code(record({ a: int(0, 3), b: int(0, 1) })))).toBe(0b11_1n)
    expect(encode([3, 0, 1], code(array(cpu(3), int(0, 3))))).toBe(0b11_00_01n)
  })

  test('of a variant counts case after case', () => {
    expect(codes(variant({ off: null, on: int(1, 3), lost: null }))).toEqual([0n, 1n, 2n, 3n, 4n])
  })

  test('of a set has a bit for each possible element', () => {
    expect(encode([2, 4], code(set(int(2, 5))))).toBe(0b0101n)
    expect(width(set(int(2, 5)))).toBe(4)
  })

  test('of a sequence has its length highest, then its first element', () => {
    expect(encode([3, 1], code(sequence(int(0, 3), 3)))).toBe(0b10_11_01_00n)
    expect(encode([1, 3], code(bag(int(0, 3), 3)))).toBe(0b10_01_11_00n)
  })

  test('counts the values from 0 where it is dense, and leaves gaps where it is not', () => {
    const dense = [bool, optional(int(0, 4)), set(int(0, 4)), array(cpu(3), bool)]
    const gaps = [array(cpu(2), int(0, 2)), sequence(bool, 2), optional(record({ a: thread }))]
    for (const sort of [...dense, ...gaps]) {
      const all = codes(sort)
      expect(code(sort).dense).toBe(all.every((each, i) => each === BigInt(i)))
      expect(code(sort).max).toBe(all.at(-1))
    }
    expect(dense.map((sort) => code(sort).dense)).toEqual([true, true, true, true])
    expect(code(array(cpu(2), int(0, 2))).dense).toBe(false)
    expect(code(sequence(bool, 2)).dense).toBe(false)
  })

  test('is that of one sort for all who ask', () => {
    const sort = array(cpu(4), bool)
    expect(code(sort)).toBe(code(sort))
  })
})

describe('a wide code', () => {
  const bits = (size: number): Sort => array(cpu(size), bool)

  test('begins where one load no longer suffices', () => {
    expect(code(bits(57)).narrow).toBe(true)
    expect(code(bits(58)).narrow).toBe(false)
    expect(code(optional(bits(57))).form).toBe('flagged')
    expect(code(variant({ a: bits(57), b: bits(57) })).form).toBe('tagged')
    expect(code(variant({ a: bits(56), b: bits(56) })).form).toBe('variant')
  })

  test('has its wide parts at words, and others on top of them', () => {
    const both = code(record({ a: int(0, 7), b: bits(70), c: bits(60), d: int(0, 3) }))
    const offsets = both.form === 'record' ? both.fields.map(({ offset }) => offset) : []
    // d at 0, c in the next word, b in the two after it, a on top of b.
    expect(offsets).toEqual([198, 128, 64, 0])
    expect(both.width).toBe(201)
  })

  test('has the flag and the number of the case directly above the payload', () => {
    expect(width(optional(bits(100)))).toBe(101)
    expect(width(variant({ a: bits(100), b: null, c: bool }))).toBe(102)
    expect(width(variant({ only: bits(100) }))).toBe(100)
  })

  test('has its elements at words where they are wide themselves', () => {
    expect(width(array(cpu(3), bits(60)))).toBe(188)
    expect(width(sequence(bits(60), 3))).toBe(190)
    expect(width(array(cpu(30), int(0, 4)))).toBe(90)
  })

  test('is narrow after all where nothing of the wide part can be there', () => {
    expect(code(sequence(bits(60), 0))).toMatchObject({ narrow: true, width: 0, dense: true })
  })
})

describe('in a model without threads', () => {
  const nobody = coding(0)

  test('an optional thread is always none, and takes no bits', () => {
    expect(nobody(optional(thread))).toMatchObject({ width: 0, count: 1n, dense: true })
    expect(nobody(variant({ of: thread, no: null }))).toMatchObject({ width: 0, dense: true })
    expect(encoding(0).decode(0n, nobody(optional(thread)))).toEqual([])
    expect(encoding(0).decode(0n, nobody(variant({ of: thread, no: null })))).toEqual([1])
  })

  test('no code of threads is dense: there is no value 0', () => {
    expect(nobody(thread)).toMatchObject({ count: 0n, dense: false })
  })
})

describe('codes are exact and ordered', () => {
  test('on the values of the sorts of random models', () => {
    fc.assert(
      fc.property(
        drawn((random) => drawPalette(new Draw(random), [], threads).sorts),
        (palette) => {
          for (const sort of palette.filter(isModest)) {
            const last = valuesOf(sort) - 1n
            const ranks = last < 300n ? [] : [0n, last / 3n, last / 2n]
            expect(last < 300n ? wrongIn(sort) : null).toBeNull()
            for (const rank of ranks) expect(wrongAt(sort, rank, rank + 1n)).toBeNull()
          }
        },
      ),
      { seed },
    )
  })

  test('on every value of small nested sorts', () => {
    fc.assert(
      fc.property(
        sorts.filter((sort) => valuesOf(sort) <= 300n),
        (sort) => {
          expect(wrongIn(sort)).toBeNull()
        },
      ),
      { numRuns: 300, seed },
    )
  })

  test('on values of sorts of any width', () => {
    fc.assert(
      fc.property(pairs, ([sort, left, right]) => {
        expect(wrongAt(sort, left, right)).toBeNull()
      }),
      { numRuns: 2000, seed },
    )
  })

  test('narrow ones are at most 57 bits of narrow parts, wide parts begin with a word', () => {
    const wide = new Set<Code['form']>()
    fc.assert(
      fc.property(sorts, (sort) => {
        const of = code(sort)
        if (!of.narrow) wide.add(of.form)
        expect(isPlaced(of)).toBe(true)
      }),
      { numRuns: 2000, seed },
    )
    expect([...wide].toSorted()).toEqual(['array', 'flagged', 'list', 'record', 'set', 'tagged'])
  })
})

/** Whether it is narrow when it should be, and its parts lie in it, wide ones at words. */
function isPlaced(code: Code): boolean {
  const parts = partsOf(code)
  const fits = code.width <= narrowBits && parts.every((part) => part.code.narrow)
  const within = parts.every(({ code: part, offset }) => {
    return offset + part.width <= code.width && (part.narrow || offset % wordBits === 0)
  })
  return code.narrow === fits && within && parts.every((part) => isPlaced(part.code))
}

/** The parts that have bits of their own, with where these begin. */
function partsOf(code: Code): readonly { code: Code; offset: number }[] {
  switch (code.form) {
    case 'scalar':
    case 'set':
      return []
    case 'optional':
    case 'flagged':
      return [{ code: code.of, offset: 0 }]
    case 'record':
      return code.fields
    case 'variant':
      return code.cases
        .flatMap(({ payload }) => payload ?? [])
        .map((of) => ({ code: of, offset: 0 }))
    case 'tagged':
      return code.cases.flatMap((of) => of ?? []).map((of) => ({ code: of, offset: 0 }))
    case 'array':
      return Array.from({ length: code.length }, (_, i) => {
        return { code: code.element, offset: i * code.stride }
      })
    case 'list':
      return Array.from({ length: code.bound }, (_, i) => {
        return { code: code.of, offset: i * code.stride }
      })
  }
}
