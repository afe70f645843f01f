/** On what the figures were measured, and whether anything else was running. */

import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import type { Tools } from './spin.ts'

interface Load {
  readonly before: number
  readonly after: number
}

export interface Machine {
  readonly processor: string
  readonly processors: number
  readonly memoryBytes: number
  readonly node: string
  readonly spin: string | null
  readonly gcc: string | null
  /** Processes that were running in the last minute, before and after measuring. */
  readonly load: Load
}

export function machine({ spin, gcc }: Tools, loads: Load): Machine {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    processors: availableParallelism(),
    memoryBytes: totalmem(),
    node: process.version,
    spin,
    gcc,
    load: loads,
  }
}

/** The mean number of running processes in the last minute. */
export function load(): number {
  return loadavg()[0] ?? 0
}

/** With so much load before the start, figures are none. */
export const quiet = 0.5
