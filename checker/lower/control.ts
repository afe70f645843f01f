/** The control of a process: what follows each statement, up to where the process next rests. */

import type { Effect, Expr, Local, Place, Statement, StatementOf } from '../../dsl/ir.ts'
import type { Body } from './inline.ts'
import type { Listing } from './listing.ts'
import type { Frame, Position } from './position.ts'
import { beginning, behind, framesLeft, innermost, inside, statementAt } from './position.ts'
import { statementId } from './position.ts'
import type { FairBranch } from '../system.ts'
import { fairBranch } from '../step-fairness.ts'
import type { Operation, Transition } from './program.ts'
import { renameEffect, renameExpr, renameWait } from './rename.ts'

/**
 * How control came to a position: on the way to the step that the transition takes; inside an `atomic`, which is that
 * step, with or without having left the labels of its control point; or after it, with the labels passed since.
 */
type Mode =
  | { readonly phase: 'before' }
  | { readonly phase: 'inside'; readonly departed: boolean }
  | { readonly phase: 'after'; readonly labels: readonly string[] }

const before: Mode = { phase: 'before' }
const after: Mode = { phase: 'after', labels: [] }

/** What follows, as the number of its first operation, in a mode. */
type Follow = (mode: Mode) => number

/** The operations of a statement; what follows it goes through `onward`, which knows the mode behind the statement. */
type Build = (onward: (next: Follow) => number) => number

interface Control {
  /** The operation from which the process comes to its first point. */
  readonly start: () => number
  /** The transitions from the point at this position, in order. */
  readonly entries: (position: Position) => readonly Transition[]
}

/**
 * Follows control through a body, and lists what it finds. Throws where control comes round to a statement without a
 * step, or out of a branch of an `either` without one: a model has no such place.
 */
export function control(body: Body, { operations, emit, numbered, rest }: Listing): Control {
  /** The operation with which control goes on from a position; null while that is being found out. */
  const known = new Map<string, number | null>()

  function go(position: Position, mode: Mode): number {
    const statement = statementAt(position)
    if (statement === undefined) return end(position, mode)
    const key = JSON.stringify([statementId(position, statement), mode])
    const found = known.get(key)
    if (found === null)
      throw new Error(`${statement.site.toString()}: a round of this loop takes no step`)
    if (found !== undefined) return found
    known.set(key, null)
    const operation = execute(position, statement, mode)
    known.set(key, operation)
    return operation
  }

  function execute(position: Position, statement: Statement, mode: Mode): number {
    switch (statement.kind) {
      case 'step':
        return asStep(position, statement, mode, (onward) => {
          const next = onward((then) => go(behind(position), then))
          return guarded(position, statement, written(position, statement, next))
        })
      case 'compute':
        return written(position, statement, go(behind(position), mode))
      case 'label':
        return go(behind(position), passed(mode, statement.label))
      case 'when':
        return branch(
          position,
          statement,
          mode,
          inside(position, 'block', statement.then),
          inside(position, 'block', statement.otherwise),
        )
      case 'until':
        return branch(
          position,
          statement,
          mode,
          behind(position),
          inside(position, 'round', statement.body),
        )
      case 'loop':
        return go(inside(position, 'round', statement.body), mode)
      case 'leave':
        return leave(position, innermost(position, 'round'), behind, mode)
      case 'again':
        return leave(position, innermost(position, 'round'), head, mode)
      case 'either':
        return either(position, statement, mode)
      case 'call':
        return call(position, statement, mode)
      case 'return':
        return leaveBody(position, statement, mode)
      case 'atomic':
        return atomic(position, statement, mode)
    }
  }

  /** A statement that takes a step: a process rests at it, comes from rest to it, or finds it inside an `atomic`. */
  function asStep(position: Position, statement: Statement, mode: Mode, build: Build): number {
    switch (mode.phase) {
      case 'after':
        return rest(position, mode.labels)
      case 'before': {
        const next = build((follow) => follow(after))
        return emit({ kind: 'take', statement: numbered(position, statement), next })
      }
      case 'inside':
        if (mode.departed) return build((follow) => follow(mode))
        return build((follow) => {
          const next = follow({ phase: 'inside', departed: true })
          return emit({ kind: 'depart', next })
        })
    }
  }

  /** A statement that takes a step where its expressions read shared state. */
  function asTold(
    position: Position,
    statement: StatementOf<'when' | 'until' | 'call' | 'return'>,
    mode: Mode,
    build: Build,
  ): number {
    if (statement.step) return asStep(position, statement, mode, build)
    return build((follow) => follow(mode))
  }

  /** The effects of a statement. */
  function written(
    position: Position,
    statement: StatementOf<'step' | 'compute'>,
    next: number,
  ): number {
    const { slotOf } = position.frame.body
    const effects = statement.effects.map((effect) => renameEffect(effect, slotOf))
    return write(position, statement, effects, next)
  }

  function write(
    position: Position,
    statement: Statement,
    effects: readonly Effect[],
    next: number,
  ): number {
    if (effects.length === 0) return next
    return emit({ kind: 'effects', statement: numbered(position, statement), effects, next })
  }

  function guarded(position: Position, statement: StatementOf<'step'>, next: number): number {
    if (statement.guard === null) return next
    const { slotOf } = position.frame.body
    return emit({
      kind: 'guard',
      statement: numbered(position, statement),
      test: renameExpr(statement.guard, slotOf),
      wait: statement.wait === null ? null : renameWait(statement.wait, slotOf),
      next,
    })
  }

  function branch(
    position: Position,
    statement: StatementOf<'when' | 'until'>,
    mode: Mode,
    then: Position,
    otherwise: Position,
  ): number {
    return asTold(position, statement, mode, (onward) =>
      emit({
        kind: 'branch',
        // What follows is emitted first: operations go on to smaller numbers.
        then: onward((follow) => go(then, follow)),
        otherwise: onward((follow) => go(otherwise, follow)),
        statement: numbered(position, statement),
        test: renameExpr(statement.test, position.frame.body.slotOf),
      }),
    )
  }

  function either(position: Position, statement: StatementOf<'either'>, mode: Mode): number {
    if (mode.phase === 'after') return rest(position, mode.labels)
    return emit({
      kind: 'fork',
      branches: statement.branches.map((block) => go(inside(position, 'block', block), mode)),
      statement: numbered(position, statement),
      recorded: mode.phase === 'inside',
      fairness: statement.branches.map((_, branch) => {
        return fairBranch(statement, statementId(position, statement), branch)
      }),
    })
  }

  function call(position: Position, statement: StatementOf<'call'>, mode: Mode): number {
    const { body: caller } = position.frame
    const callee = caller.callees.get(statement.ordinal)
    if (callee === undefined)
      throw new Error(`${statement.site.toString()}: the callee was not inlined`)
    const effects = callee.parameters.map((parameter, i): Effect => {
      const argument = statement.arguments[i]
      if (argument === undefined)
        throw new Error(`${statement.site.toString()}: an argument is missing`)
      return assign(callee, parameter, renameExpr(argument, caller.slotOf))
    })
    return asTold(position, statement, mode, (onward) => {
      const next = onward((then) => go(beginning(callee, position), then))
      return write(position, statement, effects, next)
    })
  }

  function leaveBody(position: Position, statement: StatementOf<'return'>, mode: Mode): number {
    const last = innermost(position, 'body')
    return asTold(position, statement, mode, (onward) => {
      const next = onward((then) => leave(position, last, behind, then))
      if (statement.value === null) return next
      const value = renameExpr(statement.value, position.frame.body.slotOf)
      const caller = last.holder === null ? undefined : statementAt(last.holder)
      const result = caller?.kind === 'call' ? caller.result : null
      if (last.holder === null || result === null) {
        return emit({ kind: 'evaluate', statement: numbered(position, statement), value, next })
      }
      const local = { local: result, sort: value.sort }
      return write(position, statement, [assign(last.holder.frame.body, local, value)], next)
    })
  }

  function atomic(position: Position, statement: StatementOf<'atomic'>, mode: Mode): number {
    if (mode.phase === 'after') return rest(position, mode.labels)
    if (mode.phase === 'inside')
      throw new Error(`${statement.site.toString()}: an atomic in an atomic`)
    const first = inside(position, 'atomic', statement.body)
    const next = go(first, { phase: 'inside', departed: false })
    return emit({ kind: 'take', statement: numbered(position, statement), next })
  }

  /** The end of a block: a loop comes round, otherwise control goes on behind the holder. */
  function end(position: Position, mode: Mode): number {
    const { frame } = position
    return leave(position, frame, frame.kind === 'round' ? head : behind, mode)
  }

  /**
   * Control leaves all frames from the innermost to `last`, for its holder or what is behind that: their locals die, and
   * an `atomic` among them ends.
   */
  function leave(
    position: Position,
    last: Frame,
    onward: (holder: Position) => Position,
    mode: Mode,
  ): number {
    const frames = framesLeft(position, last)
    const then = frames.some((frame) => frame.kind === 'atomic') ? after : mode
    const next = last.holder === null ? terminate(then) : go(onward(last.holder), then)
    const slots = frames
      .flatMap((frame) => frame.block.locals.map((local) => frame.body.slotOf(local.local)))
      .toSorted((a, b) => a - b)
    return slots.length === 0 ? next : emit({ kind: 'kill', slots, next })
  }

  function terminate(mode: Mode): number {
    if (mode.phase !== 'after') throw new Error(`${body.path}: a branch takes no step`)
    return rest(null, mode.labels)
  }

  return {
    start: () => go(beginning(body, null), after),
    entries: (position) => alternatives(operations, go(position, before)),
  }
}

/** The transitions that begin with this operation: those of an `either` at which a process rests are apart. */
function alternatives(
  operations: readonly Operation[],
  entry: number,
  branches: readonly FairBranch[] = [],
): readonly Transition[] {
  const operation = operations[entry]
  if (operation?.kind !== 'fork' || operation.recorded) return [{ entry, branches }]
  return operation.branches.flatMap((each, at) => {
    const fair = operation.fairness[at] ?? null
    return alternatives(operations, each, fair === null ? branches : [...branches, fair])
  })
}

function passed(mode: Mode, label: string): Mode {
  if (mode.phase !== 'after' || mode.labels.includes(label)) return mode
  return { ...mode, labels: [...mode.labels, label].toSorted() }
}

function head(holder: Position): Position {
  return holder
}

/** To a local of the body, from a value in which locals are slots already. */
function assign(body: Body, local: Pick<Local, 'local' | 'sort'>, value: Expr): Effect {
  const place: Place = {
    root: { kind: 'local', local: body.slotOf(local.local) },
    path: [],
    sort: local.sort,
  }
  return { kind: 'assign', place, value, access: 'model', site: value.site }
}
