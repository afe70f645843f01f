/** The sorts that an author declares. Each is an IR sort, with what TypeScript needs to know of it. */

import type { Case, Field, Sort } from './ir.ts'
import { mistaken } from './mistake.ts'
import { here } from './site.ts'

export interface BoolSort {
  readonly kind: 'bool'
}
export interface IntSort {
  readonly kind: 'int'
  readonly min: number
  readonly max: number
}
export interface EnumSort<V extends string> {
  readonly kind: 'enum'
  readonly values: readonly V[]
}
export interface IdentitySort<N extends string> {
  readonly kind: 'identity'
  readonly name: N
  readonly size: number
}
export interface IndexSort<N extends string> {
  readonly kind: 'index'
  readonly name: N
  readonly size: number
}
export interface ThreadSort {
  readonly kind: 'thread'
}
export interface OptionalSort<S extends Sort> {
  readonly kind: 'optional'
  readonly of: S
}
export type FieldSorts = { readonly [name: string]: Sort }
export interface RecordSort<F extends FieldSorts> {
  readonly kind: 'record'
  readonly fields: readonly Field[]
  /** Known to the compiler only. */
  readonly types?: F
}
export type CaseSorts = { readonly [tag: string]: Sort | null }
export interface VariantSort<C extends CaseSorts> {
  readonly kind: 'variant'
  readonly cases: readonly Case[]
  /** Known to the compiler only. */
  readonly types?: C
}
export interface ArraySort<I extends Sort, E extends Sort> {
  readonly kind: 'array'
  readonly index: I
  readonly element: E
}
export interface SetSort<S extends Sort> {
  readonly kind: 'set'
  readonly of: S
}
export interface SequenceSort<S extends Sort> {
  readonly kind: 'sequence'
  readonly of: S
  readonly bound: number
}
export interface BagSort<S extends Sort> {
  readonly kind: 'bag'
  readonly of: S
  readonly bound: number
}

/** A sort that a parameter can have, with the value that it has where nobody gives another. */
export interface Defaulted<S extends BoolSort | IntSort | EnumSort<string>, V> {
  readonly sort: S
  readonly initial: V
}

/** What `bool`, `int` and `oneOf` can do beyond being sorts: declare a parameter's default. */
interface WithDefault<S extends BoolSort | IntSort | EnumSort<string>, V> {
  /** The parameter's value where nobody gives another. Without it: `false`, the lowest, the first. */
  default(value: V): Defaulted<S, V>
}
export interface Bool extends BoolSort, WithDefault<BoolSort, boolean> {}
export interface Int extends IntSort, WithDefault<IntSort, number> {}
export interface OneOf<V extends string> extends EnumSort<V>, WithDefault<EnumSort<V>, V> {}

/** Attached unseen, so that a sort stays plain data. */
function withDefault<S extends BoolSort | IntSort | EnumSort<string>, V>(
  sort: S,
): S & WithDefault<S, V> {
  const attach = {
    default: { value: (initial: V): Defaulted<S, V> => ({ sort, initial }), enumerable: false },
  }
  // The property was just defined with this type; `defineProperties` does not tell the compiler.
  return Object.freeze(Object.defineProperties(sort, attach)) as S & WithDefault<S, V>
}

/** Truth values. */
export const bool: Bool = withDefault<BoolSort, boolean>({ kind: 'bool' })

/** The whole numbers from `min` to `max`, both included. */
export function int(min: number, max: number): Int {
  if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max)) {
    const what = `int(${min}, ${max}) has a bound that is no whole number`
    mistaken(here(), what, 'Give two whole numbers')
  }
  if (min > max) mistaken(here(), `int(${min}, ${max}) has no values`, 'Give the lower bound first')
  // Of JavaScript's two zeros the language knows one.
  return withDefault<IntSort, number>({ kind: 'int', min: min + 0, max: max + 0 })
}

/** One of these names, each a value equal only to itself. */
export function oneOf<const V extends string>(...values: readonly [V, ...V[]]): OneOf<V> {
  if (values[0] === undefined) mistaken(here(), "'oneOf' has no values", 'Give it a name')
  const twice = values.find((value, position) => values.indexOf(value) !== position)
  if (twice !== undefined) {
    mistaken(here(), `the value '${twice}' is given twice`, 'Remove one of them')
  }
  return withDefault<EnumSort<V>, V>({ kind: 'enum', values })
}

/** `size` individuals that can be told apart and used as an index, and nothing else: buffers, contexts, fences. */
export function identity<const N extends string>(name: N, size: number): IdentitySort<N> {
  positive(size, name)
  return Object.freeze({ kind: 'identity', name, size })
}

/** `size` places in an order whose ends meet: slots, ring entries, levels. */
export function index<const N extends string>(name: N, size: number): IndexSort<N> {
  positive(size, name)
  return Object.freeze({ kind: 'index', name, size })
}

/** Every instance of every process of the model: who holds a lock. */
export const thread: ThreadSort = Object.freeze({ kind: 'thread' })

/** Either `none`, or `just` a value of this sort. */
export function optional<S extends Sort>(of: S): OptionalSort<S> {
  return Object.freeze({ kind: 'optional', of })
}

/** A value for each field. */
export function record<F extends FieldSorts>(fields: F): RecordSort<F> {
  const list = Object.entries(fields).map(([name, sort]) => ({ name, sort }))
  return Object.freeze({ kind: 'record', fields: list })
}

/** One of these cases; a case with a sort carries a value, one with `null` carries nothing. */
export function variant<C extends CaseSorts>(cases: C): VariantSort<C> {
  const list = Object.entries(cases).map(([tag, sort]) => ({ tag, sort }))
  if (list.length === 0) mistaken(here(), 'a variant without cases has no values', 'Give it a case')
  return Object.freeze({ kind: 'variant', cases: list })
}

/** An element for each value of the index sort: TLA+'s function. */
export function array<I extends Sort, E extends Sort>(index: I, element: E): ArraySort<I, E> {
  return Object.freeze({ kind: 'array', index, element })
}

/** Any set of values of this sort. */
export function set<S extends Sort>(of: S): SetSort<S> {
  return Object.freeze({ kind: 'set', of })
}

/** At most `bound` values, in order. Growing over the bound is a fault. */
export function sequence<S extends Sort>(of: S, bound: number): SequenceSort<S> {
  positive(bound, 'sequence')
  return Object.freeze({ kind: 'sequence', of, bound })
}

/** At most `bound` values, equal ones counted, in no order: a multiset. Growing over the bound is a fault. */
export function bag<S extends Sort>(of: S, bound: number): BagSort<S> {
  positive(bound, 'bag')
  return Object.freeze({ kind: 'bag', of, bound })
}

function positive(size: number, name: string): void {
  if (Number.isSafeInteger(size) && size > 0) return
  mistaken(here(), `'${name}' has the size ${size}`, 'Give a whole number from 1')
}
