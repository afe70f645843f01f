/** What `fencepost run` shows of the program that is made for a model, instead of running it. */

import type { Model } from '../../dsl/ir.ts'
import type { Page } from '../report/page.ts'

/** The bits of each variable and process. */
export async function shownLayout(model: Model, page: Page): Promise<string> {
  const [{ lower }, { coding }, { layout }, { layoutText }] = await Promise.all([
    import('../lower/lower.ts'),
    import('../compiled/code.ts'),
    import('../compiled/layout.ts'),
    import('../compiled/layout-text.ts'),
  ])
  const program = lower(model)
  return layoutText(program, layout(program, coding(program.threads)), page)
}

/** The text of the module that explores the model, with comments that say which of its statements is where. */
export async function shownSource(model: Model): Promise<string> {
  const [
    { lower },
    { observationsOf },
    { kindNumbers },
    { generate },
    { runtimeFields },
    { printed },
  ] = await Promise.all([
    import('../lower/lower.ts'),
    import('../lock-order/observations.ts'),
    import('../compiled/kind-numbers.ts'),
    import('../compiled/step/generate.ts'),
    import('../compiled/runtime/runtime.ts'),
    import('../compiled/step/print.ts'),
  ])
  const program = lower(model)
  const kinds = model.temporal.length > 0 ? kindNumbers(program) : null
  const { fields, shape } = generate(program, true, observationsOf(program), kinds)
  return `${printed([['module', ...fields, ...runtimeFields(shape)]])}\n`
}
