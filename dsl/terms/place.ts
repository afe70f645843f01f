/** Terms that a step can write: variables, locals, and parts of them. */

import type { Access, Expr, Place, Selector, Sort } from '../ir.ts'
import { EffectNode } from '../node.ts'
import { requireSession, session } from '../session.ts'
import { mistaken } from '../mistake.ts'
import { here, type Site } from '../site.ts'
import type { Term } from './term.ts'
import { lift } from './lift.ts'
import { make, refer } from './registry.ts'
import type { Input, PlaceOf, TermOf, Writable } from './types.ts'

/** The term of a declared variable or local. */
export function declared<S extends Sort>(expr: Expr, sort: S, root: Place['root']): PlaceOf<S> {
  const place: Place = { root, path: [], sort }
  return writable(refer(expr, sort, place), expr, sort, place)
}

/** The term of a part: writable when the whole is. */
export function part<S extends Sort>(
  expr: Expr,
  sort: S,
  whole: Place | null,
  selector: Selector,
): TermOf<S> {
  if (whole === null) return make(expr, sort)
  const place: Place = { root: whole.root, path: [...whole.path, selector], sort }
  return writable(make(expr, sort, place), expr, sort, place)
}

/** The variable, or part of one, read as this access of C's. */
export function readAs<S extends Sort>(place: PlaceOf<S>, access: Access): TermOf<S> {
  const { expr, sort } = termOf(place)
  session()?.reached.add(expr)
  // The place's own sort.
  return refer(withAccess(expr, access), sort as S)
}

/** The effect that writes the value there as this access of C's. */
export function writeAs<S extends Sort>(
  place: PlaceOf<S>,
  value: Input<S>,
  access: Access,
): EffectNode<void> {
  const target = termOf(place)
  const remedy = 'Give a variable, or a part of one'
  if (target.place === null) return mistaken(here(), 'this term cannot be written', remedy)
  session()?.reached.add(target.expr)
  return write('set', target.place, value, access, here())
}

/** Every place is a term; the compiler does not see that while its sort is open. */
function termOf(place: unknown): Term<Sort> {
  return place as Term<Sort>
}

function write(
  what: string,
  place: Place,
  input: unknown,
  access: Access,
  site: Site,
): EffectNode<void> {
  const value = lift(input, place.sort, site)
  const name = `${rootName(place)}.${what}`
  return new EffectNode({ kind: 'assign', place, value, access, site }, name, undefined)
}

/** The name of the variable or local that is written, or that has the part which is. */
function rootName({ root }: Place): string {
  const current = requireSession('a write')
  if (root.kind === 'local') return current.localNames.get(root.local) ?? 'local'
  return current.variables[root.variable]?.name ?? 'variable'
}

function withAccess(expr: Expr, access: Access): Expr {
  if (expr.kind === 'variable') return { ...expr, access }
  if (expr.kind === 'element') return { ...expr, array: withAccess(expr.array, access) }
  return expr.kind === 'field' ? { ...expr, record: withAccess(expr.record, access) } : expr
}

function writable<S extends Sort>(term: TermOf<S>, expr: Expr, sort: S, place: Place): PlaceOf<S> {
  const methods: Writable<S> = {
    set: (value) => {
      session()?.reached.add(expr)
      return write('set', place, value, 'model', here())
    },
    update: (value) => {
      session()?.reached.add(expr)
      return write('update', place, value(refer(expr, sort)), 'model', here())
    },
  }
  // With the two methods the term is what `PlaceOf` says; its `at` and `field` give places because it has one.
  return Object.assign(term as object, methods) as unknown as PlaceOf<S>
}
