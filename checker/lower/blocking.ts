/** Who could wait for whom: what each process needs to go on from where it rests, and what it may ever write from there on. */

import type { Model } from '../../dsl/ir.ts'
import { accesses } from './access.ts'
import type { Accesses, Footprint } from './access.ts'
import { cellsOf, regionOf, touches } from './cells.ts'
import type { Cell, Region } from './cells.ts'
import { universe } from './context.ts'
import type { Universe } from './context.ts'
import { keptCells, projected } from './merge-cells.ts'
import type { Row } from './merge-cells.ts'
import { operationAt, reachable } from './operations.ts'
import { possibilities } from './possible.ts'
import type { FlatProcess, Program } from './program.ts'
import { stayingPoints } from './staying.ts'

/**
 * Masks have a bit for each cell. What is needed is null where whoever waits there can always still be released: he is never
 * stuck.
 */
export interface Blocking {
  readonly cells: number
  /** By thread. */
  readonly threads: readonly BlockingThread[]
}

export interface BlockingThread {
  /** By the number of the statement at which it rests. */
  readonly statements: readonly BlockingPlace[]
  /** What its process's `runs` reads, for where it is paused. */
  readonly paused: bigint | null
}

export interface BlockingPlace {
  /** Nothing can keep it from a step there, when it is not paused. */
  readonly free: boolean
  /** It may stay there for ever: that alone is no deadlock. */
  readonly stays: boolean
  readonly needs: bigint | null
  readonly writes: bigint
}

/** What guards wait for in the program, by what is read and written in it; null where nobody can be stuck who may not stay. */
export function blocking(program: Program, access: Accesses = accesses(program)): Blocking | null {
  const { byAction, drafts } = drafted(program, access)
  const lasting = (needs: bigint | null): bigint | null =>
    needs === null || (needs & byAction) !== 0n ? null : needs
  const threads = drafts.map(({ thread, paused, statements }) => ({
    thread,
    paused: lasting(paused),
    statements: statements.map((place) => ({ ...place, needs: lasting(place.needs) })),
  }))
  const rows = threads.flatMap(({ thread, statements, paused }): readonly Row[] =>
    statements.flatMap(({ needs, writes }) => [
      { thread, needs: needs ?? 0n, writes },
      { thread, needs: paused ?? 0n, writes },
    ]),
  )
  const canBeStuck = threads.some(({ paused, statements }) =>
    statements.some(({ stays, needs }) => !stays && (paused !== null || needs !== null)),
  )
  if (!canBeStuck) return null
  const kept = keptCells(rows, Math.max(...rows.map((row) => widthOf(row))))
  const few = (mask: bigint): bigint => projected(mask, kept)
  return {
    cells: kept.length,
    threads: threads.map(({ paused, statements }) => ({
      paused: paused === null ? null : few(paused),
      statements: statements.map(({ free, stays, needs, writes }) => ({
        free,
        stays,
        needs: needs === null ? null : few(needs),
        writes: few(writes),
      })),
    })),
  }
}

function widthOf({ needs, writes }: Row): number {
  return (needs | writes).toString(2).length
}

/** The same with a bit for each cell that anybody reads, not yet merged. */
interface Draft extends BlockingThread {
  readonly thread: number
}

function drafted(
  program: Program,
  access: Accesses,
): {
  readonly byAction: bigint
  readonly drafts: readonly Draft[]
} {
  const world = universe(program)
  const cells = new Cells()
  const surveyed = program.processes.flatMap((flat) => surveys(flat, access, world, cells))
  const nowhere = (): null => null
  const byAction = program.actions
    .flatMap((action) => access.action(action).writes)
    .reduce((mask, write) => mask | cells.touchedBy(regionOf(write, nowhere, world)), 0n)
  return { byAction, drafts: surveyed.map((survey) => draft(survey, cells, program.model)) }
}

/** The cells that are read somewhere, numbered. */
class Cells {
  readonly #numbers = new Map<string, number>()
  readonly #cells: Cell[] = []

  maskOf(cells: readonly Cell[]): bigint {
    return cells.reduce((mask, cell) => mask | (1n << BigInt(this.#numberOf(cell))), 0n)
  }

  touchedBy(region: Region): bigint {
    return this.#where((cell) => touches(region, cell))
  }

  /** Those about the control of a thread that hold of it at a point. */
  holdingAt(thread: number, statement: number | null, labels: readonly string[]): bigint {
    return this.#where((cell) => {
      if (cell.kind !== 'control' || cell.thread !== thread) return false
      return cell.label === null ? statement === null : labels.includes(cell.label)
    })
  }

  #where(test: (cell: Cell) => boolean): bigint {
    return this.#cells.reduce((mask, cell, i) => (test(cell) ? mask | (1n << BigInt(i)) : mask), 0n)
  }

  #numberOf(cell: Cell): number {
    const key = JSON.stringify(cell)
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#numbers.set(key, this.#cells.length)
    return this.#cells.push(cell) - 1
  }
}

/** What one thread reads to go on, and where it writes, once by each transition. */
interface Survey {
  readonly flat: FlatProcess
  readonly thread: number
  readonly paused: bigint | null
  /** By the operation with which a transition begins. */
  readonly ways: ReadonlyMap<number, Way>
}

interface Way {
  /** Null: nothing can keep it from being taken. */
  readonly needs: bigint | null
  readonly writes: readonly Region[]
  /** The control points in which it ends. */
  readonly leadsTo: readonly number[]
}

function surveys(
  flat: FlatProcess,
  access: Accesses,
  world: Universe,
  cells: Cells,
): readonly Survey[] {
  const entries = [...new Set(flat.points.flatMap((point) => point.transitions))]
  const footprints = new Map(entries.map((each) => [each.entry, access.transition(flat, each)]))
  const { runs } = flat.process
  const reads = runs === null ? null : access.condition(runs)
  const possible = possibilities(flat, world)
  return Array.from({ length: flat.instances }, (_, instance) => {
    const thread = flat.first + instance
    const known = possible(thread)
    const way = (entry: number, { guard, writes }: Footprint): Way => {
      const operations = reachable(flat.operations, [entry]).map((each) =>
        operationAt(flat.operations, each),
      )
      const guarded = operations.some(({ kind }) => kind === 'guard')
      return {
        needs: guarded ? cells.maskOf(cellsOf(guard, known, world)) : null,
        writes: writes.map((write) => regionOf(write, known, world)),
        leadsTo: operations.flatMap((each) => (each.kind === 'rest' ? [each.point] : [])),
      }
    }
    return {
      flat,
      thread,
      paused: reads === null ? null : cells.maskOf(cellsOf(reads, known, world)),
      ways: new Map([...footprints].map(([entry, found]) => [entry, way(entry, found)])),
    }
  })
}

/** What is true of a process from a control point on, over all that can be reached. */
interface Ahead {
  readonly writes: bigint
  /** Cells about its own control: those that hold somewhere, and those that do not hold somewhere. */
  readonly holding: bigint
  readonly lacking: bigint
}

function draft({ flat, thread, paused, ways }: Survey, cells: Cells, model: Model): Draft {
  const wayOf = (entry: number): Way => {
    const found = ways.get(entry)
    if (found === undefined) throw new Error(`no transition begins with operation ${entry}`)
    return found
  }
  const written = new Map(
    [...ways].map(([entry, { writes }]) => [
      entry,
      writes.reduce((mask, region) => mask | cells.touchedBy(region), 0n),
    ]),
  )
  const ahead = flat.points.map(({ statement, labels, transitions }): Ahead => {
    const holding = cells.holdingAt(thread, statement, labels)
    const writes = transitions.reduce((mask, { entry }) => mask | (written.get(entry) ?? 0n), 0n)
    return { writes, holding, lacking: ~holding }
  })
  for (let grown = true; grown;) {
    grown = false
    // What follows tends to have the larger number.
    for (const [point, { transitions }] of [...flat.points.entries()].toReversed()) {
      const before = ahead[point]
      const next = transitions.flatMap(({ entry }) => wayOf(entry).leadsTo)
      const after = next.reduce((all, each) => joined(all, ahead[each]), before)
      if (before === undefined || after === undefined || same(before, after)) continue
      ahead[point] = after
      grown = true
    }
  }
  const own = cells.holdingAt(thread, null, allLabels(flat))
  const staying = stayingPoints(flat, model)
  const statements = flat.statements.map((_, statement): BlockingPlace => {
    const points = [...flat.points.entries()].filter(([, each]) => each.statement === statement)
    const needs = points.flatMap(([, { transitions }]) =>
      transitions.map(({ entry }) => wayOf(entry).needs),
    )
    const all = needs.reduce((some, one) => (some === null || one === null ? null : some | one), 0n)
    return {
      free: all === null,
      stays: points.every(([point]) => staying[point] === true),
      needs: points.length === 0 ? null : all,
      writes: points.reduce((mask, [point]) => mask | changes(ahead[point], own), 0n),
    }
  })
  return { thread, paused, statements }
}

function allLabels({ points }: FlatProcess): readonly string[] {
  return [...new Set(points.flatMap(({ labels }) => labels))]
}

function joined(left: Ahead | undefined, right: Ahead | undefined): Ahead | undefined {
  if (left === undefined || right === undefined) return left
  return {
    writes: left.writes | right.writes,
    holding: left.holding | right.holding,
    lacking: left.lacking | right.lacking,
  }
}

function same(left: Ahead, right: Ahead): boolean {
  const { writes, holding, lacking } = left
  return writes === right.writes && holding === right.holding && lacking === right.lacking
}

/** The cells that it may write, its own control included: what holds at one point ahead and not at another. */
function changes(ahead: Ahead | undefined, own: bigint): bigint {
  return ahead === undefined ? 0n : ahead.writes | (ahead.holding & ahead.lacking & own)
}
