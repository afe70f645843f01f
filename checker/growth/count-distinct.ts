/** Counting how many different keys states have, in a table that names for each key one state that has it. */

import type { GrowthStop } from './growth.ts'

/** What is compared of states, which go by their numbers. */
export interface Keys {
  /** Equal keys have equal hashes, of 32 bits. */
  hash(state: number): number
  same(left: number, right: number): boolean
}

/** Numbers from `first` up to before `end`. */
export interface Span {
  readonly first: number
  readonly end: number
}

/** Called now and then; why to stop, or null. */
export type Pause = () => Promise<GrowthStop | null>

/** Of each slot: the number of a state, plus 1, and the hash of its key. */
const slotWords = 2
/** Most parts take few values: of the first table, which stays near the processor. */
const firstSlots = 2 ** 12
/** Of its slots a table lets so many be used, unless it is the last. */
const mostLoad = 0.6
const chunk = 512

/** How many different keys these states have, or why that was not counted. It works in `spare`, which has more than two words for each state. */
export async function countDistinct(
  keys: Keys,
  spans: readonly Span[],
  spare: Uint32Array,
  pause: Pause,
): Promise<number | GrowthStop> {
  const states = spans.reduce((sum, { first, end }) => sum + end - first, 0)
  const room = Math.floor(spare.length / slotWords)
  const most = Math.min(room, Math.ceil(states * 1.6) + 1)
  for (let size = Math.min(most, firstSlots); ;) {
    const limit = size === most ? size : Math.floor(size * mostLoad)
    const table = new Table(keys, spare.subarray(0, size * slotWords))
    const end = await fill(table, spans, limit, pause)
    if (typeof end === 'string') return end
    if (end === null) return table.size
    // As if there were as many in the rest.
    const expected = (table.size * states) / end.seen / mostLoad
    size = Math.min(most, Math.max(4 * size, Math.ceil(2 * expected)))
  }
}

/** Adds all states; after how many there were more keys than the limit, or null, or why to stop. */
async function fill(
  table: Table,
  spans: readonly Span[],
  limit: number,
  pause: Pause,
): Promise<{ readonly seen: number } | GrowthStop | null> {
  let seen = 0
  for (const { first, end } of spans) {
    for (let from = first; from < end; from += chunk) {
      const to = Math.min(end, from + chunk)
      table.add(from, to)
      seen += to - from
      if (table.size > limit) return { seen }
      const stop = await pause()
      if (stop !== null) return stop
    }
  }
  return null
}

class Table {
  readonly #keys: Keys
  readonly #slots: Uint32Array
  readonly #hashes = new Uint32Array(chunk)
  readonly #places = new Uint32Array(chunk)
  size = 0
  /** What was read only to be near. */
  touched = 0

  constructor(keys: Keys, slots: Uint32Array) {
    slots.fill(0)
    this.#keys = keys
    this.#slots = slots
  }

  /** Adds the keys of a chunk; all slots are touched first, so that they are on the way together. */
  add(from: number, end: number): void {
    const keys = this.#keys
    const slots = this.#slots
    const hashes = this.#hashes
    const places = this.#places
    const scale = slots.length / slotWords / 2 ** 32
    let touched = 0
    for (let state = from; state < end; state++) {
      const hash = keys.hash(state) >>> 0
      const place = slotWords * Math.floor(hash * scale)
      hashes[state - from] = hash
      places[state - from] = place
      touched ^= slots[place] ?? 0
    }
    this.touched ^= touched
    for (let state = from; state < end; state++) {
      this.#addOne(state, hashes[state - from] ?? 0, places[state - from] ?? 0)
    }
  }

  #addOne(state: number, hash: number, place: number): void {
    const slots = this.#slots
    for (let slot = place; ;) {
      const found = slots[slot] ?? 0
      if (found === 0) {
        slots[slot] = state + 1
        slots[slot + 1] = hash
        this.size++
        return
      }
      if (slots[slot + 1] === hash && this.#keys.same(found - 1, state)) return
      slot += slotWords
      if (slot === slots.length) slot = 0
    }
  }
}
