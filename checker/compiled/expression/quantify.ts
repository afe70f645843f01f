/** What ranges over a domain: quantifiers, images, folds and arrays by index. */

import type { ExprOf } from '../../../dsl/ir.ts'
import {
  asCode,
  asTest,
  elementPosition,
  number,
  ofCode,
  put,
  scratchBits,
  test,
} from '../operand.ts'
import type { Operand } from '../operand.ts'
import { faultWhen, withBound } from '../scope.ts'
import type { Compile, Scope } from '../scope.ts'
import { add, constant, get, i32, i64, set, shiftLeft, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { elementsOf, values } from './domain.ts'
import type { Elements, Visited } from './domain.ts'
import { formed } from './expected.ts'
import { cell, gathering } from './gather.ts'
import { negation } from './logic.ts'
import { rankOf } from './rank.ts'
import { clearWords } from './words.ts'

export function quantifier(expr: ExprOf<'quantifier'>, scope: Scope, compile: Compile): Operand {
  const { emit, generation } = scope
  const elements = elementsOf(expr.domain, expr.binder.name, scope, compile, expr.body)
  switch (expr.quantifier) {
    case 'all':
      return decided(expr, false, elements, scope, compile)
    case 'some':
      return decided(expr, true, elements, scope, compile)
    case 'one': {
      const count = counted(expr, elements, scope, compile)
      return test(['i64.eq', count, i64(1)])
    }
    case 'count':
      return number(counted(expr, elements, scope, compile))
    case 'the': {
      const found = cell(elements.code, expr.binder.name, scope)
      const count = counted(expr, elements, scope, compile, ({ element }) => found.assign(element))
      faultWhen(['i64.ne', count, i64(1)], 'unique', expr.site, scope)
      return found.value
    }
    case 'filter': {
      const passing = gathering(formed(generation.code(expr.sort), 'set'), scope)
      elements.each((visited) => {
        const passes = passesIn(expr, visited, scope, compile)
        emit.do(
          when(
            passes,
            emit.capture(() => passing.add(visited.rank())),
          ),
        )
      })
      return passing.value
    }
  }
}

/** Whether the body holds of the element. */
function passesIn(
  { binder, body }: ExprOf<'quantifier'>,
  { element }: Visited,
  scope: Scope,
  compile: Compile,
): Wat {
  return asTest(compile(body, withBound(scope, binder.bound, element)), scope)
}

/** Whether some element has the body come to `deciding`, when that is what decides. */
function decided(
  expr: ExprOf<'quantifier'>,
  deciding: boolean,
  elements: Elements,
  scope: Scope,
  compile: Compile,
): Operand {
  const { emit } = scope
  const result = emit.local('i32', expr.quantifier)
  emit.do(set(result, i32(deciding ? 0 : 1)))
  elements.each((visited, leave) => {
    const passes = passesIn(expr, visited, scope, compile)
    const decides = deciding ? passes : negation(passes)
    if (constant(decides) === 0n) return
    emit.do(when(decides, [set(result, i32(deciding ? 1 : 0)), leave]))
  })
  return test(get(result))
}

/** Of how many elements the body holds, an i64; `found` is done with each of them. */
function counted(
  expr: ExprOf<'quantifier'>,
  elements: Elements,
  scope: Scope,
  compile: Compile,
  found?: (visited: Visited) => void,
): Wat {
  const { emit } = scope
  const count = emit.local('i64', 'count')
  emit.do(set(count, i64(0)))
  elements.each((visited) => {
    const passes = passesIn(expr, visited, scope, compile)
    if (found === undefined) {
      emit.do(set(count, add(get(count), ['i64.extend_i32_u', passes])))
      return
    }
    const more = set(count, add(get(count), i64(1)))
    emit.do(when(passes, [more, ...emit.capture(() => found(visited))]))
  })
  return get(count)
}

export function image(expr: ExprOf<'image'>, scope: Scope, compile: Compile): Operand {
  const { binder, body, domain } = expr
  const elements = elementsOf(domain, binder.name, scope, compile, body)
  const code = formed(scope.generation.code(expr.sort), 'set')
  const found = gathering(code, scope)
  elements.each(({ element }) => {
    const value = compile(body, withBound(scope, binder.bound, element))
    found.add(rankOf(value, code.of, scope))
  })
  return found.value
}

export function fold(expr: ExprOf<'fold'>, scope: Scope, compile: Compile): Operand {
  const { accumulator, binder, body, domain, initial } = expr
  const elements = elementsOf(domain, binder.name, scope, compile, body)
  const sofar = cell(scope.generation.code(expr.sort), accumulator.name, scope)
  sofar.assign(compile(initial, scope))
  elements.each(({ element }) => {
    const inside = withBound(scope, binder.bound, element)
    sofar.assign(compile(body, withBound(inside, accumulator.bound, sofar.value)))
  })
  return sofar.value
}

export function array(expr: ExprOf<'array'>, scope: Scope, compile: Compile): Operand {
  const { binder, body } = expr
  const { emit, generation } = scope
  const code = formed(generation.code(expr.sort), 'array')
  const each = values(code.index, binder.name, scope, body)
  const elementIn = ({ element }: Visited): Operand =>
    compile(body, withBound(scope, binder.bound, element))
  if (code.narrow) {
    const items = emit.local('i64', 'items')
    emit.do(set(items, i64(0)))
    each((visited) => {
      const element = asCode(elementIn(visited), code.element, scope)
      emit.do(set(items, ['i64.or', shiftLeft(get(items), i64(code.stride)), element]))
    })
    return ofCode(get(items), code)
  }
  const bits = scratchBits(code, scope)
  clearWords(bits, code.width, emit)
  each((visited) => put(bits, elementPosition(code, visited.rank()), elementIn(visited), scope))
  return { form: 'bits', bits }
}
