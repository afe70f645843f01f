/** Simultaneous effects: all read the moment before, and write to another one. */

import type { Effect, EffectOf, Place } from '../../../dsl/ir.ts'
import { elementsOf, forEach } from '../expression/domain.ts'
import { asTest } from '../operand.ts'
import { fault, faultWhen, withBound } from '../scope.ts'
import type { Compile, Scope } from '../scope.ts'
import { get, i32, set, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { attempt, mentions } from './attempt.ts'
import { conflicting } from './conflicts.ts'
import type { Assign } from './conflicts.ts'
import { assigns, picks } from './effect-shape.ts'
import { leaves } from './leaves.ts'
import type { CoveringCode } from './covering.ts'
import { shared } from './moment.ts'
import type { Moment, Moments, Readable } from './moment.ts'
import { locate, rootCode, write } from './place.ts'
import { appendFailure } from './record.ts'
import { copyLog, emptyLog, note } from './watch.ts'
import type { Log } from './watch.ts'

/** Who executes, in terms that hold for a whole transition. */
export interface Setting {
  readonly moments: Moments
  readonly compile: Compile
  readonly covering: CoveringCode
  /** The number of the thread, an i64. */
  readonly actor: Wat
}

/** What has come of a step so far. */
export interface Trail {
  readonly moment: Moment
  readonly scope: Scope
}

/** What is executed after effects, once or for each element that is picked. */
export interface Continuation<At> {
  /** Nothing is read or recorded in it but one record. */
  readonly quiet: boolean
  readonly go: (at: At) => void
}

/** Executes the effects, then goes on. */
export function perform(
  effects: readonly Effect[],
  at: Readable,
  scope: Scope,
  setting: Setting,
  onward: Continuation<Trail>,
): void {
  const watch = watched(effects)
  const logs = new Map<string, Log>()
  for (const [key, { place, depth }] of watch.roots) {
    logs.set(key, emptyLog(leaves(rootCode(place, scope), depth), scope))
  }
  // What is read of a moment in a local is a copy of it: the local itself can be written on.
  const moment = at.word === null ? shared(at) : at
  new Visitor(setting, watch).list(
    effects,
    { moment, scope, logs },
    {
      quiet: onward.quiet,
      go: ({ moment: then, scope: inside }) => onward.go({ moment: then, scope: inside }),
    },
  )
}

/** A way through the effects. */
interface Way extends Trail {
  readonly logs: ReadonlyMap<string, Log>
}

type Next = Continuation<Way>

const nothing: Next = { quiet: false, go: () => {} }

class Visitor {
  readonly #setting: Setting
  readonly #watched: Watched

  constructor(setting: Setting, watch: Watched) {
    this.#setting = setting
    this.#watched = watch
  }

  /** Visits the effects, and goes on. */
  list(effects: readonly Effect[], way: Way, next: Next): void {
    const [effect, ...others] = effects
    if (effect === undefined) next.go(way)
    else {
      const quiet = next.quiet && !picks(others)
      this.#one(effect, way, { quiet, go: (then) => this.list(others, then, next) })
    }
  }

  #one(effect: Effect, way: Way, next: Next): void {
    const { scope } = way
    const { compile, covering } = this.#setting
    switch (effect.kind) {
      case 'assign':
        this.#assign(effect, way, next)
        break
      case 'when': {
        const test = asTest(compile(effect.test, scope), scope)
        const noted = covering.sides(effect, scope)
        const inside = picks([effect]) ? way : this.#writable(way, [effect], next)
        const each = picks([effect]) ? next : nothing
        const [then, otherwise] = [effect.then, effect.otherwise].map((list) =>
          scope.emit.capture(() => this.list(list, inside, each)),
        )
        scope.emit.do(
          when(test, [...noted.then, ...(then ?? [])], [...noted.otherwise, ...(otherwise ?? [])]),
        )
        if (each === nothing) next.go(inside)
        break
      }
      case 'forEach': {
        const { domain, binder, body } = effect
        const inside = this.#writable(way, body, next)
        forEach(domain, binder, scope, compile, (element) => {
          const round = withBound(scope, binder.bound, element)
          this.list(body, { ...inside, scope: round }, nothing)
        })
        next.go(inside)
        break
      }
      case 'pick':
        this.#pick(effect, way, next)
        break
      case 'assert': {
        const test = asTest(compile(effect.test, scope), scope)
        const { message, site } = effect
        const number = scope.generation.failure({ kind: 'assertion', message, site })
        const failed: readonly Wat[] = [
          ['global.set', '$failure', i32(number)],
          ['br', scope.exit.label],
        ]
        scope.emit.do(when(['i32.eqz', test], failed))
        next.go(way)
        break
      }
      case 'fail':
        fault('fail', effect.site, scope)
    }
  }

  #assign(effect: Assign, way: Way, next: Next): void {
    const { compile, moments } = this.#setting
    const { scope, logs } = way
    const key = rootKey(effect.place)
    const depth = this.#watched.roots.get(key)?.depth ?? 0
    const located = locate(effect.place, depth, scope, compile)
    const value = compile(effect.value, scope)
    const log = logs.get(key)
    if (log !== undefined && this.#watched.assigns.has(effect)) {
      note(located, log, effect.site, scope)
    }
    const then = this.#writable(way, [effect], next)
    write(located, value, then.moment, moments, scope)
    next.go(then)
  }

  /** With a moment that can be written on, if the effects write. */
  #writable(way: Way, effects: readonly Effect[], { quiet }: Next): Way {
    if (!assigns(effects)) return way
    const { moments } = this.#setting
    return { ...way, moment: moments.writable(way.moment, quiet, way.scope.emit) }
  }

  #pick(effect: EffectOf<'pick'>, way: Way, next: Next): void {
    const { compile } = this.#setting
    const { scope } = way
    const { emit } = scope
    const { binder, domain, filter } = effect
    const { each } = elementsOf(domain, binder.name, scope, compile)
    const surely = domain.kind === 'sort' && filter === null
    const picked = surely ? null : emit.local('i32', 'picked')
    const isPicked: readonly Wat[] = picked === null ? [] : [set(picked, i32(1))]
    let filters: readonly Wat[] = []
    const rounds = emit.capture(() =>
      each(({ element }) => {
        const inside = withBound(scope, binder.bound, element)
        const go = (): void => {
          emit.do(...isPicked)
          this.#picked({ ...way, scope: inside }, next)
        }
        if (filter === null) {
          go()
          return
        }
        let test: Wat = i32(1)
        filters = emit.capture(() => {
          test = asTest(compile(filter, inside), inside)
        })
        emit.do(...filters, when(test, emit.capture(go)))
      }),
    )
    if (picked !== null) emit.do(set(picked, i32(0)))
    // A fault of the filter comes before anything that is picked.
    if (filter !== null && mentions(filters, scope.exit.label)) {
      each(({ element }) => {
        compile(filter, withBound(scope, binder.bound, element))
      })
    }
    emit.do(...rounds)
    if (picked !== null) faultWhen(['i32.eqz', get(picked)], 'pick', effect.site, scope)
  }

  /** Goes on with one element: what fails then is a failure of its own. */
  #picked(way: Way, next: Next): void {
    const { scope } = way
    const logs = new Map([...way.logs].map(([key, log]) => [key, copyLog(log, scope)]))
    const handler = [appendFailure(this.#setting.actor, false)]
    attempt(scope.emit, handler, (label) =>
      next.go({
        moment: shared(way.moment),
        scope: { ...scope, exit: { label, ofState: false } },
        logs,
      }),
    )
  }
}

/** The assignments that are watched for conflicts, and how deep the places that they write in each root are at most. */
interface Watched {
  readonly assigns: ReadonlySet<Assign>
  readonly roots: ReadonlyMap<string, { readonly place: Place; readonly depth: number }>
}

function watched(effects: readonly Effect[]): Watched {
  const found = conflicting(effects)
  const roots = new Map<string, { readonly place: Place; readonly depth: number }>()
  for (const { place } of found) {
    const key = rootKey(place)
    const depth = Math.max(roots.get(key)?.depth ?? 0, place.path.length)
    roots.set(key, { place, depth })
  }
  return { assigns: found, roots }
}

function rootKey({ root }: Place): string {
  return root.kind === 'variable' ? `variable ${root.variable}` : `local ${root.local}`
}
