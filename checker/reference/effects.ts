/** Effects: what a step does once its guard is true. */

import { match } from 'ts-pattern'
import type { Effect, EffectOf } from '../../dsl/ir.ts'
import type { Choice, Failure } from '../system.ts'
import { asBoolean } from './datum.ts'
import { decoding } from './decode.ts'
import type { Compiler } from './evaluate.ts'
import { catching, raise } from './fault.ts'
import { bind } from './state.ts'
import type { Environment } from './state.ts'
import { pathOf, recorded } from './writes.ts'
import type { Write } from './writes.ts'

/** One way through the effects so far. */
export interface Visit {
  /** The state before the step, and the names bound so far. */
  readonly env: Environment
  readonly writes: readonly Write[]
  readonly choices: readonly Choice[]
  readonly problem: Failure | null
}

/** The ways on from a visit, in order. */
type Visiting = (visit: Visit) => readonly Visit[]

/** A visit of nothing yet. */
export function visitFrom(env: Environment, choices: readonly Choice[]): Visit {
  return { env, writes: [], choices, problem: null }
}

/** Prepares effects to be visited in order; a visit with a problem goes no further. */
export function visitingAll(effects: readonly Effect[], compiler: Compiler): Visiting {
  const each = effects.map((effect) => visiting(effect, compiler))
  return (visit) => each.reduce<readonly Visit[]>(onward, [visit])
}

function onward(visits: readonly Visit[], next: Visiting): readonly Visit[] {
  return visits.flatMap((visit) => {
    if (visit.problem !== null) return [visit]
    return catching(
      () => next(visit),
      (fault) => [{ ...visit, problem: { kind: 'fault' as const, fault } }],
    )
  })
}

function visiting(effect: Effect, compiler: Compiler): Visiting {
  return match(effect)
    .with({ kind: 'assign' }, (e) => assign(e, compiler))
    .with({ kind: 'when' }, (e) => when(e, compiler))
    .with({ kind: 'forEach' }, (e) => forEach(e, compiler))
    .with({ kind: 'pick' }, (e) => pick(e, compiler))
    .with({ kind: 'assert' }, (e) => assert(e, compiler))
    .with(
      { kind: 'fail' },
      ({ message, site }): Visiting =>
        () =>
          raise('fail', site, message),
    )
    .exhaustive()
}

function assign(effect: EffectOf<'assign'>, compiler: Compiler): Visiting {
  const { root } = effect.place
  const path = pathOf(effect.place, compiler)
  const value = compiler.expr(effect.value)
  return (visit) => {
    const write = { root, path: path(visit.env), value: value(visit.env) }
    return [{ ...visit, writes: recorded(visit.writes, write, effect.site) }]
  }
}

function when(effect: EffectOf<'when'>, compiler: Compiler): Visiting {
  const test = compiler.expr(effect.test)
  const then = visitingAll(effect.then, compiler)
  const otherwise = visitingAll(effect.otherwise, compiler)
  return (visit) => (asBoolean(test(visit.env)) ? then(visit) : otherwise(visit))
}

function forEach(effect: EffectOf<'forEach'>, compiler: Compiler): Visiting {
  const domain = compiler.domain(effect.domain)
  const body = visitingAll(effect.body, compiler)
  return (visit) => {
    return domain(visit.env).reduce<readonly Visit[]>(
      (visits, element) => {
        return visits.flatMap((one) => {
          return body({ ...one, env: bind(one.env, effect.binder.bound, element) })
        })
      },
      [visit],
    )
  }
}

function pick(effect: EffectOf<'pick'>, compiler: Compiler): Visiting {
  const { bound, name, sort } = effect.binder
  const domain = compiler.domain(effect.domain)
  const filter = effect.filter === null ? null : compiler.expr(effect.filter)
  const decode = decoding(sort, compiler.sorts)
  return (visit) => {
    const { env, choices } = visit
    const found = domain(env).filter((element) => {
      return filter === null || asBoolean(filter(bind(env, bound, element)))
    })
    if (found.length === 0) raise('pick', effect.site, `there is no ${name} to pick`)
    return found.map((element) => ({
      ...visit,
      env: bind(env, bound, element),
      choices: [...choices, { name, value: decode(element) }],
    }))
  }
}

function assert({ test, message, site }: EffectOf<'assert'>, compiler: Compiler): Visiting {
  const holds = compiler.expr(test)
  return (visit) => {
    if (asBoolean(holds(visit.env))) return [visit]
    return [{ ...visit, problem: { kind: 'assertion', assertion: { message, site } } }]
  }
}
