/** Whether control in a body keeps the rules: every round and every branch takes a step, and only live locals are named. */

import type { Block, Local, LocalId, Procedure, Process, Sort, Statement } from '../../dsl/ir.ts'
import { checkEffects } from './well-effected.ts'
import { expectSort } from './well-sorted.ts'
import type { Checking } from './well-sorted.ts'
import { readsShared } from './walk.ts'

/** A loop's head, or a branch of an `either`: control owes it a step. */
type Origin = symbol

/** What holds whichever way control came to a point; null where it never comes. */
type State = {
  readonly live: ReadonlySet<LocalId>
  readonly owed: ReadonlySet<Origin>
  /** Inside an `atomic`: whether a guard may follow. */
  readonly fresh: boolean
} | null

/** Where control can go besides on. */
interface Targets {
  readonly checking: Checking
  readonly declared: ReadonlyMap<LocalId, Sort>
  readonly own: readonly Local[]
  readonly atomic: boolean
  readonly branches: readonly Origin[]
  readonly loop: {
    readonly head: Origin | null
    readonly branches: number
    readonly outer: ReadonlySet<LocalId>
    exit: State
  } | null
  readonly procedure: { readonly of: Procedure; exit: State } | null
  readonly calls: readonly Procedure[]
}

const bool: Sort = { kind: 'bool' }

/** Checks a body, and those that it calls as they are called there. */
export function checkFlow(body: Procedure | Process, checking: Checking): void {
  const start: State = { live: new Set(), owed: new Set(), fresh: true }
  const targets: Targets = {
    checking,
    declared: new Map(),
    own: [],
    atomic: false,
    branches: [],
    loop: null,
    procedure: null,
    calls: [],
  }
  if ('parameters' in body) enter(body, start, { ...targets, calls: [body] })
  else block(body.body, start, targets)
}

function enter(procedure: Procedure, state: NonNullable<State>, outer: Targets): State {
  const parameters = procedure.parameters.map(({ local }) => local)
  const own: { readonly of: Procedure; exit: State } = { of: procedure, exit: null }
  const targets: Targets = {
    ...outer,
    checking: { ...outer.checking, self: null },
    declared: new Map(),
    branches: [],
    loop: null,
    procedure: own,
  }
  const end = block(procedure.body, { ...state, live: new Set(parameters) }, targets)
  if (end !== null && procedure.returns !== null) outer.checking.report('no result at the end')
  return meet(end, own.exit)
}

function meet(left: State, right: State): State {
  if (left === null || right === null) return left ?? right
  return {
    live: left.live.intersection(right.live),
    owed: left.owed.union(right.owed),
    fresh: left.fresh && right.fresh,
  }
}

function stepped(state: NonNullable<State>): NonNullable<State> {
  return { ...state, owed: new Set(), fresh: false }
}

function block(body: Block, start: State, outer: Targets): State {
  const declared = new Map(outer.declared)
  for (const { local, sort } of body.locals) declared.set(local, sort)
  const targets = { ...outer, declared, own: body.locals }
  let state = start
  for (const statement of body.statements) {
    if (state === null) {
      outer.checking.report('a statement that control never comes to')
      return null
    }
    state = execute(statement, state, targets)
  }
  if (state === null) return null
  return { ...state, live: state.live.intersection(new Set(outer.declared.keys())) }
}

function execute(statement: Statement, state: NonNullable<State>, targets: Targets): State {
  const { declared, atomic, loop, procedure } = targets
  const { report } = targets.checking
  const locals = new Map([...declared].filter(([local]) => state.live.has(local)))
  const seeing: Checking = { ...targets.checking, locals }
  const silent: Checking = { ...seeing, shared: false }
  const onward = (step: boolean): NonNullable<State> => (step ? stepped(state) : state)
  const flag = (step: boolean, parts: unknown): void => {
    if (step !== readsShared(parts)) report('the step flag is wrong')
  }
  switch (statement.kind) {
    case 'step': {
      if (statement.guard !== null) expectSort(statement.guard, bool, seeing)
      if (statement.guard !== null && atomic && !state.fresh) report('a guard inside an atomic')
      const written = checkEffects(statement.effects, seeing, 'step', declared)
      return { ...stepped(state), live: state.live.union(written) }
    }
    case 'compute': {
      const written = checkEffects(statement.effects, silent, 'silent', declared)
      return { ...onward(false), live: state.live.union(written) }
    }
    case 'label':
      return state
    case 'when': {
      expectSort(statement.test, bool, seeing)
      flag(statement.step, statement.test)
      const inside = onward(statement.step)
      return meet(
        block(statement.then, inside, targets),
        block(statement.otherwise, inside, targets),
      )
    }
    case 'loop':
    case 'until': {
      if (atomic) report('a loop inside an atomic')
      const tested = statement.kind === 'until' ? onward(statement.step) : state
      if (statement.kind === 'until') {
        expectSort(statement.test, bool, seeing)
        flag(statement.step, statement.test)
      }
      const head = Symbol('head')
      const round = statement.kind === 'until' && statement.step ? null : head
      const own = {
        head: round,
        branches: targets.branches.length,
        outer: new Set(declared.keys()),
      }
      const exit: State = statement.kind === 'until' ? tested : null
      const frame: typeof own & { exit: State } = { ...own, exit }
      const owed = round === null ? tested.owed : new Set([...tested.owed, round])
      const end = block(statement.body, { ...tested, owed }, { ...targets, loop: frame })
      if (end !== null && end.owed.has(head)) report('a round without a step')
      return without(frame.exit, head)
    }
    case 'leave':
    case 'again': {
      if (loop === null) {
        report(`${statement.kind} outside of a loop`)
        return null
      }
      const left = targets.branches.slice(loop.branches)
      if (left.some((branch) => state.owed.has(branch))) report('a branch is left without a step')
      if (statement.kind === 'leave') {
        loop.exit = meet(loop.exit, {
          ...state,
          live: state.live.intersection(loop.outer),
          fresh: true,
        })
      } else if (loop.head !== null && state.owed.has(loop.head)) report('a round without a step')
      return null
    }
    case 'either': {
      let exit: State = null
      if (statement.branches.length === 0) report('an either without branches')
      for (const branch of statement.branches) {
        const origin = Symbol('branch')
        const inside = { ...targets, branches: [...targets.branches, origin] }
        const end = block(branch, { ...state, owed: new Set([...state.owed, origin]) }, inside)
        if (end?.owed.has(origin) === true) report('a branch without a step')
        exit = meet(exit, without(end, origin))
      }
      return exit
    }
    case 'call': {
      const callee = targets.checking.model.procedures[statement.procedure]
      if (callee === undefined || targets.calls.includes(callee)) {
        report('a call of no procedure, or of itself')
        return state
      }
      if (callee.parameters.length !== statement.arguments.length) report('number of arguments')
      for (const [position, { sort }] of callee.parameters.entries()) {
        const argument = statement.arguments[position]
        if (argument !== undefined) expectSort(argument, sort, seeing)
      }
      flag(statement.step, statement.arguments)
      const inside = statement.step ? stepped(state) : state
      const end = enter(callee, inside, { ...targets, calls: [...targets.calls, callee] })
      if (end === null) return null
      const result = targets.own.find(({ local }) => local === statement.result)
      if (statement.result !== null && (result === undefined || callee.returns === null)) {
        report('a result without a place or a value')
      }
      const live = new Set(state.live)
      if (result !== undefined) live.add(result.local)
      return { ...end, live }
    }
    case 'return': {
      if (procedure === null) {
        report('return in a process')
        return null
      }
      const { returns } = procedure.of
      if ((returns === null) !== (statement.value === null)) report('a result, or none')
      if (returns !== null && statement.value !== null) expectSort(statement.value, returns, seeing)
      flag(statement.step, statement.value)
      const end = onward(statement.step)
      if (targets.branches.some((branch) => end.owed.has(branch))) {
        report('a branch is left without a step')
      }
      procedure.exit = meet(procedure.exit, end)
      return null
    }
    case 'atomic': {
      if (atomic) report('an atomic inside an atomic')
      const inside = { ...stepped(state), fresh: true }
      const end = block(statement.body, inside, { ...targets, atomic: true })
      return end === null ? null : { ...end, fresh: true }
    }
  }
}

function without(state: State, origin: Origin): State {
  if (state === null) return null
  return { ...state, owed: new Set([...state.owed].filter((each) => each !== origin)) }
}
