/** A process of its own, measured: how long it ran, and how much memory it held at most. */

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** From its start to its end. */
  readonly seconds: number
  /** What it held in memory at most; null where the system does not tell. */
  readonly peakBytes: number | null
}

const pollEvery = 50

/** Runs a program to its end. Throws when it cannot be started. */
export function run(
  program: string,
  parameters: readonly string[],
  options: { readonly cwd?: string } = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const begun = performance.now()
    const child = spawn(program, parameters, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const output: Record<'stdout' | 'stderr', string[]> = { stdout: [], stderr: [] }
    let peakBytes: number | null = null
    const look = (): void => {
      peakBytes = peakOf(child.pid) ?? peakBytes
    }
    const poll = setInterval(look, pollEvery)
    child.stdout.setEncoding('utf8').on('data', (text: string) => output.stdout.push(text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => output.stderr.push(text))
    child.on('error', (error) => {
      clearInterval(poll)
      reject(error)
    })
    child.on('close', (code) => {
      clearInterval(poll)
      const seconds = (performance.now() - begun) / 1000
      const [stdout, stderr] = [output.stdout.join(''), output.stderr.join('')]
      resolve({ code, stdout, stderr, seconds, peakBytes })
    })
  })
}

/** The peak that Linux notes for a living process. */
function peakOf(pid: number | undefined): number | null {
  try {
    const [, kilobytes] =
      /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kilobytes === undefined ? null : Number(kilobytes) * 1024
  } catch {
    return null
  }
}
