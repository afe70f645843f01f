/** What makes a state space large: of each part of a state how many values it takes, and how many states there were without it. */

import type { Program } from '../lower/program.ts'
import { containerKey, partKey, partsOf } from './part.ts'
import type { Part } from './part.ts'
import type { Side } from './project.ts'

/** Figures of the states that a search has found. */
export interface Growth {
  readonly states: number
  /** Whether these are all that can be reached. */
  readonly complete: boolean
  /** The largest factor first. */
  readonly parts: readonly Measured[]
  /** What was left out. */
  readonly missing: readonly Part[]
  /** Why; null where nothing was. */
  readonly stop: GrowthStop | null
}

export type GrowthStop = 'time' | 'memory' | 'interrupt'

export interface Measured {
  readonly part: Part
  /** How many different values it takes. */
  readonly values: number
  /** How many states differ in anything else. */
  readonly without: number
  /** That it takes of a packed state; locals may share theirs with others. */
  readonly bits: number
}

/** How the states are counted. */
export interface Counter {
  readonly states: number
  /** How many different states there are on one side of the part; or why it was not counted. */
  readonly distinct: (part: Part, side: Side) => Promise<number | GrowthStop>
  readonly bits: (part: Part) => number
  /** Hears before each part how many are done. */
  readonly told: (done: number, of: number) => void
}

/**
 * Counts one part after the other, and stops where one cannot be counted. Where nothing is saved without a whole, nothing is without
 * a part of it, and those are left out.
 */
export async function measured(
  program: Program,
  counter: Counter,
): Promise<Omit<Growth, 'complete'>> {
  const { states, bits, told } = counter
  const parts = partsOf(program)
  const counted: Measured[] = []
  const free = new Set<string>()
  const isFree = (part: Part): boolean => free.has(containerKey(part, program.model) ?? '')
  let stop: GrowthStop | null = null
  let done = 0
  for (const part of parts) {
    told(done, parts.length)
    const counts = isFree(part) ? null : await bothSides(part, counter)
    if (typeof counts === 'string') {
      stop = counts
      break
    }
    done++
    if (counts !== null) counted.push({ part, ...counts, bits: bits(part) })
    if (counts === null || counts.without === states) free.add(partKey(part))
  }
  return {
    states,
    parts: counted.toSorted((left, right) => left.without - right.without),
    missing: parts.slice(done).filter((part) => !isFree(part)),
    stop,
  }
}

async function bothSides(
  part: Part,
  { distinct }: Counter,
): Promise<Pick<Measured, 'values' | 'without'> | GrowthStop> {
  const without = await distinct(part, 'without')
  if (typeof without === 'string') return without
  const values = await distinct(part, 'alone')
  return typeof values === 'string' ? values : { values, without }
}
