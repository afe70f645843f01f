/** The steps of which a model can declare that they are taken if they can be: those of actions, and those from a label. */

import type { Action, FairSteps, ProcessId, Strength } from './ir.ts'
import { mistaken } from './mistake.ts'
import type { Session } from './session.ts'
import type { Site } from './site.ts'

/** What is assumed, as the author gives it: a compiler has checked that, but a model can be run without one. */
export function strengthIn<S extends Strength | 'none'>(
  given: S,
  allowed: readonly NoInfer<S>[],
  site: Site,
): S {
  if (allowed.includes(given)) return given
  const names = allowed.map((each) => `'${each}'`).join(' or ')
  return mistaken(site, `fairness cannot be '${given}'`, `Give ${names}`)
}

/** An action as an author refers to it: what `m.action` gives. */
export class ActionHandle {
  readonly name: string
  readonly #action: Action

  constructor(action: Action) {
    this.name = action.name
    this.#action = action
  }

  /** Its position among the actions of the model that is being built. */
  position({ actions }: Session, site: Site): number {
    const position = actions.indexOf(this.#action)
    if (position >= 0) return position
    const what = `'${this.name}' is an action of another model`
    return mistaken(site, what, "Declare it with this model's 'm'")
  }
}

/** The steps that each instance of a process takes from a label: what its handle's `steps` gives. */
export class LabelledSteps {
  readonly process: ProcessId
  readonly label: string

  constructor(process: ProcessId, label: string) {
    this.process = process
    this.label = label
  }
}

/** Whether each combination of each action's parameters is assumed by itself, and not only one of them all. */
export interface FairnessOptions {
  readonly each?: boolean
}

/** The steps as the IR has them. */
export function fairSteps(
  steps: LabelledSteps | ActionHandle | readonly ActionHandle[],
  { each = false }: FairnessOptions,
  session: Session,
  site: Site,
): FairSteps {
  if (steps instanceof LabelledSteps) {
    return { kind: 'label', process: steps.process, label: steps.label }
  }
  const handles = steps instanceof ActionHandle ? [steps] : steps
  if (handles.length === 0) mistaken(site, 'fairness of no action is declared', 'Give one or more')
  const actions = handles.map((handle) => handle.position(session, site))
  const twice = handles.find((handle, at) => handles.indexOf(handle) < at)
  if (twice !== undefined) mistaken(site, `'${twice.name}' is given twice`, 'Give it once')
  return { kind: 'actions', actions, each }
}
