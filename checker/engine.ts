/** The engines that execute a model, and the one place where one is chosen. */

import type { Model } from '../dsl/ir.ts'
import type { System } from './system.ts'

/** What a command line can choose among; the first is used where nobody chooses. */
export const engineNames = ['reference', 'flat'] as const

/** `reference` interprets the statements themselves; `flat` executes what they are lowered to. */
export type EngineName = (typeof engineNames)[number]

/** Opens the model in the engine, and loads no other engine. */
export async function withEngine<Answer>(
  engine: EngineName,
  model: Model,
  use: <State>(system: System<State>) => Promise<Answer>,
): Promise<Answer> {
  switch (engine) {
    case 'reference': {
      const { interpret } = await import('./reference/interpreter.ts')
      return use(interpret(model))
    }
    case 'flat': {
      const { lower } = await import('./lower/lower.ts')
      const { execute } = await import('./lower/executor.ts')
      return use(execute(lower(model)))
    }
  }
}
