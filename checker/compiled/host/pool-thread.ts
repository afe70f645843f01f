/** What runs in a thread of the pool: one whole search after the other. */

import { parentPort } from 'node:worker_threads'
import type { Job, JobProgress, JobResult } from './job.ts'
import { runJob } from './run-job.ts'

export interface Request {
  readonly job: Job
  /** One number, which is not 0 when the search has to stop. */
  readonly stop: Int32Array
}

export type Answer =
  | { readonly kind: 'progress'; readonly progress: JobProgress }
  | { readonly kind: 'result'; readonly result: JobResult }

// What is thrown here ends the thread, and whoever waits for it is told.
parentPort?.on('message', async ({ job, stop }: Request) => {
  const result = await runJob(job, {
    signal: {
      get aborted() {
        return Atomics.load(stop, 0) !== 0
      },
    },
    onPause: (progress) => tell({ kind: 'progress', progress }),
  })
  tell({ kind: 'result', result })
})

function tell(answer: Answer): void {
  parentPort?.postMessage(answer)
}
