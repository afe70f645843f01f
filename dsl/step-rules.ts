/** What is added to every step of a model: faults where it sleeps and must not, or touches what is not alive. */

import type { Draft } from './draft.ts'
import type { Lifetime } from './facts.ts'
import type { Effect, Expr, VariableId } from './ir.ts'
import type { Site } from './site.ts'
import { bool } from './sort.ts'
import { allEffectExpressions, allEffects, visit } from './walk.ts'

/** The message of a step that sleeps where the process must not. */
export const sleepingInAtomic = 'sleeping in atomic context'

type StepDraft = Extract<Draft, { kind: 'step' }>

/** Of a step: when it can be taken, and what it does. */
export type Ruled = Pick<StepDraft, 'guard' | 'effects'>

export interface StepRules {
  /** Whether the executing process must not sleep; null where none ever is so. */
  readonly atomic: Expr | null
  readonly lifetimes: readonly Lifetime[]
}

/** The step with the rules. What breaks one is not blocked: it is taken, and faults before it does anything. */
export function ruled(draft: StepDraft, { atomic, lifetimes }: StepRules): Ruled {
  const { site } = draft
  const broken: { readonly test: Expr; readonly message: string }[] = []
  if (draft.sleeps && atomic !== null) broken.push({ test: atomic, message: sleepingInAtomic })
  if (!draft.unchecked) {
    for (const { lifetime, index } of touched(draft, lifetimes)) {
      const alive = lifetime.alive(index).expr
      const test: Expr = { kind: 'unary', sort: bool, site, operator: 'not', operand: alive }
      broken.push({ test, message: lifetime.message })
    }
  }
  return {
    guard:
      draft.guard === null
        ? null
        : broken.reduceRight<Expr>((right, { test }) => either(test, right, site), draft.guard),
    effects: [
      ...broken.map(({ test, message }): Effect => {
        return { kind: 'when', test, then: [{ kind: 'fail', message, site }], otherwise: [], site }
      }),
      ...draft.effects,
    ],
  }
}

function either(left: Expr, right: Expr, site: Site): Expr {
  return { kind: 'binary', sort: bool, site, operator: 'or', left, right }
}

interface Touched {
  readonly lifetime: Lifetime
  readonly index: Expr
}

/** The elements that a step reads or writes, each once, but those that only a name bound inside of it tells. */
function touched(
  { guard, effects, result }: StepDraft,
  lifetimes: readonly Lifetime[],
): readonly Touched[] {
  const found = new Map<string, Touched>()
  const add = (variable: VariableId, index: Expr): void => {
    const lifetime = lifetimes.find((each) => each.variable === variable)
    if (lifetime === undefined || mentionsBound(index)) return
    const key = `${variable} ${keyOf(index)}`
    if (!found.has(key)) found.set(key, { lifetime, index })
  }
  if (lifetimes.length === 0) return []
  const exprs = [
    ...(guard === null ? [] : [guard]),
    ...allEffectExpressions(effects),
    ...(result === null ? [] : [result.value]),
  ]
  for (const expr of exprs) {
    visit(expr, (part) => {
      if (part.kind === 'element' && part.array.kind === 'variable')
        add(part.array.variable, part.index)
    })
  }
  for (const effect of allEffects(effects)) {
    if (effect.kind !== 'assign' || effect.place.root.kind !== 'variable') continue
    const [selector] = effect.place.path
    if (selector?.kind === 'element') add(effect.place.root.variable, selector.index)
  }
  return [...found.values()]
}

function mentionsBound(expr: Expr): boolean {
  let found = false
  visit(expr, (part) => {
    if (part.kind === 'bound') found = true
  })
  return found
}

function keyOf(expr: Expr): string {
  return JSON.stringify(expr, (key, value: unknown) => (key === 'site' ? undefined : value))
}
