/** Which slots of a flat process may be live, and which surely are: at every control point and before every operation. */

import type { Effect } from '../../dsl/ir.ts'
import { operationAt, successors } from '../lower/operations.ts'
import type { FlatProcess, Operation } from '../lower/program.ts'

/** Sets of slots: bit i of each is set where slot i is in it. */
export interface Live {
  /** Live on some way that leads here. */
  readonly may: bigint
  /** Live on all ways that lead here. */
  readonly must: bigint
}

/** Null: no way leads there. */
export interface Liveness {
  /** By control point. */
  readonly points: readonly (Live | null)[]
  /** By operation: before it. */
  readonly operations: readonly (Live | null)[]
}

/** Follows all ways from the start, through every point; a branch may go either way. */
export function liveness(flat: FlatProcess): Liveness {
  const points: (Live | null)[] = flat.points.map(() => null)
  const operations: (Live | null)[] = flat.operations.map(() => null)
  const open: number[] = []

  function arrive(operation: number, live: Live): void {
    const joined = join(operations[operation] ?? null, live)
    if (joined === null) return
    operations[operation] = joined
    open.push(operation)
  }

  function rest(point: number, live: Live): void {
    const joined = join(points[point] ?? null, live)
    if (joined === null) return
    points[point] = joined
    for (const { entry } of flat.points[point]?.transitions ?? []) arrive(entry, joined)
  }

  arrive(flat.start, { may: 0n, must: 0n })
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    const operation = operationAt(flat.operations, number)
    const before = operations[number] ?? null
    const live = before === null ? null : after(operation, before)
    if (live === null) continue
    if (operation.kind === 'rest') rest(operation.point, live)
    for (const next of successors(operation)) arrive(next, live)
  }
  return { points, operations }
}

/** After the operation; null where nothing comes after it. */
export function after(operation: Operation, before: Live): Live | null {
  switch (operation.kind) {
    case 'effects':
      return afterEffects(operation.effects, before)
    case 'kill': {
      const dead = slotSet(operation.slots)
      return { may: before.may & ~dead, must: before.must & ~dead }
    }
    case 'take':
    case 'guard':
    case 'evaluate':
    case 'branch':
    case 'fork':
    case 'depart':
    case 'rest':
      return before
  }
}

export function slotSet(slots: readonly number[]): bigint {
  return slots.reduce((set, slot) => set | (1n << BigInt(slot)), 0n)
}

export function hasSlot(set: bigint, slot: number): boolean {
  return ((set >> BigInt(slot)) & 1n) === 1n
}

function afterEffects(effects: readonly Effect[], before: Live): Live | null {
  let live = before
  for (const effect of effects) {
    const next = afterEffect(effect, live)
    if (next === null) return null
    live = next
  }
  return live
}

function afterEffect(effect: Effect, before: Live): Live | null {
  switch (effect.kind) {
    case 'assign': {
      const { root, path } = effect.place
      // A part of a local is written only where the local is live.
      if (root.kind === 'variable' || path.length > 0) return before
      const written = slotSet([root.local])
      return { may: before.may | written, must: before.must | written }
    }
    case 'when': {
      const then = afterEffects(effect.then, before)
      const otherwise = afterEffects(effect.otherwise, before)
      return then === null ? otherwise : (join(otherwise, then) ?? otherwise)
    }
    case 'forEach': {
      const round = afterEffects(effect.body, before)
      return round === null ? before : (join(before, round) ?? before)
    }
    case 'fail':
      return null
    case 'pick':
    case 'assert':
      return before
  }
}

/** What holds on both ways; null where that is what was known already. */
function join(known: Live | null, more: Live): Live | null {
  if (known === null) return more
  const may = known.may | more.may
  const must = known.must & more.must
  return may === known.may && must === known.must ? null : { may, must }
}
