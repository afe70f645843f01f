/** Which of simultaneous writes could hit the same place; the others need no watching. */

import type { BoundId, Effect, EffectOf, Expr, Selector } from '../../../dsl/ir.ts'

export type Assign = EffectOf<'assign'>

/** The assignments that may conflict with one executed before them or after them, themselves in another round included. */
export function conflicting(effects: readonly Effect[]): ReadonlySet<Assign> {
  const found = new Set<Assign>()
  const all = writes(effects, [])
  for (const [i, later] of all.entries()) {
    for (const earlier of all.slice(0, i + 1)) {
      if (!mayConflict(earlier, later)) continue
      found.add(earlier.assign)
      found.add(later.assign)
    }
  }
  return found
}

/** An effect around an assignment. One effect of a model may stand at several places: `path` tells them apart. */
type Around =
  | { readonly kind: 'when'; readonly path: string; readonly then: boolean }
  | {
      readonly kind: 'forEach'
      readonly path: string
      readonly bound: BoundId
      /** No two rounds have the same element. */
      readonly distinct: boolean
    }

type Loop = Extract<Around, { kind: 'forEach' }>

interface Written {
  readonly assign: Assign
  /** From the outermost. */
  readonly around: readonly Around[]
}

function writes(effects: readonly Effect[], around: readonly Around[], at = ''): Written[] {
  return effects.flatMap((effect, i) => {
    const path = `${at}/${i}`
    switch (effect.kind) {
      case 'assign':
        return [{ assign: effect, around }]
      case 'when':
        return [
          ...writes(effect.then, [...around, { kind: 'when', path, then: true }], `${path}+`),
          ...writes(effect.otherwise, [...around, { kind: 'when', path, then: false }], `${path}-`),
        ]
      case 'forEach': {
        const { domain, binder, body } = effect
        const repeats = domain.kind === 'elements' && domain.of.sort.kind === 'sequence'
        const loop: Loop = { kind: 'forEach', path, bound: binder.bound, distinct: !repeats }
        return writes(body, [...around, loop], path)
      }
      case 'pick':
      case 'assert':
      case 'fail':
        return []
    }
  })
}

function mayConflict(left: Written, right: Written): boolean {
  if (!isSameRoot(left.assign, right.assign)) return false
  const common = left.around.filter(({ path }) => right.around.some((other) => other.path === path))
  const loops = common.filter((each) => each.kind === 'forEach')
  const boundOf = ({ bound }: Loop): BoundId => bound
  const apart = [...left.around, ...right.around].filter((each) => each.kind === 'forEach')
  const inner = apart.filter((each) => !loops.some(({ path }) => path === each.path)).map(boundOf)
  const inOneRound =
    left !== right && !isExclusive(left, right) && !differ(left, right, new Set(inner))
  if (inOneRound) return true
  // Rounds differ in the elements of some of the loops: each of them has to tell the places apart.
  if (loops.every((loop) => loop.distinct && isIndex(loop.bound, left, right))) return false
  return !differ(left, right, new Set([...inner, ...loops.map(boundOf)]))
}

function isSameRoot({ place: left }: Assign, { place: right }: Assign): boolean {
  if (left.root.kind === 'variable') {
    return right.root.kind === 'variable' && left.root.variable === right.root.variable
  }
  return right.root.kind === 'local' && left.root.local === right.root.local
}

/** They are in different lists of one `when`. */
function isExclusive(left: Written, right: Written): boolean {
  return left.around.some(
    (one) =>
      one.kind === 'when' &&
      right.around.some(
        (other) => other.kind === 'when' && other.path === one.path && other.then !== one.then,
      ),
  )
}

/** Both are elements for this element of the loop, at the same depth. */
function isIndex(bound: BoundId, left: Written, right: Written): boolean {
  const is = (selector: Selector | undefined): boolean =>
    selector?.kind === 'element' &&
    selector.index.kind === 'bound' &&
    selector.index.bound === bound
  return left.assign.place.path.some(
    (selector, i) => is(selector) && is(right.assign.place.path[i]),
  )
}

/** Whether the paths surely part, while each of the names `varying` may be one thing for one and another for the other. */
function differ(left: Written, right: Written, varying: ReadonlySet<BoundId>): boolean {
  return left.assign.place.path.some((selector, i) => {
    const other = right.assign.place.path[i]
    if (other === undefined) return false
    if (selector.kind === 'field') return other.kind === 'field' && other.field !== selector.field
    return other.kind === 'element' && areUnequal(selector.index, other.index, varying)
  })
}

/** In one state, and for one process. */
function areUnequal(left: Expr, right: Expr, varying: ReadonlySet<BoundId>): boolean {
  const [one, other] = [turned(left), turned(right)]
  if (one.expr.kind === 'literal' && other.expr.kind === 'literal') {
    return one.by === 0 && other.by === 0 && one.expr.value !== other.expr.value
  }
  if (left.sort.kind !== 'index' || !isSameName(one.expr, other.expr, varying)) return false
  return (one.by - other.by) % left.sort.size !== 0
}

/** Without what only names it, and so many further on its ring. */
function turned(expr: Expr): { readonly expr: Expr; readonly by: number } {
  switch (expr.kind) {
    case 'definition':
      return turned(expr.body)
    case 'neighbour': {
      const inner = turned(expr.index)
      return { expr: inner.expr, by: inner.by + expr.by }
    }
    default:
      return { expr, by: 0 }
  }
}

function isSameName(left: Expr, right: Expr, varying: ReadonlySet<BoundId>): boolean {
  switch (left.kind) {
    case 'self':
      return right.kind === 'self'
    case 'bound':
      return right.kind === 'bound' && left.bound === right.bound && !varying.has(left.bound)
    case 'variable':
      return right.kind === 'variable' && left.variable === right.variable
    case 'local':
      return right.kind === 'local' && left.local === right.local
    default:
      return false
  }
}
