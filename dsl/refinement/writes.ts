/** The writes of an action that happen together: whether they hit the same place, and what they leave. */

import type { Binder, BoundId, Domain, Expr, Selector, Sort, VariableId } from '../ir.ts'
import { rewriteDomain, rewriteParts } from '../rewrite.ts'
import { newBinder } from '../terms/binder.ts'
import type { Formulas } from './formula.ts'

/** What stands around a write. */
export type Around =
  /** It happens for each element, of which no two are the same. */
  | { readonly kind: 'each'; readonly binder: Binder; readonly domain: Domain }
  /** It happens where the test is true. */
  | { readonly kind: 'if'; readonly test: Expr }
  /** A name for a value. */
  | { readonly kind: 'named'; readonly binder: Binder; readonly value: Expr }

export interface Write {
  readonly variable: VariableId
  readonly path: readonly Selector[]
  readonly value: Expr
  /** The outermost first. */
  readonly within: readonly Around[]
}

/** The claim, wherever what stands around it comes to it. */
export function around(within: readonly Around[], claim: Expr, formulas: Formulas): Expr {
  return within.reduceRight((inside, one) => {
    switch (one.kind) {
      case 'each':
        return formulas.every(one.binder, one.domain, inside)
      case 'if':
        return formulas.implies(one.test, inside)
      case 'named':
        return formulas.named(one.binder, one.value, inside)
    }
  }, claim)
}

/** True where the two writes of one variable never hit the same place; of a write and itself, where no two rounds of it do. */
export function areApart(one: Write, other: Write, formulas: Formulas): Expr {
  const rounds = one.within.flatMap((each) => (each.kind === 'each' ? [each.binder] : []))
  if (one === other && rounds.length === 0) return formulas.yes
  const { write, names } = copied(other)
  const hits: Expr[] = []
  for (const [position, left] of one.path.entries()) {
    const right = write.path[position]
    if (right === undefined) break
    if (left.kind === 'element' && right.kind === 'element') {
      hits.push(formulas.equal(left.index, right.index))
    } else if (left.kind === 'field' && right.kind === 'field' && left.field !== right.field) {
      return formulas.yes
    }
  }
  const sameRound = rounds.map((binder) => {
    const second = names.get(binder.bound) ?? binder
    return formulas.equal(formulas.bound(binder), formulas.bound(second))
  })
  const claim =
    one === other
      ? formulas.implies(formulas.and(...hits), formulas.and(...sameRound))
      : formulas.implies(formulas.and(...hits), formulas.no)
  return around([...one.within, ...write.within], claim, formulas)
}

/** The write with names of its own for what it is done with, so that it can stand beside itself. */
function copied(write: Write): { write: Write; names: ReadonlyMap<BoundId, Binder> } {
  const names = new Map<BoundId, Binder>()
  const expr = (part: Expr): Expr => {
    if (part.kind !== 'bound') return rewriteParts(part, { expr, binder: (binder) => binder })
    const binder = names.get(part.bound)
    return binder === undefined ? part : { ...part, bound: binder.bound }
  }
  const renamed = (binder: Binder): Binder => {
    const own = newBinder(binder.name, binder.sort)
    names.set(binder.bound, own)
    return own
  }
  const within = write.within.map((one): Around => {
    switch (one.kind) {
      case 'each': {
        const domain = rewriteDomain(one.domain, { expr })
        return { kind: 'each', domain, binder: renamed(one.binder) }
      }
      case 'if':
        return { kind: 'if', test: expr(one.test) }
      case 'named': {
        const value = expr(one.value)
        return { kind: 'named', value, binder: renamed(one.binder) }
      }
    }
  })
  const path = write.path.map((selector): Selector => {
    return selector.kind === 'element' ? { ...selector, index: expr(selector.index) } : selector
  })
  return { write: { ...write, path, within }, names }
}

/** What the variable holds with this write, when without it that is `sofar`. */
export function applied(
  { path, value, within }: Write,
  sofar: Expr,
  sort: Sort,
  formulas: Formulas,
): Expr {
  if (within.length === 0 && path.length === 0) return value
  return underName(sofar, formulas, (base) => inside(within, base))

  function inside(left: readonly Around[], base: Expr): Expr {
    const [one, ...rest] = left
    if (one === undefined) return replaced(base, path, value, formulas)
    switch (one.kind) {
      case 'if':
        return formulas.conditional(one.test, inside(rest, base), base, sort)
      case 'named':
        return formulas.named(one.binder, one.value, inside(rest, base))
      case 'each': {
        const accumulator = newBinder('sofar', sort)
        return {
          kind: 'fold',
          sort,
          site: formulas.site,
          binder: one.binder,
          accumulator,
          domain: one.domain,
          initial: base,
          body: inside(rest, formulas.bound(accumulator)),
        }
      }
    }
  }
}

/** The value with this part of it replaced. */
function replaced(base: Expr, path: readonly Selector[], value: Expr, formulas: Formulas): Expr {
  const [first, ...rest] = path
  if (first === undefined) return value
  const { sort } = base
  const { site } = formulas
  if (first.kind === 'field') {
    const { field } = first
    const part: Expr = { kind: 'field', sort: fieldSort(sort, field), site, record: base, field }
    const inner = replaced(part, rest, value, formulas)
    return { kind: 'withField', sort, site, record: base, field, value: inner }
  }
  const { index } = first
  const part: Expr = { kind: 'element', sort: elementSort(sort), site, array: base, index }
  const inner = replaced(part, rest, value, formulas)
  return { kind: 'withElement', sort, site, array: base, index, value: inner }
}

function underName(value: Expr, formulas: Formulas, body: (named: Expr) => Expr): Expr {
  if (value.kind === 'bound') return body(value)
  const binder = newBinder('sofar', value.sort)
  return formulas.named(binder, value, body(formulas.bound(binder)))
}

function fieldSort(sort: Sort, name: string): Sort {
  const field = sort.kind === 'record' ? sort.fields.find((each) => each.name === name) : undefined
  if (field === undefined) throw new Error(`There is no field ${name} in a ${sort.kind}.`)
  return field.sort
}

function elementSort(sort: Sort): Sort {
  if (sort.kind !== 'array') throw new Error(`A ${sort.kind} has no elements by index.`)
  return sort.element
}
