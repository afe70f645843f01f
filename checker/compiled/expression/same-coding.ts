/** Whether values of two sorts of one shape have the same codes. */

import type { Code } from '../code.ts'

/** For two sorts that differ in ranges and bounds at most: whether each value of both has the same code in both. */
export function sameCoding(left: Code, right: Code): boolean {
  if (left === right) return true
  switch (left.form) {
    case 'scalar':
      return (
        right.form === 'scalar' &&
        left.sort.kind === right.sort.kind &&
        left.least === right.least &&
        left.max === right.max
      )
    case 'optional':
    case 'flagged':
    case 'set':
      return right.form === left.form && sameCoding(left.of, right.of)
    case 'record':
      return right.form === 'record' && allSame(left.fields.map(codeOf), right.fields.map(codeOf))
    case 'variant':
      return (
        right.form === 'variant' &&
        allSame(
          left.cases.map((each) => each.payload),
          right.cases.map((each) => each.payload),
        )
      )
    case 'tagged':
      return right.form === 'tagged' && allSame(left.cases, right.cases)
    case 'array':
      return (
        right.form === 'array' &&
        left.length === right.length &&
        sameCoding(left.element, right.element)
      )
    case 'list':
      return (
        right.form === 'list' &&
        left.sort.kind === right.sort.kind &&
        left.bound === right.bound &&
        sameCoding(left.of, right.of)
      )
  }
}

function codeOf({ code }: { readonly code: Code }): Code {
  return code
}

function allSame(left: readonly (Code | null)[], right: readonly (Code | null)[]): boolean {
  return (
    left.length === right.length &&
    left.every((one, i) => {
      const other = right[i] ?? null
      return one === null || other === null ? one === other : sameCoding(one, other)
    })
  )
}
