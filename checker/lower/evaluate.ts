/** Expressions as closures over a context, built once. */

import type { ExprOf } from '../../dsl/ir.ts'
import { arithmetic, comparison } from './arithmetic.ts'
import * as collections from './collections.ts'
import type { Compile, Evaluate, Universe } from './context.ts'
import { nowhere } from './context.ts'
import { same, scalar } from './datum.ts'
import { convert } from './convert.ts'
import { Faulted } from './fault.ts'
import * as quantify from './quantify.ts'
import * as structures from './structures.ts'

/** Prepares expressions of a program: those of a flat process, of an action, of a property. */
export function compiler(universe: Universe): Compile {
  const compile: Compile = (expr) => {
    switch (expr.kind) {
      case 'literal':
        return literal(expr)
      case 'variable':
        return ({ variables }) => known(variables[expr.variable])
      case 'local':
        return ({ slots }) => known(slots[expr.local])
      case 'bound':
        return ({ bound }) => known(bound[expr.bound])
      case 'self':
        return ({ thread }) => universe.instance(thread)
      case 'current':
        return ({ thread }) => thread
      case 'thread': {
        const instance = compile(expr.instance)
        return (context) => universe.threadOf(expr.process, instance(context))
      }
      case 'at':
      case 'terminated':
        return position(expr, compile, universe)
      case 'definition':
        return compile(expr.body)
      case 'after': {
        const body = compile(expr.body)
        return ({ after }) => {
          if (after === null) throw new Error('there is no state after')
          return body(after)
        }
      }
      case 'unary': {
        const operand = compile(expr.operand)
        return expr.operator === 'not'
          ? (context) => 1 - scalar(operand(context))
          : (context) => 0 - scalar(operand(context))
      }
      case 'binary':
        return binary(expr, compile)
      case 'conditional': {
        const test = compile(expr.test)
        const then = compile(expr.then)
        const otherwise = compile(expr.otherwise)
        return (context) => (test(context) === 1 ? then(context) : otherwise(context))
      }
      case 'quantifier':
        return quantify.quantifier(expr, compile, universe)
      case 'image':
        return quantify.image(expr, compile, universe)
      case 'fold':
        return quantify.fold(expr, compile, universe)
      case 'array':
        return quantify.array(expr, compile, universe)
      case 'let': {
        const value = compile(expr.value)
        const body = compile(expr.body)
        return (context) => {
          context.bound[expr.binder.bound] = value(context)
          return body(context)
        }
      }
      case 'convert':
        return convert(expr, compile)
      case 'none':
        return () => []
      case 'some': {
        const value = compile(expr.value)
        return (context) => [value(context)]
      }
      case 'isSome':
        return structures.isSome(expr, compile)
      case 'unwrap':
        return structures.unwrap(expr, compile)
      case 'record':
        return structures.record(expr, compile)
      case 'field':
        return structures.field(expr, compile)
      case 'withField':
        return structures.withField(expr, compile)
      case 'variant':
        return structures.variant(expr, compile)
      case 'isTag':
        return structures.isTag(expr, compile)
      case 'match':
        return structures.match(expr, compile)
      case 'table':
        return structures.table(expr, compile)
      case 'element':
        return structures.element(expr, compile, universe)
      case 'withElement':
        return structures.withElement(expr, compile, universe)
      case 'collection':
        return collections.collection(expr, compile, universe)
      case 'size':
        return collections.size(expr, compile)
      case 'member':
        return collections.member(expr, compile)
      case 'setOperation':
        return collections.setOperation(expr, compile, universe)
      case 'nth':
        return collections.nthElement(expr, compile)
      case 'concat':
        return collections.concat(expr, compile)
      case 'slice':
        return collections.slice(expr, compile)
      case 'withNth':
        return collections.withNth(expr, compile)
      case 'bagChange':
        return collections.bagChange(expr, compile, universe)
      case 'occurrences':
        return collections.occurrences(expr, compile)
      case 'ordinal':
        return compile(expr.index)
      case 'indexOf':
        return indexOf(expr, compile)
      case 'neighbour':
        return neighbour(expr, compile)
    }
  }
  return compile
}

/** What a reference finds; a model names only what has a value. */
function known<T>(datum: T | null | undefined): T {
  if (datum === null || datum === undefined) throw new Error('this has no value here')
  return datum
}

function literal({ value, sort }: ExprOf<'literal'>): Evaluate {
  if (typeof value === 'number') return () => value
  if (typeof value === 'boolean') {
    const bit = value ? 1 : 0
    return () => bit
  }
  if (sort.kind !== 'enum') throw new Error(`'${value}' is no value of its sort`)
  const ordinal = sort.values.indexOf(value)
  return () => ordinal
}

function position(
  expr: ExprOf<'at' | 'terminated'>,
  compile: Compile,
  universe: Universe,
): Evaluate {
  const holds = universe
    .process(expr.process)
    .points.map(({ statement, labels }) =>
      expr.kind === 'at' ? labels.includes(expr.label) : statement === null,
    )
  const instance = compile(expr.instance)
  return (context) => {
    const point = context.points[universe.threadOf(expr.process, instance(context))] ?? nowhere
    return holds[point] === true ? 1 : 0
  }
}

function binary(expr: ExprOf<'binary'>, compile: Compile): Evaluate {
  const left = compile(expr.left)
  const right = compile(expr.right)
  switch (expr.operator) {
    case 'and':
      return (context) => (left(context) === 0 ? 0 : right(context))
    case 'or':
      return (context) => (left(context) === 1 ? 1 : right(context))
    case 'implies':
      return (context) => (left(context) === 0 ? 1 : right(context))
    case 'iff':
    case 'eq':
      return (context) => (same(left(context), right(context)) ? 1 : 0)
    case 'ne':
      return (context) => (same(left(context), right(context)) ? 0 : 1)
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge': {
      const holds = comparison(expr.operator)
      return (context) => (holds(scalar(left(context)), scalar(right(context))) ? 1 : 0)
    }
    case 'plus':
    case 'minus':
    case 'times':
    case 'div':
    case 'mod':
    case 'min':
    case 'max': {
      const compute = arithmetic(expr.operator, expr.site)
      return (context) => compute(scalar(left(context)), scalar(right(context)))
    }
  }
}

function indexOf(expr: ExprOf<'indexOf'>, compile: Compile): Evaluate {
  const ordinal = compile(expr.ordinal)
  if (expr.sort.kind !== 'index') throw new Error('only an index has an ordinal')
  const { name, size } = expr.sort
  return (context) => {
    const number = scalar(ordinal(context))
    if (number < 0 || number >= size) {
      throw new Faulted('index', expr.site, `${name} has no ${number}`)
    }
    return number
  }
}

function neighbour(expr: ExprOf<'neighbour'>, compile: Compile): Evaluate {
  const index = compile(expr.index)
  if (expr.sort.kind !== 'index') throw new Error('only an index has neighbours')
  const { size } = expr.sort
  return (context) => (scalar(index(context)) + expr.by + size) % size
}
