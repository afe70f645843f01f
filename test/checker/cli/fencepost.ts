/** Runs the command as a process of its own, as a user does. */

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../../..')
const main = join(root, 'checker/cli/main.ts')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Surroundings {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** Gets the process as soon as it runs. */
  readonly during?: (child: ChildProcess) => void
}

/** Sends SIGINT half a second after the process has first written to standard error. */
export function interrupting(child: ChildProcess): void {
  child.stderr?.once('data', () => setTimeout(() => child.kill('SIGINT'), 500))
}

export function fencepost(
  args: readonly string[],
  { cwd = root, env = {}, during }: Surroundings = {},
): Promise<Ended> {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...inherited } = process.env
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], { cwd, env: { ...inherited, ...env } })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
    during?.(child)
  })
}
