/** The mistakes of a model's author, as a command prints them. */

import type { ModelError } from '../../dsl/mistake.ts'
import { frameText } from '../report/path-text.ts'

/** By name, not by class: the model may have been built by another copy of the package than the one that holds this command. */
export function isMistaken(error: unknown): error is ModelError {
  return error instanceof Error && error.name === 'ModelError' && 'mistakes' in error
}

/** A line `file:line:column: what is wrong. What to do.` for each mistake, the paths as seen from `cwd`. */
export function mistakesText({ mistakes }: ModelError, cwd: string): string {
  const lines = mistakes.map(({ site, what, remedy }) => {
    const where = site.author === null ? '' : `${frameText(site.author, cwd)}: `
    return `${where}${what}. ${remedy}.`
  })
  return lines.join('\n')
}
