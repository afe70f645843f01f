/** Which parts of a condition decided its value in a state. */

import { match } from 'ts-pattern'
import type { Binder, Expr, ExprOf, Model } from '../../dsl/ir.ts'
import type { Binding, Reason, Term } from '../reason.ts'
import { asBoolean, asList, asString, item } from './datum.ts'
import type { Datum } from './datum.ts'
import { decoding } from './decode.ts'
import type { Expressions } from './expressions.ts'
import { catching } from './fault.ts'
import { machineOf } from './machine.ts'
import { bind, environment } from './state.ts'
import type { Environment, InterpretedState } from './state.ts'
import { termsOf } from './terms.ts'

/**
 * The parts that make the bool expression what it is in the state, in the order of its text: of a false `and` the conjunct that is false,
 * of a false `all` those of the first element for which it is false, and so on. `after` is the state after the step, for a step
 * property; `bound` are names around the expression, with their values. Nothing when the expression faults.
 */
export function explain(
  model: Model,
  expr: Expr,
  state: InterpretedState,
  after: InterpretedState | null = null,
  bound: readonly (readonly [Binder, Datum])[] = [],
): readonly Reason[] {
  const { expressions } = machineOf(model)
  const env = { ...environment(state, null), after }
  const open: Context = { env, bindings: [], premise: false, after: false, expressions }
  const context = bound.reduce((outer, [binder, value]) => within(outer, binder, value), open)
  return catching(
    () => why(expr, context),
    () => [],
  )
}

interface Context {
  readonly env: Environment
  readonly bindings: readonly Binding[]
  readonly premise: boolean
  readonly after: boolean
  readonly expressions: Expressions
}

function why(expr: Expr, context: Context): readonly Reason[] {
  return match(expr)
    .with({ kind: 'unary', operator: 'not' }, ({ operand }) => why(operand, context))
    .with({ kind: 'binary' }, (e) => whyBinary(e, context))
    .with({ kind: 'quantifier' }, (e) => whyQuantifier(e, context))
    .with({ kind: 'definition' }, { kind: 'let' }, { kind: 'match' }, (e) => whyBody(e, context))
    .with({ kind: 'conditional' }, (e) => [
      ...why(e.test, { ...context, premise: true }),
      ...why(isTrue(e.test, context) ? e.then : e.otherwise, context),
    ])
    .with({ kind: 'after' }, ({ body }) => {
      const { env } = context
      if (env.after === null) return []
      return why(body, { ...context, env: { ...env, state: env.after, after: null }, after: true })
    })
    .otherwise(() => [leaf(expr, context)])
}

function whyBinary(expr: ExprOf<'binary'>, context: Context): readonly Reason[] {
  const { left, right } = expr
  const both = (): readonly Reason[] => [...why(left, context), ...why(right, context)]
  switch (expr.operator) {
    case 'and':
      if (isTrue(expr, context)) return both()
      return why(isTrue(left, context) ? right : left, context)
    case 'or':
      if (!isTrue(expr, context)) return both()
      return why(isTrue(left, context) ? left : right, context)
    case 'implies':
      if (!isTrue(left, context)) return why(left, context)
      return [...why(left, { ...context, premise: true }), ...why(right, context)]
    default:
      return [leaf(expr, context)]
  }
}

/** An element that decides by itself is gone into; where all elements together decide, the quantifier is the reason. */
function whyQuantifier(expr: ExprOf<'quantifier'>, context: Context): readonly Reason[] {
  const { quantifier, domain, binder, body } = expr
  if (quantifier !== 'all' && quantifier !== 'some') return [leaf(expr, context)]
  const deciding = quantifier === 'some'
  for (const element of context.expressions.domain(domain)(context.env)) {
    const inside = within(context, binder, element)
    if (isTrue(body, inside) === deciding) return why(body, inside)
  }
  return [leaf(expr, context)]
}

function whyBody(
  expr: ExprOf<'definition' | 'let' | 'match'>,
  context: Context,
): readonly Reason[] {
  switch (expr.kind) {
    case 'definition':
      return why(expr.body, context)
    case 'let':
      return why(expr.body, within(context, expr.binder, evaluate(expr.value, context)))
    case 'match': {
      const subject = asList(evaluate(expr.subject, context))
      const tag = asString(item(subject, 0))
      const branch = expr.cases.find((one) => one.tag === tag)
      if (branch === undefined) throw new Error(`no case for ${tag}`)
      const { binder, body } = branch
      const inside = binder === null ? context : within(context, binder, item(subject, 1))
      return [leaf(expr.subject, { ...context, premise: true }), ...why(body, inside)]
    }
  }
}

function leaf(expr: Expr, context: Context): Reason {
  const { bindings, premise } = context
  const terms = termsOf(expr).flatMap(({ expr: part, after }): readonly Term[] => {
    // What an operator left unevaluated may have no value.
    return catching(
      () => [term(part, after ? { ...context, ...afterStep(context) } : context)],
      () => [],
    )
  })
  return { ...term(expr, context), bindings, premise, terms }
}

function afterStep({ env }: Context): Pick<Context, 'env' | 'after'> {
  return { env: { ...env, state: env.after ?? env.state, after: null }, after: true }
}

function term(expr: Expr, context: Context): Term {
  const decode = decoding(expr.sort, context.expressions.sorts)
  return { expr, value: decode(evaluate(expr, context)), after: context.after }
}

function within(context: Context, binder: Binder, element: Datum): Context {
  const value = decoding(binder.sort, context.expressions.sorts)(element)
  return {
    ...context,
    env: bind(context.env, binder.bound, element),
    bindings: [...context.bindings, { binder, value }],
  }
}

function evaluate(expr: Expr, { env, expressions }: Context): Datum {
  return expressions.expr(expr)(env)
}

function isTrue(expr: Expr, context: Context): boolean {
  return asBoolean(evaluate(expr, context))
}
