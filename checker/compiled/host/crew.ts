/** Everybody who works on one search: the calling thread, and the threads it has started. */

import type { Pacer } from '../../pacer.ts'
import { status } from '../runtime/memory-map.ts'
import { perform } from './command.ts'
import type { Command } from './command.ts'
import type { Instance } from './instance.ts'
import type { Threads } from './threads.ts'

/** When other threads are of use. */
export interface Sharing {
  /** From so many states on several workers share a level. */
  readonly level: number
  /** Rather wait for the threads to start than begin alone. */
  readonly wait: boolean
}

export const usualSharing: Sharing = { level: 4096, wait: false }

export class Crew {
  readonly instance: Instance
  readonly #sharing: Sharing
  readonly #start: () => Promise<Threads>
  #pacer: Pacer
  #threads: Threads | null = null
  #stopped: 'time' | 'interrupt' | null = null

  /** `start` is called when there is enough to do for several. */
  constructor(instance: Instance, pacer: Pacer, sharing: Sharing, start: () => Promise<Threads>) {
    this.#sharing = sharing
    this.instance = instance
    this.#pacer = pacer
    this.#start = start
  }

  /** Why everything has to end, as soon as it has. */
  get stopped(): 'time' | 'interrupt' | null {
    return this.#stopped
  }

  /** Goes by another pacer from now on, whatever the one before has said. */
  goBy(pacer: Pacer): void {
    this.#pacer = pacer
    this.#stopped = null
  }

  /**
   * Whether a level of so many states is for several. If it is, the other threads are started, unless there are to be none, and
   * take part as soon as they can.
   */
  async shares(states: number): Promise<boolean> {
    if (states < this.#sharing.level || this.instance.memory.ground.workers === 1) return false
    this.#threads ??= await this.#start()
    while (this.#sharing.wait && !this.#threads.ready && this.#stopped === null) {
      await this.#pause()
    }
    return this.#threads.ready
  }

  /**
   * Executes a command to its end and answers with its status: `halted` when it had to stop, otherwise `full` or `grow` when
   * that is in anybody's way.
   * @throws when a thread has died.
   */
  async run(command: Command, alone = false): Promise<number> {
    if (this.#stopped !== null) return status.halted
    const threads = !alone && this.#threads?.ready === true ? this.#threads : null
    const parts = threads === null ? 1 : this.instance.memory.ground.workers
    this.instance.memory.halt(false)
    threads?.give(command)
    const answers = [await this.#own(command, parts)]
    if (threads !== null) {
      await threads.finished(() => this.#pause())
      answers.push(...threads.answers())
    }
    if (this.#stopped !== null) return status.halted
    return Math.max(...answers.map((answer) => (answer === status.halted ? status.done : answer)))
  }

  /** Ends the other threads. */
  async dismiss(): Promise<void> {
    await this.#threads?.end()
  }

  async #own(command: Command, parts: number): Promise<number> {
    const work = perform(command, this.instance, { part: 0, parts })
    for (;;) {
      if (this.#pacer.due) await this.#pause()
      const { done, value } = work.next()
      if (done === true) return value
      if (this.#stopped !== null && command !== 'advance' && command !== 'markLevel') {
        return status.halted
      }
    }
  }

  async #pause(): Promise<void> {
    this.#stopped ??= await this.#pacer.pause()
    this.#threads?.check()
    if (this.#stopped !== null) this.instance.memory.halt(true)
  }
}
