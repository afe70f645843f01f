/** The engines that execute a model, and the one place where one is chosen. */

import { getHeapStatistics } from 'node:v8'
import type { RunJob } from './compiled/host/pool.ts'
import type { Explorer } from './exploration.ts'
import { defaultMemory, mostMemory } from './memory.ts'

/** What a command line can choose among; `reference` interprets the statements themselves. */
export const engineNames = ['compiled', 'reference'] as const

export type EngineName = (typeof engineNames)[number]

/** Where nobody chooses. */
export const defaultEngine: EngineName = 'compiled'

export interface Engine {
  /** As the assumptions of a verdict name it. */
  readonly name: string
  readonly explore: Explorer
  /** The most memory that it can use, in bytes. */
  ceiling(): number
  /** The same for several searches at once; null when they would only share one thread. */
  readonly sideBySide: (() => Promise<SideBySide>) | null
}

export interface SideBySide {
  readonly explore: Explorer
  /** Ends the threads that were started. */
  close(): Promise<void>
}

/** In bytes, what a search with the engine may use: what was asked for, or most of what is free, as far as the engine can. */
export function memoryIn(engine: Engine, asked: number | null | undefined): number {
  return Math.min(asked ?? defaultMemory(), engine.ceiling())
}

/** The engine, without any other being loaded. */
export async function engineNamed(name: EngineName): Promise<Engine> {
  switch (name) {
    case 'compiled': {
      const { exploreCompiled } = await import('./explore-compiled.ts')
      return {
        name,
        explore: (model, options) => exploreCompiled(model, options),
        ceiling: () => mostMemory,
        async sideBySide() {
          const { SearchPool } = await import('./compiled/host/pool.ts')
          const pool = new SearchPool()
          const run: RunJob = (job, options) => pool.run(job, options)
          return {
            explore: (model, options) => exploreCompiled(model, options, run),
            close: () => pool.close(),
          }
        },
      }
    }
    case 'reference': {
      const { exploreSystem } = await import('./explore-system.ts')
      const { interpret } = await import('./reference/interpreter.ts')
      return {
        name,
        explore: (model, options) => exploreSystem(interpret(model), options),
        ceiling: heapCeiling,
        sideBySide: null,
      }
    }
  }
}

/** What is left of V8's heap, less what it needs to go on collecting: at its own limit it ends the process. */
export function heapCeiling(): number {
  const { heap_size_limit: limit, used_heap_size: used } = getHeapStatistics()
  return Math.max(0, Math.floor(limit * 0.8) - used)
}
