/** What is computed from sorts alone: equality, shape, size, and the text that shows one. */

import type { Sort } from './ir.ts'

/** The sort as an author writes it. */
export function sortText(sort: Sort): string {
  switch (sort.kind) {
    case 'bool':
    case 'thread':
      return sort.kind
    case 'int':
      return `int(${sort.min}, ${sort.max})`
    case 'enum':
      return `oneOf(${sort.values.map((value) => `'${value}'`).join(', ')})`
    case 'identity':
    case 'index':
      return `${sort.kind}('${sort.name}', ${sort.size})`
    case 'optional':
    case 'set':
      return `${sort.kind}(${sortText(sort.of)})`
    case 'record':
      return `record(${partsText(sort.fields.map((each) => [each.name, each.sort]))})`
    case 'variant':
      return `variant(${partsText(sort.cases.map((each) => [each.tag, each.sort]))})`
    case 'array':
      return `array(${sortText(sort.index)}, ${sortText(sort.element)})`
    case 'sequence':
    case 'bag':
      return `${sort.kind}(${sortText(sort.of)}, ${sort.bound})`
  }
}

function partsText(parts: readonly (readonly [name: string, sort: Sort | null])[]): string {
  const texts = parts.map(([name, sort]) => `${name}: ${sort === null ? 'null' : sortText(sort)}`)
  return texts.length === 0 ? '{}' : `{ ${texts.join(', ')} }`
}

/** The least sort that has the values of both; null where they differ in more than ranges and bounds. */
export function join(left: Sort, right: Sort): Sort | null {
  if (equalSorts(left, right)) return left
  if (left.kind === 'int' && right.kind === 'int') {
    return { kind: 'int', min: Math.min(left.min, right.min), max: Math.max(left.max, right.max) }
  }
  if (
    (left.kind === 'optional' && right.kind === 'optional') ||
    (left.kind === 'set' && right.kind === 'set')
  ) {
    const of = join(left.of, right.of)
    return of === null ? null : { kind: left.kind, of }
  }
  if (
    (left.kind === 'sequence' && right.kind === 'sequence') ||
    (left.kind === 'bag' && right.kind === 'bag')
  ) {
    const of = join(left.of, right.of)
    return of === null ? null : { kind: left.kind, of, bound: Math.max(left.bound, right.bound) }
  }
  if (left.kind === 'array' && right.kind === 'array' && equalSorts(left.index, right.index)) {
    const element = join(left.element, right.element)
    return element === null ? null : { kind: 'array', index: left.index, element }
  }
  if (left.kind === 'record' && right.kind === 'record') return joinRecords(left, right)
  if (left.kind === 'variant' && right.kind === 'variant') return joinVariants(left, right)
  return null
}

/** Whether they are the same sort, ranges and bounds included: whether both are written alike. */
export function equalSorts(left: Sort, right: Sort): boolean {
  return left === right || sortText(left) === sortText(right)
}

function joinRecords(
  left: Extract<Sort, { kind: 'record' }>,
  right: Extract<Sort, { kind: 'record' }>,
) {
  if (left.fields.length !== right.fields.length) return null
  const fields = []
  for (const [position, field] of left.fields.entries()) {
    const other = right.fields[position]
    if (other === undefined || other.name !== field.name) return null
    const sort = join(field.sort, other.sort)
    if (sort === null) return null
    fields.push({ name: field.name, sort })
  }
  return { kind: 'record', fields } as const
}

function joinVariants(
  left: Extract<Sort, { kind: 'variant' }>,
  right: Extract<Sort, { kind: 'variant' }>,
) {
  if (left.cases.length !== right.cases.length) return null
  const cases = []
  for (const [position, each] of left.cases.entries()) {
    const other = right.cases[position]
    if (other === undefined || other.tag !== each.tag) return null
    if (each.sort === null || other.sort === null) {
      if (each.sort !== other.sort) return null
      cases.push(each)
      continue
    }
    const sort = join(each.sort, other.sort)
    if (sort === null) return null
    cases.push({ tag: each.tag, sort })
  }
  return { kind: 'variant', cases } as const
}

/**
 * How many values the sort has; `threads` is the number of process instances of the model. Exact up to 2^53, and about right, or
 * Infinity, above.
 */
export function cardinality(sort: Sort, threads: number): number {
  const size = (of: Sort) => cardinality(of, threads)
  switch (sort.kind) {
    case 'bool':
      return 2
    case 'int':
      return sort.max - sort.min + 1
    case 'enum':
      return sort.values.length
    case 'identity':
    case 'index':
      return sort.size
    case 'thread':
      return threads
    case 'optional':
      return size(sort.of) + 1
    case 'record':
      return sort.fields.reduce((product, field) => product * size(field.sort), 1)
    case 'variant':
      return sort.cases.reduce((sum, each) => sum + (each.sort === null ? 1 : size(each.sort)), 0)
    case 'array':
      return power(size(sort.element), size(sort.index))
    case 'set':
      return 2 ** size(sort.of)
    case 'sequence':
      return geometric(size(sort.of), sort.bound)
    case 'bag':
      return multisets(size(sort.of), sort.bound)
  }
}

/** Not JavaScript's, of which 1 ** Infinity is no number. */
function power(base: number, exponent: number): number {
  return base === 1 ? 1 : base ** exponent
}

/** Sequences of at most `bound` elements out of `base`. */
function geometric(base: number, bound: number): number {
  if (base === 1) return bound + 1
  let sum = 0
  for (let length = 0; length <= bound && Number.isFinite(sum); length += 1) sum += base ** length
  return sum
}

/** Multisets of at most `bound` elements out of `base`: (base + bound) choose bound. */
function multisets(base: number, bound: number): number {
  const [few, many] = [Math.min(base, bound), Math.max(base, bound)]
  let product = 1
  for (let k = 1; k <= few && Number.isFinite(product); k += 1) product = (product * (many + k)) / k
  return product
}

/** More processes than this no model has; the bound lets the size of a set of threads have a range before the processes are known. */
export const maxThreads = 256

/** The range of a number of values of this sort. */
export function countRange(sort: Sort): {
  readonly kind: 'int'
  readonly min: 0
  readonly max: number
} {
  return { kind: 'int', min: 0, max: Math.min(cardinality(sort, maxThreads), 2 ** 31 - 1) }
}
