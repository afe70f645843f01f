/** Errors as a command tells them. */

import { EngineLimit } from '../engine-limit.ts'
import type { ExitCode } from '../verdict.ts'

/** Ends the command with a message for its user, and without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly code: ExitCode

  constructor(code: ExitCode, message: string) {
    super(message)
    this.code = code
  }
}

/** An error that nobody should ever see, with its stack; of a limit that an engine has, what it says. */
export function ownErrorText(error: unknown): string {
  if (error instanceof EngineLimit) return `fencepost: ${error.message}`
  const shown = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `fencepost: an error of its own, please report it.\n${shown}`
}
