/** Lets timers and signals run while something long is computed, and says when it has to stop. */

import { setImmediate } from 'node:timers/promises'

/** What an `AbortSignal` is to somebody who asks now and then. */
export type StopSignal = Pick<AbortSignal, 'aborted'>

interface PacerOptions {
  /** Seconds from now. */
  readonly timeout?: number | null
  readonly signal?: StopSignal | null
  /** Called at every pause. */
  readonly onPause?: (() => void) | null
}

const sliceMilliseconds = 50

/** The pace of one computation, from its construction on. */
export class Pacer {
  readonly #deadline: number
  readonly #signal: StopSignal | null
  readonly #onPause: (() => void) | null
  #next: number

  constructor(options: PacerOptions = {}) {
    const now = performance.now()
    this.#deadline = options.timeout == null ? Infinity : now + options.timeout * 1000
    this.#signal = options.signal ?? null
    this.#onPause = options.onPause ?? null
    this.#next = now + sliceMilliseconds
  }

  /** Whether it is time to `pause`; cheap enough to ask for every state. */
  get due(): boolean {
    const now = performance.now()
    return now >= this.#next || now >= this.#deadline || this.#signal?.aborted === true
  }

  /** Gives way to whatever waits on the event loop, then says whether to stop, and why. */
  async pause(): Promise<'time' | 'interrupt' | null> {
    this.#onPause?.()
    await setImmediate()
    this.#next = performance.now() + sliceMilliseconds
    if (this.#signal?.aborted === true) return 'interrupt'
    return performance.now() >= this.#deadline ? 'time' : null
  }
}
