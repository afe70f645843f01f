/** Systems that are drawn by hand: a state is a letter, and what can happen in it is a list. */

import type { Condition, Expr, Literal, Model, Property } from '../../dsl/ir.ts'
import { nowhere } from '../../dsl/site.ts'
import { modelOf } from '../model.ts'
import type { Fault, FaultKind, InitialOutcome, Outcome, System } from '../../checker/system.ts'

type Test = (state: string) => boolean | Fault
type StepTest = (before: string, after: string) => boolean | Fault

export interface Toy {
  readonly initial: readonly (string | Fault | { readonly fails: string })[]
  /** By state; a state that is not there has no steps. */
  readonly steps: Readonly<Record<string, readonly Outcome<string>[]>>
  readonly settled?: readonly string[]
  readonly properties?: readonly ToyProperty[]
  readonly constraints?: readonly ToyCondition[]
  readonly ends?: readonly ToyCondition[]
  readonly onExpand?: (state: string) => void
}

interface ToyCondition {
  readonly name: string
  readonly test: Test
}

export type ToyProperty =
  | { readonly kind: 'always' | 'never' | 'reachable'; readonly name: string; readonly test: Test }
  | { readonly kind: 'step'; readonly name: string; readonly test: StepTest }

export function fault(kind: FaultKind = 'fail', detail = 'a fault'): Fault {
  return { kind, detail, site: nowhere }
}

/** A step by a thread, or by an action when `by` is null. */
export function step(
  by: number | null,
  to: string | Fault | { readonly fails: string },
  name = 'go',
): Outcome<string> {
  const actor = by === null ? name : `process ${by}`
  const info = { id: `${actor}#${name}`, actor, name, calls: [], site: nowhere, requests: [] }
  return { step: info, thread: by, choices: [], branches: [], result: result(to), ofState: false }
}

/** A guard that faults. */
export function guardFault(by: number, name = 'guard'): Outcome<string> {
  return { ...step(by, fault('range', `${name} faults`), name), ofState: true }
}

export function toy(description: Toy): System<string> {
  const properties = description.properties ?? []
  const constraints = description.constraints ?? []
  const ends = description.ends ?? []
  const tests = [...properties, ...constraints, ...ends].map(({ test }) => test)
  const keyed = (test: Test | StepTest): Expr => literal(tests.indexOf(test))
  const condition = ({ name, test }: ToyCondition): Condition => ({
    name,
    expr: keyed(test),
    site: nowhere,
  })
  return {
    model: model({
      properties: properties.map(({ kind, name, test }): Property => ({
        kind,
        name,
        expr: keyed(test),
        site: nowhere,
      })),
      constraints: constraints.map(condition),
      ends: ends.map(condition),
    }),
    initial: () => description.initial.map(result),
    expand(state) {
      description.onExpand?.(state)
      return description.steps[state] ?? []
    },
    mayStay: () => false,
    settled: (state) => description.settled?.includes(state) ?? false,
    // Toys have no processes.
    resting: () => null,
    paused: () => false,
    predicateOf: () => () => false,
    // A literal stands for the test with its number; whoever drew the system gave it the right shape.
    predicate: (expr) => tests[(expr as Literal).value as number] as Test,
    relation: (expr) => tests[(expr as Literal).value as number] as StepTest,
    decode: (state) => ({ variables: { state }, processes: [] }),
    // As plain as can be, so that states collide.
    hash: (state) => state.length,
    equal: (left, right) => left === right,
  }
}

/** A model with these parts under the name of the toys. */
export function model(parts: Partial<Model> = {}): Model {
  return modelOf({ name: 'toy', ...parts })
}

function result(of: string | Fault | { readonly fails: string }): InitialOutcome<string> {
  if (typeof of === 'string') return { kind: 'state', state: of }
  if ('fails' in of) {
    return { kind: 'assertion', assertion: { message: of.fails, site: nowhere } }
  }
  return { kind: 'fault', fault: of }
}

function literal(value: number): Expr {
  const sort = { kind: 'int', min: 0, max: Number.MAX_SAFE_INTEGER } as const
  return { kind: 'literal', sort, site: nowhere, value }
}
