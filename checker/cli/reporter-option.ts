/** The reporters that a command line asks for: in which formats, and whether onto the standard output or into files. */

import { InvalidArgumentError } from 'commander'
import { nearest } from './nearest.ts'

export const reporterNames = ['text', 'json', 'junit', 'github'] as const

export type ReporterName = (typeof reporterNames)[number]

export interface Reporter {
  readonly format: ReporterName
  /** As the user typed it; null for the standard output. */
  readonly file: string | null
}

/** `junit=verdicts.xml`, behind those before it. Throws commander's error for what is no format, or no file. */
export function reporter(text: string, before: readonly Reporter[] = []): readonly Reporter[] {
  const [name = '', ...rest] = text.split('=')
  const format = reporterNames.find((one) => one === name)
  if (format === undefined) {
    const meant = nearest(name, reporterNames)
    const hint = meant === null ? '' : ` Is '${meant}' meant?`
    throw new InvalidArgumentError(`Give one of ${reporterNames.join(', ')}.${hint}`)
  }
  const file = rest.length === 0 ? null : rest.join('=')
  if (file === '') throw new InvalidArgumentError(`Give a file: ${name}=FILE.`)
  return [...before, { format, file }]
}
