/** The graph of a process's operations, as it is divided into functions. */

import { operationAt, reachable } from '../../lower/operations.ts'
import type { ControlPoint, FlatProcess, Operation } from '../../lower/program.ts'
import { assigns, continuations, picks } from './effect-shape.ts'

/** Control points from which the same transitions begin: they differ in their labels only. */
export interface Station {
  readonly points: readonly number[]
  readonly statement: number | null
  readonly entries: readonly number[]
}

/** All control points, by their transitions, in the order of each one's first. */
export function stations({ points }: FlatProcess): readonly Station[] {
  const groups = Map.groupBy(points.entries(), ([, point]) => entriesOf(point).join())
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const [, { statement, transitions }] = first
    return [
      {
        points: group.map(([number]) => number),
        statement,
        entries: transitions.map(({ entry }) => entry),
      },
    ]
  })
}

function entriesOf({ transitions }: ControlPoint): readonly number[] {
  return transitions.map(({ entry }) => entry)
}

/** How the operations that transitions consist of are written. */
export interface Flow {
  /** The operations that are a function: several lead there, and what follows is more than coming to rest. */
  readonly functions: ReadonlySet<number>
  /** Whether nothing is read or recorded from this operation on but one record, in the function that is being written. */
  readonly isQuiet: (operation: number) => boolean
}

export function flowOf({ operations }: FlatProcess, found: readonly Station[]): Flow {
  const entries = found.flatMap((station) => station.entries)
  const ways = new Map<number, number>()
  const lead = (to: number, times: number): void => {
    ways.set(to, (ways.get(to) ?? 0) + times)
  }
  for (const entry of entries) lead(entry, 1)
  for (const number of reachable(operations, entries)) {
    for (const [next, times] of following(operationAt(operations, number))) lead(next, times)
  }
  const functions = new Set(
    [...ways].flatMap(([number, count]) => (count > 1 && !isShort(number) ? [number] : [])),
  )

  function isShort(number: number): boolean {
    const operation = operationAt(operations, number)
    switch (operation.kind) {
      case 'rest':
        return true
      case 'take':
      case 'kill':
      case 'depart':
        return isShort(operation.next)
      case 'guard':
      case 'effects':
      case 'evaluate':
      case 'branch':
      case 'fork':
        return false
    }
  }

  function isQuiet(number: number): boolean {
    if (functions.has(number)) return false
    const operation = operationAt(operations, number)
    switch (operation.kind) {
      case 'rest':
        return true
      case 'take':
      case 'guard':
      case 'evaluate':
      case 'kill':
      case 'depart':
        return isQuiet(operation.next)
      case 'branch':
        return isQuiet(operation.then) && isQuiet(operation.otherwise)
      case 'effects': {
        const { effects, next } = operation
        return !assigns(effects) && !picks(effects) && isQuiet(next)
      }
      case 'fork':
        return false
    }
  }

  return { functions, isQuiet }
}

/** What follows the operation directly, and in how many places it is written. */
function following(operation: Operation): readonly (readonly [next: number, times: number])[] {
  switch (operation.kind) {
    case 'rest':
      return []
    case 'branch':
      return [
        [operation.then, 1],
        [operation.otherwise, 1],
      ]
    case 'fork':
      return operation.branches.map((branch) => [branch, 1] as const)
    case 'effects':
      return [[operation.next, continuations(operation.effects)]]
    case 'take':
    case 'guard':
    case 'evaluate':
    case 'kill':
    case 'depart':
      return [[operation.next, 1]]
  }
}
