/** A model built for its parameters, or why it cannot be. */

import type { Model } from '../../dsl/ir.ts'
import { Site } from '../../dsl/site.ts'
import type { AnyTemplate } from '../../dsl/model.ts'
import type { BuildOptions } from '../../dsl/session.ts'
import { frameText } from '../report/path-text.ts'
import { exitCodes } from '../verdict.ts'
import type { ExitCode } from '../verdict.ts'
import { isMistaken, mistakesText } from './mistakes.ts'
import type { Scalar } from './parameters.ts'

export type Instantiated =
  | { readonly kind: 'model'; readonly model: Model }
  | { readonly kind: 'refused'; readonly message: string; readonly code: ExitCode }

/**
 * The errors by name, not by class: a model may have been built by another copy of the package than the one that
 * holds this command.
 */
const codes: Readonly<Record<string, ExitCode>> = {
  AssumptionError: exitCodes.assumption,
  ParameterError: exitCodes.commandLine,
}

/** Builds the model. What the author's own code throws is a refusal too; anything else is thrown on. */
export function instantiate(
  template: AnyTemplate,
  values: Readonly<Record<string, Scalar>>,
  cwd: string,
  options: BuildOptions = {},
): Instantiated {
  try {
    return { kind: 'model', model: template.instantiate(values, options) }
  } catch (error) {
    if (isMistaken(error)) {
      return { kind: 'refused', message: mistakesText(error, cwd), code: exitCodes.model }
    }
    if (!(error instanceof Error)) {
      const message = `the model '${template.name}' throws ${String(error)}. Throw an Error, which knows its place.`
      return { kind: 'refused', message, code: exitCodes.model }
    }
    const code = codes[error.name]
    if (code !== undefined) {
      return { kind: 'refused', message: error.message.replaceAll(`${cwd}/`, ''), code }
    }
    const { author } = new Site(error)
    if (author === null) throw error
    const message = `${frameText(author, cwd)}: ${error.message}.${remedy(error)}`
    return { kind: 'refused', message, code: exitCodes.model }
  }
}

/** What Node says of a name that does not exist, in words that tell neither the name nor what to do. */
const unknownName =
  /is not (?:a function|a constructor|iterable|defined)\b|^Cannot read properties of /

function remedy({ message }: Error): string {
  return unknownName.test(message)
    ? " Check the names and arguments in this line: an editor, or 'tsc --noEmit', tells which is wrong."
    : ''
}
