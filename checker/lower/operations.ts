/** The graph of operations: what follows each, what is reachable, and leaving out the rest. */

import type { Operation } from './program.ts'

/** The operations that follow directly. */
export function successors(operation: Operation): readonly number[] {
  switch (operation.kind) {
    case 'rest':
      return []
    case 'branch':
      return [operation.then, operation.otherwise]
    case 'fork':
      return operation.branches
    case 'take':
    case 'guard':
    case 'effects':
    case 'evaluate':
    case 'kill':
    case 'depart':
      return [operation.next]
  }
}

/** The numbers of all operations that can be executed from these, descending: in an order in which control runs. */
export function reachable(
  operations: readonly Operation[],
  entries: readonly number[],
): readonly number[] {
  const found = new Set<number>()
  const open = [...entries]
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    if (found.has(number)) continue
    found.add(number)
    open.push(...successors(operationAt(operations, number)))
  }
  return [...found].toSorted((a, b) => b - a)
}

/** The operation with this number, which must be there. */
export function operationAt(operations: readonly Operation[], number: number): Operation {
  const operation = operations[number]
  if (operation === undefined) throw new Error(`there is no operation ${number}`)
  return operation
}

/** Only what is reachable from these entries, in the same order, and the new number of each old one. */
export function compact(
  operations: readonly Operation[],
  entries: readonly number[],
): { operations: readonly Operation[]; renumber: (old: number) => number } {
  const kept = reachable(operations, entries).toReversed()
  const numbers = new Map(kept.map((old, number) => [old, number]))
  const renumber = (old: number): number => {
    const number = numbers.get(old)
    if (number === undefined) throw new Error(`operation ${old} was left out`)
    return number
  }
  return {
    operations: kept.map((old) => redirect(operationAt(operations, old), renumber)),
    renumber,
  }
}

function redirect(operation: Operation, renumber: (old: number) => number): Operation {
  switch (operation.kind) {
    case 'rest':
      return operation
    case 'branch':
      return {
        ...operation,
        then: renumber(operation.then),
        otherwise: renumber(operation.otherwise),
      }
    case 'fork':
      return { ...operation, branches: operation.branches.map(renumber) }
    case 'take':
    case 'guard':
    case 'effects':
    case 'evaluate':
    case 'kill':
    case 'depart':
      return { ...operation, next: renumber(operation.next) }
  }
}
