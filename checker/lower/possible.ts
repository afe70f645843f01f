/** Which values an expression of a process can have whatever happens, as far as that is known without a state. */

import type { Effect, Expr } from '../../dsl/ir.ts'
import { assignmentsIn } from '../assignments.ts'
import { operands } from '../operands.ts'
import type { Evaluate, Universe } from './context.ts'
import type { Datum } from './datum.ts'
import { dependence } from './dependence.ts'
import { compiler } from './evaluate.ts'
import { attempt } from './fault.ts'
import type { FlatProcess } from './program.ts'

/** All that it can be; null: anything. */
export type Possible = readonly Datum[] | null

/** More values are taken for anything. */
const most = 64

/**
 * Prepares the possible values of expressions of a process, for one of its threads. Known are literals, who executes, what is
 * computed of them, and the slots of which every value that is ever assigned is known; the order of assignments counts for nothing.
 */
export function possibilities(
  flat: FlatProcess,
  world: Universe,
): (thread: number) => (expr: Expr) => Possible {
  const assigned = flat.operations.flatMap((operation) =>
    operation.kind === 'effects' ? slotWrites(operation.effects) : [],
  )
  const prepared = new Map<Expr, Prepared | null>()
  const preparedOf = (expr: Expr): Prepared | null => {
    const known = prepared.get(expr)
    if (known !== undefined) return known
    const made = prepare(expr, world)
    prepared.set(expr, made)
    return made
  }

  return (thread) => {
    const slots: Possible[] = flat.slots.map(() => [])
    const valuesOf = (expr: Expr): Possible => {
      const found = preparedOf(expr)
      return found === null ? null : values(found, slots, thread)
    }
    for (let grown = true; grown;) {
      grown = false
      for (const { slot, value } of assigned) {
        const before = slots[slot] ?? null
        if (before === null) continue
        const after = union(before, value === null ? null : valuesOf(value))
        if (after?.length === before.length) continue
        slots[slot] = after
        grown = true
      }
    }
    return valuesOf
  }
}

/** A write to a slot; the value is null where only a part is written. */
interface SlotWrite {
  readonly slot: number
  readonly value: Expr | null
}

function slotWrites(effects: readonly Effect[]): readonly SlotWrite[] {
  return assignmentsIn(effects).flatMap(({ place: { root, path }, value }): SlotWrite[] =>
    root.kind === 'local' ? [{ slot: root.local, value: path.length === 0 ? value : null }] : [],
  )
}

/** An expression of slots and who executes, and nothing else. */
interface Prepared {
  readonly slots: readonly number[]
  readonly evaluate: Evaluate
}

function prepare(expr: Expr, world: Universe): Prepared | null {
  const { shared, free } = dependence(expr)
  if (shared || free.size > 0) return null
  return { slots: [...new Set(slotsIn(expr))], evaluate: compiler(world)(expr) }
}

function slotsIn(expr: Expr): readonly number[] {
  return expr.kind === 'local' ? [expr.local] : operands(expr).flatMap(slotsIn)
}

/** For every combination of the slots' values; one that faults gives none. */
function values(
  { slots, evaluate }: Prepared,
  known: readonly Possible[],
  thread: number,
): Possible {
  let combinations: readonly (readonly (Datum | null)[])[] = [known.map(() => null)]
  for (const slot of slots) {
    const own = known[slot] ?? null
    if (own === null || own.length * combinations.length > most) return null
    combinations = combinations.flatMap((each) => own.map((value) => each.with(slot, value)))
  }
  const found = new Map<string, Datum>()
  for (const combination of combinations) {
    const context = {
      variables: [],
      points: [],
      slots: combination,
      thread,
      bound: [],
      after: null,
    }
    const result = attempt(() => evaluate(context))
    if (result.kind === 'done') found.set(JSON.stringify(result.value), result.value)
  }
  return [...found.values()]
}

function union(left: readonly Datum[], right: Possible): Possible {
  if (right === null) return null
  const all = new Map([...left, ...right].map((datum) => [JSON.stringify(datum), datum]))
  return all.size > most ? null : [...all.values()]
}
