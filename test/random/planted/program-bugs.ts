/** Mistakes of a lowering: what it could get wrong in the flat program. */

import type { FlatProcess, Operation, Program } from '../../../checker/lower/program.ts'
import type { BinaryExpr, Effect, Expr } from '../../../dsl/ir.ts'
import { binary, expr, int, number, truth } from '../nodes.ts'
import { expressionsIn } from '../walk.ts'
import { rewritten } from './bug.ts'

function inProcesses(change: (flat: FlatProcess) => FlatProcess) {
  return (program: Program): Program => ({ ...program, processes: program.processes.map(change) })
}

function inOperations(change: (operation: Operation, flat: FlatProcess) => Operation) {
  return inProcesses((flat) => ({
    ...flat,
    operations: flat.operations.map((operation) => change(operation, flat)),
  }))
}

/** In the expressions of all steps, but not in those of properties. */
export function inExpressions(change: (expr: Expr) => Expr) {
  return (program: Program): Program => ({
    ...program,
    processes: program.processes.map((flat) => ({
      ...flat,
      operations: rewritten(flat.operations, change),
    })),
    actions: program.actions.map(({ step, parameters, guard, effects }) => ({
      step,
      parameters,
      guard: rewritten(guard, change),
      effects: rewritten(effects, change),
    })),
  })
}

/** The operations with each list of effects cut where `cut` says: before the effect at that position. */
function splitting(cut: (effects: readonly Effect[], position: number) => boolean) {
  return inProcesses((flat) => {
    const operations: Operation[] = []
    const numbers: number[] = []
    // An operation goes on to smaller numbers only, so that those are known already.
    const moved = (old: number): number => numbers[old] ?? 0
    for (const operation of flat.operations) {
      if (operation.kind === 'effects') {
        let next = moved(operation.next)
        for (const group of groups(operation.effects, cut).toReversed()) {
          operations.push({ ...operation, effects: group, next })
          next = operations.length - 1
        }
      } else operations.push(redirected(operation, moved))
      numbers.push(operations.length - 1)
    }
    return {
      ...flat,
      operations,
      start: moved(flat.start),
      points: flat.points.map((point) => ({
        ...point,
        transitions: point.transitions.map((each) => ({ ...each, entry: moved(each.entry) })),
      })),
    }
  })
}

function groups(
  effects: readonly Effect[],
  cut: (effects: readonly Effect[], position: number) => boolean,
): readonly (readonly Effect[])[] {
  // A pick's name is known to the rest of its own list only.
  if (effects.some(({ kind }) => kind === 'pick')) return [effects]
  const result: Effect[][] = [[]]
  for (const [position, effect] of effects.entries()) {
    if (position > 0 && cut(effects, position)) result.push([])
    result.at(-1)?.push(effect)
  }
  return result
}

function redirected(operation: Operation, moved: (old: number) => number): Operation {
  switch (operation.kind) {
    case 'rest':
      return operation
    case 'branch':
      return { ...operation, then: moved(operation.then), otherwise: moved(operation.otherwise) }
    case 'fork':
      return { ...operation, branches: operation.branches.map(moved) }
    default:
      return { ...operation, next: moved(operation.next) }
  }
}

/** Whether the effect reads nothing that the step before it could have changed. */
function readsNothing(effect: Effect | undefined): boolean {
  return expressionsIn(effect).every(
    ({ kind }) => !['variable', 'local', 'at', 'terminated'].includes(kind),
  )
}

/** By what the comparison is to notice. */
export const programBugs: { readonly [claim: string]: (program: Program) => Program } = {
  'a guard that was dropped': inOperations((operation) =>
    operation.kind === 'guard' ? { ...operation, test: truth(true) } : operation,
  ),
  "an action's guard that was dropped": (program) => ({
    ...program,
    actions: program.actions.map((action) => ({ ...action, guard: null })),
  }),
  'a test whose two ways are swapped': inOperations((operation) =>
    operation.kind === 'branch'
      ? { ...operation, then: operation.otherwise, otherwise: operation.then }
      : operation,
  ),
  'a step that ends at another control point': inOperations((operation, { points }) =>
    operation.kind === 'rest'
      ? { ...operation, point: (operation.point + 1) % points.length }
      : operation,
  ),
  'a label that was forgotten': inProcesses((flat) => ({
    ...flat,
    points: flat.points.map((point) => ({ ...point, labels: point.labels.slice(1) })),
  })),
  'a local that outlives its block': inOperations((operation) =>
    operation.kind === 'kill' ? { ...operation, slots: [] } : operation,
  ),
  'simultaneous effects that happen one after the other': splitting(() => true),
  'a conflict that nobody looks for': splitting((effects, position) =>
    readsNothing(effects[position]),
  ),
  'a position that is off by one': inExpressions((each) =>
    each.kind === 'nth'
      ? { ...each, index: binary('plus', each.index, number(1), int(-1_000_000, 1_000_000)) }
      : each,
  ),
  'a neighbour on the wrong side': inExpressions((each) =>
    each.kind === 'neighbour' ? { ...each, by: each.by === 1 ? -1 : 1 } : each,
  ),
  'a branch of an either that is never offered': inProcesses((flat) => ({
    ...flat,
    points: flat.points.map((point) => ({
      ...point,
      transitions: point.transitions.length > 1 ? point.transitions.slice(1) : point.transitions,
    })),
    operations: flat.operations.map((operation) =>
      operation.kind === 'fork' && operation.branches.length > 1
        ? { ...operation, branches: operation.branches.slice(1) }
        : operation,
    ),
  })),
  'branches in another order': inProcesses((flat) => ({
    ...flat,
    points: flat.points.map((point) => ({ ...point, transitions: point.transitions.toReversed() })),
    operations: flat.operations.map((operation) =>
      operation.kind === 'fork'
        ? { ...operation, branches: operation.branches.toReversed() }
        : operation,
    ),
  })),
  'a choice inside an atomic that is not told': inOperations((operation) =>
    operation.kind === 'fork' ? { ...operation, recorded: false } : operation,
  ),
  'a result that is not computed when nobody takes it': inOperations((operation) =>
    operation.kind === 'evaluate' ? { ...operation, value: truth(true) } : operation,
  ),
  'labels that outlast the first step inside an atomic': inOperations((operation, { operations }) =>
    skippedOver(operation, operations, 'depart'),
  ),
  "what precedes a branch's first step, skipped": inProcesses((flat) => ({
    ...flat,
    points: flat.points.map((point) => ({
      ...point,
      transitions: point.transitions.map((each) => ({
        ...each,
        entry: behindEffects(each.entry, flat.operations),
      })),
    })),
  })),
  'a quantifier that is another': inExpressions((each) =>
    each.kind === 'quantifier' && each.quantifier === 'all'
      ? { ...each, quantifier: 'some' }
      : each,
  ),
  'one that is content with several': inExpressions((each) =>
    each.kind === 'quantifier' && each.quantifier === 'one'
      ? { ...each, quantifier: 'some' }
      : each,
  ),
  'a division that rounds towards zero': inExpressions((each) =>
    each.kind === 'binary' && each.operator === 'div' ? towardsZero(each) : each,
  ),
  'operands that are evaluated from right to left': inExpressions((each) =>
    each.kind === 'binary' && (each.operator === 'and' || each.operator === 'or')
      ? { ...each, left: each.right, right: each.left }
      : each,
  ),
  'a conversion that lets everything pass': inExpressions((each) =>
    each.kind === 'convert' && each.sort.kind === 'int' ? each.value : each,
  ),
  'a filter that lets everything pass': inExpressions((each) =>
    each.kind === 'quantifier' && each.quantifier === 'filter'
      ? { ...each, body: truth(true) }
      : each,
  ),
  'a difference taken for an intersection': inExpressions((each) =>
    each.kind === 'setOperation' && each.operator === 'difference'
      ? { ...each, operator: 'intersection' }
      : each,
  ),
}

/** The operation, going on behind a successor of this kind. */
function skippedOver(
  operation: Operation,
  operations: readonly Operation[],
  kind: 'depart',
): Operation {
  return redirected(operation, (number) => {
    const next = operations[number]
    return next?.kind === kind ? next.next : number
  })
}

function behindEffects(entry: number, operations: readonly Operation[]): number {
  const operation = operations[entry]
  return operation?.kind === 'effects' ? behindEffects(operation.next, operations) : entry
}

/** Faults are told of the division's own site, so that only its value gives the mistake away. */
function towardsZero(division: BinaryExpr): Expr {
  const { left, right, site } = division
  const sort = int(-1_000_000, 1_000_000)
  const negate = (operand: Expr): Expr => expr('unary', sort, { operator: 'negate', operand })
  const divide = (dividend: Expr): Expr => ({ ...binary('div', dividend, right, sort), site })
  const product = binary('times', left, right, sort)
  const test = binary('lt', product, number(0), { kind: 'bool' })
  return expr('conditional', sort, {
    test,
    then: negate(divide(negate(left))),
    otherwise: division,
  })
}
