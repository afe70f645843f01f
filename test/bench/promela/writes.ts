/** Simultaneous writes as assignments, one after the other. */

import type { Expr, ExprOf } from '../../../dsl/ir.ts'
import { heldAs, promela, reference } from './expression.ts'
import type { Vocabulary } from './expression.ts'
import { valuesOf } from './literals.ts'
import { part, sameExpr } from './simplify.ts'

/** One assignment to a scalar. */
export interface Assignment {
  /** The variable without the index. */
  readonly name: string
  readonly target: string
  readonly value: string
}

/** What makes the place have this value, in the order in which a later one wins. Throws a `Refusal`. */
export function assignments(place: Expr, value: Expr, words: Vocabulary): readonly Assignment[] {
  if (sameExpr(place, value)) return []
  const { sort, site } = place
  if (sort.kind === 'record') {
    return sort.fields.flatMap(({ name }) =>
      assignments(part(place, { field: name }), part(value, { field: name }), words),
    )
  }
  if (sort.kind === 'array') {
    const changed = changes(place, value)
    if (changed !== null) {
      return changed.flatMap((one) => assignments(part(place, one), one.value, words))
    }
    return valuesOf(sort.index, words.threads, site).flatMap((index) =>
      assignments(part(place, { index }), part(value, { index }), words),
    )
  }
  const { name, text } = reference(place, words)
  const number = heldAs(value, sort, words)
  return number === text ? [] : [{ name, target: text, value: number }]
}

/** The elements in which the value differs from the array, as they were written; null where it is another array. */
function changes(place: Expr, value: Expr): readonly ExprOf<'withElement'>[] | null {
  if (sameExpr(place, value)) return []
  if (value.kind !== 'withElement') return null
  const before = changes(place, value.array)
  return before === null ? null : [...before, value]
}

/**
 * The same assignments in an order in which none reads what one before it has written. Where they read one another in a circle, a
 * value is first put by: into a `spare`, which is 0 before and after. (Not `hidden`: SPIN's breadth-first search refuses that.)
 */
export function sequence(
  simultaneous: readonly Assignment[],
  spare: (number: number) => string,
): readonly string[] {
  const lines: string[] = []
  let spares = 0
  let open = [...simultaneous]
  while (open.length > 0) {
    const next = open.find(
      (one, i) =>
        !open.some(
          (other, j) =>
            other !== one && (reads(other, one.name) || (j < i && other.name === one.name)),
        ),
    )
    if (next !== undefined) {
      lines.push(`${next.target} = ${next.value}`)
      open = open.filter((one) => one !== next)
      continue
    }
    const circular = open.find(({ value }) => !/^spare_\d+$/.test(value))
    if (circular === undefined) throw new Error('assignments cannot be put in order')
    const name = spare(spares++)
    lines.push(`${name} = ${circular.value}`)
    open = open.map((one) => (one === circular ? { ...one, value: name } : one))
  }
  return [...lines, ...Array.from({ length: spares }, (_, i) => `${spare(i)} = 0`)]
}

function reads({ target, value, name }: Assignment, other: string): boolean {
  const index = target.slice(name.length)
  return new RegExp(`\\b${other}\\b`).test(`${value} ${index}`)
}

/** The condition on which the path can be taken, null where it always can. */
export function condition(guard: Expr, words: Vocabulary): string | null {
  return guard.kind === 'literal' && guard.value === true ? null : promela(guard, words)
}
