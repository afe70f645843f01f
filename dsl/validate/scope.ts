/** Rules of names: each local, bound name, `self`, `current` and `after` is used only where it means something. */

import type {
  Block,
  BoundId,
  Domain,
  Effect,
  Expr,
  LocalId,
  Model,
  Place,
  Statement,
  Wait,
} from '../ir.ts'
import type { Mistake } from '../mistake.ts'
import type { Session } from '../session.ts'
import type { Site } from '../site.ts'
import {
  formulaTests,
  placeExpressions,
  statementExpressions,
  subblocks,
  subexpressions,
} from '../walk.ts'

type Where =
  | 'process'
  | 'procedure'
  | 'action'
  | 'property'
  | 'step property'
  | 'after'
  | 'initial'
  | 'condition'

/** What an expression may use where it stands. */
interface Scope {
  readonly locals: ReadonlySet<LocalId>
  readonly bounds: ReadonlySet<BoundId>
  readonly where: Where
  /** Of what is declared, or of the innermost expression or statement around that the author built there. */
  readonly at: Site
  /** Of the process whose body this is. */
  readonly process: Site | null
}

const remedies: Readonly<Record<Where, string>> = {
  process: 'Use it inside its block',
  procedure: 'Give it to the procedure as an argument',
  action: "Give the action a parameter, such as '{ p: importer }'",
  property: "Quantify over the process's instances, or use a state variable",
  'step property': "Quantify over the process's instances, or use a state variable",
  after: "Quantify over the process's instances, or use a state variable",
  initial: 'Use a value that does not depend on the state',
  condition: 'Ask only for variables',
}

/** `names` are what the author calls each local and each bound name. */
export function scopeMistakes(
  model: Model,
  names: Pick<Session, 'localNames' | 'boundNames'>,
): readonly Mistake[] {
  const mistakes: Mistake[] = []

  for (const { initial, site } of model.variables) {
    if (initial.kind === 'value') inExpr(initial.value, outermost('initial', site))
    if (initial.kind === 'anyOf') inExpr(initial.set, outermost('initial', site))
  }
  for (const { expr, site } of model.initially) inExpr(expr, outermost('condition', site))
  for (const { expr, site } of [...model.ends, ...model.constraints]) {
    inExpr(expr, outermost('property', site))
  }
  for (const { kind, expr, site } of model.properties) {
    inExpr(expr, outermost(kind === 'step' ? 'step property' : 'property', site))
  }
  for (const { formula } of model.temporal) {
    for (const { kind, expr, site } of formulaTests(formula)) {
      inExpr(expr, outermost(kind === 'step' ? 'step property' : 'property', site))
    }
  }
  for (const { indices, holdings, site } of model.locks) {
    const bounds = new Set(indices.map(({ bound }) => bound))
    for (const { holders } of holdings) inExpr(holders, { ...outermost('property', site), bounds })
  }
  for (const { body, runs, site } of model.processes) {
    if (runs !== null) inExpr(runs, { ...outermost('process', site), process: site })
    inBlock(body, { ...outermost('process', site), process: site })
  }
  for (const { parameters, body, site } of model.procedures) {
    const locals = new Set(parameters.map((parameter) => parameter.local))
    inBlock(body, { ...outermost('procedure', site), locals })
  }
  for (const { parameters, guard, effects, site } of model.actions) {
    const bounds = new Set(parameters.map((parameter) => parameter.bound))
    const scope = { ...outermost('action', site), bounds }
    if (guard !== null) inExpr(guard, scope)
    inEffects(effects, scope)
  }
  return mistakes

  function report(site: Site, what: string, remedy: string): void {
    mistakes.push({ site, what, remedy })
  }

  function inExpr(expr: Expr, scope: Scope): void {
    const { where, at } = scope
    const inside = { ...scope, at: expr.site }
    switch (expr.kind) {
      case 'variable':
        if (model.variables[expr.variable]?.site !== expr.site) {
          report(at, 'a variable of another model is used', "Declare it with this model's 'm'")
        }
        if (where === 'initial') {
          report(at, 'an initial value reads the state', "Use 'm.initially' to relate variables")
        }
        return
      case 'at':
      case 'terminated':
        if (where === 'initial') {
          report(expr.site, 'an initial value reads the state', remedies[where])
        }
        if (where === 'condition') {
          const what = 'a condition on initial states asks where a process is'
          report(expr.site, what, remedies[where])
        }
        return inExpr(expr.instance, inside)
      case 'local':
        if (!scope.locals.has(expr.local)) {
          const name = names.localNames.get(expr.local)
          report(at, `the local '${name}' is used where it does not live`, remedies[where])
        }
        return
      case 'bound':
        if (!scope.bounds.has(expr.bound)) {
          const what = `'${names.boundNames.get(expr.bound)}' is used outside of what binds it`
          report(at, what, 'Use it only inside the function that gets it')
        }
        return
      case 'self':
        // A process's own term for its instance has the process's site.
        if (scope.process !== expr.site) {
          const remedy = where === 'process' ? "Use this process's own" : remedies[where]
          report(at, 'the instance of a process is used outside of it', remedy)
        }
        return
      case 'current':
        if (where !== 'process' && where !== 'procedure') {
          report(expr.site, "'current()' is used where no process executes", remedies[where])
        }
        return
      case 'definition':
        return inExpr(
          expr.body,
          where === 'step property' ? { ...inside, where: 'property' } : inside,
        )
      case 'after':
        if (where !== 'step property') {
          const what =
            "'after' stands outside of a step property, in a definition, or in an 'after'"
          report(expr.site, what, "Use it in 'm.step' or 'taken', around the whole term")
        }
        return inExpr(expr.body, { ...inside, where: 'after' })
      case 'quantifier':
      case 'image':
        inDomain(expr.domain, inside)
        return inExpr(expr.body, bind(inside, expr.binder.bound))
      case 'fold':
        inDomain(expr.domain, inside)
        inExpr(expr.initial, inside)
        return inExpr(expr.body, bind(inside, expr.binder.bound, expr.accumulator.bound))
      case 'let':
        inExpr(expr.value, inside)
        return inExpr(expr.body, bind(inside, expr.binder.bound))
      case 'array':
        return inExpr(expr.body, bind(inside, expr.binder.bound))
      case 'match':
        inExpr(expr.subject, inside)
        for (const { binder, body } of expr.cases) {
          inExpr(body, binder === null ? inside : bind(inside, binder.bound))
        }
        return
      default:
        for (const part of subexpressions(expr)) inExpr(part, inside)
    }
  }

  function inDomain(domain: Domain, scope: Scope): void {
    if (domain.kind === 'elements') inExpr(domain.of, scope)
  }

  function inPlace({ root, path }: Place, scope: Scope, fresh: ReadonlySet<LocalId>): void {
    if (root.kind !== 'local' || scope.locals.has(root.local)) return
    if (fresh.has(root.local) && path.length === 0) return
    const what = `the local '${names.localNames.get(root.local)}' is written where it does not live`
    report(scope.at, what, remedies[scope.where])
  }

  function inEffects(
    effects: readonly Effect[],
    outer: Scope,
    fresh: ReadonlySet<LocalId> = new Set(),
  ): void {
    let scope = outer
    for (const effect of effects) {
      scope = { ...scope, at: effect.site }
      switch (effect.kind) {
        case 'assign':
          inPlace(effect.place, scope, fresh)
          for (const index of placeExpressions(effect.place)) inExpr(index, scope)
          inExpr(effect.value, scope)
          break
        case 'when':
          inExpr(effect.test, scope)
          inEffects(effect.then, scope)
          inEffects(effect.otherwise, scope)
          break
        case 'forEach':
          inDomain(effect.domain, scope)
          inEffects(effect.body, bind(scope, effect.binder.bound))
          break
        case 'pick':
          inDomain(effect.domain, scope)
          scope = bind(scope, effect.binder.bound)
          if (effect.filter !== null) inExpr(effect.filter, scope)
          break
        case 'assert':
          inExpr(effect.test, scope)
          break
        case 'fail':
      }
    }
  }

  function inWait(wait: Wait | null, scope: Scope): void {
    if (wait === null) return
    if (wait.kind === 'lock') inExpr(wait.holders, scope)
    if (wait.kind === 'event' && wait.by !== null) inExpr(wait.by, scope)
    if (wait.kind === 'any') for (const each of wait.of) inWait(each, scope)
  }

  function inBlock(block: Block, outer: Scope): void {
    const own = new Set(block.locals.map((each) => each.local))
    let scope = outer
    for (const statement of block.statements) {
      inStatement(statement, { ...scope, at: statement.site }, own)
      const born = bornIn(statement, own)
      if (born.length > 0) scope = { ...scope, locals: new Set([...scope.locals, ...born]) }
    }
  }

  function inStatement(statement: Statement, scope: Scope, own: ReadonlySet<LocalId>): void {
    if (statement.kind === 'step' || statement.kind === 'compute') {
      if (statement.kind === 'step') {
        if (statement.guard !== null) inExpr(statement.guard, scope)
        inWait(statement.wait, scope)
      }
      inEffects(statement.effects, scope, own)
      return
    }
    for (const expr of statementExpressions(statement)) inExpr(expr, scope)
    for (const block of subblocks(statement)) inBlock(block, scope)
  }
}

function outermost(where: Where, site: Site): Scope {
  return { locals: new Set(), bounds: new Set(), where, at: site, process: null }
}

function bind(scope: Scope, ...bounds: readonly BoundId[]): Scope {
  return { ...scope, bounds: new Set([...scope.bounds, ...bounds]) }
}

/** The locals of the block that live from this statement on. */
function bornIn(statement: Statement, own: ReadonlySet<LocalId>): readonly LocalId[] {
  if (statement.kind === 'call') return statement.result === null ? [] : [statement.result]
  if (statement.kind !== 'step' && statement.kind !== 'compute') return []
  return statement.effects.flatMap((effect) =>
    effect.kind === 'assign' &&
    effect.place.root.kind === 'local' &&
    own.has(effect.place.root.local)
      ? [effect.place.root.local]
      : [],
  )
}
