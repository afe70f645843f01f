/** Random bodies: statements that keep the rules of `dsl/semantics.md`, with what is known at each point. */

import type { Block, Expr, Local, ProcedureId, Sort, Statement, Variable } from '../../dsl/ir.ts'
import { cardinality, equalSorts } from '../../dsl/shape.ts'
import type { Draw } from './draw.ts'
import { drawEffects } from './effects.ts'
import type { Reach } from './effects.ts'
import { confined, enlivened, entering, meet, stepped, unreachable } from './flow.ts'
import type { Point } from './flow.ts'
import { localId } from '../ids.ts'
import { bool, expr, statement } from './nodes.ts'
import { unshared } from './scope.ts'
import type { Maker, Scope } from './scope.ts'
import { drawWait } from './waits.ts'
import { readsShared } from './walk.ts'

/** A procedure, as a caller needs to know it. */
export interface Callable {
  readonly id: ProcedureId
  readonly parameters: readonly Local[]
  readonly returns: Sort | null
  /** Whether control can come back. */
  readonly ends: boolean
  /** Whether every way through it takes a step. */
  readonly steps: boolean
  /** Where in an `atomic` it may be called: when it begins with a guard, only first. */
  readonly inAtomic: 'never' | 'first' | 'anywhere'
}

/** What a whole body has in common. */
export interface BodyContext {
  readonly readable: readonly Variable[]
  readonly writable: readonly Variable[]
  readonly self: Sort | null
  /** Null in a process. */
  readonly procedure: { readonly returns: Sort | null } | null
  readonly callables: readonly Callable[]
  readonly labels: readonly string[]
  /** Numbers the model's locals. */
  readonly nextLocal: () => number
}

interface LoopFrame {
  readonly visible: readonly Local[]
  /** The number of origins inside the loop's body. */
  readonly origins: number
  readonly lastEither: number
  exit: Point
}

interface Frame {
  readonly visible: readonly Local[]
  /** Those of the block in the making, which may grow. */
  readonly own: Local[]
  readonly origins: number
  /** The number of origins up to the innermost branch of an `either`; 0 outside of one. */
  readonly lastEither: number
  readonly loop: LoopFrame | null
  readonly atomic: boolean
  readonly fuel: number
}

type Made = readonly [Statement, Point]
type Form = (frame: Frame, point: Point) => Made | null

const fuel = 3

export class Blocks {
  readonly #maker: Maker
  readonly #draw: Draw
  readonly #context: BodyContext
  /** At the returns so far. */
  #returned: Point = unreachable
  #guarded = false

  constructor(maker: Maker, context: BodyContext) {
    this.#maker = maker
    this.#draw = maker.draw
    this.#context = context
  }

  /** A whole body; `atomic` makes one that can be executed inside an `atomic`. */
  body(parameters: readonly Local[], atomic: boolean, most: number) {
    const start: Point = {
      reachable: true,
      live: new Set(parameters.map(({ local }) => local)),
      stepped: 0,
      fresh: true,
    }
    const frame: Frame = {
      visible: parameters,
      own: [...parameters],
      origins: 1,
      lastEither: 0,
      loop: null,
      atomic,
      fuel,
    }
    const [body, end] = this.#fill(frame, start, 1, most, (point) => this.#finish(frame, point))
    const exit = meet(this.#returned, end)
    return { body, ends: exit.reachable, steps: exit.stepped >= 1, guarded: this.#guarded }
  }

  /** The end of a procedure with a result gives one; many a process goes round for ever. */
  #finish(frame: Frame, point: Point): Made | null {
    const { procedure } = this.#context
    if (procedure === null) return this.#draw.chance(40) ? this.#loop(frame, point) : null
    return procedure.returns === null ? null : this.#return(frame, point)
  }

  #block(outer: Frame, point: Point, closing?: (frame: Frame, point: Point) => Made | null) {
    const frame: Frame = { ...outer, own: [], fuel: outer.fuel - 1 }
    const close = (end: Point): Made | null => closing?.(frame, end) ?? null
    const [block, end] = this.#fill(frame, point, 0, Math.max(1, frame.fuel + 1), close)
    return [block, confined(end, ids(outer.visible))] as const
  }

  #fill(
    frame: Frame,
    start: Point,
    least: number,
    most: number,
    close: (point: Point) => Made | null,
  ): readonly [Block, Point] {
    if (this.#draw.chance(40)) frame.own.push(this.#local())
    const statements: Statement[] = []
    let point = start
    for (let left = this.#draw.between(least, most); left > 0 && point.reachable; left -= 1) {
      const visible = [...new Set([...frame.visible, ...frame.own])]
      const [made, next] = this.#statement({ ...frame, visible }, point)
      // Labels are most telling where one step is made of several.
      if (made.kind === 'atomic' && this.#draw.chance(50)) statements.push(...this.#someLabel())
      statements.push(made)
      point = next
    }
    const last = point.reachable ? close(point) : null
    if (last !== null) {
      statements.push(last[0])
      point = last[1]
    }
    return [{ locals: frame.own, statements }, point]
  }

  #statement(frame: Frame, point: Point): Made {
    const nested = frame.fuel > 0 ? 1 : 0
    const loops = frame.atomic ? 0 : nested
    const leaving = frame.loop === null || frame.fuel === fuel ? 0 : 1
    const returning = this.#context.procedure === null ? 0 : 1
    const form = this.#draw.weighted<Form>([
      [12, this.#step],
      [frame.visible.length > 0 ? 5 : 0, this.#compute],
      [this.#context.labels.length > 0 ? 6 : 0, this.#label],
      [4 * nested, this.#when],
      [3 * loops, this.#loop],
      [4 * loops, this.#until],
      [3 * leaving, this.#leave],
      [5 * leaving, this.#again],
      [4 * nested, this.#either],
      [this.#context.callables.length > 0 ? 6 : 0, this.#call],
      [(frame.fuel === fuel ? 1 : 10) * returning, this.#return],
      [7 * loops, this.#atomic],
    ])
    return form(frame, point) ?? this.#step(frame, point)
  }

  readonly #step = (frame: Frame, point: Point): Made => {
    const scope = this.#scope(frame, point)
    const allowed = !frame.atomic || point.fresh
    const guard = allowed && this.#draw.chance(35) ? this.#maker.expr(bool, scope, fuel) : null
    if (guard !== null) this.#guarded = true
    const wait = guard !== null && this.#draw.chance(20) ? drawWait(this.#maker, scope, 1) : null
    const { effects, written } = drawEffects(this.#maker, this.#reach(frame, point), 0, 3)
    const made = statement('step', { name: 'work', guard, effects, wait, requests: [] })
    return [made, stepped(enlivened(point, written))]
  }

  readonly #compute = (frame: Frame, point: Point): Made => {
    const reach: Reach = {
      scope: unshared(this.#scope(frame, point)),
      variables: [],
      locals: frame.visible,
      picks: false,
    }
    const { effects, written } = drawEffects(this.#maker, reach, 1, 2)
    return [statement('compute', { effects }), enlivened(point, written)]
  }

  readonly #label = (_: Frame, point: Point): Made => [
    statement('label', { label: this.#draw.oneOf(this.#context.labels) }),
    point,
  ]

  #someLabel(): readonly Statement[] {
    const { labels } = this.#context
    return labels.length === 0 ? [] : [statement('label', { label: this.#draw.oneOf(labels) })]
  }

  readonly #when = (frame: Frame, point: Point): Made => {
    const [test, step] = this.#test(frame, point)
    const inside = step ? stepped(point) : point
    const [then, left] = this.#block(frame, inside)
    const [otherwise, right] = this.#block(frame, inside)
    return [statement('when', { test, step, then, otherwise }), meet(left, right)]
  }

  readonly #loop = (frame: Frame, point: Point): Made => {
    const loop = this.#loopFrame(frame)
    const [body] = this.#round(frame, loop, point)
    return [statement('loop', { body }), entering(loop.exit, frame.origins)]
  }

  readonly #until = (frame: Frame, point: Point): Made => {
    const [test, step] = this.#test(frame, point)
    const tested = step ? stepped(point) : point
    const loop = this.#loopFrame(frame)
    const [body] = this.#round(frame, loop, tested, step)
    const exit = meet(entering(loop.exit, frame.origins), tested)
    return [statement('until', { test, step, body }), exit]
  }

  #loopFrame(frame: Frame): LoopFrame {
    const { visible, origins, lastEither } = frame
    return { visible, origins: origins + 1, lastEither, exit: unreachable }
  }

  /** A loop's body: what comes back to the head has taken a step. */
  #round(frame: Frame, loop: LoopFrame, point: Point, tested = false) {
    const start = tested ? point : entering(point, frame.origins)
    const inside = { ...frame, loop, origins: loop.origins }
    return this.#block(inside, start, (at, end) =>
      end.stepped < loop.origins ? this.#step(at, end) : null,
    )
  }

  readonly #leave = (frame: Frame, point: Point): Made | null => {
    const { loop } = frame
    if (loop === null) return null
    const inner = frame.lastEither > loop.lastEither ? frame.lastEither : 0
    if (point.stepped < inner) return null
    loop.exit = meet(loop.exit, { ...confined(point, ids(loop.visible)), fresh: true })
    return [statement('leave', {}), unreachable]
  }

  readonly #again = (frame: Frame, point: Point): Made | null => {
    const { loop } = frame
    if (loop === null || point.stepped < Math.max(loop.origins, frame.lastEither)) return null
    return [statement('again', {}), unreachable]
  }

  readonly #either = (frame: Frame, point: Point): Made => {
    const origins = frame.origins + 1
    const inside = { ...frame, origins, lastEither: origins }
    let exit = unreachable
    const branches = this.#draw.times(1, 3, () => {
      const [branch, end] = this.#block(inside, entering(point, frame.origins), (at, last) =>
        last.stepped < origins ? this.#step(at, last) : null,
      )
      exit = meet(exit, end)
      return branch
    })
    return [statement('either', { branches }), exit]
  }

  readonly #call = (frame: Frame, point: Point): Made | null => {
    const callable = this.#draw.oneOf(this.#context.callables)
    if (frame.atomic && callable.inAtomic === 'never') return null
    if (frame.atomic && callable.inAtomic === 'first' && !point.fresh) return null
    const mute = (frame.atomic && callable.inAtomic === 'first') || this.#draw.chance(50)
    if (frame.atomic && callable.inAtomic === 'first') this.#guarded = true
    const scope = this.#scope(frame, point)
    const args = callable.parameters.map(({ sort }) =>
      this.#maker.expr(sort, mute ? unshared(scope) : scope, fuel),
    )
    const step = readsShared(args)
    const result = callable.returns === null ? null : this.#result(frame, callable.returns)
    const made = statement('call', {
      procedure: callable.id,
      arguments: args,
      step,
      result: result?.local ?? null,
    })
    if (!callable.ends) return [made, unreachable]
    const end = step || callable.steps ? stepped(point) : { ...point, fresh: false }
    return [made, result === null ? end : enlivened(end, [result.local])]
  }

  /** A local of the block that takes the call's result. */
  #result(frame: Frame, sort: Sort): Local | null {
    if (this.#draw.chance(45)) return null
    const fitting = frame.own.filter((local) => equalSorts(local.sort, sort))
    if (fitting.length > 0 && this.#draw.chance(50)) return this.#draw.oneOf(fitting)
    const local = this.#local(sort)
    frame.own.push(local)
    return local
  }

  readonly #return = (frame: Frame, point: Point): Made | null => {
    const { procedure } = this.#context
    if (procedure === null) return null
    const scope = this.#scope(frame, point)
    const mute = this.#draw.chance(60) ? unshared(scope) : scope
    const value = procedure.returns === null ? null : this.#value(procedure.returns, mute)
    const step = readsShared(value)
    const end = step ? stepped(point) : point
    if (end.stepped < frame.lastEither) return null
    this.#returned = meet(this.#returned, end)
    return [statement('return', { value, step }), unreachable]
  }

  /** Often one that may fault: that shows whether it was computed where nobody takes it. */
  #value(sort: Sort, scope: Scope): Expr {
    if (!this.#draw.chance(20)) return this.#maker.expr(sort, scope, fuel)
    const optional = this.#maker.expr({ kind: 'optional', of: sort }, scope, fuel - 1)
    return expr('unwrap', sort, { optional })
  }

  readonly #atomic = (frame: Frame, point: Point): Made => {
    const inside = { ...frame, atomic: true }
    const start: Point = { ...point, stepped: Infinity, fresh: true }
    const [body, end] = this.#block(inside, start)
    return [statement('atomic', { name: 'at once', body }), { ...end, fresh: true }]
  }

  #test(frame: Frame, point: Point): readonly [Expr, boolean] {
    const scope = this.#scope(frame, point)
    const mute = this.#draw.chance(50) ? scope : unshared(scope)
    const own = frame.atomic && this.#draw.chance(30) ? this.#atOwnLabel() : null
    const test = own ?? this.#maker.expr(bool, mute, fuel)
    return [test, readsShared(test)]
  }

  /** Whether the process itself is at a label: inside an `atomic`, it has left it with the first step. */
  #atOwnLabel(): Expr | null {
    const { self } = this.#context
    const process = this.#maker.processes.find(
      ({ sort, labels }) => sort === self && labels.length > 0,
    )
    if (self === null || process === undefined) return null
    const label = this.#draw.oneOf(process.labels)
    return expr('at', bool, { process: process.id, instance: expr('self', self, {}), label })
  }

  #scope(frame: Frame, point: Point): Scope {
    const { readable, self } = this.#context
    return {
      variables: readable,
      locals: frame.visible.filter(({ local }) => point.live.has(local)),
      binders: [],
      self,
      current: true,
      shared: true,
      after: false,
    }
  }

  #reach(frame: Frame, point: Point): Reach {
    const scope = this.#scope(frame, point)
    return { scope, variables: this.#context.writable, locals: frame.visible, picks: true }
  }

  #local(sort?: Sort): Local {
    const { sorts, threads, localValues } = this.#maker.palette
    const own =
      sort ?? this.#draw.oneOf(sorts.filter((each) => cardinality(each, threads) <= localValues))
    const id = this.#context.nextLocal()
    return { local: localId(id), name: `l${id}`, sort: own }
  }
}

function ids(locals: readonly Local[]) {
  return locals.map(({ local }) => local)
}
