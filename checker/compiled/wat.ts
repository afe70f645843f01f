/** WebAssembly's text as trees: an instruction folded around its operands, as `['i64.add', left, right]`. */

export type Wat = string | readonly Wat[]

export type NumberType = 'i32' | 'i64'

export function i32(value: number): Wat {
  return ['i32.const', String(value)]
}

/** A number, or the bits of one from 2^63 on: the text of an i64 knows both. */
export function i64(value: number | bigint): Wat {
  return ['i64.const', String(BigInt.asIntN(64, BigInt(value)))]
}

export function get(local: string): Wat {
  return ['local.get', local]
}

export function set(local: string, value: Wat): Wat {
  return ['local.set', local, value]
}

/** An instruction for its effect, when a condition (an i32) holds or does not. */
export function when(test: Wat, then: readonly Wat[], otherwise: readonly Wat[] = []): Wat {
  const taken: Wat = ['then', ...then]
  return otherwise.length === 0 ? ['if', test, taken] : ['if', test, taken, ['else', ...otherwise]]
}

/** What a constant instruction gives, as the bits of 64; null for any other. */
export function constant(wat: Wat): bigint | null {
  if (typeof wat === 'string') return null
  const [operator, text] = wat
  if (operator !== 'i32.const' && operator !== 'i64.const') return null
  return typeof text === 'string' ? BigInt.asUintN(64, BigInt(text)) : null
}

/** Folds where both sides are constant or one changes nothing, so that what is printed is what is meant. */
export function add(left: Wat, right: Wat): Wat {
  const [a, b] = [constant(left), constant(right)]
  if (a !== null && b !== null) return i64(a + b)
  if (a === 0n) return right
  if (b === 0n) return left
  if (b !== null && typeof left !== 'string' && left[0] === 'i64.add') {
    const [, of = '', more = ''] = left
    const c = constant(more)
    if (c !== null) return add(of, i64(b + c))
  }
  return ['i64.add', left, right]
}

/** A bool as the number 0 or 1. */
export function extended(test: Wat): Wat {
  const known = constant(test)
  return known === null ? ['i64.extend_i32_u', test] : i64(known)
}

/** The first where the test (an i32) holds, otherwise the second. */
export function select(first: Wat, second: Wat, test: Wat): Wat {
  const known = constant(test)
  if (known !== null) return known === 0n ? second : first
  return ['select', first, second, test]
}

export function multiply(left: Wat, right: Wat): Wat {
  const [a, b] = [constant(left), constant(right)]
  if (a !== null && b !== null) return i64(a * b)
  if (a === 0n || b === 0n) return i64(0)
  if (a === 1n) return right
  if (b === 1n) return left
  return ['i64.mul', left, right]
}

export function shiftLeft(value: Wat, by: Wat): Wat {
  const [a, b] = [constant(value), constant(by)]
  if (a !== null && b !== null) return i64(a << (b & 63n))
  return b === 0n ? value : ['i64.shl', value, by]
}

export function shiftRight(value: Wat, by: Wat): Wat {
  const [a, b] = [constant(value), constant(by)]
  if (a !== null && b !== null) return i64(a >> (b & 63n))
  return b === 0n ? value : ['i64.shr_u', value, by]
}

/** All bits turned into the other. */
export function complement(value: Wat): Wat {
  const a = constant(value)
  return a === null ? ['i64.xor', value, i64(-1)] : i64(~a)
}

/** The lowest bits of a value: so many, 0 to 64. */
export function lowest(width: number, value: Wat): Wat {
  if (width === 0) return i64(0)
  if (width >= 64) return value
  const a = constant(value)
  if (a !== null) return i64(BigInt.asUintN(width, a))
  return ['i64.and', value, i64((1n << BigInt(width)) - 1n)]
}
