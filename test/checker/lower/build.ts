/** Effects, statements and models as plain data, for small models in tests of the lowering. */

import type {
  Access,
  Action,
  Binder,
  Block,
  Condition,
  Domain,
  Effect,
  Expr,
  Local,
  Place,
  Procedure,
  Process,
  Selector,
  Sort,
  Statement,
  StatementOf,
  Variable,
} from '../../../dsl/ir.ts'
import { nowhere as site } from '../../../dsl/site.ts'
import { ordinalOf, procedureId, processId } from '../../ids.ts'
import { field, identity, yes } from './terms.ts'

export { modelOf as model } from '../../model.ts'

/** What an assignment writes: a variable, a local, or with selectors a part of one. */
export function place(root: Variable | Local, ...path: readonly (Expr | string)[]): Place {
  let { sort } = root
  const selectors = path.map((selector): Selector => {
    if (typeof selector === 'string') {
      sort = field({ ...yes, sort }, selector).sort
      return { kind: 'field', field: selector }
    }
    if (sort.kind === 'array') sort = sort.element
    return { kind: 'element', index: selector }
  })
  return {
    root:
      'local' in root
        ? { kind: 'local', local: root.local }
        : { kind: 'variable', variable: root.id },
    path: selectors,
    sort,
  }
}
export function assign(
  to: Variable | Local | Place,
  value: Expr,
  access: Access = 'model',
): Effect {
  const target = 'path' in to ? to : place(to)
  return { kind: 'assign', place: target, value, access, site }
}
export const pick = (over: Binder, domain: Domain, filter: Expr | null = null): Effect => ({
  kind: 'pick',
  binder: over,
  domain,
  filter,
  site,
})
export const effectWhen = (test: Expr, then: Effect[], otherwise: Effect[] = []): Effect => ({
  kind: 'when',
  test,
  then,
  otherwise,
  site,
})
export const forEach = (over: Binder, domain: Domain, ...body: Effect[]): Effect => ({
  kind: 'forEach',
  binder: over,
  domain,
  body,
  site,
})
export const assert = (test: Expr, message: string): Effect => ({
  kind: 'assert',
  test,
  message,
  site,
})
export const fail = (message: string): Effect => ({ kind: 'fail', message, site })

const ordinal = ordinalOf(-1)
const node = { ordinal, site }

/** Statements in a block without locals, or a block. */
type Body = readonly Statement[] | Block

export const block = (locals: readonly Local[], ...statements: Statement[]): Block => ({
  locals,
  statements,
})
const blockOf = (body: Body): Block => ('statements' in body ? body : block([], ...body))

export const step = (name: string, guard: Expr | null, ...effects: Effect[]): Statement => ({
  ...node,
  kind: 'step',
  name,
  guard,
  effects,
  wait: null,
  requests: [],
})
export const compute = (...effects: Effect[]): Statement => ({ ...node, kind: 'compute', effects })
export const label = (name: string): Statement => ({ ...node, kind: 'label', label: name })
export const when = (test: Expr, then: Body, otherwise: Body = []): StatementOf<'when'> => ({
  ...node,
  kind: 'when',
  test,
  step: false,
  then: blockOf(then),
  otherwise: blockOf(otherwise),
})
export const until = (test: Expr, body: Body): StatementOf<'until'> => ({
  ...node,
  kind: 'until',
  test,
  step: false,
  body: blockOf(body),
})
export const loop = (body: Body): Statement => ({ ...node, kind: 'loop', body: blockOf(body) })
export const leave: Statement = { ...node, kind: 'leave' }
export const again: Statement = { ...node, kind: 'again' }
export const either = (...branches: Body[]): Statement => ({
  ...node,
  kind: 'either',
  branches: branches.map(blockOf),
})
export const call = (
  procedure: number,
  args: readonly Expr[] = [],
  result: Local | null = null,
): StatementOf<'call'> => ({
  ...node,
  kind: 'call',
  procedure: procedureId(procedure),
  arguments: args,
  step: false,
  result: result === null ? null : result.local,
})
export const return_ = (value: Expr | null = null): StatementOf<'return'> => ({
  ...node,
  kind: 'return',
  value,
  step: false,
})
export const atomic = (name: string, body: Body): Statement => ({
  ...node,
  kind: 'atomic',
  name,
  body: blockOf(body),
})
/** The same statement, taking a step. */
export const asStep = <S extends StatementOf<'when' | 'until' | 'call' | 'return'>>(
  statement: S,
): S => ({ ...statement, step: true })

/** The body with its statements numbered in the order of the text. */
function numbered(body: Body): Block {
  let next = 0
  const inBlock = (inner: Block): Block => ({
    ...inner,
    statements: inner.statements.map(inStatement),
  })
  function inStatement(statement: Statement): Statement {
    const own = { ordinal: ordinalOf(next++) }
    switch (statement.kind) {
      case 'when':
        return {
          ...statement,
          ...own,
          then: inBlock(statement.then),
          otherwise: inBlock(statement.otherwise),
        }
      case 'loop':
      case 'until':
      case 'atomic':
        return { ...statement, ...own, body: inBlock(statement.body) }
      case 'either':
        return { ...statement, ...own, branches: statement.branches.map(inBlock) }
      default:
        return { ...statement, ...own }
    }
  }
  return inBlock(blockOf(body))
}

/** A process with one instance, or one for each value of a sort. Its position among the processes is its id. */
export const process = (
  name: string,
  body: Body,
  options: { id?: number; sort?: Sort; daemon?: boolean; runs?: Expr } = {},
): Process => ({
  id: processId(options.id ?? 0),
  name,
  sort: options.sort ?? identity(name, 1),
  daemon: options.daemon ?? false,
  context: 'task',
  fairness: 'weak',
  runs: options.runs ?? null,
  body: numbered(body),
  site,
})

export function procedure(
  id: number,
  name: string,
  parameters: readonly Local[],
  body: Body,
  returns: Sort | null = null,
): Procedure {
  const { locals, statements } = blockOf(body)
  const whole = numbered(block([...parameters, ...locals], ...statements))
  return { id: procedureId(id), name, parameters, returns, body: whole, site }
}

export const action = (
  name: string,
  parameters: readonly Binder[],
  guard: Expr | null,
  ...effects: Effect[]
): Action => ({ name, parameters, guard, effects, site })

export const condition = (name: string, expr: Expr): Condition => ({ name, expr, site })
