/** Where in the state it says who holds a lock: the parts of variables whose threads are the holders. */

import type { Expr, Initial, Model, Place, VariableId } from '../../dsl/ir.ts'
import type { Assignment } from '../assignments.ts'
import { dependence } from '../lower/dependence.ts'

/** A part of a variable; of an array, the same part of each element. */
export interface HolderPlace {
  readonly variable: VariableId
  readonly path: readonly HolderStep[]
}

type HolderStep = { readonly kind: 'field'; readonly field: string } | { readonly kind: 'element' }

/** The places from which every holder comes; null where the expression may name others. */
export function holderPlaces(holders: Expr): readonly HolderPlace[] | null {
  switch (holders.kind) {
    case 'none':
      return []
    case 'collection':
      return holders.elements.length === 0 ? [] : null
    case 'variable':
    case 'element':
    case 'field': {
      const place = placeOf(holders)
      return place === null ? null : [place]
    }
    case 'definition':
      return holderPlaces(holders.body)
    case 'convert':
      return holderPlaces(holders.value)
    case 'conditional':
      return both(holders.then, holders.otherwise)
    case 'setOperation':
      return both(holders.left, holders.right)
    default:
      return null
  }
}

function both(left: Expr, right: Expr): readonly HolderPlace[] | null {
  const [first, second] = [holderPlaces(left), holderPlaces(right)]
  return first === null || second === null ? null : [...first, ...second]
}

function placeOf(expr: Expr): HolderPlace | null {
  switch (expr.kind) {
    case 'variable':
      return { variable: expr.variable, path: [] }
    case 'element':
      return longer(placeOf(expr.array), { kind: 'element' })
    case 'field':
      return longer(placeOf(expr.record), { kind: 'field', field: expr.field })
    default:
      return null
  }
}

function longer(place: HolderPlace | null, step: HolderStep): HolderPlace | null {
  return place === null ? null : { ...place, path: [...place.path, step] }
}

/** Whether the two are parts of one variable of which one may contain the other. */
export function meets(place: Place, { variable, path }: HolderPlace): boolean {
  const { root } = place
  if (root.kind === 'local' || root.variable !== variable) return false
  return path.every((step, i) => {
    const selector = place.path[i]
    if (selector?.kind !== 'field' || step.kind !== 'field') return true
    return selector.field === step.field
  })
}

/** What an assignment makes of the threads at a place that it meets. */
export type HolderWrite =
  /** Nobody is there, or at least not whoever executes it. */
  | 'leave'
  /** Whoever executes it may be there then, and nobody who was not before. */
  | 'enter'
  /** Anybody may be there then. */
  | 'anybody'

/** What the assignment, to a place that `meets` it, makes of the threads there. */
export function holderWrite({ place, value }: Assignment, { path }: HolderPlace): HolderWrite {
  return place.path.length < path.length ? 'anybody' : written(value, place)
}

function written(value: Expr, place: Place): HolderWrite {
  switch (value.kind) {
    case 'none':
      return 'leave'
    case 'some':
      return value.value.kind === 'current' ? 'enter' : 'anybody'
    case 'collection':
      if (value.elements.length === 0) return 'leave'
      return isOwn(value) ? 'enter' : 'anybody'
    case 'setOperation':
      if (!isOwn(value.right) || !isSame(value.left, place)) return 'anybody'
      if (value.operator === 'union') return 'enter'
      return value.operator === 'difference' ? 'leave' : 'anybody'
    case 'convert':
      return written(value.value, place)
    case 'conditional': {
      const ways = [written(value.then, place), written(value.otherwise, place)]
      if (ways.includes('anybody')) return 'anybody'
      return ways.includes('enter') ? 'enter' : 'leave'
    }
    default:
      return 'anybody'
  }
}

/** Whether it is a set of nobody but the executing thread. */
function isOwn(expr: Expr): boolean {
  return expr.kind === 'collection' && expr.elements.every(({ kind }) => kind === 'current')
}

/** Whether the expression reads just this place. */
function isSame(expr: Expr, place: Place): boolean {
  const selectors = [...place.path]
  let at = expr
  for (let last = selectors.pop(); last !== undefined; last = selectors.pop()) {
    if (last.kind === 'field') {
      if (at.kind !== 'field' || at.field !== last.field) return false
      at = at.record
    } else {
      if (at.kind !== 'element' || textOf(at.index) !== textOf(last.index)) return false
      at = at.array
    }
  }
  const { root } = place
  return at.kind === 'variable' && root.kind === 'variable' && at.variable === root.variable
}

/**
 * Which elements an assignment is to, as a text: equal ones are the same elements, whenever the same thread executes them. Null where
 * that is not known.
 */
export function elementsOf(place: Place): string | null {
  const indices = place.path.flatMap((each) => (each.kind === 'element' ? [each.index] : []))
  const isFixed = indices.every((index) => {
    const { free, state } = dependence(index)
    return free.size === 0 && !state
  })
  return isFixed ? indices.map(textOf).join(' ') : null
}

function textOf(expr: Expr): string {
  return JSON.stringify(expr, (key, value: unknown) => (key === 'site' ? undefined : value))
}

/** Whether nobody is there at first, as far as that can be read off the declaration. */
export function isEmptyAtFirst(model: Model, { variable, path }: HolderPlace): boolean {
  const initial: Initial | undefined = model.variables[variable]?.initial
  return initial?.kind === 'value' && isEmpty(initial.value, path)
}

function isEmpty(value: Expr, path: readonly HolderStep[]): boolean {
  const [step, ...inner] = path
  if (value.kind === 'convert') return isEmpty(value.value, path)
  if (step === undefined) {
    return value.kind === 'none' || (value.kind === 'collection' && value.elements.length === 0)
  }
  if (step.kind === 'field') {
    if (value.kind !== 'record') return false
    const field = value.fields.find(({ name }) => name === step.field)
    return field !== undefined && isEmpty(field.value, inner)
  }
  if (value.kind === 'array') return isEmpty(value.body, inner)
  return value.kind === 'table' && value.entries.every((entry) => isEmpty(entry, inner))
}
