/** Quantifiers, comprehensions and folds over a sort, a process's instances, or the elements of a set, sequence or bag. */

import type { Binder, Domain, Expr, QuantifierExpr, Sort } from './ir.ts'
import { mistaken } from './mistake.ts'
import { requireSession } from './session.ts'
import { countRange, sortText } from './shape.ts'
import { here, type Site } from './site.ts'
import { array as arraySort, bool, set as setSort } from './sort.ts'
import type { IntSort, SetSort } from './sort.ts'
import type { ArrayTerm } from './terms/array.ts'
import type { BagTerm } from './terms/bag.ts'
import type { BoolTerm } from './terms/bool.ts'
import { boundExpr, boundTerm, newBinder } from './terms/binder.ts'
import { callbackName } from './terms/callback.ts'
import type { IntTerm } from './terms/int.ts'
import { lift, liftTest, termExpr } from './terms/lift.ts'
import { make, refer } from './terms/registry.ts'
import { TemporalTerm, type Claim } from './terms/temporal.ts'
import type { SequenceTerm } from './terms/sequence.ts'
import type { SetTerm } from './terms/set.ts'
import type { Term } from './terms/term.ts'
import type { Input, TermOf, Test } from './terms/types.ts'
import { unfolded } from './unfold.ts'

/** Something that ranges over its own instances and has its own terms for them: a process. */
export interface Instances<T> {
  readonly sort: Sort
  /** The term for one instance. */
  instance(expr: Expr): T
}

/** A sort, a process, or a set, sequence or bag term. */
export type Over = Sort | Instances<unknown> | SetTerm<Sort> | SequenceTerm<Sort> | BagTerm<Sort>

/** The term for one element of what is ranged over. */
export type ElementOf<D> =
  D extends Instances<infer T>
    ? T
    : D extends SetTerm<infer S> | SequenceTerm<infer S> | BagTerm<infer S>
      ? TermOf<S>
      : D extends Sort
        ? TermOf<D>
        : never

/** The sort of one element of what is ranged over. */
type ElementSort<D> = D extends SetTerm<infer S> | SequenceTerm<infer S> | BagTerm<infer S>
  ? S
  : D extends Sort
    ? D
    : D extends { readonly sort: infer S extends Sort }
      ? S
      : never

interface Bound<D> {
  readonly binder: Binder
  readonly domain: Domain
  readonly element: ElementOf<D>
}

/** Binds a new name over the domain. */
export function bind<D extends Over>(over: D, name: string, site: Site): Bound<D> {
  const { domain, sort } = ranged(over, site)
  const binder = newBinder(name, sort)
  return { binder, domain, element: elementTerm(over, boundExpr(binder, site)) }
}

/** The term of an expression that stands for one element. */
function elementTerm<D extends Over>(over: D, expr: Expr): ElementOf<D> {
  const element = 'instance' in over ? over.instance(expr) : refer(expr, expr.sort)
  // `ElementOf` is this very case distinction.
  return element as ElementOf<D>
}

/** The test for all values of the binder, or for some. */
export function quantified(
  quantifier: 'all' | 'some',
  binder: Binder,
  test: BoolTerm,
  site: Site,
): BoolTerm {
  const domain = { kind: 'sort', sort: binder.sort } as const
  const body = test.expr
  return make({ kind: 'quantifier', sort: bool, site, quantifier, binder, domain, body }, bool)
}

/** What an element is called where the author gives no name. */
export function elementName(over: Over): string {
  const { sort } = ranged(over, here())
  return 'name' in sort ? sort.name : 'x'
}

function ranged(over: Over, site: Site): { domain: Domain; sort: Sort } {
  const of = termExpr(over)
  if (of === null) {
    const sort = 'instance' in over ? over.sort : over
    // No term and no process: a sort.
    return { domain: { kind: 'sort', sort: sort as Sort }, sort: sort as Sort }
  }
  const { sort } = of
  if (sort.kind === 'set' || sort.kind === 'sequence' || sort.kind === 'bag') {
    return { domain: { kind: 'elements', of }, sort: sort.of }
  }
  const remedy = 'Give a sort, a process, a set, a sequence or a bag'
  return mistaken(site, `${sortText(sort)} has no elements to go through`, remedy)
}

function quantify<D extends Over>(
  quantifier: QuantifierExpr['quantifier'],
  over: D,
  body: (element: ElementOf<D>) => Test,
  result: (element: Sort) => Sort,
): Expr {
  const site = here()
  const { binder, domain, element } = bind(over, callbackName(body, 'x'), site)
  return {
    kind: 'quantifier',
    sort: result(binder.sort),
    site,
    quantifier,
    binder,
    domain,
    body: liftTest(body(element), site),
  }
}

/** The quantified test or, where the body gives a formula, a formula with a part for each value. */
function claimed<D extends Over>(
  quantifier: 'all' | 'some',
  over: D,
  body: (element: ElementOf<D>) => Claim,
): BoolTerm | TemporalTerm {
  const site = here()
  const forget = requireSession(`'${quantifier}'`).mark()
  const { binder, domain, element } = bind(over, callbackName(body, 'x'), site)
  const claim = body(element)
  if (claim instanceof TemporalTerm) {
    forget()
    return unfolded(quantifier, domain, (each) => body(elementTerm(over, each)), site)
  }
  const test = liftTest(claim, site)
  return make(
    { kind: 'quantifier', sort: bool, site, quantifier, binder, domain, body: test },
    bool,
  )
}

/** What a formula can be quantified over: its values are known while the model is built. */
export type Unfoldable = Sort | Instances<unknown>

/**
 * Whether it holds of each element; evaluated until one fails. True of none. Of a formula about runs, that it is true for each: the
 * body is then called for each value by itself.
 */
export function all<D extends Over>(over: D, body: (element: ElementOf<D>) => Test): BoolTerm
export function all<D extends Unfoldable>(
  over: D,
  body: (element: ElementOf<D>) => Claim,
): TemporalTerm
export function all<D extends Over>(
  over: D,
  body: (element: ElementOf<D>) => Claim,
): BoolTerm | TemporalTerm {
  return claimed('all', over, body)
}

/** Whether it holds of at least one element; evaluated until one is found. Of a formula about runs, that it is true for one. */
export function some<D extends Over>(over: D, body: (element: ElementOf<D>) => Test): BoolTerm
export function some<D extends Unfoldable>(
  over: D,
  body: (element: ElementOf<D>) => Claim,
): TemporalTerm
export function some<D extends Over>(
  over: D,
  body: (element: ElementOf<D>) => Claim,
): BoolTerm | TemporalTerm {
  return claimed('some', over, body)
}

/** Whether it holds of exactly one element. */
export function one<D extends Over>(over: D, body: (element: ElementOf<D>) => Test): BoolTerm {
  return make(
    quantify('one', over, body, () => bool),
    bool,
  )
}

/** Of how many elements it holds. */
export function count<D extends Over>(over: D, body: (element: ElementOf<D>) => Test): IntTerm {
  const expr = quantify('count', over, body, (element) => countOf(over, element))
  // Just made as an int.
  return make(expr, expr.sort as IntSort)
}

/** A sequence can have an element more often than once; of everything else each is counted once. */
function countOf(over: Over, element: Sort): IntSort {
  const of = termExpr(over)
  return of?.sort.kind === 'sequence'
    ? { kind: 'int', min: 0, max: of.sort.bound }
    : countRange(element)
}

/** The only element of which it holds. A fault when there is none, or more than one. */
export function the<D extends Over>(
  over: D,
  body: (element: ElementOf<D>) => Test,
): TermOf<ElementSort<D>> {
  const expr = quantify('the', over, body, (element) => element)
  // The expression's sort is the element's.
  return make(expr, expr.sort as ElementSort<D>)
}

/** The set of the elements of which it holds. */
export function filter<D extends Over>(
  over: D,
  body: (element: ElementOf<D>) => Test,
): SetTerm<ElementSort<D>> {
  const expr = quantify('filter', over, body, (element) => ({ kind: 'set', of: element }))
  // The expression's sort is a set of the element's.
  return make(expr, expr.sort as SetSort<ElementSort<D>>)
}

/** All values of the sort, all instances of the process, or the elements of the sequence or bag, as a set. */
export function elementsOf<D extends Over>(over: D): SetTerm<ElementSort<D>> {
  return filter(over, () => true)
}

/** The set of what the body gives for the elements; its values are of the sort `of`. */
export function image<D extends Over, R extends Sort>(
  over: D,
  of: R,
  body: (element: ElementOf<D>) => Input<R>,
): SetTerm<R> {
  const site = here()
  const { binder, domain, element } = bind(over, callbackName(body, 'x'), site)
  const sort = setSort(of)
  return make<SetSort<R>>(
    { kind: 'image', sort, site, binder, domain, body: lift(body(element), of, site) },
    sort,
  )
}

/** Goes through the elements with a value of the sort `of`: from `initial`, each time the body of the value so far and the element. */
export function fold<D extends Over, R extends Sort>(
  over: D,
  of: R,
  initial: Input<R>,
  body: (sofar: TermOf<R>, element: ElementOf<D>) => Input<R>,
): TermOf<R> {
  const site = here()
  const { binder, domain, element } = bind(over, callbackName(body, 'x', 1), site)
  const accumulator = newBinder(callbackName(body, 'sofar'), of)
  const sofar = boundTerm(accumulator, site)
  const expr: Expr = {
    kind: 'fold',
    sort: of,
    site,
    binder,
    accumulator,
    domain,
    initial: lift(initial, of, site),
    body: lift(body(sofar, element), of, site),
  }
  return make(expr, of)
}

/** The array whose element at each index is what the body gives there. */
export function arrayOf<I extends Sort, E extends Sort>(
  index: I,
  element: E,
  body: (index: TermOf<I>) => Input<E>,
): ArrayTerm<I, E> {
  const sort = arraySort(index, element)
  return make(lift(body, sort, here()), sort)
}

/** A value computed once and used under a name. */
export function given<S extends Sort, R extends Sort>(
  value: Term<S>,
  of: R,
  body: (value: TermOf<S>) => Input<R>,
): TermOf<R> {
  const site = here()
  const binder = newBinder(callbackName(body, 'x'), value.sort)
  const term = boundTerm(binder, site)
  return make(
    { kind: 'let', sort: of, site, binder, value: value.expr, body: lift(body(term), of, site) },
    of,
  )
}

/** The term of a value as JavaScript writes it. */
export function value<S extends Sort>(sort: S, input: Input<S>): TermOf<S> {
  const expr = lift(input, sort, here())
  // The sort itself, or of a number the range that has just it.
  return make(expr, expr.sort as S)
}
