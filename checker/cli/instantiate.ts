/** A model built for its parameters, or why it cannot be. */

import type { Model } from '../../dsl/ir.ts'
import { Site } from '../../dsl/site.ts'
import type { AnyTemplate } from '../../dsl/model.ts'
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
): Instantiated {
  try {
    return { kind: 'model', model: template.instantiate(values) }
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
    const message = `${frameText(author, cwd)}: ${error.message}.`
    return { kind: 'refused', message, code: exitCodes.model }
  }
}
