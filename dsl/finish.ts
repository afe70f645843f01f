/** From what was built to the finished model: assembled, and held against every rule. */

import { complete, type Completion } from './complete.ts'
import type { Model, Procedure, Process } from './ir.ts'
import { ModelError, type Mistake } from './mistake.ts'
import { seal } from './seal.ts'
import type { Session } from './session.ts'
import { ruledAction } from './step-rules.ts'
import { withoutUnreadLocals } from './unread-locals.ts'
import { fairnessMistakes } from './validate/fairness.ts'
import { flowMistakes } from './validate/flow.ts'
import { ghostMistakes } from './validate/ghost.ts'
import { labelMistakes } from './validate/labels.ts'
import { lockOrderMistakes } from './validate/lock-orders.ts'
import { nameMistakes } from './validate/names.ts'
import { scopeMistakes } from './validate/scope.ts'
import { sizeMistakes } from './validate/size.ts'
import { temporalMistakes } from './validate/temporal.ts'
import { unusedMistakes } from './validate/unused.ts'
import { contents } from './walk.ts'

type Head = Pick<Model, 'name' | 'parameters' | 'site'>

/**
 * The model of what the session holds.
 *
 * @throws ModelError with all mistakes that are found, in the order of the author's files.
 */
export function finish(head: Head, session: Session): Model {
  const whole = assemble(head, session, complete(session))
  const model = withoutUnreadLocals(whole)
  const mistakes: readonly Mistake[] = [
    // What is written to a local, as what a step or call gives, is not lost when nobody reads it.
    ...unusedMistakes(session, contents(whole).expressions),
    ...nameMistakes(model, session.definitions),
    ...scopeMistakes(whole, session),
    ...flowMistakes(model),
    ...fairnessMistakes(model),
    ...ghostMistakes(model),
    ...labelMistakes(model),
    ...lockOrderMistakes(model),
    ...sizeMistakes(model),
    ...temporalMistakes(session),
    ...session.facts.expectations.filter(({ isMet }) => !isMet()),
  ]
  if (mistakes.length > 0) throw new ModelError(mistakes.toSorted(byPlace))
  return model
}

function assemble(head: Head, session: Session, { runs, masks, rules, steps }: Completion): Model {
  const { variables, actions, properties, initially, ends, constraints, locks } = session
  const processes: Process[] = session.processes.map(({ drafts, on, ...rest }) => {
    const body = seal(drafts, { rules: steps, parameters: [] })
    return { ...rest, runs: runs[rest.id] ?? null, body }
  })
  const procedures: Procedure[] = session.built.map(({ drafts, ...rest }) => {
    return { ...rest, body: seal(drafts, { rules: steps, parameters: rest.parameters }) }
  })
  return {
    ...head,
    variables,
    procedures,
    processes,
    actions: actions.map((action) => ruledAction(action, steps)),
    initially,
    properties: [...properties, ...rules],
    temporal: session.temporal.map(({ name, formula, site }) => ({ name, formula, site })),
    fairness: session.fairness,
    ends,
    constraints,
    locks,
    lockOrders: session.lockOrders,
    masks,
  }
}

function byPlace(left: Mistake, right: Mistake): number {
  const [a, b] = [left.site.author, right.site.author]
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column
}
