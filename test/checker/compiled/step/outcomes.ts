/** What the generated steps of a small model come to, from its only initial state, as one text each. */

import { execute } from '../../../../checker/lower/executor.ts'
import { lower } from '../../../../checker/lower/lower.ts'
import type { FlatState } from '../../../../checker/lower/state.ts'
import type { Action, Effect, Model, Variable } from '../../../../dsl/ir.ts'
import { answersOf } from '../../../random/compiled.ts'
import type { Answers } from '../../../random/compiled.ts'
import { action, model } from '../../lower/build.ts'

/** The model's generated functions and the state in which it begins. */
export function begun(whole: Model): { readonly state: FlatState; readonly answers: Answers } {
  const program = lower(whole)
  const [first] = execute(program).initial()
  if (first?.kind !== 'state') throw new Error('the model begins in no state')
  return { state: first.state, answers: answersOf(program) }
}

/** After each step: the values of the variables, then the control point and slots of each thread; or the failure. */
export function outcomes(whole: Model): readonly string[] {
  const { state, answers } = begun(whole)
  return answers.expand(state).outcomes.map(({ text }) => {
    if (!text.startsWith('state ')) return text
    // The key of a state is the text of these three lists.
    const [variables, points, slots] = JSON.parse(text.slice('state '.length)) as unknown[][]
    const threads = points?.map((point, thread) => ` @${String(point)}${shown(slots?.[thread])}`)
    return `${shown(variables)}${threads?.join('') ?? ''}`
  })
}

/** Of one action with these effects. */
export function effected(variables: readonly Variable[], ...effects: Effect[]): readonly string[] {
  return ofActions(variables, action('A', [], null, ...effects))
}

export function ofActions(
  variables: readonly Variable[],
  ...actions: readonly Action[]
): readonly string[] {
  return outcomes(model({ variables, actions }))
}

function shown(value: unknown): string {
  return JSON.stringify(value)
}
