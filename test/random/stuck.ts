/** Whether whoever is called stuck is: tried out, on all that can be reached from there. */

import type { SearchOptions } from '../../checker/exploration.ts'
import { accesses } from '../../checker/lower/access.ts'
import type { Accesses } from '../../checker/lower/access.ts'
import { blocking } from '../../checker/lower/blocking.ts'
import type { Blocking } from '../../checker/lower/blocking.ts'
import { execute } from '../../checker/lower/executor.ts'
import { lower } from '../../checker/lower/lower.ts'
import type { Program } from '../../checker/lower/program.ts'
import { Pacer } from '../../checker/pacer.ts'
import { PartialDeadlock } from '../../checker/partial-deadlock.ts'
import { search } from '../../checker/search.ts'
import { noteStuck } from '../../checker/stuck.ts'
import { StateGraph } from '../../checker/state-graph.ts'
import type { Model } from '../../dsl/ir.ts'

export interface Trial {
  /** Somebody who was called stuck, and takes a step later; null where there is nobody. */
  readonly offence: string | null
  /** How often somebody was stuck while others ran on. */
  readonly stuck: number
  /** How often of these somebody was paused. */
  readonly paused: number
}

/** The analysis, with what it is told of reads and writes changed first. */
export function withAccesses(change: (known: Accesses) => Partial<Accesses>) {
  return (program: Program): Blocking | null => {
    const known = accesses(program)
    return blocking(program, { ...known, ...change(known) })
  }
}

const options: SearchOptions = { maxStates: 250, continue: true, deadlock: false }

/** Holds the analysis against the graph of the states that are found. */
export async function tryStuck(
  model: Model,
  analysis: (program: Program) => Blocking | null = blocking,
): Promise<Trial> {
  const system = execute(lower(model))
  const found = await search(system, options)
  const graph = await StateGraph.of(system, found, new Pacer())
  if (!(graph instanceof StateGraph)) throw new Error('nobody stops a test')
  const partial = new PartialDeadlock(system, analysis)
  let [stuck, paused] = [0, 0]
  for (let number = 0; number < found.store.size; number += 1) {
    const state = found.store.at(number)
    const outcomes = system.expand(state)
    // Where a guard faults that is what is reported.
    if (outcomes.some(({ ofState }) => ofState)) continue
    const claimed = partial.stuck(state, outcomes)
    if (claimed.length > 0 && outcomes.length > 0) {
      stuck += 1
      if (claimed.some((thread) => system.paused(state, thread))) paused += 1
    }
    const really = graph.stuck(number)
    const wrong = claimed.find((thread) => !really.includes(thread))
    if (wrong !== undefined) {
      return { offence: `thread ${wrong} in ${state.key}`, stuck, paused }
    }
  }
  return { offence: null, stuck, paused }
}

/** Of the first deadlock, as a state shows it or the graph; null where there is none. */
export interface Depths {
  readonly byState: number | null
  readonly onGraph: number | null
}

/** Where the first deadlocks of a model are; nowhere when it has too many states. */
export async function depths(model: Model, maxStates: number): Promise<Depths> {
  const system = execute(lower(model))
  const one = await search(system, { continue: true, maxStates })
  const other = await search(system, { deadlock: false, maxStates })
  if (other.stop !== 'complete') return { byState: null, onGraph: null }
  await noteStuck(system, other, {})
  const depth = ({ findings: { rank } }: typeof one): number | null => rank?.depth ?? null
  return { byState: depth(one), onGraph: depth(other) }
}
