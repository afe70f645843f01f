/** Simultaneous effects: every way in which they can come out, all reading one state. */

import type { Effect, EffectOf, Place } from '../../dsl/ir.ts'
import type { Recorder } from '../coverage/recorder.ts'
import type { Choice, Failure } from '../system.ts'
import type { Compile, Context, Universe } from './context.ts'
import type { Datum } from './datum.ts'
import { decode } from './datum.ts'
import { AssertionFailed, attempt, Faulted } from './fault.ts'
import { placePath, rootSort } from './place.ts'
import type { Slot } from './program.ts'
import { domainElements } from './quantify.ts'

/** Whose effects they are: a flat process's, or (without slots) an action's. */
interface Setting {
  readonly compile: Compile
  readonly universe: Universe
  readonly slots: readonly Slot[]
  readonly recorder: Recorder
}

export interface Write {
  readonly kind: Place['root']['kind']
  /** The variable or the slot. */
  readonly root: number
  /** Positions, from the outermost. */
  readonly path: readonly number[]
  readonly value: Datum
}

/** One way: the choices that lead to it, and the writes, no two of which conflict, or the failure. */
interface Way {
  readonly choices: readonly Choice[]
  readonly result: { readonly kind: 'writes'; readonly writes: readonly Write[] } | Failure
}

/** Prepares effects. The function gives all ways in order. */
export function performer(
  effects: readonly Effect[],
  setting: Setting,
): (context: Context) => readonly Way[] {
  const visit = inOrder(effects.map((effect) => visitor(effect, setting)))
  return (context) => {
    const ways: Way[] = []
    tried(ways, [], () =>
      visit(context, { ways, writes: [], choices: [] }, ({ writes, choices }) =>
        ways.push({ choices, result: { kind: 'writes', writes } }),
      ),
    )
    return ways
  }
}

/** What the effects visited so far came to. */
interface Trail {
  readonly ways: Way[]
  readonly writes: readonly Write[]
  readonly choices: readonly Choice[]
}

/** Visits an effect, and goes on with `then` once, or once for each element that it picks. Throws a failure. */
type Visit = (context: Context, trail: Trail, then: (trail: Trail) => void) => void

function tried(ways: Way[], choices: readonly Choice[], visit: () => void): void {
  const result = attempt(visit)
  if (result.kind !== 'done') ways.push({ choices, result })
}

function inOrder(visits: readonly Visit[]): Visit {
  const from =
    (i: number): Visit =>
    (context, trail, then) => {
      const visit = visits[i]
      if (visit === undefined) then(trail)
      else visit(context, trail, (next) => from(i + 1)(context, next, then))
    }
  return from(0)
}

function visitor(effect: Effect, setting: Setting): Visit {
  const { compile, universe, recorder } = setting
  const list = (effects: readonly Effect[]): Visit =>
    inOrder(effects.map((inner) => visitor(inner, setting)))
  switch (effect.kind) {
    case 'assign':
      return assign(effect, setting)
    case 'when': {
      const test = recorder.test(effect, effect.test, compile)
      const then = list(effect.then)
      const otherwise = list(effect.otherwise)
      return (context, trail, next) =>
        test(context) === 1 ? then(context, trail, next) : otherwise(context, trail, next)
    }
    case 'forEach': {
      const elements = domainElements(effect.domain, compile, universe)
      const body = list(effect.body)
      return (context, trail, then) => {
        let last = trail
        for (const element of elements(context)) {
          context.bound[effect.binder.bound] = element
          // Nothing is picked in the body, so it goes on exactly once.
          body(context, last, (next) => {
            last = next
          })
        }
        then(last)
      }
    }
    case 'pick':
      return pick(effect, setting)
    case 'assert': {
      const test = compile(effect.test)
      return (context, trail, then) => {
        if (test(context) === 0) throw new AssertionFailed(effect.message, effect.site)
        then(trail)
      }
    }
    case 'fail':
      return () => {
        throw new Faulted('fail', effect.site, effect.message)
      }
  }
}

function assign(effect: EffectOf<'assign'>, setting: Setting): Visit {
  const { compile, universe, slots } = setting
  const { root } = effect.place
  const target = root.kind === 'variable' ? root.variable : root.local
  const whole = rootSort(effect.place, universe.program.model, slots)
  const path = placePath(effect.place, whole, compile, universe)
  const value = compile(effect.value)
  return (context, trail, then) => {
    const write: Write = {
      kind: root.kind,
      root: target,
      path: path(context),
      value: value(context),
    }
    if (trail.writes.some((other) => conflict(write, other))) {
      throw new Faulted('conflict', effect.site, 'two effects write to the same place')
    }
    then({ ...trail, writes: [...trail.writes, write] })
  }
}

function conflict(left: Write, right: Write): boolean {
  if (left.kind !== right.kind || left.root !== right.root) return false
  const common = Math.min(left.path.length, right.path.length)
  return left.path.slice(0, common).every((position, i) => position === right.path[i])
}

function pick(effect: EffectOf<'pick'>, { compile, universe }: Setting): Visit {
  const { bound, name, sort } = effect.binder
  const elements = domainElements(effect.domain, compile, universe)
  const filter = effect.filter === null ? null : compile(effect.filter)
  return (context, trail, then) => {
    // All are filtered before one is taken: a fault of the filter is one of the pick.
    const passing: Datum[] = []
    for (const element of elements(context)) {
      context.bound[bound] = element
      if (filter === null || filter(context) === 1) passing.push(element)
    }
    if (passing.length === 0) {
      throw new Faulted('pick', effect.site, `there is no ${name} to pick`)
    }
    for (const element of passing) {
      const choices = [...trail.choices, { name, value: decode(sort, element) }]
      tried(trail.ways, choices, () => {
        context.bound[bound] = element
        then({ ...trail, choices })
      })
    }
  }
}
