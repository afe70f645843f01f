/** What a model's author, or its user, got wrong; each with the place and the remedy. */

import type { Site } from './site.ts'

export interface Mistake {
  readonly site: Site
  /** What is wrong: a sentence without its full stop. */
  readonly what: string
  /** What to do: a sentence without its full stop. */
  readonly remedy: string
}

/** The model is wrong. The message has a line `file:line:column: what. remedy.` for each mistake. */
export class ModelError extends Error {
  override readonly name = 'ModelError'
  readonly mistakes: readonly Mistake[]

  constructor(mistakes: readonly Mistake[], options?: ErrorOptions) {
    const lines = mistakes.map((m) => `${m.site.toString()}: ${m.what}. ${m.remedy}.`)
    super(lines.join('\n'), options)
    this.mistakes = mistakes
  }
}

/** An assumption of the model does not hold for the parameters with which it was built. */
export class AssumptionError extends Error {
  override readonly name = 'AssumptionError'
}

/** A parameter that the model does not declare, or a value outside its sort. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError'
}

/** Throws the mistake at once: for misuse after which building cannot go on. */
export function mistaken(site: Site, what: string, remedy: string): never {
  throw new ModelError([{ site, what, remedy }])
}
