/** The command line that reproduces a row of a suite. */

import { relative } from 'node:path'
import type { AnyTemplate } from '../../dsl/model.ts'
import type { Case } from '../../dsl/suite.ts'
import type { CheckOptions } from '../check.ts'
import { isTemplate } from './kinds.ts'
import { load } from './load.ts'

/**
 * `npx fencepost run FILE`, then each option with its value, quoted for a shell; parameters that have their defaults are left out.
 * The bounds go before those of the case. Null where no file exports the model, so that no command line can name it.
 */
export async function reproducingCommand(
  { model, parameters, options }: Case,
  bounds: CheckOptions,
  cwd: string,
): Promise<readonly string[] | null> {
  const argument = await argumentFor(model, cwd)
  if (argument === null) return null
  const values = model.declared.flatMap(({ name, initial }) => {
    const value = parameters[name] ?? initial
    return value === initial ? [] : [`-p ${quoted(`${name}=${String(value)}`)}`]
  })
  const races = options.races === true ? ['--races'] : []
  return [
    `npx fencepost run ${quoted(argument)}`,
    ...values,
    ...flagsOf({ ...options, ...bounds }),
    ...races,
  ]
}

/** The model as `run` takes it: the file in which it is declared, and its name where that has several. */
async function argumentFor(model: AnyTemplate, cwd: string): Promise<string | null> {
  const { author } = model.site
  if (author === null) return null
  const exported = Object.entries(await load(author.file, cwd)).filter(([, one]) => isTemplate(one))
  const name = exported.find(([, one]) => one === model)?.[0]
  if (name === undefined) return null
  const path = relative(cwd, author.file)
  return new Set(exported.map(([, one]) => one)).size === 1 ? path : `${path}#${name}`
}

function flagsOf(options: CheckOptions): readonly string[] {
  const { maxStates, maxDepth, stuck } = options
  return [
    ...(maxStates == null ? [] : [`--max-states ${maxStates}`]),
    ...(maxDepth == null ? [] : [`--max-depth ${maxDepth}`]),
    ...(options.continue === true ? ['--continue'] : []),
    ...(options.deadlock === false ? ['--no-deadlock'] : []),
    ...(stuck === true ? ['--stuck'] : []),
    ...(options.liveness === false ? ['--no-liveness'] : []),
    ...(options.lockOrder === false ? ['--no-lock-order'] : []),
  ]
}

/** As a word for a POSIX shell. */
function quoted(word: string): string {
  return /^[\w./:=@%+,#-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
