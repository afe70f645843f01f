/** The cases of all suites, several at once, where the engine can. */

import { availableParallelism } from 'node:os'
import type { Case } from '../../dsl/suite.ts'
import type { CaseResult } from '../case-result.ts'
import { checkWith } from '../check.ts'
import { defaultEngine, engineNamed, memoryIn } from '../engine.ts'
import type { Progress } from '../exploration.ts'
import { boundsOf } from './bounds.ts'
import type { BoundOptions } from './bounds.ts'
import { inLanes } from './lanes.ts'
import { ProgressLine } from './progress.ts'
import { runCase } from './run-case.ts'

/** A case, and where it is among those of its suite. */
export interface Row {
  readonly one: Case
  /** `vmap 3/12`. */
  readonly name: string
}

export interface Rows {
  /** By row, each as soon as it is there; null for a case whose turn did not come before the signal. */
  readonly results: readonly Promise<CaseResult | null>[]
  /** To be called when all are there. */
  close(): Promise<void>
}

/** Checks the cases; what memory there is is shared among those that go on at once. */
export async function checkRows(
  rows: readonly Row[],
  options: BoundOptions & { readonly strict?: true },
  signal: AbortSignal,
  cwd: string,
): Promise<Rows> {
  const engine = await engineNamed(options.engine ?? defaultEngine)
  const atOnce = Math.floor(availableParallelism() / (options.workers ?? 1))
  const lanes = engine.sideBySide === null ? 1 : Math.max(1, Math.min(atOnce, rows.length))
  const threads = lanes === 1 ? null : ((await engine.sideBySide?.()) ?? null)
  const memory = Math.floor(memoryIn(engine, options.memory) / lanes)
  const running = new Set<Row>()

  async function checkRow(row: Row): Promise<CaseResult> {
    running.add(row)
    const bounds = { ...boundsOf(options), memory }
    const line = new ProgressLine(process.stderr, { ...row.one.options, ...bounds })
    const progress = (known: Progress): void => {
      // There is one line for all: it is about the case that has been going for longest.
      const [first] = running
      if (first === row) line.show(known, prefix(row, running.size))
    }
    try {
      return await runCase(
        row.one,
        { ...bounds, signal, progress },
        cwd,
        (model, given) => checkWith({ ...engine, ...threads }, model, given),
        options.strict === true,
      )
    } finally {
      running.delete(row)
      line.wipe()
    }
  }

  return {
    results: inLanes(rows, lanes, checkRow, () => signal.aborted),
    close: async () => threads?.close(),
  }
}

function prefix({ name }: Row, running: number): string {
  return running === 1 ? `${name}: ` : `${name} and ${running - 1} more: `
}
