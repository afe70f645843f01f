/** Fairness: which steps are assumed to be taken, if they can be. */

import type { Site } from '../site.ts'
import type { ProcessId } from './identifier.ts'

/**
 * `weak`: what can be taken all the time from some point on is taken again and again; `strong`: so is what can be taken again and
 * again.
 */
export type Strength = 'weak' | 'strong'

/** The steps that an assumption is about. */
export type FairSteps =
  /** For each instance by itself: its steps from control points with this label. */
  | { readonly kind: 'label'; readonly process: ProcessId; readonly label: string }
  /** Positions in `Model.actions`. `each`: every combination of each action's parameters by itself; otherwise all of them together. */
  | { readonly kind: 'actions'; readonly actions: readonly number[]; readonly each: boolean }

/** An assumption that the model declares, besides those of its processes, steps and branches. */
export interface Fairness {
  readonly name: string
  readonly strength: Strength
  readonly steps: FairSteps
  readonly site: Site
}
