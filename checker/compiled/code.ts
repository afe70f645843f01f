/**
 * The code of each value: a natural number, ordered as the values are, and how the bits of a compound's parts lie in it. The
 * bits of a state are codes side by side.
 */

import type { Sort, SortOf } from '../../dsl/ir.ts'
import { enumeration } from '../lower/enumerate.ts'

export const wordBits = 64
/** A code of at most so many bits is read by one load of 8 bytes, from any bit on: 64 less the 7 by which a byte can be missed. */
export const narrowBits = 57

interface Common {
  readonly sort: Sort
  /** In bits, from 0. */
  readonly width: number
  /** Its bits lie anywhere, and it is one number in the module; otherwise it begins with a word. */
  readonly narrow: boolean
  /** The largest code of a narrow one; 0 of a wide one, where nobody asks, and of one without values. */
  readonly max: bigint
  /** Every number up to `max` is the code of a value: codes count the values from 0. */
  readonly dense: boolean
  /** How many values there are. */
  readonly count: bigint
}

/** A part of a compound: its code, and the bit of the compound at which its lowest lies; of a wide part, the lowest of a word. */
export interface Part {
  readonly code: Code
  readonly offset: number
}

export type Code =
  /** `least` is the value of code 0: of an int its minimum, of everything else 0. */
  | (Common & { readonly form: 'scalar'; readonly least: number })
  /** 0 is none, and every other code that of the value, plus 1. */
  | (Common & { readonly form: 'optional'; readonly of: Code })
  /** The bit at `flag` is set where there is a value, whose bits are the lowest. */
  | (Common & { readonly form: 'flagged'; readonly of: Code; readonly flag: number })
  | (Common & { readonly form: 'record'; readonly fields: readonly Part[] })
  /** One case behind the other: a value's code is the first of its case, plus the payload's. */
  | (Common & { readonly form: 'variant'; readonly cases: readonly Case[] })
  /** The number of the case lies at `tag`, the payload lowest. */
  | (Common & {
      readonly form: 'tagged'
      readonly cases: readonly (Code | null)[]
      readonly tag: number
      readonly tagBits: number
    })
  /** Element i lies at bit `(length - 1 - i) * stride`. */
  | (Common & {
      readonly form: 'array'
      readonly index: Code
      readonly element: Code
      readonly length: number
      readonly stride: number
    })
  /** Bit i is set where the element of rank i is in it. */
  | (Common & { readonly form: 'set'; readonly of: Code })
  /** Of sequences and bags: element i lies at bit `(bound - 1 - i) * stride`, the number of elements at `length`. */
  | (Common & {
      readonly form: 'list'
      readonly of: Code
      readonly bound: number
      readonly stride: number
      readonly length: number
      readonly lengthBits: number
    })

export interface Case {
  /** The least code of the case. */
  readonly first: bigint
  /** Of the payload; null where there is none. */
  readonly payload: Code | null
}

export type CodeOf<F extends Code['form']> = Extract<Code, { form: F }>
export type Coding = (sort: Sort) => Code

/** The number of bits that the numbers up to this one take. */
export function bitsFor(max: bigint): number {
  return max === 0n ? 0 : max.toString(2).length
}

/** The number of words that so many bits take. */
export function wordsFor(width: number): number {
  return Math.ceil(width / wordBits)
}

/** From one element to the next: a wide one begins with a word. */
function strideOf({ narrow, width }: Code): number {
  return narrow ? width : wordsFor(width) * wordBits
}

/** The codes of a program of so many threads; that of a sort is made once. */
export function coding(threads: number): Coding {
  const made = new Map<Sort, Code>()
  const code: Coding = (sort) => {
    let found = made.get(sort)
    if (found === undefined) {
      found = codeOf(sort, threads, code)
      made.set(sort, found)
    }
    return found
  }
  return code
}

function codeOf(sort: Sort, threads: number, code: Coding): Code {
  const count = enumeration(sort, threads).cardinality()
  switch (sort.kind) {
    case 'bool':
    case 'int':
    case 'enum':
    case 'identity':
    case 'index':
    case 'thread':
      return scalar(sort, count)
    case 'optional':
      return optional(sort, code(sort.of), count)
    case 'record': {
      const fields = sideBySide(sort.fields.map((field) => code(field.sort)))
      return { form: 'record', fields, ...compound(sort, fields, count) }
    }
    case 'variant':
      return variant(
        sort,
        sort.cases.map((each) => (each.sort === null ? null : code(each.sort))),
        count,
      )
    case 'array': {
      const index = code(sort.index)
      const element = code(sort.element)
      const length = Number(index.count)
      const stride = strideOf(element)
      const parts = countedDown(element, length)
      return { form: 'array', index, element, length, stride, ...compound(sort, parts, count) }
    }
    case 'set': {
      const of = code(sort.of)
      const width = Number(of.count)
      if (width > narrowBits) return { form: 'set', of, ...wide(sort, width, count) }
      return { form: 'set', of, ...narrow(sort, count - 1n, count) }
    }
    case 'sequence':
    case 'bag':
      return listCode(sort, code(sort.of), count)
  }
}

function scalar(sort: Sort, count: bigint): Code {
  const least = sort.kind === 'int' ? sort.min : 0
  return { form: 'scalar', least, ...narrow(sort, count > 0n ? count - 1n : 0n, count) }
}

function optional(sort: Sort, of: Code, count: bigint): Code {
  const max = behind(of)
  if (of.narrow && bitsFor(max) <= narrowBits) {
    return { form: 'optional', of, ...narrow(sort, max, count) }
  }
  const flag = of.width
  return { form: 'flagged', of, flag, ...wide(sort, flag + 1, count) }
}

function variant(sort: Sort, payloads: readonly (Code | null)[], count: bigint): Code {
  const cases: Case[] = []
  let first = 0n
  for (const payload of payloads) {
    cases.push({ first, payload })
    first += payload === null ? 1n : behind(payload)
  }
  const max = first > 0n ? first - 1n : 0n
  if (payloads.every((each) => each === null || each.narrow) && bitsFor(max) <= narrowBits) {
    return { form: 'variant', cases, ...narrow(sort, max, count) }
  }
  const tag = Math.max(...payloads.map((each) => each?.width ?? 0))
  const tagBits = bitsFor(BigInt(payloads.length - 1))
  return { form: 'tagged', cases: payloads, tag, tagBits, ...wide(sort, tag + tagBits, count) }
}

function listCode(sort: SortOf<'sequence' | 'bag'>, of: Code, count: bigint): Code {
  const { bound } = sort
  const parts = countedDown(of, bound)
  const length = extent(parts)
  const lengthBits = bitsFor(BigInt(bound))
  const list = { form: 'list', of, bound, stride: strideOf(of), length, lengthBits } as const
  const width = length + lengthBits
  if (!fitsNarrow(parts, width)) return { ...list, ...wide(sort, width, count) }
  const max = (BigInt(bound) << BigInt(length)) | largest(parts)
  return { ...list, ...narrow(sort, max, count) }
}

function compound(sort: Sort, parts: readonly Part[], count: bigint): Common {
  const width = extent(parts)
  if (!fitsNarrow(parts, width)) return wide(sort, width, count)
  return narrow(sort, largest(parts), count)
}

/** One whose largest code is `max`. */
function narrow(sort: Sort, max: bigint, count: bigint): Common {
  return { sort, width: bitsFor(max), narrow: true, max, dense: max + 1n === count, count }
}

function wide(sort: Sort, width: number, count: bigint): Common {
  return { sort, width, narrow: false, max: 0n, dense: false, count }
}

/** The number of codes up to the largest, of a narrow one. */
function behind({ max, count }: Code): bigint {
  return count === 0n ? 0n : max + 1n
}

/** Parts in order, the first one highest. Wide ones begin with a word. */
function sideBySide(codes: readonly Code[]): readonly Part[] {
  let offset = 0
  return codes
    .toReversed()
    .map((code) => {
      if (!code.narrow) offset = wordsFor(offset) * wordBits
      const part = { code, offset }
      offset += code.width
      return part
    })
    .toReversed()
}

/** So many equal parts, the first one highest. */
function countedDown(code: Code, length: number): readonly Part[] {
  const stride = strideOf(code)
  return Array.from({ length }, (_, i) => ({ code, offset: (length - 1 - i) * stride }))
}

/** The bit behind all parts. */
function extent(parts: readonly Part[]): number {
  return parts.reduce((end, { code, offset }) => Math.max(end, offset + code.width), 0)
}

function fitsNarrow(parts: readonly Part[], width: number): boolean {
  return width <= narrowBits && parts.every(({ code }) => code.narrow)
}

function largest(parts: readonly Part[]): bigint {
  return parts.reduce((sum, { code, offset }) => sum | (code.max << BigInt(offset)), 0n)
}
