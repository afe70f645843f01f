/** Every operation on collections over one sort of elements, on operands that are variables. */

import type { Expr, Sort, Variable } from '../../../../dsl/ir.ts'
import { boundId } from '../../../ids.ts'
import { binary, bool, bound, expr, int, number } from '../../../random/nodes.ts'
import {
  bag,
  binder,
  of,
  sequence,
  set,
  values,
  members,
  variable,
  lit,
} from '../../lower/terms.ts'

/** Elements, how long lists of them are, and whether there are few enough of them for sets. */
export interface Elements {
  readonly sort: Sort
  readonly bound: number
  readonly few: boolean
}

export interface Operations {
  /** Two of each: elements, sequences, bags, positions, and sets where there are sets. */
  readonly variables: readonly Variable[]
  readonly operations: Readonly<Record<string, Expr>>
}

export function operationsOn({ sort: element, bound: most, few }: Elements): Operations {
  const [lists, bags, sets] = [sequence(element, most), bag(element, most), set(element)]
  const position = int(-1, most + 1)
  const sorts = [element, lists, bags, position, ...(few ? [sets] : [])]
  const variables = sorts.flatMap((sort, i) =>
    [0, 1].map((n) => variable(2 * i + n, `${'eqbis'[i]}${n}`, sort, lit(sort, 0))),
  )
  const at = (name: string): Expr => {
    const found = variables.find((each) => each.name === name)
    if (found === undefined) throw new Error(`there is no ${name}`)
    return of(found)
  }
  const [e, f, q, r] = [at('e0'), at('e1'), at('q0'), at('q1')]
  const [b, c, i, j] = [at('b0'), at('b1'), at('i0'), at('i1')]
  const length = int(0, most)
  const operations: Record<string, Expr> = {
    'sequence of two': expr('collection', lists, { elements: [e, f] }),
    'sequence of one': expr('collection', lists, { elements: [f] }),
    'empty sequence': expr('collection', lists, { elements: [] }),
    'bag of three': expr('collection', bags, { elements: [e, f, e] }),
    'bag of two': expr('collection', bags, { elements: [f, e] }),
    'length of a sequence': expr('size', length, { of: q }),
    'size of a bag': expr('size', length, { of: b }),
    'member of a sequence': expr('member', bool, { element: e, of: q }),
    'member of a bag': expr('member', bool, { element: e, of: b }),
    nth: expr('nth', element, { sequence: q, index: i }),
    'first element': expr('nth', element, { sequence: q, index: number(0) }),
    withNth: expr('withNth', lists, { sequence: q, index: i, value: f }),
    concat: expr('concat', lists, { left: q, right: r }),
    append: expr('concat', lists, {
      left: q,
      right: expr('collection', lists, { elements: [e] }),
    }),
    slice: expr('slice', lists, { sequence: q, from: i, to: j }),
    rest: expr('slice', lists, {
      sequence: q,
      from: number(1),
      to: expr('size', length, { of: q }),
    }),
    'one more in a bag': expr('bagChange', bags, { change: 'add', bag: b, element: e }),
    'one less in a bag': expr('bagChange', bags, { change: 'remove', bag: b, element: e }),
    occurrences: expr('occurrences', length, { bag: b, element: e }),
    'sequences are equal': binary('eq', q, r, bool),
    'bags are equal': binary('eq', b, c, bool),
    'the larger of two bags': expr('conditional', bags, {
      test: binary('lt', i, j, bool),
      then: b,
      otherwise: c,
    }),
    ...quantifiers('sequence', q, r, e, element, lists),
    ...quantifiers('bag', b, r, e, element, lists),
  }
  if (!few) return { variables, operations }
  const [s, t] = [at('s0'), at('s1')]
  return {
    variables,
    operations: {
      ...operations,
      'set of three': expr('collection', sets, { elements: [e, f, e] }),
      'empty set': expr('collection', sets, { elements: [] }),
      'size of a set': expr('size', int(0, 1 << 20), { of: s }),
      'member of a set': expr('member', bool, { element: e, of: s }),
      union: expr('setOperation', sets, { operator: 'union', left: s, right: t }),
      intersection: expr('setOperation', sets, { operator: 'intersection', left: s, right: t }),
      difference: expr('setOperation', sets, { operator: 'difference', left: s, right: t }),
      subset: expr('setOperation', bool, { operator: 'subset', left: s, right: t }),
      'without one element': expr('setOperation', sets, {
        operator: 'difference',
        left: s,
        right: expr('quantifier', sets, {
          quantifier: 'filter',
          binder: binder(0, 'x', element),
          domain: values(element),
          body: binary('eq', bound(binder(0, 'x', element)), e, bool),
        }),
      }),
      'part of itself': expr('setOperation', bool, { operator: 'subset', left: s, right: s }),
      ...quantifiers('set', s, r, e, element, lists),
      ...quantifiers('sort', element, r, e, element, lists),
      ...setsFrom('set', s, t, e, element),
      ...setsFrom('bag', b, t, e, element),
      ...setsFrom('sort', element, t, e, element),
      ...arrays(element, t, f),
    },
  }
}

function domainOf(over: Expr | Sort) {
  return 'site' in over ? members(over) : values(over)
}

const x = boundId(0)
const y = boundId(1)

/** Each quantifier, and a fold that collects elements in their order; with bodies that fault at the element `e`, and ones that do not. */
function quantifiers(
  name: string,
  over: Expr | Sort,
  allowed: Expr,
  e: Expr,
  element: Sort,
  lists: Sort,
): Record<string, Expr> {
  const domain = domainOf(over)
  const each = binder(0, 'x', element)
  const inside = expr('member', bool, { element: bound(each), of: allowed })
  const zero = binary('minus', number(1), number(1), int(0, 0))
  const broken = binary('eq', binary('div', number(1), zero, int(0, 1)), number(0), bool)
  const bodies: readonly (readonly [string, Expr])[] = [
    ['a test', inside],
    ['not a test', expr('unary', bool, { operator: 'not', operand: inside })],
    ['equality', binary('eq', bound(each), e, bool)],
    [
      'a fault',
      expr('conditional', bool, {
        test: binary('eq', bound(each), e, bool),
        then: broken,
        otherwise: inside,
      }),
    ],
  ]
  const made: Record<string, Expr> = {}
  const kinds = [
    ['all', bool],
    ['some', bool],
    ['one', bool],
    ['count', int(0, 1 << 20)],
    ['the', element],
  ] as const
  for (const [kind, sort] of kinds) {
    for (const [what, body] of bodies) {
      made[`${kind} over a ${name}, ${what}`] = expr('quantifier', sort, {
        quantifier: kind,
        binder: each,
        domain,
        body,
      })
    }
  }
  const accumulator = { bound: y, name: 'sofar', sort: lists }
  const sofar = bound(accumulator)
  const longer = expr('concat', lists, {
    left: sofar,
    right: expr('collection', lists, { elements: [bound(each)] }),
  })
  const steps: readonly (readonly [string, Expr])[] = [
    ['all elements', longer],
    [
      'those that pass',
      expr('conditional', lists, { test: inside, then: longer, otherwise: sofar }),
    ],
  ]
  for (const [what, body] of steps) {
    made[`fold over a ${name}, ${what}`] = expr('fold', lists, {
      binder: each,
      accumulator,
      domain,
      initial: expr('collection', lists, { elements: [] }),
      body,
    })
  }
  return made
}

/** What gives a set. */
function setsFrom(
  name: string,
  over: Expr | Sort,
  allowed: Expr,
  e: Expr,
  element: Sort,
): Record<string, Expr> {
  const domain = domainOf(over)
  const each = binder(0, 'x', element)
  const sort = set(element)
  const inside = expr('member', bool, { element: bound(each), of: allowed })
  const body = expr('conditional', element, { test: inside, then: bound(each), otherwise: e })
  return {
    [`filter over a ${name}`]: expr('quantifier', sort, {
      quantifier: 'filter',
      binder: each,
      domain,
      body: inside,
    }),
    [`image over a ${name}`]: expr('image', sort, { binder: each, domain, body }),
    [`fold over a ${name}, a union`]: expr('fold', sort, {
      binder: each,
      accumulator: { bound: y, name: 'sofar', sort },
      domain,
      initial: allowed,
      body: expr('setOperation', sort, {
        operator: 'union',
        left: bound({ bound: y, name: 'sofar', sort }),
        right: expr('collection', sort, { elements: [body] }),
      }),
    }),
  }
}

/** Arrays by index. */
function arrays(element: Sort, t: Expr, f: Expr): Record<string, Expr> {
  const each = { bound: x, name: 'x', sort: element }
  const inside = expr('member', bool, { element: bound(each), of: t })
  const flags = { kind: 'array', index: element, element: bool } as const
  const others = { kind: 'array', index: element, element } as const
  const body = expr('conditional', element, { test: inside, then: bound(each), otherwise: f })
  const array = expr('array', flags, { binder: each, body: inside })
  return {
    'array of tests': array,
    'array of elements': expr('array', others, { binder: each, body }),
    'an element of an array': expr('element', bool, { array, index: f }),
  }
}
