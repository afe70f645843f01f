/** Ctrl-C as a signal to stop, so that what is known by then can still be printed. */

/** Runs the task with a signal that the first SIGINT or SIGTERM aborts; the second ends the process as ever. */
export async function interruptible<Answer>(
  task: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const controller = new AbortController()
  const stop = (): void => {
    release()
    controller.abort()
  }
  const release = (): void => {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  try {
    return await task(controller.signal)
  } finally {
    release()
  }
}
