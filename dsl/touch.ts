/** Where a step touches an object that is not alive: the breaches of that rule, in order of evaluation. */

import {
  amongAll,
  amongVisited,
  failing,
  letting,
  matching,
  negated,
  unless,
  where,
  whileFolding,
  type Breach,
} from './breach.ts'
import type { Lifetime } from './facts.ts'
import type { Domain, Effect, EffectOf, Expr, VariableId } from './ir.ts'
import { requireSession } from './session.ts'
import type { Site } from './site.ts'
import { bool } from './sort.ts'
import { refer } from './terms/registry.ts'
import { placeExpressions, subexpressions } from './walk.ts'

/** What is to be watched, and what is not. */
export interface TouchRules {
  readonly lifetimes: readonly Lifetime[]
  /** Definitions that read objects without being part of what is modelled. */
  readonly exempt: ReadonlySet<Expr>
  readonly isGhost: (variable: VariableId) => boolean
}

/** The elements that are surely tested already: all of a step reads the state before it. */
export type Known = Set<string>

/** What one step touches; a part that is not evaluated touches nothing. */
export class Touches {
  readonly #rules: TouchRules
  readonly #site: Site

  constructor(rules: TouchRules, site: Site) {
    this.#rules = rules
    this.#site = site
  }

  /** Whether nothing is watched. */
  get #idle(): boolean {
    return this.#rules.lifetimes.length === 0
  }

  /** The breaches of an expression. */
  ofExpr(expr: Expr, known: Known): readonly Breach[] {
    if (this.#idle) return []
    const perhaps = (part: Expr): readonly Breach[] => this.ofExpr(part, new Set(known))
    switch (expr.kind) {
      case 'element': {
        if (expr.array.kind !== 'variable') break
        const inside = this.ofExpr(expr.index, known)
        return [...inside, ...this.#ofElement(expr.array.variable, expr.index, known)]
      }
      case 'binary': {
        const { operator, left, right } = expr
        if (operator !== 'and' && operator !== 'or' && operator !== 'implies') break
        const first = this.ofExpr(left, known)
        const then = operator === 'or' ? unless : where
        return [...first, ...then(left, perhaps(right))]
      }
      case 'conditional': {
        const { test, then, otherwise } = expr
        const first = this.ofExpr(test, known)
        return [...first, ...where(test, perhaps(then)), ...unless(test, perhaps(otherwise))]
      }
      case 'quantifier': {
        const first = this.#ofDomain(expr.domain, known)
        return [...first, ...amongVisited(expr, perhaps(expr.body))]
      }
      case 'image': {
        const first = this.#ofDomain(expr.domain, known)
        return [...first, ...amongAll(expr.binder, expr.domain, perhaps(expr.body))]
      }
      case 'array': {
        const domain: Domain = { kind: 'sort', sort: expr.binder.sort }
        return amongAll(expr.binder, domain, perhaps(expr.body))
      }
      case 'fold': {
        const first = [...this.#ofDomain(expr.domain, known), ...this.ofExpr(expr.initial, known)]
        return [...first, ...whileFolding(expr, perhaps(expr.body))]
      }
      case 'let': {
        const first = this.ofExpr(expr.value, known)
        return [...first, ...letting(expr, perhaps(expr.body))]
      }
      case 'match': {
        const first = this.ofExpr(expr.subject, known)
        const cases = expr.cases.map(({ tag, body }) => matching(expr, tag, perhaps(body)))
        return [...first, ...cases.flat()]
      }
      case 'definition':
        return this.#rules.exempt.has(expr) ? [] : this.ofExpr(expr.body, known)
      default:
    }
    return subexpressions(expr).flatMap((part) => this.ofExpr(part, known))
  }

  /** The effects, each behind what fails where it touches what it must not. */
  guarding(effects: readonly Effect[], known: Known): readonly Effect[] {
    if (this.#idle) return effects
    return effects.flatMap((effect): readonly Effect[] => {
      const behind = (breaches: readonly Breach[], then: Effect = effect): readonly Effect[] => [
        ...failing(breaches, this.#site),
        then,
      ]
      switch (effect.kind) {
        case 'assign':
          return behind(this.#ofAssignment(effect, known))
        case 'when': {
          const first = this.ofExpr(effect.test, known)
          const then = this.guarding(effect.then, new Set(known))
          const otherwise = this.guarding(effect.otherwise, new Set(known))
          return behind(first, { ...effect, then, otherwise })
        }
        case 'forEach': {
          const first = this.#ofDomain(effect.domain, known)
          return behind(first, { ...effect, body: this.guarding(effect.body, new Set(known)) })
        }
        case 'pick': {
          const { binder, domain, filter } = effect
          const first = this.#ofDomain(domain, known)
          const inside = filter === null ? [] : this.ofExpr(filter, new Set(known))
          return behind([...first, ...amongAll(binder, domain, inside)])
        }
        case 'assert':
          return behind(this.ofExpr(effect.test, known))
        case 'fail':
          return [effect]
      }
    })
  }

  #ofAssignment({ place, value }: EffectOf<'assign'>, known: Known): readonly Breach[] {
    const { root, path } = place
    // A ghost is written for the reader: nothing in the kernel reads what goes into it.
    if (root.kind === 'variable' && this.#rules.isGhost(root.variable)) return []
    const [selector] = path
    const read = [...placeExpressions(place), value].flatMap((each) => this.ofExpr(each, known))
    return root.kind === 'variable' && selector?.kind === 'element'
      ? [...read, ...this.#ofElement(root.variable, selector.index, known)]
      : read
  }

  #ofDomain(domain: Domain, known: Known): readonly Breach[] {
    return domain.kind === 'elements' ? this.ofExpr(domain.of, known) : []
  }

  #ofElement(variable: VariableId, index: Expr, known: Known): readonly Breach[] {
    const lifetime = this.#rules.lifetimes.find((each) => each.variable === variable)
    const key = `${variable} ${keyOf(index)}`
    if (lifetime === undefined || known.has(key)) return []
    known.add(key)
    const { alive, message, nullMessage } = lifetime
    const { expr } = alive(refer(index, index.sort))
    // A step is looked at more than once, and one answer kept.
    requireSession('a lifetime').reached.add(expr)
    const dead: Breach = { message, test: { ...negated(expr), site: this.#site } }
    if (index.kind !== 'unwrap') return [dead]
    const { optional } = index
    const some: Expr = { kind: 'isSome', sort: bool, site: this.#site, optional }
    return [{ message: nullMessage, test: negated(some) }, dead]
  }
}

function keyOf(expr: Expr): string {
  return JSON.stringify(expr, (key, value: unknown) => (key === 'site' ? undefined : value))
}
