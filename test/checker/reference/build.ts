/** A short way to write models in the IR by hand. */

import type {
  Action,
  Binder,
  Block,
  Domain,
  Effect,
  Expr,
  ExprOf,
  Initial,
  Local,
  Model,
  Place,
  Procedure,
  Process,
  Selector,
  Sort,
  SortOf,
  Statement,
  Variable,
  Wait,
} from '../../../dsl/ir.ts'
import { Site, nowhere } from '../../../dsl/site.ts'
import { boundId, localId, ordinalOf, procedureId, processId, variableId } from '../../ids.ts'
import { modelOf } from '../../model.ts'

/** A site that is equal to no other. */
export function site(): Site {
  return new Site({})
}

export const bool: SortOf<'bool'> = { kind: 'bool' }
export const thread: SortOf<'thread'> = { kind: 'thread' }
export const int = (min: number, max: number): SortOf<'int'> => ({ kind: 'int', min, max })
export const oneOf = (...values: string[]): SortOf<'enum'> => ({ kind: 'enum', values })
export const identity = (name: string, size: number): SortOf<'identity'> => {
  return { kind: 'identity', name, size }
}
export const index = (name: string, size: number): SortOf<'index'> => {
  return { kind: 'index', name, size }
}
export const optional = (of: Sort): SortOf<'optional'> => ({ kind: 'optional', of })
export const setOf = (of: Sort): SortOf<'set'> => ({ kind: 'set', of })
export const sequenceOf = (of: Sort, bound: number): SortOf<'sequence'> => {
  return { kind: 'sequence', of, bound }
}
export const bagOf = (of: Sort, bound: number): SortOf<'bag'> => ({ kind: 'bag', of, bound })
export const arrayOf = (from: Sort, element: Sort): SortOf<'array'> => {
  return { kind: 'array', index: from, element }
}
export const recordOf = (fields: Record<string, Sort>): SortOf<'record'> => {
  return {
    kind: 'record',
    fields: Object.entries(fields).map(([name, sort]) => ({ name, sort })),
  }
}
export const variantOf = (cases: Record<string, Sort | null>): SortOf<'variant'> => {
  return { kind: 'variant', cases: Object.entries(cases).map(([tag, sort]) => ({ tag, sort })) }
}

/** Any expression: everything but its kind, sort and site is given. */
export function node<Kind extends Expr['kind']>(
  kind: Kind,
  sort: Sort,
  parts: Omit<ExprOf<Kind>, 'kind' | 'sort' | 'site'>,
  at: Site = nowhere,
): Expr {
  // The compiler does not see that the parts, with what is added, are again the node that they were taken from.
  return { kind, sort, site: at, ...parts } as unknown as Expr
}

export const literal = (value: boolean | number | string, sort: Sort): Expr => {
  return node('literal', sort, { value })
}
export const number = (value: number): Expr => literal(value, int(value, value))
export const yes = literal(true, bool)
export const no = literal(false, bool)

type Binary = ExprOf<'binary'>['operator']
const operation = (operator: Binary, sort: Sort, left: Expr, right: Expr, at?: Site): Expr => {
  return node('binary', sort, { operator, left, right }, at)
}
/** `a and b` is `test(a, 'and', b)`. */
export const test = (left: Expr, operator: Binary, right: Expr): Expr => {
  return operation(operator, bool, left, right)
}
/** `a + b` is `calculate(a, 'plus', b)`; its range is wide. */
export const calculate = (left: Expr, operator: Binary, right: Expr, at?: Site): Expr => {
  return operation(operator, int(-1000, 1000), left, right, at)
}
export const not = (operand: Expr): Expr => node('unary', bool, { operator: 'not', operand })
export const plus = (left: Expr, right: Expr): Expr => calculate(left, 'plus', right)
export const equal = (left: Expr, right: Expr): Expr => test(left, 'eq', right)
export const convert = (value: Expr, sort: Sort, at?: Site): Expr => {
  return node('convert', sort, { value }, at)
}
export const none = (sort: Sort): Expr => node('none', sort, {})
export const some = (value: Expr): Expr => node('some', optional(value.sort), { value })
export const unwrap = (of: Expr, at?: Site): Expr => {
  if (of.sort.kind !== 'optional') throw new Error('not an optional')
  return node('unwrap', of.sort.of, { optional: of }, at)
}
export const collection = (sort: Sort, elements: readonly Expr[], at?: Site): Expr => {
  return node('collection', sort, { elements }, at)
}
export const member = (element: Expr, of: Expr): Expr => node('member', bool, { element, of })

/** An expression that faults: `none` unwrapped. */
export const faulty = (sort: Sort, at?: Site): Expr => unwrap(none(optional(sort)), at)

let boundCount = 0
/** A new name. Its number is its own in all models of the process, so it is in each. */
export function binder(name: string, sort: Sort): Binder {
  boundCount += 1
  return { bound: boundId(boundCount), name, sort }
}
export const use = ({ bound, sort }: Binder): Expr => node('bound', sort, { bound })

let localCount = 0
/** A new local, with a number of its own as above. */
export function local(name: string, sort: Sort): Local {
  localCount += 1
  return { local: localId(localCount), name, sort }
}
export const read = ({ local: id, sort }: Local): Expr => node('local', sort, { local: id })

export function variable(id: number, sort: Sort): Expr {
  return node('variable', sort, { variable: variableId(id), access: 'model' })
}

export const sortDomain = (sort: Sort): Domain => ({ kind: 'sort', sort })
export const elementsOf = (of: Expr): Domain => ({ kind: 'elements', of })

export function quantify(
  quantifier: ExprOf<'quantifier'>['quantifier'],
  over: Binder,
  domain: Domain,
  body: Expr,
  at?: Site,
): Expr {
  const sorts = { all: bool, some: bool, one: bool, count: int(0, 100) }
  const sort =
    quantifier === 'the'
      ? over.sort
      : quantifier === 'filter'
        ? setOf(over.sort)
        : sorts[quantifier]
  return node('quantifier', sort, { quantifier, binder: over, domain, body }, at)
}

export const at = (process: number, instance: Expr, label: string): Expr => {
  return node('at', bool, { process: processId(process), instance, label })
}
export const terminated = (process: number, instance: Expr): Expr => {
  return node('terminated', bool, { process: processId(process), instance })
}

export function place(target: Expr | Local, ...path: readonly Selector[]): Place {
  if ('local' in target && !('kind' in target)) {
    return { root: { kind: 'local', local: target.local }, path, sort: target.sort }
  }
  if (!('kind' in target) || target.kind !== 'variable') throw new Error('not a variable')
  return { root: { kind: 'variable', variable: target.variable }, path, sort: target.sort }
}
export const inElement = (of: Expr): Selector => ({ kind: 'element', index: of })
export const inField = (field: string): Selector => ({ kind: 'field', field })

export function assign(target: Expr | Local | Place, value: Expr, at: Site = nowhere): Effect {
  const where = 'root' in target ? target : place(target)
  return { kind: 'assign', place: where, value, access: 'model', site: at }
}
export const pick = (
  over: Binder,
  domain: Domain,
  filter: Expr | null = null,
  at: Site = nowhere,
): Effect => ({ kind: 'pick', binder: over, domain, filter, site: at })
export const assertThat = (holds: Expr, message: string, at: Site = nowhere): Effect => {
  return { kind: 'assert', test: holds, message, site: at }
}
export const fail = (message: string, at: Site = nowhere): Effect => {
  return { kind: 'fail', message, site: at }
}
export const whenEffect = (holds: Expr, then: Effect[], otherwise: Effect[] = []): Effect => {
  return { kind: 'when', test: holds, then, otherwise, site: nowhere }
}
export const forEach = (over: Binder, domain: Domain, body: Effect[]): Effect => {
  return { kind: 'forEach', binder: over, domain, body, site: nowhere }
}

/** A statement that has no number yet. */
type Loose = Statement extends infer S ? (S extends Statement ? Omit<S, 'ordinal'> : never) : never

/** Ordinals are given when a body is complete. */
const unnumbered = (statement: Loose): Statement => {
  // Numbered below, before anything reads it.
  return { ...statement, ordinal: ordinalOf(-1) }
}

export const block = (locals: readonly Local[], ...statements: Statement[]): Block => {
  return { locals, statements }
}
export const step = (
  name: string,
  guard: Expr | null,
  effects: readonly Effect[],
  wait: Wait | null = null,
  where: Site = nowhere,
): Statement => unnumbered({ kind: 'step', name, guard, effects, wait, requests: [], site: where })
export const compute = (...effects: Effect[]): Statement => {
  return unnumbered({ kind: 'compute', effects, site: nowhere })
}
export const label = (name: string): Statement => {
  return unnumbered({ kind: 'label', label: name, site: nowhere })
}
export const when = (
  holds: Expr,
  isStep: boolean,
  then: Block,
  otherwise: Block = block([]),
): Statement => {
  return unnumbered({ kind: 'when', test: holds, step: isStep, then, otherwise, site: nowhere })
}
export const loop = (body: Block): Statement => unnumbered({ kind: 'loop', body, site: nowhere })
export const until = (holds: Expr, isStep: boolean, body: Block): Statement => {
  return unnumbered({ kind: 'until', test: holds, step: isStep, body, site: nowhere })
}
export const leave = (): Statement => unnumbered({ kind: 'leave', site: nowhere })
export const again = (): Statement => unnumbered({ kind: 'again', site: nowhere })
export const either = (...branches: Block[]): Statement => {
  return unnumbered({ kind: 'either', branches, site: nowhere })
}
export const call = (
  procedure: number,
  values: readonly Expr[] = [],
  result: Local | null = null,
  isStep = false,
  where: Site = nowhere,
): Statement => {
  return unnumbered({
    kind: 'call',
    procedure: procedureId(procedure),
    arguments: values,
    step: isStep,
    result: result?.local ?? null,
    site: where,
  })
}
export const giveBack = (value: Expr | null, isStep = false): Statement => {
  return unnumbered({ kind: 'return', value, step: isStep, site: nowhere })
}
export const atomic = (name: string, body: Block): Statement => {
  return unnumbered({ kind: 'atomic', name, body, site: nowhere })
}

function numbered(body: Block): Block {
  let next = 0
  const inBlock = ({ locals, statements }: Block): Block => {
    return { locals, statements: statements.map(inStatement) }
  }
  const inStatement = (statement: Statement): Statement => {
    const ordinal = ordinalOf(next)
    next += 1
    switch (statement.kind) {
      case 'when':
        return {
          ...statement,
          ordinal,
          then: inBlock(statement.then),
          otherwise: inBlock(statement.otherwise),
        }
      case 'loop':
      case 'until':
      case 'atomic':
        return { ...statement, ordinal, body: inBlock(statement.body) }
      case 'either':
        return { ...statement, ordinal, branches: statement.branches.map(inBlock) }
      default:
        return { ...statement, ordinal }
    }
  }
  return inBlock(body)
}

interface Parts {
  readonly variables?: readonly (readonly [name: string, sort: Sort, initial: Initial | Expr])[]
  readonly processes?: readonly (readonly [
    name: string,
    sort: Sort,
    body: Block | readonly Statement[],
    options?: { readonly daemon?: boolean; readonly runs?: Expr },
  ])[]
  readonly procedures?: readonly (readonly [
    name: string,
    parameters: readonly Local[],
    body: Block | readonly Statement[],
  ])[]
  readonly actions?: readonly (readonly [
    name: string,
    parameters: readonly Binder[],
    guard: Expr | null,
    effects: readonly Effect[],
  ])[]
  readonly initially?: readonly Expr[]
  readonly locks?: Model['locks']
}

export const any: Initial = { kind: 'any' }

const bodyOf = (body: Block | readonly Statement[]): Block => {
  return numbered('statements' in body ? body : block([], ...body))
}

export function model(parts: Parts): Model {
  const variables = (parts.variables ?? []).map(([name, sort, initial], id): Variable => {
    const from: Initial = 'sort' in initial ? { kind: 'value', value: initial } : initial
    return { id: variableId(id), name, sort, ghost: false, initial: from, site: nowhere }
  })
  const processes = (parts.processes ?? []).map(([name, sort, body, options], id): Process => {
    const daemon = options?.daemon ?? false
    return {
      id: processId(id),
      name,
      sort,
      daemon,
      context: 'task',
      fairness: 'weak',
      runs: options?.runs ?? null,
      body: bodyOf(body),
      site: nowhere,
    }
  })
  const procedures = (parts.procedures ?? []).map(([name, parameters, body], id): Procedure => {
    const { locals, statements } = bodyOf(body)
    return {
      id: procedureId(id),
      name,
      parameters,
      returns: null,
      body: { locals: [...parameters, ...locals], statements },
      site: nowhere,
    }
  })
  const actions = (parts.actions ?? []).map(([name, parameters, guard, effects]): Action => {
    return { name, parameters, guard, effects, site: nowhere }
  })
  const initially = (parts.initially ?? []).map((expr, id) => {
    return { name: `condition ${id}`, expr, site: nowhere }
  })
  const locks = parts.locks ?? []
  return modelOf({ variables, procedures, processes, actions, initially, locks })
}
