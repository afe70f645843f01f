/** The codes of all values of a sort, in order. */

import type { Code, CodeOf, Part } from '../code.ts'

/** Ascending. Only for sorts whose values may be enumerated, at most 2^20 of them. */
export function codesOf(code: Code): readonly bigint[] {
  // What has no value, or only one, may have parts that have too many.
  if (code.count <= 1n) return code.count === 0n ? [] : [0n]
  switch (code.form) {
    case 'scalar':
    case 'set':
      return Array.from({ length: Number(code.count) }, (_, i) => BigInt(i))
    case 'optional':
      return [0n, ...codesOf(code.of).map((each) => each + 1n)]
    case 'flagged': {
      const flag = 1n << BigInt(code.flag)
      return [0n, ...codesOf(code.of).map((each) => flag | each)]
    }
    case 'record':
      return product(code.fields)
    case 'variant':
      return code.cases.flatMap(({ first, payload }) =>
        payload === null ? [first] : codesOf(payload).map((each) => first + each),
      )
    case 'tagged':
      return code.cases.flatMap((payload, i) => {
        const tag = BigInt(i) << BigInt(code.tag)
        return payload === null ? [tag] : codesOf(payload).map((each) => tag | each)
      })
    case 'array': {
      const { element, length, stride } = code
      return product(
        Array.from({ length }, (_, i) => ({ code: element, offset: (length - 1 - i) * stride })),
      )
    }
    case 'list':
      return lists(code)
  }
}

/** Every combination, the first part's value changing last. */
function product(parts: readonly Part[]): readonly bigint[] {
  let sums = [0n]
  for (const { code, offset } of parts) {
    if (code.count === 1n) continue
    const values = codesOf(code).map((each) => each << BigInt(offset))
    sums = sums.flatMap((sum) => values.map((each) => sum | each))
  }
  return sums
}

/** All of one length are those one shorter, each with every element that may follow. */
function lists({ of, bound, stride, length, sort }: CodeOf<'list'>): readonly bigint[] {
  const values = codesOf(of)
  let shorter: readonly { readonly items: bigint; readonly last: number }[] = [
    { items: 0n, last: 0 },
  ]
  const all: bigint[] = [0n]
  for (let count = 1; count <= bound; count++) {
    const at = BigInt((bound - count) * stride)
    shorter = shorter.flatMap(({ items, last }) => {
      const least = sort.kind === 'bag' ? last : 0
      return values
        .slice(least)
        .map((each, i) => ({ items: items | (each << at), last: least + i }))
    })
    const tag = BigInt(count) << BigInt(length)
    for (const { items } of shorter) all.push(tag | items)
  }
  return all
}
