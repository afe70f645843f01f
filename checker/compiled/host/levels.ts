/** Which records each level has: one range in each region. */

import type { SearchMemory } from './search-memory.ts'

export interface Range {
  readonly first: number
  readonly end: number
}

export class Levels {
  readonly #memory: SearchMemory
  readonly #regions: number
  /** Where the levels begin, for one after the other and in each for all regions; the last one is where the next begins. */
  readonly #bounds: number[] = []
  readonly #counts: number[] = []

  constructor(memory: SearchMemory) {
    this.#memory = memory
    this.#regions = memory.ground.workers
    for (let region = 0; region < this.#regions; region++) {
      this.#bounds.push(memory.firstRecord(region))
    }
  }

  /** How many states each level has. */
  get counts(): readonly number[] {
    return this.#counts
  }

  /** Makes all records since the last time a level, unless there are none; answers how many there are. */
  close(): number {
    const from = this.#bounds.length - this.#regions
    const ends = Array.from({ length: this.#regions }, (_, region) =>
      this.#memory.region(region, 'next'),
    )
    const count = ends.reduce((sum, end, at) => sum + end - (this.#bounds[from + at] ?? 0), 0)
    if (count > 0) {
      this.#bounds.push(...ends)
      this.#counts.push(count)
    }
    return count
  }

  /** What the level has of a region. */
  range(depth: number, region: number): Range {
    const at = depth * this.#regions + region
    return { first: this.#bounds[at] ?? 0, end: this.#bounds[at + this.#regions] ?? 0 }
  }

  /** Whether the level has the record with this number. */
  has(depth: number, number: number): boolean {
    for (let region = 0; region < this.#regions; region++) {
      const { first, end } = this.range(depth, region)
      if (first <= number && number < end) return true
    }
    return false
  }

  /** Makes the level the one that workers take chunks of. */
  open(depth: number): void {
    for (let region = 0; region < this.#regions; region++) {
      const { first, end } = this.range(depth, region)
      this.#memory.setRegion(region, 'cursor', first)
      this.#memory.setRegion(region, 'end', end)
    }
    this.#memory.setControl('depth', depth)
  }
}
