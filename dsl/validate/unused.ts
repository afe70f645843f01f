/** The rule that nothing is lost: what an author built turns up in the model, or was said to be unused on purpose. */

import type { Expr } from '../ir.ts'
import type { Mistake } from '../mistake.ts'
import { PickNode, StatementNode } from '../node.ts'
import { seal } from '../seal.ts'
import type { Built, BuiltFormula, Session } from '../session.ts'
import { noRules } from '../step-rules.ts'
import {
  allEffectExpressions,
  allFormulas,
  formulaTests,
  statementExpressions,
  subexpressions,
  visitStatements,
} from '../walk.ts'

/** `reached` are the expressions of the model, results that nobody reads included. */
export function unusedMistakes(session: Session, reached: readonly Expr[]): readonly Mistake[] {
  const seen = new Set<Expr>()
  for (const expr of [...reached, ...session.reached]) mark(expr, seen)
  // Of a statement that is lost or dropped, what is inside is so with it.
  for (const node of [...session.loose, ...session.dropped]) {
    for (const expr of expressionsOf(node)) mark(expr, seen)
  }
  const formulas = lostFormulas(session)
  for (const formula of [...formulas.map((each) => each.formula), ...session.reachedFormulas]) {
    for (const { expr } of formulaTests(formula)) mark(expr, seen)
  }
  const lost = session.terms.filter((expr) => !seen.has(expr))
  const inner = new Set<Expr>()
  for (const expr of lost) for (const part of subexpressions(expr)) mark(part, inner)
  const terms = lost
    .filter((expr) => !inner.has(expr))
    .map((expr) => ({
      site: expr.site,
      what: `'${written(expr)}' is built and never used`,
      remedy:
        "Is it in a JavaScript 'if', '&&' or '||'? Use 'when', 'and' or 'or'. If it is unused on purpose, say so with 'm.unused(…)'",
    }))
  return [...looseMistakes(session), ...formulas.map(lostFormula), ...terms]
}

/** The outermost formulas that are part of no property. */
function lostFormulas(session: Session): readonly BuiltFormula[] {
  const { temporal, reachedFormulas, formulas } = session
  const used = [...temporal.map(({ formula }) => formula), ...reachedFormulas]
  const reached = new Set(used.flatMap(allFormulas))
  const lost = formulas.filter(({ formula }) => !reached.has(formula))
  const inner = new Set(lost.flatMap(({ formula }) => allFormulas(formula).slice(1)))
  return lost.filter(({ formula }) => !inner.has(formula))
}

function lostFormula({ formula, what }: BuiltFormula): Mistake {
  return {
    site: formula.site,
    what: `'${what}' is built and never used`,
    remedy:
      "Give it to 'm.temporal', and use 'and', 'or', 'not' for '&&', '||', '!'. If it is unused on purpose, say so with 'm.unused(…)'",
  }
}

/** The statements and effects that no body took. */
export function looseMistakes(session: Session): readonly Mistake[] {
  return [...session.loose].map(({ site, what }) => ({
    site,
    what: `'${what}' is built and never used`,
    remedy: "Is a 'yield*' missing? If it is unused on purpose, say so with 'm.unused(…)'",
  }))
}

function mark(expr: Expr, seen: Set<Expr>): void {
  if (seen.has(expr)) return
  seen.add(expr)
  for (const part of subexpressions(expr)) mark(part, seen)
}

function expressionsOf(node: Built): readonly Expr[] {
  if (node instanceof PickNode) return allEffectExpressions([node.effect])
  if (!(node instanceof StatementNode)) return []
  const found: Expr[] = []
  const block = seal([node.draft], { parameters: [], rules: noRules })
  visitStatements(block, (statement) => found.push(...statementExpressions(statement)))
  return found
}

/** The method or function with which an author builds such an expression. */
function written(expr: Expr): string {
  switch (expr.kind) {
    case 'unary':
    case 'binary':
      return expr.operator
    case 'quantifier':
      return expr.quantifier
    case 'setOperation':
      return {
        union: 'union',
        intersection: 'intersection',
        difference: 'minus',
        subset: 'subsetOf',
      }[expr.operator]
    case 'conditional':
      return 'cond'
    case 'definition':
      return 'define'
    case 'let':
      return 'given'
    case 'array':
    case 'table':
      return 'arrayOf'
    case 'literal':
    case 'convert':
    case 'none':
    case 'some':
    case 'record':
    case 'variant':
    case 'collection':
      return 'value'
    case 'isTag':
      return 'is'
    case 'element':
    case 'nth':
      return 'at'
    case 'withField':
    case 'withElement':
    case 'withNth':
      return 'with'
    case 'unwrap':
      return 'get'
    case 'member':
      return 'has'
    case 'bagChange':
      return expr.change
    case 'indexOf':
      return 'nth'
    case 'neighbour':
      return expr.by === 1 ? 'next' : 'previous'
    default:
      return expr.kind
  }
}
