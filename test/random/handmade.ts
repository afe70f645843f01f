/** Small models by hand, for fixtures: what is not given is empty. */

import type {
  Action,
  Block,
  Effect,
  Expr,
  Initial,
  Local,
  Process,
  Property,
  Sort,
  Statement,
  Variable,
} from '../../dsl/ir.ts'
import { localId, processId, variableId } from '../ids.ts'
import { bool, effect, expr, numbered, site, statement } from './nodes.ts'

export { modelOf } from '../model.ts'

/** Variables `v0`, `v1`, … that start with these values. */
export function variables(
  ...list: readonly (readonly [Sort, Expr | 'any'])[]
): readonly Variable[] {
  return list.map(([sort, value], position) => {
    const initial: Initial = value === 'any' ? { kind: 'any' } : { kind: 'value', value }
    const id = variableId(position)
    return { id, name: `v${position}`, sort, ghost: false, initial, site: site() }
  })
}

export function read({ id, sort }: Variable): Expr {
  return expr('variable', sort, { variable: id, access: 'model' })
}

/** A process `p0`, `p1`, … with this many instances. */
export function process(position: number, size: number, body: Block): Process {
  const name = `p${position}`
  const sort: Sort = { kind: 'identity', name, size }
  return {
    id: processId(position),
    name,
    sort,
    daemon: false,
    context: 'task',
    fairness: 'weak',
    runs: null,
    body: numbered(body),
    site: site(),
  }
}

export function action(
  name: string,
  effects: readonly Effect[],
  guard: Expr | null = null,
): Action {
  return { name, parameters: [], guard, effects, site: site() }
}

export function property(kind: Property['kind'], name: string, of: Expr): Property {
  return { kind, name, expr: of, site: site() }
}

/** A local, and the block in whose scope it is. */
export function local(number: number, sort: Sort): Local {
  return { local: localId(number), name: `l${number}`, sort }
}

export function ofLocal({ local: id, sort }: Local): Expr {
  return expr('local', sort, { local: id })
}

/** The assignment of a whole variable or local. */
export function assign(to: Variable | Local, value: Expr): Effect {
  const root =
    'id' in to
      ? ({ kind: 'variable', variable: to.id } as const)
      : ({ kind: 'local', local: to.local } as const)
  return effect('assign', { place: { root, path: [], sort: to.sort }, value, access: 'model' })
}

export function step(effects: readonly Effect[], guard: Expr | null = null): Statement {
  return statement('step', { name: 'work', guard, effects, wait: null, requests: [] })
}

export function compute(...effects: readonly Effect[]): Statement {
  return statement('compute', { effects })
}

export function label(name: string): Statement {
  return statement('label', { label: name })
}

export function not(operand: Expr): Expr {
  return expr('unary', bool, { operator: 'not', operand })
}

/** A block with locals. */
export function scope(locals: readonly Local[], ...statements: readonly Statement[]): Block {
  return { locals, statements }
}

/** A fault, as an expression of sort bool: the value of nothing. */
export function faulting(): Expr {
  const none = expr('none', { kind: 'optional', of: bool }, {})
  return expr('unwrap', bool, { optional: none })
}
