/** What is left of a search: a guess, drawn from how it went lately. */

import type { Progress } from '../exploration.ts'

/** What can end a search before its time. */
export interface Limits {
  readonly maxStates?: number | null
  /** In seconds from the beginning. */
  readonly timeout?: number | null
  /** In bytes. */
  readonly memory?: number | null
}

export interface Estimate {
  /** `end`: nothing is waiting any more; otherwise the limit that comes first. */
  readonly until: 'end' | 'states' | 'time' | 'memory'
  readonly seconds: number
}

interface Sample extends Progress {
  /** In seconds from the beginning. */
  readonly at: number
}

/** Looks back so far, in seconds: long enough for a level's beginning and end, short enough to notice a turn. */
const windowSeconds = 20
/** Says nothing before it has seen so much. */
const leastSeconds = 2

/** Remembers the last few seconds of a search. */
export class Estimator {
  readonly #limits: Limits
  #samples: readonly Sample[] = []

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /** Adds what is known after so many seconds. */
  add(progress: Progress, at: number): void {
    const recent = this.#samples.filter((sample) => at - sample.at <= windowSeconds)
    this.#samples = [...recent, { ...progress, at }]
  }

  /** States found in a second, lately. */
  get rate(): number {
    const span = this.#span()
    if (span === null) return 0
    const { first, last, seconds } = span
    return seconds === 0
      ? last.states / Math.max(last.at, 1e-3)
      : (last.states - first.states) / seconds
  }

  /**
   * When fewer and fewer states wait, the end, as if that went on. While more and more do, nobody knows how many there are: then what
   * is left of the limits. Null when nothing can be said.
   */
  get estimate(): Estimate | null {
    const span = this.#span()
    if (span === null || span.seconds < leastSeconds) return null
    const { first, last, seconds } = span
    const shrinking = (first.queue - last.queue) / seconds
    const candidates = this.#untilLimits(last)
    if (shrinking > 0) candidates.push({ until: 'end', seconds: last.queue / shrinking })
    return candidates.toSorted((left, right) => left.seconds - right.seconds)[0] ?? null
  }

  #untilLimits({ at, states, memory }: Sample): Estimate[] {
    const { maxStates, timeout, memory: limit } = this.#limits
    const found: Estimate[] = []
    if (timeout != null) found.push({ until: 'time', seconds: timeout - at })
    if (this.rate <= 0) return found
    if (maxStates != null)
      found.push({ until: 'states', seconds: (maxStates - states) / this.rate })
    if (limit != null && memory !== undefined && memory > 0) {
      // Memory grows by leaps: what a state costs is better taken from all of them.
      const left = ((limit - memory) / memory) * states
      found.push({ until: 'memory', seconds: left / this.rate })
    }
    return found
  }

  #span(): { readonly first: Sample; readonly last: Sample; readonly seconds: number } | null {
    const [first] = this.#samples
    const last = this.#samples.at(-1)
    if (first === undefined || last === undefined) return null
    return { first, last, seconds: last.at - first.at }
  }
}
