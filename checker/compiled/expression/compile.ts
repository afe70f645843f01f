/** Expressions as instructions: what each kind comes to. */

import type { Expr } from '../../../dsl/ir.ts'
import { asNumber, number } from '../operand.ts'
import type { Operand } from '../operand.ts'
import type { Compile, Scope } from '../scope.ts'
import * as bags from './bags.ts'
import * as collections from './collections.ts'
import { convert } from './convert.ts'
import * as names from './names.ts'
import * as optional from './optional.ts'
import { position } from './processes.ts'
import * as quantify from './quantify.ts'
import * as scalars from './scalars.ts'
import * as sequences from './sequences.ts'
import { setOperation } from './sets.ts'
import * as structures from './structures.ts'
import * as variant from './variant.ts'

/**
 * One function for each kind, of its name where the language leaves it; what faults first in it is what is evaluated first.
 * Of sort int the operand is the int itself, a `number`: so it is the same value where a wider range is expected. Of any other sort
 * it has the code of the expression's sort.
 */
export const compile: Compile = (expr, scope) => {
  const operand = compileKind(expr, scope)
  if (expr.sort.kind !== 'int' || operand.form === 'number') return operand
  return number(asNumber(operand, scope.generation.code(expr.sort), scope))
}

function compileKind(expr: Expr, scope: Scope): Operand {
  switch (expr.kind) {
    case 'literal':
      return scalars.literal(expr)
    case 'variable':
      return names.variable(expr, scope)
    case 'local':
      return names.local(expr, scope)
    case 'bound':
      return names.bound(expr, scope)
    case 'self':
      return names.self(expr, scope)
    case 'current':
      return names.current(scope)
    case 'thread':
      return names.thread(expr, scope, compile)
    case 'at':
    case 'terminated':
      return position(expr, scope, compile)
    case 'definition':
      return compile(expr.body, scope)
    case 'after':
      return names.after(expr, scope, compile)
    case 'let':
      return names.letBound(expr, scope, compile)
    case 'unary':
      return scalars.unary(expr, scope, compile)
    case 'binary':
      return scalars.binary(expr, scope, compile)
    case 'conditional':
      return scalars.conditional(expr, scope, compile)
    case 'ordinal':
      return scalars.ordinal(expr, scope, compile)
    case 'indexOf':
      return scalars.indexOf(expr, scope, compile)
    case 'neighbour':
      return scalars.neighbour(expr, scope, compile)
    case 'convert':
      return convert(expr, scope, compile)
    case 'none':
      return optional.none(expr, scope)
    case 'some':
      return optional.some(expr, scope, compile)
    case 'isSome':
      return optional.isSome(expr, scope, compile)
    case 'unwrap':
      return optional.unwrap(expr, scope, compile)
    case 'record':
      return structures.record(expr, scope, compile)
    case 'field':
      return structures.field(expr, scope, compile)
    case 'withField':
      return structures.withField(expr, scope, compile)
    case 'table':
      return structures.table(expr, scope, compile)
    case 'element':
      return structures.element(expr, scope, compile)
    case 'withElement':
      return structures.withElement(expr, scope, compile)
    case 'variant':
      return variant.variant(expr, scope, compile)
    case 'isTag':
      return variant.isTag(expr, scope, compile)
    case 'match':
      return variant.match(expr, scope, compile)
    case 'quantifier':
      return quantify.quantifier(expr, scope, compile)
    case 'image':
      return quantify.image(expr, scope, compile)
    case 'fold':
      return quantify.fold(expr, scope, compile)
    case 'array':
      return quantify.array(expr, scope, compile)
    case 'collection':
      return collections.collection(expr, scope, compile)
    case 'size':
      return collections.size(expr, scope, compile)
    case 'member':
      return collections.member(expr, scope, compile)
    case 'occurrences':
      return bags.occurrences(expr, scope, compile)
    case 'setOperation':
      return setOperation(expr, scope, compile)
    case 'bagChange':
      return bags.bagChange(expr, scope, compile)
    case 'nth':
      return sequences.nthElement(expr, scope, compile)
    case 'concat':
      return sequences.concat(expr, scope, compile)
    case 'slice':
      return sequences.slice(expr, scope, compile)
    case 'withNth':
      return sequences.withNth(expr, scope, compile)
  }
}
