/** How far a search is, on one line of standard error that is written over and wiped at the end. */

import type { Progress } from '../exploration.ts'
import { Estimator } from './estimate.ts'
import type { Limits } from './estimate.ts'
import { progressText } from './progress-text.ts'

/** What it needs of `process.stderr`. */
export interface Terminal {
  readonly isTTY?: boolean
  /** 0 when it is not known, as on a serial line. */
  readonly columns?: number
  write(text: string): unknown
}

const usualColumns = 80
const patienceMilliseconds = 1000
const intervalMilliseconds = 200

export class ProgressLine {
  readonly #terminal: Terminal
  readonly #limit: number | null
  readonly #estimator: Estimator
  readonly #begun: number
  #shown = -Infinity

  /** Shows nothing when it is no terminal, and nothing in the first second. */
  constructor(terminal: Terminal, limits: Limits = {}) {
    this.#terminal = terminal
    this.#limit = limits.memory ?? null
    this.#estimator = new Estimator(limits)
    this.#begun = performance.now()
  }

  /** Shows it now and then; the prefix says what is searched. */
  show(progress: Progress, prefix = ''): void {
    const now = performance.now()
    const elapsed = now - this.#begun
    if (this.#terminal.isTTY !== true || now - this.#shown < intervalMilliseconds) return
    if (progress.onCycles !== true) this.#estimator.add(progress, elapsed / 1000)
    if (elapsed < patienceMilliseconds) return
    this.#shown = now
    const { rate, estimate } = this.#estimator
    const { columns = 0 } = this.#terminal
    const width = (columns === 0 ? usualColumns : columns) - 1
    const known = { ...progress, rate, estimate, limit: this.#limit }
    this.#terminal.write(`\r${progressText(prefix, known, width)}\u001b[K`)
  }

  wipe(): void {
    if (this.#shown !== -Infinity) this.#terminal.write('\r\u001b[K')
  }
}
