/** What a report is printed on: how wide it is, whether in colour, and the folder that paths are relative to. */

import { Chalk } from 'chalk'

export type Style = 'plain' | 'strong' | 'faint' | 'good' | 'bad' | 'changed'

export interface Page {
  /** In columns, from 72 to 100. */
  readonly width: number
  readonly paint: (style: Style, text: string) => string
  readonly cwd: string
}

/** What `page` asks of a stream; `process.stdout` and `process.stderr` have it on a terminal. */
export interface Output {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly hasColors?: (environment: object) => boolean
}

const narrowest = 72
export const widest = 100

/**
 * The page for a stream: plain and as wide as can be when it is not a terminal. `COLUMNS`, `NO_COLOR` and `FORCE_COLOR` are
 * obeyed.
 */
export function page(output: Output, environment: NodeJS.ProcessEnv, cwd: string): Page {
  const columns = columnsOf(output, environment)
  return {
    width: Math.min(widest, Math.max(narrowest, columns)),
    paint: inColour(output, environment) ? coloured() : (_style, text) => text,
    cwd,
  }
}

function columnsOf(output: Output, { COLUMNS = '' }: NodeJS.ProcessEnv): number {
  if (/^[1-9]\d*$/.test(COLUMNS)) return Number(COLUMNS)
  // A terminal that does not know its width says 0.
  const known = output.isTTY === true && output.columns !== 0
  return known ? (output.columns ?? widest) : widest
}

function inColour(output: Output, environment: NodeJS.ProcessEnv): boolean {
  const { NO_COLOR, FORCE_COLOR } = environment
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return output.isTTY === true && (output.hasColors?.(environment) ?? false)
}

function coloured(): Page['paint'] {
  // The sixteen colours of the terminal's own theme: they can be read on any background.
  const chalk = new Chalk({ level: 1 })
  const styles: Readonly<Record<Style, (text: string) => string>> = {
    plain: (text) => text,
    strong: chalk.bold,
    faint: chalk.dim,
    good: chalk.green,
    bad: chalk.red,
    changed: chalk.yellow,
  }
  return (style, text) => (text === '' ? '' : styles[style](text))
}
