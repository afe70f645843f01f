/** How the tests build IR nodes: each with a site of its own, by which a fault is recognised. */

import type {
  BinaryExpr,
  BinaryOperator,
  Binder,
  Block,
  Effect,
  EffectOf,
  Expr,
  ExprOf,
  Sort,
  SortOf,
  Statement,
  StatementOf,
} from '../../dsl/ir.ts'
import { Site } from '../../dsl/site.ts'
import { ordinalOf } from '../ids.ts'

/** A site that equals no other. */
export function site(): Site {
  return new Site({})
}

export const bool: SortOf<'bool'> = { kind: 'bool' }
export const thread: SortOf<'thread'> = { kind: 'thread' }

export function int(min: number, max: number): SortOf<'int'> {
  return { kind: 'int', min, max }
}

type Rest<Node, Given extends string> = Node extends unknown
  ? { [K in keyof Node as K extends 'kind' | 'site' | Given ? never : K]: Node[K] }
  : never

/** An expression of this kind and sort. */
export function expr<K extends Expr['kind']>(
  kind: K,
  sort: Sort,
  rest: Rest<ExprOf<K>, 'sort'>,
): ExprOf<K> {
  // The compiler does not see through `ExprOf<K>` for an open K: what is missing from it is exactly `rest`.
  return { kind, sort, ...rest, site: site() } as unknown as ExprOf<K>
}

export function effect<K extends Effect['kind']>(
  kind: K,
  rest: Rest<EffectOf<K>, never>,
): EffectOf<K> {
  // As in `expr`.
  return { kind, ...rest, site: site() } as unknown as EffectOf<K>
}

/** A statement without its number; `numbered` gives it one. */
export function statement<K extends Statement['kind']>(
  kind: K,
  rest: Rest<StatementOf<K>, 'ordinal'>,
): StatementOf<K> {
  // As in `expr`.
  return { kind, ordinal: ordinalOf(0), ...rest, site: site() } as unknown as StatementOf<K>
}

export function truth(value: boolean): ExprOf<'literal'> {
  return expr('literal', bool, { value })
}

export function number(value: number): ExprOf<'literal'> {
  return expr('literal', int(value, value), { value })
}

export function binary(operator: BinaryOperator, left: Expr, right: Expr, sort: Sort): BinaryExpr {
  return expr('binary', sort, { operator, left, right })
}

export function bound(binder: Binder): ExprOf<'bound'> {
  return expr('bound', binder.sort, { bound: binder.bound })
}

export function block(...statements: readonly Statement[]): Block {
  return { locals: [], statements }
}

/** The body with its statements numbered in the order of the text. */
export function numbered(body: Block): Block {
  let next = 0
  const visit = (at: Block): Block => ({
    locals: at.locals,
    statements: at.statements.map((each): Statement => {
      const own = ordinalOf(next)
      next += 1
      switch (each.kind) {
        case 'when':
          return { ...each, ordinal: own, then: visit(each.then), otherwise: visit(each.otherwise) }
        case 'loop':
        case 'until':
        case 'atomic':
          return { ...each, ordinal: own, body: visit(each.body) }
        case 'either':
          return { ...each, ordinal: own, branches: each.branches.map(visit) }
        default:
          return { ...each, ordinal: own }
      }
    }),
  })
  return visit(body)
}
