/** What is added to every step of a model: faults where it sleeps and must not, or touches what is not alive. */

import { failing, unblocked, type Breach } from './breach.ts'
import type { Draft } from './draft.ts'
import type { Action, Effect, Expr } from './ir.ts'
import { mistaken } from './mistake.ts'
import type { Site } from './site.ts'
import { Touches, type TouchRules } from './touch.ts'

/** The message of a step that sleeps where the process must not. */
const sleepingInAtomic = 'sleeping in atomic context'

type StepDraft = Extract<Draft, { kind: 'step' }>

/** Of a step: when it can be taken, and what it does. */
export interface Ruled {
  readonly guard: Expr | null
  readonly effects: readonly Effect[]
}

export interface StepRules {
  /** Whether the executing process must not sleep; null where none ever is so. */
  readonly atomic: Expr | null
  /** Whether it is in an interrupt; null where none ever is. */
  readonly interrupt: Expr | null
  readonly touch: TouchRules
}

export const noRules: StepRules = {
  atomic: null,
  interrupt: null,
  touch: { lifetimes: [], exempt: new Set(), isGhost: () => false },
}

/** The step with the rules. What breaks one is not blocked: it is taken, and faults before it does anything. */
export function ruled(draft: StepDraft, { atomic, interrupt, touch }: StepRules): Ruled {
  const { site, guard, effects, notInInterrupt, checkedOnly } = draft
  const broken: Breach[] = []
  if (draft.sleeps && atomic !== null) broken.push({ test: atomic, message: sleepingInAtomic })
  if (notInInterrupt !== null && interrupt !== null) {
    broken.push({ test: interrupt, message: notInInterrupt })
  }
  const touches = new Touches(touch, site)
  const known = new Set<string>()
  const checked = checkedOnly ?? (guard === null ? [] : [guard])
  broken.push(...checked.flatMap((each) => touches.ofExpr(each, known)))
  const result = draft.result?.value
  return {
    guard: guard === null ? null : unblocked(guard, broken),
    effects: [
      ...failing(broken, site),
      ...(checkedOnly === null ? touches.guarding(effects, known) : effects),
      ...(checkedOnly !== null || result === undefined
        ? []
        : failing(touches.ofExpr(result, known), site)),
    ],
  }
}

/** The same for what is no step of a primitive's: effects that stand alone. */
export function ruledEffects(
  effects: readonly Effect[],
  site: Site,
  { touch }: StepRules,
): readonly Effect[] {
  return new Touches(touch, site).guarding(effects, new Set())
}

/** The same for an action. */
export function ruledAction(action: Action, { touch }: StepRules): Action {
  const { guard, effects, site } = action
  const touches = new Touches(touch, site)
  const known = new Set<string>()
  const broken = guard === null ? [] : touches.ofExpr(guard, known)
  return {
    ...action,
    guard: guard === null ? null : unblocked(guard, broken),
    effects: [...failing(broken, site), ...touches.guarding(effects, known)],
  }
}

/** What decides or returns by a test of shared state faults in a step of its own, where the test does; null where it never does. */
export function ruledTest(test: Expr, site: Site, { touch }: StepRules): Ruled | null {
  const touches = new Touches(touch, site)
  const broken = touches.ofExpr(test, new Set())
  const last = broken.at(-1)
  if (last === undefined) return null
  return { guard: unblocked(last.test, broken.slice(0, -1)), effects: failing(broken, site) }
}

/** An argument of a call is evaluated in no step that could be given a fault. */
export function noTouchIn(values: readonly Expr[], site: Site, { touch }: StepRules): void {
  const touches = new Touches(touch, site)
  if (values.every((value) => touches.ofExpr(value, new Set()).length === 0)) return
  const remedy = "Read it by a step: 'const x = yield* …load()', and give x"
  mistaken(site, 'an argument reads an object that may be freed', remedy)
}
