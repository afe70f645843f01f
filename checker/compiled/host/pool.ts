/** Threads for whole searches, so that several go on side by side. */

import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Job, JobResult } from './job.ts'
import type { Answer, Request } from './pool-thread.ts'
import { runJob } from './run-job.ts'
import type { JobOptions } from './run-job.ts'

export type RunJob = typeof runJob

/** The source runs as it is, the built package as JavaScript. */
const entry = new URL(`./pool-thread${extname(import.meta.url)}`, import.meta.url)

/** In seconds: about what it costs to start a thread. */
const tried = 0.05

/** A signal is somewhere to look, and tells nobody by itself. */
const askMilliseconds = 50

/** Has as many threads as there are searches at once that last; whoever asks decides how many that are. */
export class SearchPool {
  readonly #idle = new Set<PoolThread>()
  readonly #all: PoolThread[] = []

  /** As `runJob`: first in the calling thread, and when that takes longer than a moment, anew in one of its own. */
  async run(job: Job, options: JobOptions = {}): Promise<JobResult> {
    const { timeout } = job.bounds
    if (timeout !== null && timeout <= tried) return runJob(job, options)
    const briefly = { ...job, workers: 1, bounds: { ...job.bounds, timeout: tried } }
    const result = await runJob(briefly, { signal: options.signal ?? null })
    return result.stop === 'time' ? this.#runApart(job, options) : result
  }

  /** Ends all threads, and with an error what still runs in them. */
  async close(): Promise<void> {
    await Promise.all(this.#all.map((thread) => thread.end()))
  }

  async #runApart(job: Job, options: JobOptions): Promise<JobResult> {
    const thread = [...this.#idle].find(({ alive }) => alive) ?? this.#started()
    this.#idle.delete(thread)
    const result = await thread.run(job, options)
    this.#idle.add(thread)
    return result
  }

  #started(): PoolThread {
    const thread = new PoolThread()
    this.#all.push(thread)
    return thread
  }
}

/** Does one search at a time. */
class PoolThread {
  readonly #worker = new Worker(entry)
  readonly #died: Promise<never>
  #alive = true

  constructor() {
    const { promise, reject } = Promise.withResolvers<never>()
    this.#died = promise
    // Whoever waits for a search is told; to others it matters when they want one.
    promise.catch(() => {
      this.#alive = false
    })
    this.#worker.once('error', (error) => {
      reject(new Error('A thread has died in its search.', { cause: error }))
    })
    this.#worker.once('exit', (code) => {
      reject(new Error(`A thread has died in its search, with exit code ${code}.`))
    })
  }

  get alive(): boolean {
    return this.#alive
  }

  /** @throws when the thread dies before it has a result. */
  run(job: Job, { onPause, signal }: JobOptions): Promise<JobResult> {
    const stop = new Int32Array(new SharedArrayBuffer(4))
    const { promise, resolve } = Promise.withResolvers<JobResult>()
    const answered = (answer: Answer): void => {
      if (answer.kind === 'result') return resolve(answer.result)
      onPause?.(answer.progress)
    }
    this.#worker.on('message', answered)
    const ask = setInterval(() => {
      if (signal?.aborted === true) Atomics.store(stop, 0, 1)
    }, askMilliseconds)
    const request: Request = { job, stop }
    this.#worker.postMessage(request)
    return Promise.race([promise, this.#died]).finally(() => {
      clearInterval(ask)
      this.#worker.off('message', answered)
    })
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }
}
