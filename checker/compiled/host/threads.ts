/** The threads that work on a search besides the calling one. */

import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { control } from '../runtime/memory-map.ts'
import { commands } from './command.ts'
import type { Command } from './command.ts'
import type { SearchMemory } from './search-memory.ts'
import type { ThreadData } from './crew-thread.ts'

/** The source runs as it is, the built package as JavaScript. */
const entry = new URL(`./crew-thread${extname(import.meta.url)}`, import.meta.url)

const epoch = control.epoch / 4
const running = control.running / 4
/** It is cheaper to look again so many times than to be woken. */
const looks = 2000
const patienceMilliseconds = 50

export class Threads {
  readonly #memory: SearchMemory
  readonly #threads: readonly Worker[]
  readonly #failed: Promise<never>
  #failure: Error | null = null
  #ending = false

  constructor(module: WebAssembly.Module, memory: SearchMemory) {
    this.#memory = memory
    const { promise, reject } = Promise.withResolvers<never>()
    this.#failed = promise
    // Whoever waits for the threads sees it; when nobody does, `check` does.
    promise.catch(() => {})
    const fail = (worker: number, reason: string): void => {
      if (this.#ending || this.#failure !== null) return
      const workers = memory.ground.workers
      this.#failure = new Error(`Worker ${worker + 1} of ${workers} has died: ${reason}.`)
      reject(this.#failure)
    }
    this.#threads = Array.from({ length: memory.ground.workers - 1 }, (_, index) => {
      const worker = index + 1
      const workerData: ThreadData = { module, ground: memory.ground, worker }
      const thread = new Worker(entry, { workerData })
      thread.once('error', (error) =>
        fail(worker, error instanceof Error ? error.message : 'an error'),
      )
      thread.once('exit', (code) => fail(worker, `it exited with code ${code}`))
      return thread
    })
  }

  /** Whether all of them wait for a command. */
  get ready(): boolean {
    return Atomics.load(this.#memory.words, control.ready / 4) === this.#threads.length
  }

  /** @throws when one of them has died. */
  check(): void {
    if (this.#failure !== null) throw this.#failure
  }

  /** Lets all of them begin. */
  give(command: Command): void {
    const { words } = this.#memory
    Atomics.store(words, running, this.#threads.length)
    this.#memory.setControl('command', commands.indexOf(command))
    Atomics.add(words, epoch, 1)
    Atomics.notify(words, epoch)
  }

  /**
   * Resolves when all are done; `pause` is called some twenty times a second until then.
   * @throws when one of them has died.
   */
  async finished(pause: () => Promise<void>): Promise<void> {
    const { words } = this.#memory
    for (let look = 0; look < looks; look++) if (Atomics.load(words, running) === 0) return
    for (;;) {
      this.check()
      const left = Atomics.load(words, running)
      if (left === 0) return
      const waiting = Atomics.waitAsync(words, running, left, patienceMilliseconds)
      if (!waiting.async) continue
      const woken = await Promise.race([waiting.value, this.#failed])
      if (woken === 'timed-out') await pause()
    }
  }

  /** The status that each has ended with. */
  answers(): readonly number[] {
    return this.#threads.map((_, index) => this.#memory.answer(index + 1))
  }

  async end(): Promise<void> {
    this.#ending = true
    await Promise.all(this.#threads.map((thread) => thread.terminate()))
  }
}
