/** How far a search is, on one line of standard error that is written over and wiped at the end. */

import { cut } from '../report/lines.ts'
import { countText } from '../report/quantities.ts'
import type { Progress } from '../search.ts'

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
  readonly #prefix: string
  readonly #begun: number
  #shown = -Infinity

  /** Shows nothing when it is no terminal, and nothing in the first second. */
  constructor(terminal: Terminal, prefix = '') {
    this.#terminal = terminal
    this.#prefix = prefix
    this.#begun = performance.now()
  }

  show({ states, generated, depth, queue }: Progress): void {
    const now = performance.now()
    if (this.#terminal.isTTY !== true || now - this.#begun < patienceMilliseconds) return
    if (now - this.#shown < intervalMilliseconds) return
    this.#shown = now
    const rate = states / ((now - this.#begun) / 1000)
    const counts = `${countText(states)} states, ${countText(generated)} generated, depth ${depth}`
    const line = `${this.#prefix}${counts}, ${countText(queue)} waiting, ${countText(rate)} states/s`
    const { columns = 0 } = this.#terminal
    this.#terminal.write(`\r${cut(line, (columns === 0 ? usualColumns : columns) - 1)}\u001b[K`)
  }

  wipe(): void {
    if (this.#shown !== -Infinity) this.#terminal.write('\r\u001b[K')
  }
}
