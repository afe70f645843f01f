/** Whether a model refines another by brute force: the other's steps are enumerated by the interpreter, and compared as text. */

import { interpret } from '../../checker/reference/interpreter.ts'
import type { InterpretedState } from '../../checker/reference/interpreter.ts'
import type { Outcome, System } from '../../checker/system.ts'
import type { Expr, Model, Property, Variable } from '../../dsl/ir.ts'
import { refining } from '../../dsl/refinement/refinement.ts'
import { withSession } from '../../dsl/session.ts'
import { isExpr, walk } from './walk.ts'
import { keyOf } from './same.ts'

/** That a model with the same variables refines this one, each variable standing for itself. */
export function refinesAsItIs(abstract: Model): readonly Property[] {
  const mapping = abstract.variables.map(itself)
  return withSession({}, (session) => {
    for (let left = namesIn(abstract); left > 0; left -= 1) session.nextBound('taken')
    return refining('refines', { model: abstract, mapping }, abstract.site)
  })
}

function itself({ id, sort, site }: Variable): Expr {
  return { kind: 'variable', sort, site, variable: id, access: 'model' }
}

/** One more than the largest number of a bound name in the model. */
export function namesIn(model: Model): number {
  let most = 0
  walk(model, (part) => {
    if ('bound' in part && typeof part['bound'] === 'number') most = Math.max(most, part['bound'])
    if (isExpr(part) && part.kind === 'bound') most = Math.max(most, part.bound)
  })
  return most + 1
}

/** The states of a model without processes, by their text, and what steps lead to. */
export class Graph {
  readonly system: System<InterpretedState>
  readonly #successors = new Map<string, ReadonlySet<string>>()

  constructor(model: Model) {
    this.system = interpret(model)
  }

  key(state: InterpretedState): string {
    return keyOf(this.system.decode(state).variables)
  }

  get initial(): ReadonlySet<string> {
    return new Set(
      this.system
        .initial()
        .flatMap((outcome) => (outcome.kind === 'state' ? [this.key(outcome.state)] : [])),
    )
  }

  outcomes(state: InterpretedState): readonly Outcome<InterpretedState>[] {
    return this.system.expand(state)
  }

  /** Whether some step, or none, leads from the one to the other. */
  allows(before: InterpretedState, after: InterpretedState): boolean {
    const [from, to] = [this.key(before), this.key(after)]
    return from === to || this.#from(before, from).has(to)
  }

  #from(before: InterpretedState, key: string): ReadonlySet<string> {
    const known = this.#successors.get(key)
    if (known !== undefined) return known
    const found = new Set(
      this.outcomes(before).flatMap(({ result }) =>
        result.kind === 'state' ? [this.key(result.state)] : [],
      ),
    )
    this.#successors.set(key, found)
    return found
  }

  /** The states found until there are so many, in order. */
  states(most: number): readonly InterpretedState[] {
    const found = new Map<string, InterpretedState>()
    const keep = (state: InterpretedState): void => {
      const key = this.key(state)
      if (found.size < most && !found.has(key)) found.set(key, state)
    }
    for (const outcome of this.system.initial()) if (outcome.kind === 'state') keep(outcome.state)
    for (const state of found.values()) {
      for (const { result } of this.outcomes(state)) if (result.kind === 'state') keep(result.state)
    }
    return [...found.values()]
  }
}

/** What a check has to answer, and after how many steps; null: more than so many states would have to be looked at. */
export function verdictByHand(
  concrete: Model,
  abstract: Model,
  most: number,
): { readonly kind: 'holds' | 'fault' | 'assertion' | 'violated'; readonly steps: number } | null {
  const [graph, allowed] = [new Graph(concrete), new Graph(abstract)]
  const wrong: { readonly kind: 'fault' | 'assertion' | 'violated'; readonly steps: number }[] = []
  const seen = new Set<string>()
  let level: InterpretedState[] = []
  const starts = allowed.initial
  for (const outcome of graph.system.initial()) {
    if (outcome.kind !== 'state') wrong.push({ kind: outcome.kind, steps: 0 })
    else if (!seen.has(graph.key(outcome.state))) {
      seen.add(graph.key(outcome.state))
      level.push(outcome.state)
      if (!starts.has(graph.key(outcome.state))) wrong.push({ kind: 'violated', steps: 0 })
    }
  }
  if (level.length === 0 && wrong.length === 0) return null
  for (let depth = 0; level.length > 0; depth += 1) {
    const next: InterpretedState[] = []
    for (const state of level) {
      for (const { result, ofState } of graph.outcomes(state)) {
        if (result.kind !== 'state') {
          wrong.push({ kind: result.kind, steps: ofState ? depth : depth + 1 })
          continue
        }
        if (!allowed.allows(state, result.state)) wrong.push({ kind: 'violated', steps: depth + 1 })
        const key = graph.key(result.state)
        if (seen.has(key)) continue
        seen.add(key)
        next.push(result.state)
      }
    }
    const shortest = Math.min(...wrong.map(({ steps }) => steps))
    if (shortest <= depth + 1 || seen.size > most) {
      const deeper = wrong.some(({ steps }) => steps <= depth)
      if (!deeper && seen.size > most) return null
      // What faults in a state of the next level is as near as what is wrong with the step to it.
      if (!deeper) {
        for (const state of next) {
          for (const { result, ofState } of graph.outcomes(state)) {
            if (ofState && result.kind === 'fault') wrong.push({ kind: 'fault', steps: depth + 1 })
          }
        }
      }
      break
    }
    level = next
  }
  const shortest = Math.min(...wrong.map(({ steps }) => steps))
  for (const kind of ['fault', 'assertion', 'violated'] as const) {
    const found = wrong.find((each) => each.kind === kind && each.steps === shortest)
    if (found !== undefined) return found
  }
  return { kind: 'holds', steps: 0 }
}
