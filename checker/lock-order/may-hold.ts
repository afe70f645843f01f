/** Which locks a thread may hold where it rests: a question to the flat program, so that most need never be asked of a state. */

import type { Effect, Holding, Model } from '../../dsl/ir.ts'
import { assignmentsIn } from '../assignments.ts'
import type { Assignment } from '../assignments.ts'
import { operationAt, reachable } from '../lower/operations.ts'
import type { FlatProcess, Operation, Program } from '../lower/program.ts'
import { elementsOf, holderPlaces, holderWrite, isEmptyAtFirst, meets } from './holder-place.ts'
import type { HolderPlace } from './holder-place.ts'

/** Whether an instance of the process may hold a lock in this way where it rests at a control point with this number. */
export type MayHold = (flat: FlatProcess, point: number, holding: Holding) => boolean

/**
 * Prepares the question. A thread is among the holders only where it has put itself there and has not certainly left since; of holders
 * that come about in any other way, the answer is always yes.
 */
export function mayHold(program: Program): MayHold {
  const places = new Map<Holding, readonly HolderPlace[]>()
  const writes = assignments(program)
  for (const { holdings } of program.model.locks) {
    for (const holding of holdings) {
      const found = holderPlaces(holding.holders)
      if (found?.every((place) => isOwn(place, program.model, writes)) === true) {
        places.set(holding, found)
      }
    }
  }
  const byKey = new Map([...places.values()].flat().map((place) => [keyOf(place), place]))
  const tracked = [...byKey.values()]
  const known = new Map(program.processes.map((flat) => [flat, heldAt(flat, tracked)]))
  return (flat, point, holding) => {
    const own = places.get(holding)
    if (own === undefined) return true
    const held = known.get(flat)?.[point] ?? new Set()
    return own.some((place) => [...held].some((each) => each.startsWith(`${keyOf(place)}|`)))
  }
}

function keyOf(place: HolderPlace): string {
  return JSON.stringify(place)
}

/** Whether nobody gets there but by a step of his own. */
function isOwn(place: HolderPlace, model: Model, writes: readonly Assignment[]): boolean {
  return (
    isEmptyAtFirst(model, place) &&
    writes.every((each) => !meets(each.place, place) || holderWrite(each, place) !== 'anybody')
  )
}

/** All that the program assigns. In an action nobody executes. */
function assignments(program: Program): readonly Assignment[] {
  const inProcesses = program.processes.flatMap(({ operations }) =>
    operations.flatMap((each) => (each.kind === 'effects' ? each.effects : [])),
  )
  const inActions = program.actions.flatMap(({ effects }) => effects)
  return assignmentsIn([...inProcesses, ...inActions])
}

/** Where the thread may be: each a place and, behind a bar, which elements of it. */
type Held = ReadonlySet<string>

/** By control point: where the thread may be when it rests there. */
function heldAt(flat: FlatProcess, tracked: readonly HolderPlace[]): readonly Held[] {
  const { operations, points, start } = flat
  const found: (Set<string> | undefined)[] = points.map(() => undefined)
  const open: number[] = []

  /** Follows the operations from these on, all of which begin with the same. */
  function follow(entry: number, before: Held): void {
    const at = new Map<number, Set<string>>([[entry, new Set(before)]])
    // An operation goes on to smaller numbers: all that leads to one has been followed before it.
    for (const number of reachable(operations, [entry])) {
      const held = at.get(number)
      if (held === undefined) continue
      const operation = operationAt(operations, number)
      if (operation.kind === 'rest') {
        arrive(operation.point, held)
        continue
      }
      const after = operation.kind === 'effects' ? performed(operation.effects, held) : held
      for (const next of after === null ? [] : following(operation)) {
        at.set(next, (at.get(next) ?? new Set()).union(after ?? new Set()))
      }
    }
  }

  function arrive(point: number, held: Held): void {
    const before = found[point]
    if (before !== undefined && held.isSubsetOf(before)) return
    found[point] = (before ?? new Set<string>()).union(held)
    open.push(point)
  }

  /** Null where no way leads through the effects. */
  function performed(effects: readonly Effect[], before: Held): Held | null {
    let held: Held | null = before
    for (const effect of effects) {
      if (held === null) return null
      held = performedOne(effect, held)
    }
    return held
  }

  function performedOne(effect: Effect, before: Held): Held | null {
    switch (effect.kind) {
      case 'assign':
        return assigned(effect, before)
      case 'when': {
        const then = performed(effect.then, before)
        const otherwise = performed(effect.otherwise, before)
        return then === null || otherwise === null ? (then ?? otherwise) : then.union(otherwise)
      }
      case 'forEach':
        // It may come to no round at all.
        return before.union(performed(effect.body, before) ?? new Set())
      case 'fail':
        return null
      case 'pick':
      case 'assert':
        return before
    }
  }

  function assigned(effect: Assignment, before: Held): Held {
    const held = new Set(before)
    for (const place of tracked) {
      if (!meets(effect.place, place)) continue
      const elements = elementsOf(effect.place)
      const each = `${keyOf(place)}|${elements ?? '*'}`
      if (holderWrite(effect, place) === 'enter') held.add(each)
      else if (elements !== null) held.delete(each)
    }
    return held
  }

  follow(start, new Set())
  for (let point = open.pop(); point !== undefined; point = open.pop()) {
    for (const { entry } of points[point]?.transitions ?? [])
      follow(entry, found[point] ?? new Set())
  }
  return found.map((held) => held ?? new Set<string>())
}

function following(operation: Exclude<Operation, { kind: 'rest' }>): readonly number[] {
  switch (operation.kind) {
    case 'branch':
      return [operation.then, operation.otherwise]
    case 'fork':
      return operation.branches
    default:
      return [operation.next]
  }
}
