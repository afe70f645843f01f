/** The size of the table, which changes while it is filled from what it is of. */

import { status } from '../runtime/memory-map.ts'
import type { Crew } from './crew.ts'
import { mostLoad } from './ground.ts'
import type { SearchMemory } from './search-memory.ts'

const firstSlots = 2 ** 13
/** Below so many slots it grows by more: a table of 64 MiB that is too large costs less than growing often. */
const smallSlots = 2 ** 22
const smallFactor = 4
/** Doubled, it is never less than three eighths full: with the arena some 30 bytes for a state of one word, at most. */
const usualFactor = 2
/** A worker claims so many entries at a time, and may leave some of them to nobody. */
const lump = 1024
/** Of the largest table: fuller than that, looking something up takes too many steps. */
const lastLoad = 0.9

export class Table {
  readonly #memory: SearchMemory
  readonly #mostSlots: number
  readonly #refill: 'refill' | 'refillMarks'
  #slots = 0

  constructor(memory: SearchMemory, mostSlots: number, refill: 'refill' | 'refillMarks') {
    this.#memory = memory
    this.#mostSlots = mostSlots
    this.#refill = refill
  }

  get bytes(): number {
    return 8 * this.#slots
  }

  get limit(): number {
    return this.#memory.control('limit')
  }

  /** Makes it empty and small. */
  async begin(crew: Crew): Promise<void> {
    this.#resize(Math.min(firstSlots, this.#mostSlots))
    this.#memory.setControl('claimed', 0)
    await crew.run('clear')
  }

  /** Makes it larger, with the `entries` that are to be in it. False: it cannot be, or the crew had to stop. */
  async grow(crew: Crew, entries: number): Promise<boolean> {
    if (this.#slots === this.#mostSlots) return false
    const factor = this.#slots < smallSlots ? smallFactor : usualFactor
    this.#resize(Math.min(this.#mostSlots, Math.ceil(this.#slots * factor)))
    this.#memory.setControl('claimed', entries)
    if ((await crew.run('clear')) === status.halted) return false
    return (await crew.run(this.#refill)) !== status.halted
  }

  /** Fills it with the records that there are now, each with its number. False: the crew had to stop. */
  async number(crew: Crew): Promise<boolean> {
    if ((await crew.run('clear')) === status.halted) return false
    return (await crew.run('refillNumbers')) !== status.halted
  }

  #resize(slots: number): void {
    this.#slots = slots
    this.#memory.setControl('slots', slots)
    const last = slots === this.#mostSlots
    const most = this.#memory.ground.workers * lump
    const usual = Math.floor(slots * mostLoad)
    // There, what a worker has claimed and not used must not be what is wanting.
    const limit = last ? Math.min(usual + most, Math.floor(lastLoad * slots)) : usual
    this.#memory.setControl('limit', limit)
    this.#memory.setControl('lump', last ? 1 : Math.min(lump, Math.ceil(usual / 8)))
  }
}
