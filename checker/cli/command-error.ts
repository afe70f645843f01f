/** An error that ends the command with a message for its user, and without a stack. */

import type { ExitCode } from '../verdict.ts'

export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly code: ExitCode

  constructor(code: ExitCode, message: string) {
    super(message)
    this.code = code
  }
}
