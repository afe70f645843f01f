/** What the effects of an action make of a state, as a formula over the values before and after. */

import type { Effect, EffectOf, Expr, Sort, Variable } from '../ir.ts'
import type { Site } from '../site.ts'
import { newBinder } from '../terms/binder.ts'
import { allEffects } from '../walk.ts'
import { isDefined, isDomainDefined } from './defined.ts'
import { Formulas } from './formula.ts'
import { applied, around, areApart, type Around, type Write } from './writes.ts'

/** A variable, and what it is before and after the step. */
export interface Change {
  readonly variable: Variable
  readonly before: Expr
  readonly after: Expr
}

/**
 * True where some way through the effects ends without a fault or a failed assertion, and leaves each variable with its value after the
 * step. The effects read nothing but what is before it.
 */
export function leadsThere(
  effects: readonly Effect[],
  changes: readonly Change[],
  site: Site,
): Expr {
  return follow(effects, [], { changes, formulas: new Formulas(site) })
}

interface Goal {
  readonly changes: readonly Change[]
  readonly formulas: Formulas
}

/** The effects that are left, behind these writes. */
function follow(effects: readonly Effect[], writes: readonly Write[], goal: Goal): Expr {
  const [first, ...rest] = effects
  if (first === undefined) return ends(writes, goal)
  const formulas = new Formulas(first.site)
  const picks = allEffects([first]).some(({ kind }) => kind === 'pick')
  if (first.kind === 'pick') return picked(first, follow(rest, writes, goal), formulas)
  if (first.kind === 'when' && picks) {
    const { test, then, otherwise } = first
    return formulas.and(
      isDefined(test),
      formulas.conditional(
        test,
        follow([...then, ...rest], writes, goal),
        follow([...otherwise, ...rest], writes, goal),
        formulas.yes.sort,
      ),
    )
  }
  return formulas.and(required(first, []), follow(rest, [...writes, ...writesOf(first, [])], goal))
}

function picked(effect: EffectOf<'pick'>, rest: Expr, formulas: Formulas): Expr {
  const { binder, domain, filter } = effect
  const passes = filter ?? formulas.yes
  return formulas.and(
    isDomainDefined(domain, formulas),
    // The filter is evaluated for every element before one is taken.
    formulas.every(binder, domain, isDefined(passes)),
    formulas.some(binder, domain, formulas.and(passes, rest)),
  )
}

/** True where the effect, which picks nothing, comes to its end. */
function required(effect: Effect, within: readonly Around[]): Expr {
  const formulas = new Formulas(effect.site)
  const all = (inner: readonly Effect[], one: readonly Around[]): Expr =>
    formulas.and(...inner.map((each) => required(each, [...within, ...one])))
  switch (effect.kind) {
    case 'assign': {
      const indices = effect.place.path.flatMap((selector) =>
        selector.kind === 'element' ? [isDefined(selector.index)] : [],
      )
      return around(within, formulas.and(...indices, isDefined(effect.value)), formulas)
    }
    case 'when': {
      const { test, then, otherwise } = effect
      return formulas.and(
        around(within, isDefined(test), formulas),
        all(then, [{ kind: 'if', test }]),
        all(otherwise, [{ kind: 'if', test: formulas.not(test) }]),
      )
    }
    case 'forEach': {
      const { domain, body } = effect
      return formulas.and(
        around(within, isDomainDefined(domain, formulas), formulas),
        all(body, rounds(effect, formulas)),
      )
    }
    case 'assert':
      return around(within, formulas.and(isDefined(effect.test), effect.test), formulas)
    case 'fail':
      return around(within, formulas.no, formulas)
    case 'pick':
      throw new Error('What picks has more than one way through.')
  }
}

/** What the effect, which picks nothing, writes. */
function writesOf(effect: Effect, within: readonly Around[]): readonly Write[] {
  const all = (inner: readonly Effect[], one: readonly Around[]): readonly Write[] =>
    inner.flatMap((each) => writesOf(each, [...within, ...one]))
  switch (effect.kind) {
    case 'assign': {
      const { place, value } = effect
      if (place.root.kind !== 'variable') throw new Error('An action has no locals.')
      return [{ variable: place.root.variable, path: place.path, value, within }]
    }
    case 'when': {
      const { test, then, otherwise, site } = effect
      const not = new Formulas(site).not(test)
      return [...all(then, [{ kind: 'if', test }]), ...all(otherwise, [{ kind: 'if', test: not }])]
    }
    case 'forEach':
      return all(effect.body, rounds(effect, new Formulas(effect.site)))
    default:
      return []
  }
}

/** The rounds of a `forEach`; over a sequence, which can have an element twice, one for each position. */
function rounds(
  { binder, domain, site }: EffectOf<'forEach'>,
  formulas: Formulas,
): readonly Around[] {
  if (domain.kind === 'sort' || domain.of.sort.kind !== 'sequence') {
    return [{ kind: 'each', binder, domain }]
  }
  const { of } = domain
  const { bound, of: sort } = domain.of.sort
  // A sort has a value even where the sequence has no position.
  const positions: Sort = { kind: 'int', min: 0, max: Math.max(0, bound - 1) }
  const position = newBinder('position', positions)
  const index = formulas.bound(position)
  return [
    { kind: 'each', binder: position, domain: { kind: 'sort', sort: positions } },
    { kind: 'if', test: formulas.binary('lt', index, formulas.size(of, bound)) },
    { kind: 'named', binder, value: { kind: 'nth', sort, site, sequence: of, index } },
  ]
}

/** No two writes hit the same place, and with all of them the variables have their values after the step. */
function ends(writes: readonly Write[], { changes, formulas }: Goal): Expr {
  const claims = changes.map(({ variable, before, after }) => {
    const own = writes.filter((write) => write.variable === variable.id)
    const apart = own.flatMap((write, position) =>
      own.slice(0, position + 1).map((other) => areApart(other, write, formulas)),
    )
    const result = own.reduce(
      (value, write) => applied(write, value, variable.sort, formulas),
      before,
    )
    return formulas.and(...apart, formulas.equal(after, result))
  })
  return formulas.and(...claims)
}
