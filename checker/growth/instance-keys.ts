/** Keys that are what the instances of a process have on one side of a part, with some bits of the rest of the state or none. */

import type { Keys } from './count-distinct.ts'
import type { InstanceValues } from './instance-values.ts'
import { finished, mixed } from './masked-keys.ts'

export class InstanceKeys implements Keys {
  readonly #rest: Keys | null
  readonly #instances: readonly InstanceValues[]
  readonly #aspect: number

  /** The aspect is a position among those of the instances. */
  constructor(rest: Keys | null, instances: readonly InstanceValues[], aspect: number) {
    this.#rest = rest
    this.#instances = instances
    this.#aspect = aspect
  }

  hash(state: number): number {
    let hash = this.#rest === null ? 0 : this.#rest.hash(state)
    for (const instance of this.#instances) {
      hash = mixed(hash, instance.numberOf(state, this.#aspect))
    }
    return finished(hash)
  }

  same(left: number, right: number): boolean {
    if (this.#rest !== null && !this.#rest.same(left, right)) return false
    for (const each of this.#instances) {
      if (each.numberOf(left, this.#aspect) !== each.numberOf(right, this.#aspect)) return false
    }
    return true
  }
}
