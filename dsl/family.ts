/** Primitives put together: one for each value of a sort, and several under names, as the members of a C struct. */

import { initialOf } from './initial.ts'
import type { Expr, Sort } from './ir.ts'
import { Declarations, type Declare, type Primitive } from './primitive.ts'
import { requireSession } from './session.ts'
import { here } from './site.ts'
import { array as arraySort, record } from './sort.ts'
import type { ArraySort, FieldSorts, RecordSort } from './sort.ts'
import { boundTerm, newBinder } from './terms/binder.ts'
import { lift } from './terms/lift.ts'
import { refer } from './terms/registry.ts'
import type { AnyTerm } from './terms/term.ts'
import type { Input, PlaceOf, TermOf } from './terms/types.ts'

/** A primitive for each value of the sort. */
export interface Family<I extends Sort, T> {
  readonly index: I
  at(index: Input<I>): T
}

/** An element for each value of the index sort: TLA+'s function; or a primitive for each. */
export function array<I extends Sort, E extends Sort>(index: I, element: E): ArraySort<I, E>
export function array<I extends Sort, S extends Sort, T>(
  index: I,
  element: Primitive<S, T>,
): Primitive<ArraySort<I, S>, Family<I, T>>
export function array(index: Sort, element: Sort | Primitive<Sort, unknown>): unknown {
  return 'attach' in element ? family(index, element) : arraySort(index, element)
}

function family<I extends Sort, S extends Sort, T>(
  index: I,
  primitive: Primitive<S, T>,
): Primitive<ArraySort<I, S>, Family<I, T>> {
  const { sort, initial, quiet } = primitive
  return {
    sort: arraySort(index, sort),
    initial: initial === undefined ? undefined : sameEverywhere(initial),
    quiet,
    attach: (place, name, declare) => {
      const binder = newBinder('name' in index ? index.name : 'i', index)
      const declared = asDeclarations(declare).under(binder)
      const element = (at: Input<I>): PlaceOf<S> => {
        // A place of an array has places for elements; the compiler does not see that while the sort is open.
        const part = (place as unknown as { at(index: Input<I>): PlaceOf<S> }).at(at)
        return reached(part)
      }
      // A term is an input for its sort.
      const each = boundTerm(binder, here()) as Input<I>
      primitive.attach(element(each), `${name}[]`, declared)
      return {
        index,
        at: (at) =>
          primitive.attach(element(at), `${name}[${indexText(at, index)}]`, declared.again()),
      }
    },
  }
}

/** The array with this value at every index. */
function sameEverywhere<I extends Sort, S extends Sort>(value: Input<S>): Input<ArraySort<I, S>> {
  const each: unknown = () => value
  // A function of the index gives an array; the compiler does not see that while the sort is open.
  return each as Input<ArraySort<I, S>>
}

type Members = { readonly [name: string]: Primitive<Sort, unknown> }
type SortsOf<M extends Members> = { readonly [K in keyof M]: M[K]['sort'] }
type ObjectsOf<M extends Members> = { readonly [K in keyof M]: ReturnType<M[K]['attach']> }

/** Primitives under names, as the members of a struct. */
export function struct<const M extends Members>(
  members: M,
): Primitive<RecordSort<SortsOf<M>>, ObjectsOf<M>> {
  const list = Object.entries(members)
  const sorts = Object.fromEntries(list.map(([name, { sort }]) => [name, sort]))
  // One sort for each member, under its name.
  const sort = record(sorts) as RecordSort<SortsOf<M>>
  return {
    sort,
    get initial() {
      const values = list.map(([name, member]) => [name, initialTerm(name, member)])
      // One value for each member, under its name.
      return Object.fromEntries(values) as Input<RecordSort<SortsOf<M>>>
    },
    attach: (place, name, declare) => {
      // A place of a record has places for fields; the compiler does not see that while the sort is open.
      const fields = place as unknown as { field(name: string): PlaceOf<Sort> }
      const objects = list.map(([key, member]) => {
        return [key, member.attach(reached(fields.field(key)), `${name}.${key}`, declare)]
      })
      // One object for each member, under its name.
      return Object.fromEntries(objects) as ObjectsOf<M>
    },
  }
}

/** The fields of a primitive's state, not every one of which has to be used. */
export function fieldsOf<F extends FieldSorts>(
  place: PlaceOf<RecordSort<F>>,
): { readonly [K in keyof F]: PlaceOf<F[K]> } {
  // As in `struct`; a term knows its sort.
  const whole = place as unknown as AnyTerm & { field(name: string): PlaceOf<Sort> }
  const names = whole.sort.kind === 'record' ? whole.sort.fields.map(({ name }) => name) : []
  const fields = names.map((name) => [name, reached(whole.field(name))])
  // One place for each field, under its name.
  return Object.fromEntries(fields) as { readonly [K in keyof F]: PlaceOf<F[K]> }
}

/** The term of what a primitive starts with; `name` is that of its variable. */
export function initialTerm<S extends Sort>(
  name: string,
  { sort, initial }: Primitive<S, unknown>,
): TermOf<S> {
  const start = initialOf(initial, sort, name, here())
  if (start.kind !== 'value') throw new Error(`'${name}' starts with one value`)
  return refer(start.value, sort)
}

/** The place, which the finished model need not reach: nobody has to use every part. */
function reached<S extends Sort>(place: PlaceOf<S>): PlaceOf<S> {
  // Every place is a term.
  requireSession('a part of a primitive').reached.add((place as unknown as AnyTerm).expr)
  return place
}

function asDeclarations(declare: Declare): Declarations {
  if (declare instanceof Declarations) return declare
  throw new Error("give the 'declare' that you were given")
}

/** The index as the name of an element has it. */
function indexText(index: unknown, sort: Sort): string {
  return exprText(lift(index, sort, here()))
}

function exprText(expr: Expr): string {
  const session = requireSession('an element')
  switch (expr.kind) {
    case 'literal':
      return String(expr.value)
    case 'local':
      return session.localNames.get(expr.local) ?? '…'
    case 'bound':
      return session.boundNames.get(expr.bound) ?? '…'
    case 'variable':
      return session.variables[expr.variable]?.name ?? '…'
    case 'self':
    case 'current':
      return expr.kind
    case 'convert':
      return exprText(expr.value)
    case 'unwrap':
      return exprText(expr.optional)
    case 'element':
      return `${exprText(expr.array)}[${exprText(expr.index)}]`
    case 'field':
      return `${exprText(expr.record)}.${expr.field}`
    default:
      return '…'
  }
}
