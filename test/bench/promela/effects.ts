/** Simultaneous effects as writes to what is known. */

import type { Effect, Expr, ExprOf, Place } from '../../../dsl/ir.ts'
import { rootSort } from '../../../checker/lower/place.ts'
import { constant, truth } from './literals.ts'
import { Refusal } from './refusal.ts'
import { elementsOf, resolve } from './resolve.ts'
import { both, choice, either, negated, part, simplify } from './simplify.ts'
import { bind } from './trail.ts'
import type { Check, Trail } from './trail.ts'

interface Write {
  readonly place: Place
  /** Of a place with a path, the positions are resolved. */
  readonly value: Expr
  /** Under which condition it is made. */
  readonly when: Expr
}

/** What simultaneous effects make of the trail: of each combination of picks, a trail. Throws a `Refusal`. */
export function after(effects: readonly Effect[], trail: Trail): readonly Trail[] {
  const when = truth(true, trail.guard.site)
  return visited(effects, trail, when).map(({ end, writes }) => applied(writes, end))
}

interface Visited {
  readonly end: Trail
  readonly writes: readonly Write[]
}

/** Simultaneous effects: all read the trail's state, and `when` is the condition around them. */
function visited(effects: readonly Effect[], trail: Trail, when: Expr): readonly Visited[] {
  return effects.reduce<readonly Visited[]>(
    (before, effect) =>
      before.flatMap(({ end, writes }) =>
        oneEffect(effect, end, when).map((next) => ({
          end: next.end,
          writes: [...writes, ...next.writes],
        })),
      ),
    [{ end: trail, writes: [] }],
  )
}

function oneEffect(effect: Effect, trail: Trail, when: Expr): readonly Visited[] {
  switch (effect.kind) {
    case 'assign': {
      const path = effect.place.path.map((selector) =>
        selector.kind === 'element'
          ? { ...selector, index: resolve(selector.index, trail) }
          : selector,
      )
      const place = { ...effect.place, path }
      return [{ end: trail, writes: [{ place, value: resolve(effect.value, trail), when }] }]
    }
    case 'when': {
      const test = resolve(effect.test, trail)
      const value = constant(test)
      if (value !== null)
        return visited(value === true ? effect.then : effect.otherwise, trail, when)
      return visited(effect.then, trail, both(when, test)).flatMap((then) =>
        visited(effect.otherwise, then.end, both(when, negated(test))).map(({ end, writes }) => ({
          end,
          writes: [...then.writes, ...writes],
        })),
      )
    }
    case 'forEach':
      return elementsOf(effect.domain, trail, effect.site).reduce<readonly Visited[]>(
        (before, { element, present }) =>
          before.flatMap(({ end, writes }) => {
            const inside = bind(end, effect.binder.bound, element)
            return visited(effect.body, inside, both(when, present)).map((next) => ({
              end: next.end,
              writes: [...writes, ...next.writes],
            }))
          }),
        [{ end: trail, writes: [] }],
      )
    case 'pick':
      if (constant(when) !== true) throw new Refusal(effect.site, "a 'pick' under a condition")
      return elementsOf(effect.domain, trail, effect.site).flatMap(({ element, present }) => {
        const inside = bind(trail, effect.binder.bound, element)
        const passes =
          effect.filter === null ? present : both(present, resolve(effect.filter, inside))
        const guard = both(trail.guard, passes)
        return constant(guard) === false ? [] : [{ end: { ...inside, guard }, writes: [] }]
      })
    case 'assert':
      return [checked(trail, when, resolve(effect.test, trail), effect.message)]
    case 'fail':
      return [checked(trail, when, truth(false, effect.site), effect.message)]
  }
}

function checked(trail: Trail, when: Expr, holds: Expr, message: string): Visited {
  const check: Check = { test: either(negated(when), holds), message }
  return { end: { ...trail, checks: [...trail.checks, check] }, writes: [] }
}

function applied(writes: readonly Write[], trail: Trail): Trail {
  const variables = new Map(trail.variables)
  const slots = new Map(trail.slots)
  for (const write of writes) {
    const { place, value, when } = write
    const { root } = place
    const old = root.kind === 'variable' ? variables.get(root.variable) : slots.get(root.local)
    const before = old ?? unchanged(write, trail)
    const conditional = constant(when) !== true
    if (conditional && root.kind === 'local') {
      throw new Refusal(when.site, 'a local that is written under a condition inside a step')
    }
    const written = replaced(before, place, 0, value, when)
    if (root.kind === 'variable') variables.set(root.variable, written)
    else slots.set(root.local, written)
  }
  return { ...trail, variables, slots }
}

/** The root of a place, as it was before the transition. */
function unchanged({ place, value: { site } }: Write, { model, flatSlots }: Trail): Expr {
  const sort = rootSort(place, model, flatSlots)
  return place.root.kind === 'variable'
    ? { kind: 'variable', variable: place.root.variable, access: 'model', sort, site }
    : { kind: 'local', local: place.root.local, sort, site }
}

/** The whole with the part that the place names replaced, where the condition is true. */
function replaced(whole: Expr, place: Place, from: number, value: Expr, when: Expr): Expr {
  const selector = place.path[from]
  if (selector === undefined) return choice(when, value, whole, whole.sort)
  const { sort, site } = whole
  if (selector.kind === 'field') {
    const inner = replaced(part(whole, selector), place, from + 1, value, when)
    const made: ExprOf<'withField'> = {
      kind: 'withField',
      sort,
      site,
      record: whole,
      field: selector.field,
      value: inner,
    }
    return simplify(made)
  }
  const inner = replaced(part(whole, selector), place, from + 1, value, when)
  return simplify({
    kind: 'withElement',
    sort,
    site,
    array: whole,
    index: selector.index,
    value: inner,
  })
}
