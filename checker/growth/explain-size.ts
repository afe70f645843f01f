/** Growth as it is explained when a search is over: within the bounds of the search, which hears how far it is. */

import type { CompiledModel } from '../compiled/compile-model.ts'
import type { StoredStates } from '../compiled/host/stored-states.ts'
import type { SearchOptions, Stop } from '../exploration.ts'
import type { HeapGrowth } from '../heap.ts'
import { lower } from '../lower/lower.ts'
import type { FlatState } from '../lower/state.ts'
import { Pacer } from '../pacer.ts'
import type { Searched } from '../search.ts'
import type { System } from '../system.ts'
import { countDecoded } from './count-decoded.ts'
import type { Pause } from './count-distinct.ts'
import { countStored } from './count-stored.ts'
import type { Growth } from './growth.ts'

/** Where a signal has ended the search, counting ends by itself after so many seconds. */
const patienceSeconds = 10
/** In bytes: what is learned of processes on the way takes little, and is for when states have filled everything. */
const leastMemory = 2 ** 26
/** The texts of that are in maps of JavaScript, which do not hold any number. */
const mostMemory = 2 ** 30

/** How a search has ended. */
export interface Ended {
  readonly stop: Stop
  readonly generated: number
  /** Of the deepest state. */
  readonly depth: number
}

/** Of a compiled search, before its memory is given back; `bytes` are what it has taken of that. */
export async function explainStored(
  { program, layout }: Pick<CompiledModel, 'program' | 'layout'>,
  system: System<FlatState>,
  states: StoredStates,
  ended: Ended & { readonly bytes: number },
  options: SearchOptions,
): Promise<Omit<Growth, 'complete'>> {
  const left = (options.memory ?? 0) - ended.bytes
  const counting = new Counting(options, ended, sizeOf(states))
  return countStored({
    program,
    layout,
    states,
    decode: (state) => system.decode(state),
    memory: Math.min(mostMemory, Math.max(leastMemory, left)),
    pause: () => counting.pause(),
    told: (done, of) => counting.tell(done, of),
  })
}

/** Of a search whose states are values of JavaScript; the heap counts from before it. */
export async function explainSearched<State>(
  system: System<State>,
  { store, stop, generated, levels }: Searched<State>,
  heap: HeapGrowth,
  options: SearchOptions,
): Promise<Omit<Growth, 'complete'>> {
  const most = (options.memory ?? Infinity) + leastMemory
  const counting = new Counting(options, { stop, generated, depth: levels.length - 2 }, store.size)
  return countDecoded({
    program: lower(system.model),
    states: store.size,
    decoded: (number) => system.decode(store.at(number)),
    pause: () => counting.pause(() => heap.bytes > most),
    told: (done, of) => counting.tell(done, of),
  })
}

function sizeOf({ ranges }: StoredStates): number {
  return ranges.reduce((sum, { first, end }) => sum + end - first, 0)
}

/** The pace of counting. */
class Counting {
  readonly #pacer: Pacer
  #done = { done: 0, of: 0 }

  constructor(
    { signal, timeout, progress }: SearchOptions,
    { stop, ...ended }: Ended,
    states: number,
  ) {
    const interrupted = stop === 'interrupt'
    this.#pacer = new Pacer({
      timeout: interrupted ? patienceSeconds : (timeout ?? null),
      signal: interrupted ? null : (signal ?? null),
      onPause: () => progress?.({ ...ended, states, queue: 0, counting: this.#done }),
    })
  }

  tell(done: number, of: number): void {
    this.#done = { done, of }
  }

  /** As `Pause`, for which something may be full. */
  async pause(full: () => boolean = () => false): ReturnType<Pause> {
    if (!this.#pacer.due) return null
    return full() ? 'memory' : this.#pacer.pause()
  }
}
