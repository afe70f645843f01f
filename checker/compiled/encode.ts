/** The code of a value as a number, and the value with a code. */

import type { Datum } from '../lower/datum.ts'
import { list, nth, scalar } from '../lower/datum.ts'
import { enumeration } from '../lower/enumerate.ts'
import type { Enumeration } from '../lower/enumerate.ts'
import type { Case, Code, CodeOf } from './code.ts'

export interface Encoding {
  readonly encode: (datum: Datum, code: Code) => bigint
  /** Of bits that are the code of a value; throws where they cannot be. */
  readonly decode: (bits: bigint, code: Code) => Datum
}

/** Between the values and the codes of a program of so many threads. */
export function encoding(threads: number): Encoding {
  const orders = new Map<Code, Enumeration>()

  function orderOf(code: Code): Enumeration {
    let found = orders.get(code)
    if (found === undefined) {
      found = enumeration(code.sort, threads)
      orders.set(code, found)
    }
    return found
  }

  function encode(datum: Datum, code: Code): bigint {
    switch (code.form) {
      case 'scalar':
        return BigInt(scalar(datum) - code.least)
      case 'optional': {
        const [some] = list(datum)
        return some === undefined ? 0n : encode(some, code.of) + 1n
      }
      case 'flagged': {
        const [some] = list(datum)
        return some === undefined ? 0n : at(1n, code.flag) | encode(some, code.of)
      }
      case 'record':
        return code.fields.reduce(
          (sum, field, i) => sum | at(encode(nth(list(datum), i), field.code), field.offset),
          0n,
        )
      case 'variant': {
        const [tag = 0, payload] = list(datum)
        const { first, payload: of } = caseAt(code, scalar(tag))
        return of === null || payload === undefined ? first : first + encode(payload, of)
      }
      case 'tagged': {
        const [tag = 0, payload] = list(datum)
        const of = code.cases[scalar(tag)] ?? null
        const content = of === null || payload === undefined ? 0n : encode(payload, of)
        return at(BigInt(scalar(tag)), code.tag) | content
      }
      case 'array':
        return inOrder(list(datum), code.element, code.length, code.stride)
      case 'set':
        return list(datum).reduce(
          (sum: bigint, each) => sum | (1n << orderOf(code.of).rank(each)),
          0n,
        )
      case 'list': {
        const items = list(datum)
        const length = at(BigInt(items.length), code.length)
        return length | inOrder(items, code.of, code.bound, code.stride)
      }
    }
  }

  function decode(bits: bigint, code: Code): Datum {
    switch (code.form) {
      case 'scalar':
        if (bits >= code.count) throw new Error('the bits are no value')
        return Number(bits) + code.least
      case 'optional':
        return bits === 0n ? [] : [decode(bits - 1n, code.of)]
      case 'flagged':
        return part(bits, code.flag, 1) === 0n ? [] : [decode(part(bits, 0, code.flag), code.of)]
      case 'record':
        return code.fields.map((field) =>
          decode(part(bits, field.offset, field.code.width), field.code),
        )
      case 'variant': {
        const tag = code.cases.findLastIndex(
          ({ first, payload }) => first <= bits && payload?.count !== 0n,
        )
        const { first, payload } = caseAt(code, tag)
        return payload === null ? [tag] : [tag, decode(bits - first, payload)]
      }
      case 'tagged': {
        const tag = Number(part(bits, code.tag, code.tagBits))
        const of = code.cases[tag]
        if (of === undefined) throw new Error('the variant has no such case')
        return of === null ? [tag] : [tag, decode(part(bits, 0, of.width), of)]
      }
      case 'array':
        return items(bits, code.element, code.length, code)
      case 'set': {
        const members: Datum[] = []
        for (let i = 0; i < code.width; i++) {
          if (part(bits, i, 1) === 1n) members.push(orderOf(code.of).unrank(BigInt(i)))
        }
        return members
      }
      case 'list':
        return items(bits, code.of, Number(part(bits, code.length, code.lengthBits)), code)
    }
  }

  /** The codes of elements, for the first of which there are so many places. */
  function inOrder(datums: readonly Datum[], of: Code, places: number, stride: number): bigint {
    return datums.reduce(
      (sum: bigint, each, i) => sum | at(encode(each, of), (places - 1 - i) * stride),
      0n,
    )
  }

  function items(
    bits: bigint,
    of: Code,
    length: number,
    whole: CodeOf<'array' | 'list'>,
  ): readonly Datum[] {
    const places = whole.form === 'array' ? whole.length : whole.bound
    return Array.from({ length }, (_, i) =>
      decode(part(bits, (places - 1 - i) * whole.stride, of.width), of),
    )
  }

  return { encode, decode }
}

function at(value: bigint, offset: number): bigint {
  return value << BigInt(offset)
}

function part(bits: bigint, offset: number, width: number): bigint {
  return BigInt.asUintN(width, bits >> BigInt(offset))
}

function caseAt(code: CodeOf<'variant'>, tag: number): Case {
  const found = code.cases[tag]
  if (found === undefined) throw new Error('the variant has no such case')
  return found
}
