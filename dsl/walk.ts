/** The parts of an expression, an effect and a statement: written once, for everything that goes through a whole model. */

import type {
  Block,
  Domain,
  Effect,
  Expr,
  Formula,
  Model,
  Place,
  Statement,
  StateFormula,
  StepFormula,
  Wait,
} from './ir.ts'

function ofDomain(domain: Domain): readonly Expr[] {
  return domain.kind === 'elements' ? [domain.of] : []
}

/** The expressions directly inside an expression, in order of evaluation. */
export function subexpressions(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'literal':
    case 'variable':
    case 'local':
    case 'bound':
    case 'self':
    case 'current':
    case 'none':
      return []
    case 'thread':
    case 'at':
    case 'terminated':
      return [expr.instance]
    case 'definition':
    case 'after':
      return [expr.body]
    case 'unary':
      return [expr.operand]
    case 'binary':
    case 'setOperation':
    case 'concat':
      return [expr.left, expr.right]
    case 'conditional':
      return [expr.test, expr.then, expr.otherwise]
    case 'quantifier':
    case 'image':
      return [...ofDomain(expr.domain), expr.body]
    case 'fold':
      return [...ofDomain(expr.domain), expr.initial, expr.body]
    case 'let':
      return [expr.value, expr.body]
    case 'convert':
    case 'some':
      return [expr.value]
    case 'isSome':
    case 'unwrap':
      return [expr.optional]
    case 'record':
      return expr.fields.map((field) => field.value)
    case 'field':
      return [expr.record]
    case 'withField':
      return [expr.record, expr.value]
    case 'variant':
      return expr.value === null ? [] : [expr.value]
    case 'isTag':
      return [expr.variant]
    case 'match':
      return [expr.subject, ...expr.cases.map((each) => each.body)]
    case 'array':
      return [expr.body]
    case 'table':
      return expr.entries
    case 'element':
      return [expr.array, expr.index]
    case 'withElement':
      return [expr.array, expr.index, expr.value]
    case 'collection':
      return expr.elements
    case 'size':
      return [expr.of]
    case 'member':
      return [expr.element, expr.of]
    case 'nth':
      return [expr.sequence, expr.index]
    case 'slice':
      return [expr.sequence, expr.from, expr.to]
    case 'withNth':
      return [expr.sequence, expr.index, expr.value]
    case 'bagChange':
    case 'occurrences':
      return [expr.bag, expr.element]
    case 'ordinal':
    case 'neighbour':
      return [expr.index]
    case 'indexOf':
      return [expr.ordinal]
  }
}

/** Calls back for the expression and everything inside it. */
export function visit(expr: Expr, callback: (expr: Expr) => void): void {
  callback(expr)
  for (const part of subexpressions(expr)) visit(part, callback)
}

/** The indices of a place, outermost first. */
export function placeExpressions(place: Place): readonly Expr[] {
  return place.path.flatMap((selector) => (selector.kind === 'element' ? [selector.index] : []))
}

/** The expressions of an effect itself, those of effects inside it not included. */
export function effectExpressions(effect: Effect): readonly Expr[] {
  switch (effect.kind) {
    case 'assign':
      return [...placeExpressions(effect.place), effect.value]
    case 'when':
    case 'assert':
      return [effect.test]
    case 'forEach':
      return ofDomain(effect.domain)
    case 'pick':
      return effect.filter === null
        ? ofDomain(effect.domain)
        : [...ofDomain(effect.domain), effect.filter]
    case 'fail':
      return []
  }
}

/** The effects directly inside an effect. */
export function subeffects(effect: Effect): readonly Effect[] {
  if (effect.kind === 'when') return [...effect.then, ...effect.otherwise]
  return effect.kind === 'forEach' ? effect.body : []
}

/** The effects and all those inside them. */
export function allEffects(effects: readonly Effect[]): readonly Effect[] {
  return effects.flatMap((effect) => [effect, ...allEffects(subeffects(effect))])
}

/** All the expressions of effects, those inside included. */
export function allEffectExpressions(effects: readonly Effect[]): readonly Expr[] {
  return allEffects(effects).flatMap(effectExpressions)
}

/** The expressions of a wait, those inside included. */
function waitExpressions(wait: Wait | null): readonly Expr[] {
  if (wait === null) return []
  if (wait.kind === 'lock') return [wait.holders]
  if (wait.kind === 'event') return wait.by === null ? [] : [wait.by]
  return wait.of.flatMap(waitExpressions)
}

/** The expressions of a statement itself, its effects' included, those of statements inside it not. */
export function statementExpressions(statement: Statement): readonly Expr[] {
  switch (statement.kind) {
    case 'step': {
      const guard = statement.guard === null ? [] : [statement.guard]
      return [
        ...guard,
        ...allEffectExpressions(statement.effects),
        ...waitExpressions(statement.wait),
      ]
    }
    case 'compute':
      return allEffectExpressions(statement.effects)
    case 'when':
    case 'until':
      return [statement.test]
    case 'call':
      return statement.arguments
    case 'return':
      return statement.value === null ? [] : [statement.value]
    case 'label':
    case 'loop':
    case 'leave':
    case 'again':
    case 'either':
    case 'atomic':
      return []
  }
}

/** The blocks directly inside a statement. */
export function subblocks(statement: Statement): readonly Block[] {
  switch (statement.kind) {
    case 'when':
      return [statement.then, statement.otherwise]
    case 'loop':
    case 'until':
    case 'atomic':
      return [statement.body]
    case 'either':
      return statement.branches
    default:
      return []
  }
}

/** Calls back for every statement of the block and of the blocks inside, in the order of the text. */
export function visitStatements(block: Block, callback: (statement: Statement) => void): void {
  for (const statement of block.statements) {
    callback(statement)
    for (const inner of subblocks(statement)) visitStatements(inner, callback)
  }
}

/** Whether the expression reads what other processes can change: a state variable, or where a process is. */
export function readsShared(expr: Expr): boolean {
  let found = false
  visit(expr, (part) => {
    if (part.kind === 'variable' || part.kind === 'at' || part.kind === 'terminated') found = true
  })
  return found
}

/** The formulas directly inside a formula, from left to right. */
function subformulas(formula: Formula): readonly Formula[] {
  if ('expr' in formula) return []
  return 'operand' in formula ? [formula.operand] : [formula.left, formula.right]
}

/** The formula and all those inside it, the outermost first. */
export function allFormulas(formula: Formula): readonly Formula[] {
  return [formula, ...subformulas(formula).flatMap(allFormulas)]
}

/** The tests of a temporal formula, from left to right. */
export function formulaTests(formula: Formula): readonly (StateFormula | StepFormula)[] {
  return allFormulas(formula).filter((each) => 'expr' in each)
}

/** Every outermost expression of the model, and every effect. */
export function contents(model: Model): {
  expressions: readonly Expr[]
  effects: readonly Effect[]
} {
  const effects: Effect[] = model.actions.flatMap((action) => allEffects(action.effects))
  const expressions: Expr[] = [
    ...model.variables.flatMap(({ initial }) =>
      initial.kind === 'value' ? [initial.value] : initial.kind === 'anyOf' ? [initial.set] : [],
    ),
    ...[...model.initially, ...model.properties, ...model.ends, ...model.constraints].map(
      (each) => each.expr,
    ),
    ...model.temporal.flatMap(({ formula }) => formulaTests(formula).map(({ expr }) => expr)),
    ...model.locks.flatMap(({ holdings }) => holdings.map(({ holders }) => holders)),
    ...[
      model.masks.hardirq,
      model.masks.softirq,
      ...model.processes.map(({ runs }) => runs),
    ].filter((each) => each !== null),
    ...model.actions.flatMap((action) => [
      ...(action.guard === null ? [] : [action.guard]),
      ...allEffectExpressions(action.effects),
    ]),
  ]
  for (const { body } of [...model.processes, ...model.procedures]) {
    visitStatements(body, (statement) => {
      expressions.push(...statementExpressions(statement))
      if (statement.kind === 'step' || statement.kind === 'compute')
        effects.push(...allEffects(statement.effects))
    })
  }
  return { expressions, effects }
}
