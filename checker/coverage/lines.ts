/** Coverage by the author's lines: how often something of each was executed, and how often its tests were true. */

import { fileURLToPath } from 'node:url'
import type { Model } from '../../dsl/ir.ts'
import type { Frame } from '../../dsl/site.ts'
import { authoredIn } from '../vacuity/authored.ts'
import { timesAsked, timesEach, timesExecuted } from './covered.ts'
import type { Covered } from './covered.ts'
import type { Spot, TestSpot } from './spots.ts'

/** How often something was true, of how often it was asked. */
export interface CoveredTest {
  readonly asked: number
  readonly isTrue: number
}

export interface CoveredLine {
  /** From 1. */
  readonly line: number
  /** How many steps were taken in it, tests of locals and the like counted as steps; those of the primitives that it calls included. */
  readonly executed: number
  /** By test in the order of columns: its conjuncts, each asked where those before it are true. Of primitives, the guards alone. */
  readonly tests: readonly (readonly CoveredTest[])[]
}

export interface CoveredFile {
  readonly file: string
  /** Those in which there is anything, ascending. */
  readonly lines: readonly CoveredLine[]
}

const ownFolder = fileURLToPath(new URL('../../dsl/', import.meta.url))

/** The author's files, by name; `covered` has exact counts. */
export function coveredFiles(model: Model, covered: Covered): readonly CoveredFile[] {
  const { atomics } = authoredIn(model)
  const files = new Map<string, Map<number, OpenLine>>()
  for (const spot of covered.spots.list) {
    if (spot.kind === 'rest' || spot.site.author === null) continue
    // What is executed of an atomic is what stands in it.
    if (spot.kind === 'executed' && atomics.has(spot.site)) continue
    const { file, line } = spot.site.author
    if (file.startsWith(ownFolder)) continue
    const lines = files.get(file) ?? new Map<number, OpenLine>()
    files.set(file, lines)
    const open = lines.get(line) ?? new OpenLine()
    lines.set(line, open)
    open.add(spot, spot.site.author, covered)
  }
  return [...files]
    .map(([file, lines]) => ({
      file,
      lines: [...lines]
        .map(([line, open]) => open.closed(line))
        .toSorted((a, b) => a.line - b.line),
    }))
    .toSorted((a, b) => (a.file < b.file ? -1 : 1))
}

class OpenLine {
  #steps: number | null = null
  /** Of tests inside of effects. */
  #inner = 0
  /** By what they have in common: over call chains and instances the same test counts together. */
  readonly #tests = new Map<string, { readonly column: number; asked: number; each: number[] }>()

  add(spot: Exclude<Spot, { kind: 'rest' }>, frame: Frame, covered: Covered): void {
    const times = timesExecuted(covered, spot)
    if (spot.kind === 'test' && spot.role === 'effect') this.#inner += times
    else this.#steps = (this.#steps ?? 0) + times
    if (spot.kind === 'test') this.#test(spot, frame, covered)
  }

  #test(spot: TestSpot, { column }: Frame, covered: Covered): void {
    const isOwn = spot.site.through.length === 0
    if (!isOwn && spot.role !== 'guard') return
    const all = timesEach(covered, spot)
    const each = isOwn ? all : all.slice(-1)
    const key = `${column} ${spot.role} ${each.length}`
    const known = this.#tests.get(key) ?? { column, asked: 0, each: each.map(() => 0) }
    this.#tests.set(key, known)
    known.asked += timesAsked(covered, spot)
    known.each = known.each.map((count, at) => count + (each[at] ?? 0))
  }

  closed(line: number): CoveredLine {
    const tests = [...this.#tests.values()].toSorted((a, b) => a.column - b.column)
    return {
      line,
      executed: this.#steps ?? this.#inner,
      tests: tests.map(({ asked, each }) =>
        each.map((isTrue, at) => ({ isTrue, asked: at === 0 ? asked : (each[at - 1] ?? 0) })),
      ),
    }
  }
}
