/** Random decisions, drawn from fast-check's source so that one seed gives one model. */

import type { Random } from 'fast-check'

export class Draw {
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number {
    return this.#random.nextInt(min, max)
  }

  /** True `percent` times in a hundred. */
  chance(percent: number): boolean {
    return this.#random.nextInt(0, 99) < percent
  }

  /** One of the list, which is not empty. */
  oneOf<T>(list: readonly T[]): T {
    const found = list[this.between(0, list.length - 1)]
    if (found === undefined) throw new Error('nothing to draw from')
    return found
  }

  /** One of the list by weight; a weight of 0 excludes, and some weight is above it. */
  weighted<T>(list: readonly (readonly [weight: number, value: T])[]): T {
    const total = list.reduce((sum, [weight]) => sum + weight, 0)
    let left = this.between(1, total)
    for (const [weight, value] of list) {
      left -= weight
      if (left <= 0) return value
    }
    throw new Error('nothing to draw from')
  }

  /** `min` to `max` values. */
  times<T>(min: number, max: number, make: (position: number) => T): T[] {
    return Array.from({ length: this.between(min, max) }, (_, position) => make(position))
  }

  /** The list in another order. */
  shuffled<T>(list: readonly T[]): T[] {
    const rest = [...list]
    const result: T[] = []
    while (rest.length > 0) result.push(...rest.splice(this.between(0, rest.length - 1), 1))
    return result
  }
}
