/** Values as the bits that the compiled engine has for them, written once more from the definition of a code. */

import type { Code } from '../../../../checker/compiled/code.ts'
import type { Datum } from '../../../../checker/lower/datum.ts'
import { list, nth, scalar } from '../../../../checker/lower/datum.ts'
import { enumeration } from '../../../../checker/lower/enumerate.ts'

/** The code of a value, in a program of so many threads. */
export function encode(code: Code, datum: Datum, threads: number): bigint {
  const part = (of: Code, value: Datum): bigint => encode(of, value, threads)
  switch (code.form) {
    case 'scalar':
      return BigInt(scalar(datum) - code.least)
    case 'optional': {
      const [some] = list(datum)
      return some === undefined ? 0n : part(code.of, some) + 1n
    }
    case 'flagged': {
      const [some] = list(datum)
      return some === undefined ? 0n : part(code.of, some) | (1n << BigInt(code.flag))
    }
    case 'record':
      return code.fields.reduce(
        (sum, field, i) => sum | (part(field.code, nth(list(datum), i)) << BigInt(field.offset)),
        0n,
      )
    case 'variant': {
      const [tag = 0, payload] = list(datum)
      const found = code.cases[scalar(tag)]
      if (found === undefined) throw new Error('the variant has no such case')
      if (found.payload === null || payload === undefined) return found.first
      return found.first + part(found.payload, payload)
    }
    case 'tagged': {
      const [tag = 0, payload] = list(datum)
      const of = code.cases[scalar(tag)] ?? null
      const low = of === null || payload === undefined ? 0n : part(of, payload)
      return low | (BigInt(scalar(tag)) << BigInt(code.tag))
    }
    case 'array':
      return list(datum).reduce(
        (sum: bigint, each) => (sum << BigInt(code.stride)) | part(code.element, each),
        0n,
      )
    case 'set': {
      const { rank } = enumeration(code.of.sort, threads)
      return list(datum).reduce((sum: bigint, each) => sum | (1n << rank(each)), 0n)
    }
    case 'list': {
      const items = list(datum)
      const length = BigInt(items.length) << BigInt(code.length)
      return items.reduce(
        (sum: bigint, each, i) =>
          sum | (part(code.of, each) << BigInt((code.bound - 1 - i) * code.stride)),
        length,
      )
    }
  }
}

/** The value of a code. Throws where a bit is set that belongs to nothing, or where there is no such value. */
export function decode(code: Code, bits: bigint, threads: number): Datum {
  const datum = read(code, bits, threads)
  if (encode(code, datum, threads) === bits) return datum
  throw new Error(`${bits.toString(16)} is no code`)
}

function read(code: Code, bits: bigint, threads: number): Datum {
  const part = (of: Code, offset: number): Datum =>
    read(of, BigInt.asUintN(of.width, bits >> BigInt(offset)), threads)
  switch (code.form) {
    case 'scalar':
      if (bits > code.max) throw new Error(`${bits} is above ${code.max}`)
      return Number(bits) + code.least
    case 'optional':
      return bits === 0n ? [] : [read(code.of, bits - 1n, threads)]
    case 'flagged':
      return (bits >> BigInt(code.flag)) % 2n === 1n ? [part(code.of, 0)] : []
    case 'record':
      return code.fields.map((field) => part(field.code, field.offset))
    case 'variant': {
      const tag = code.cases.findLastIndex((each) => each.first <= bits)
      const found = code.cases[tag]
      if (found === undefined || found.payload === null) return [tag]
      return [tag, read(found.payload, bits - found.first, threads)]
    }
    case 'tagged': {
      const tag = Number(bits >> BigInt(code.tag))
      const of = code.cases[tag]
      if (of === undefined) throw new Error(`there is no case ${tag}`)
      return of === null ? [tag] : [tag, part(of, 0)]
    }
    case 'array':
      return Array.from({ length: code.length }, (_, i) =>
        part(code.element, (code.length - 1 - i) * code.stride),
      )
    case 'set': {
      const { unrank } = enumeration(code.of.sort, threads)
      const members: Datum[] = []
      for (let rank = 0n; bits >> rank > 0n; rank++) {
        if ((bits >> rank) % 2n === 1n) members.push(unrank(rank))
      }
      return members
    }
    case 'list': {
      const length = Number(bits >> BigInt(code.length))
      return Array.from({ length }, (_, i) => part(code.of, (code.bound - 1 - i) * code.stride))
    }
  }
}
