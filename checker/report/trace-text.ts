/** A run: the values that it begins with, and its steps. */

import type { Model } from '../../dsl/ir.ts'
import type { Trace } from '../trace.ts'
import { valueText } from '../value-text.ts'
import { shownVariables } from './changes.ts'
import { wrap } from './lines.ts'
import type { Page } from './page.ts'
import { stepTexts } from './step-text.ts'
import { traceTable } from './trace-table.ts'

/** The values of the variables, after an empty line; nothing where the run has no first state. */
export function initialLines({ initial }: Trace, model: Model, page: Page): readonly string[] {
  const variables = shownVariables(model)
  if (initial.kind !== 'state' || variables.length === 0) return []
  const values = variables.map(({ name, sort }) => {
    return `${name} = ${valueText(initial.state.variables[name] ?? null, sort, model)}`
  })
  const lines = wrap(`initially ${values.join('; ')}`, page.width - 2, 2)
  return ['', ...lines.map((line) => `  ${line}`)]
}

/** The table of the steps, and of the loop where it has one, after an empty line; nothing where there are none. */
export function stepLines(trace: Trace, model: Model, page: Page): readonly string[] {
  const steps = stepTexts(trace, model, page.cwd)
  const { loop = null } = trace
  return steps.length === 0 && loop === null ? [] : ['', ...traceTable(steps, page, loop)]
}
