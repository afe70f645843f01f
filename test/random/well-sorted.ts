/** Whether an expression keeps the rules of the IR: its sorts fit, and it names only what is in scope. */

import type { Binder, BoundId, Domain, Expr, LocalId, Model, Sort, SortOf } from '../../dsl/ir.ts'
import { cardinality, equalSorts } from '../../dsl/shape.ts'
import { fits, isLiteral, shape, threads } from './sort-rules.ts'

/** What may be named, and where mistakes go. */
export interface Checking {
  readonly model: Model
  readonly ghosts: boolean
  readonly shared: boolean
  readonly points: boolean
  readonly after: boolean
  readonly current: boolean
  readonly self: Sort | null
  readonly locals: ReadonlyMap<LocalId, Sort>
  readonly bound: ReadonlyMap<BoundId, Sort>
  readonly report: (mistake: string) => void
}

/** With one more name. */
export function bind(checking: Checking, ...binders: readonly Binder[]): Checking {
  const bound = new Map(checking.bound)
  for (const binder of binders) bound.set(binder.bound, binder.sort)
  return { ...checking, bound }
}

/** Checks an expression that is expected to be of this sort. */
export function expectSort(expr: Expr, sort: Sort, checking: Checking): void {
  if (!fits(expr.sort, sort)) checking.report(`${expr.kind} has another sort than is expected`)
  checkExpr(expr, checking)
}

function expectKind<K extends Sort['kind']>(
  expr: Expr,
  kinds: readonly K[],
  checking: Checking,
): SortOf<K> | null {
  checkExpr(expr, checking)
  const found = kinds.find((kind) => kind === expr.sort.kind)
  if (found === undefined) {
    checking.report(`${expr.kind} is no ${kinds.join(' or ')}`)
    return null
  }
  // It is of one of these kinds.
  return expr.sort as SortOf<K>
}

/** Checks a domain whose elements are to have the binder's sort. */
export function checkDomain(domain: Domain, binder: Binder, checking: Checking): void {
  const sort = domain.kind === 'sort' ? domain.sort : elementsOf(domain.of, checking)
  if (sort !== null && !equalSorts(sort, binder.sort)) checking.report('binder of another sort')
}

function elementsOf(expr: Expr, checking: Checking): Sort | null {
  return expectKind(expr, ['set', 'sequence', 'bag'], checking)?.of ?? null
}

const bool: Sort = { kind: 'bool' }

function checkExpr(expr: Expr, checking: Checking): void {
  const { model, report } = checking
  const { sort } = expr
  const its = (kind: Sort['kind']): void => {
    if (sort.kind !== kind) report(`${expr.kind} of sort ${sort.kind}`)
  }
  const same = (part: Expr): void => expectSort(part, sort, checking)
  const instance = (process: number, part: Expr): void => {
    const of = model.processes[process]
    if (of === undefined) report(`${expr.kind} of no process`)
    else expectSort(part, of.sort, checking)
  }
  switch (expr.kind) {
    case 'literal':
      if (!isLiteral(expr.value, sort)) report(`literal ${expr.value} of sort ${sort.kind}`)
      return
    case 'variable': {
      const variable = model.variables[expr.variable]
      if (variable === undefined || !equalSorts(variable.sort, sort)) report('variable of its sort')
      if (!checking.shared) report('a variable is read where none may be')
      if (variable?.ghost === true && !checking.ghosts) report('a ghost is read')
      return
    }
    case 'local': {
      const declared = checking.locals.get(expr.local)
      if (declared === undefined) report(`local ${expr.local} is not live`)
      else if (!equalSorts(declared, sort)) report('local of another sort')
      return
    }
    case 'bound': {
      const declared = checking.bound.get(expr.bound)
      if (declared === undefined) report(`bound ${expr.bound} is not in scope`)
      else if (!equalSorts(declared, sort)) report('bound name of another sort')
      return
    }
    case 'self':
      if (checking.self === null || !equalSorts(checking.self, sort)) report('self')
      return
    case 'current':
      if (!checking.current) report('current without a process')
      return its('thread')
    case 'thread':
      its('thread')
      return instance(expr.process, expr.instance)
    case 'at':
    case 'terminated':
      its('bool')
      if (!checking.shared || !checking.points) report(`${expr.kind} where it may not be`)
      return instance(expr.process, expr.instance)
    case 'definition':
      if (!equalSorts(expr.body.sort, sort)) report('definition of another sort')
      return checkExpr(expr.body, { ...checking, after: false })
    case 'after':
      if (!checking.after) report('after where it may not be')
      if (!equalSorts(expr.body.sort, sort)) report('after of another sort')
      return checkExpr(expr.body, { ...checking, after: false })
    case 'unary':
      its(expr.operator === 'not' ? 'bool' : 'int')
      return expectSort(expr.operand, expr.operator === 'not' ? bool : expr.operand.sort, checking)
    case 'binary':
      return checkBinary(expr.operator, expr.left, expr.right, sort, checking)
    case 'conditional':
      expectSort(expr.test, bool, checking)
      same(expr.then)
      return same(expr.otherwise)
    case 'quantifier': {
      checkDomain(expr.domain, expr.binder, checking)
      expectSort(expr.body, bool, bind(checking, expr.binder))
      if (expr.quantifier === 'count') return its('int')
      if (expr.quantifier === 'the') {
        if (!equalSorts(sort, expr.binder.sort)) report('the of another sort')
        return
      }
      if (expr.quantifier !== 'filter') return its('bool')
      if (!equalSorts(sort, { kind: 'set', of: expr.binder.sort })) report('filter of another sort')
      return
    }
    case 'image':
      its('set')
      checkDomain(expr.domain, expr.binder, checking)
      if (sort.kind === 'set') expectSort(expr.body, sort.of, bind(checking, expr.binder))
      return
    case 'fold':
      checkDomain(expr.domain, expr.binder, checking)
      if (!equalSorts(expr.accumulator.sort, sort)) report('accumulator of another sort')
      same(expr.initial)
      return expectSort(expr.body, sort, bind(checking, expr.binder, expr.accumulator))
    case 'let':
      expectSort(expr.value, expr.binder.sort, checking)
      return expectSort(expr.body, sort, bind(checking, expr.binder))
    case 'convert':
      if (!equalSorts(shape(expr.value.sort), shape(sort))) report('convert to another shape')
      return checkExpr(expr.value, checking)
    case 'none':
      return its('optional')
    case 'some':
      its('optional')
      if (sort.kind === 'optional') expectSort(expr.value, sort.of, checking)
      return
    case 'isSome':
      its('bool')
      expectKind(expr.optional, ['optional'], checking)
      return
    case 'unwrap': {
      const of = expectKind(expr.optional, ['optional'], checking)?.of
      if (of !== undefined && !equalSorts(of, sort)) report('unwrap of another sort')
      return
    }
    case 'record':
      its('record')
      if (sort.kind !== 'record') return
      if (sort.fields.length !== expr.fields.length) report('record with other fields')
      for (const [position, field] of sort.fields.entries()) {
        const given = expr.fields[position]
        if (given?.name !== field.name) report('record with other fields')
        else expectSort(given.value, field.sort, checking)
      }
      return
    case 'field':
    case 'withField': {
      const record = expectKind(expr.record, ['record'], checking)
      const field = record?.fields.find(({ name }) => name === expr.field)
      if (field === undefined) return report('no such field')
      if (expr.kind === 'withField') return expectSort(expr.value, field.sort, checking)
      if (!equalSorts(field.sort, sort)) report('field of another sort')
      return
    }
    case 'variant': {
      const found = sort.kind === 'variant' ? sort.cases.find(({ tag }) => tag === expr.tag) : null
      if (found === undefined || found === null) return report('no such case')
      if ((found.sort === null) !== (expr.value === null)) return report('payload')
      if (found.sort !== null && expr.value !== null) expectSort(expr.value, found.sort, checking)
      return
    }
    case 'isTag': {
      its('bool')
      const variant = expectKind(expr.variant, ['variant'], checking)
      if (variant?.cases.every(({ tag }) => tag !== expr.tag) === true) report('no such case')
      return
    }
    case 'match': {
      const variant = expectKind(expr.subject, ['variant'], checking)
      if (variant === null) return
      if (variant.cases.length !== expr.cases.length) report('match of other cases')
      for (const [position, each] of variant.cases.entries()) {
        const given = expr.cases[position]
        if (given === undefined || given.tag !== each.tag) return report('match of other cases')
        if ((each.sort === null) !== (given.binder === null)) return report('match of a payload')
        if (
          each.sort !== null &&
          given.binder !== null &&
          !equalSorts(each.sort, given.binder.sort)
        ) {
          report('match of a payload of another sort')
        }
        const inside = given.binder === null ? checking : bind(checking, given.binder)
        expectSort(given.body, sort, inside)
      }
      return
    }
    case 'array':
      its('array')
      if (sort.kind !== 'array') return
      if (!equalSorts(sort.index, expr.binder.sort)) report('array with another index')
      return expectSort(expr.body, sort.element, bind(checking, expr.binder))
    case 'table': {
      its('array')
      if (sort.kind !== 'array') return
      if (cardinality(sort.index, threads(model)) !== expr.entries.length)
        report('table of another size')
      for (const entry of expr.entries) expectSort(entry, sort.element, checking)
      return
    }
    case 'element':
    case 'withElement': {
      const array = expectKind(expr.array, ['array'], checking)
      if (array === null) return
      expectSort(expr.index, array.index, checking)
      if (expr.kind === 'withElement') {
        if (!equalSorts(array, sort)) report('array of another sort')
        return expectSort(expr.value, array.element, checking)
      }
      if (!equalSorts(array.element, sort)) report('element of another sort')
      return
    }
    case 'collection':
      if (sort.kind !== 'set' && sort.kind !== 'sequence' && sort.kind !== 'bag') {
        return report('collection of another kind')
      }
      for (const element of expr.elements) expectSort(element, sort.of, checking)
      return
    case 'size':
      its('int')
      elementsOf(expr.of, checking)
      return
    case 'member': {
      its('bool')
      const of = elementsOf(expr.of, checking)
      if (of !== null) expectSort(expr.element, of, checking)
      return
    }
    case 'setOperation':
      expectKind(expr.left, ['set'], checking)
      expectSort(expr.right, expr.left.sort, checking)
      if (expr.operator === 'subset') return its('bool')
      if (!equalSorts(expr.left.sort, sort)) report('set of another sort')
      return
    case 'nth': {
      const of = expectKind(expr.sequence, ['sequence'], checking)?.of
      if (of !== undefined && !equalSorts(of, sort)) report('nth of another sort')
      expectKind(expr.index, ['int'], checking)
      return
    }
    case 'concat':
      its('sequence')
      same(expr.left)
      return same(expr.right)
    case 'slice':
      its('sequence')
      same(expr.sequence)
      expectKind(expr.from, ['int'], checking)
      expectKind(expr.to, ['int'], checking)
      return
    case 'withNth':
      its('sequence')
      same(expr.sequence)
      expectKind(expr.index, ['int'], checking)
      if (sort.kind === 'sequence') expectSort(expr.value, sort.of, checking)
      return
    case 'bagChange':
      its('bag')
      same(expr.bag)
      if (sort.kind === 'bag') expectSort(expr.element, sort.of, checking)
      return
    case 'occurrences': {
      its('int')
      const of = expectKind(expr.bag, ['bag'], checking)?.of
      if (of !== undefined) expectSort(expr.element, of, checking)
      return
    }
    case 'ordinal':
      its('int')
      expectKind(expr.index, ['index'], checking)
      return
    case 'indexOf':
      its('index')
      expectKind(expr.ordinal, ['int'], checking)
      return
    case 'neighbour':
      its('index')
      return same(expr.index)
  }
}

function checkBinary(
  operator: string,
  left: Expr,
  right: Expr,
  sort: Sort,
  checking: Checking,
): void {
  const { report } = checking
  checkExpr(left, checking)
  checkExpr(right, checking)
  const ints = left.sort.kind === 'int' && right.sort.kind === 'int'
  switch (operator) {
    case 'and':
    case 'or':
    case 'implies':
    case 'iff':
      if ([left.sort, right.sort, sort].some(({ kind }) => kind !== 'bool')) report(operator)
      return
    case 'eq':
    case 'ne':
      if (sort.kind !== 'bool' || (!ints && !equalSorts(left.sort, right.sort))) report(operator)
      return
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge': {
      const indexes = left.sort.kind === 'index' && equalSorts(left.sort, right.sort)
      if (sort.kind !== 'bool' || (!ints && !indexes)) report(operator)
      return
    }
    default:
      if (!ints || sort.kind !== 'int') report(operator)
  }
}
