/** The ways through a transition, each as one guarded simultaneous assignment over the state before it. */

import type { Expr, VariableId } from '../../../dsl/ir.ts'
import type { Site } from '../../../dsl/site.ts'
import { operationAt } from '../../../checker/lower/operations.ts'
import type { FlatAction, FlatProcess, Program, Slot } from '../../../checker/lower/program.ts'
import { after } from './effects.ts'
import { factsOf, given } from './facts.ts'
import { constant, truth } from './literals.ts'
import { elementsOf, resolve } from './resolve.ts'
import { both, negated } from './simplify.ts'
import { bind } from './trail.ts'
import type { Check, Trail } from './trail.ts'

/** Everything is over the state before the transition. */
export interface Path {
  readonly name: string
  readonly guard: Expr
  readonly checks: readonly Check[]
  readonly variables: ReadonlyMap<VariableId, Expr>
  /** By number; null: dead; a slot that is not there is as it was. */
  readonly slots: ReadonlyMap<number, Expr | null>
  /** The control point that it leads to; null, of an action. */
  readonly target: number | null
}

/** All paths from an operation on. Throws a `Refusal`. */
export function pathsFrom(program: Program, flat: FlatProcess, entry: number): readonly Path[] {
  const start = beginning(program, flat.process.name, flat.process.site, flat.slots)

  function follow(number: number, trail: Trail): readonly Path[] {
    const operation = operationAt(flat.operations, number)
    switch (operation.kind) {
      case 'take': {
        const name = flat.statements[operation.statement]?.name ?? trail.name
        return follow(operation.next, { ...trail, name })
      }
      case 'guard':
        return assuming(trail, resolve(operation.test, trail), (inside) =>
          follow(operation.next, inside),
        )
      case 'effects':
        return after(operation.effects, trail).flatMap((next) => follow(operation.next, next))
      case 'branch': {
        const test = resolve(operation.test, trail)
        return [
          ...assuming(trail, test, (inside) => follow(operation.then, inside)),
          ...assuming(trail, negated(test), (inside) => follow(operation.otherwise, inside)),
        ]
      }
      case 'fork':
        return operation.branches.flatMap((branch) => follow(branch, trail))
      case 'kill': {
        const dead = operation.slots.map((slot) => [slot, null] as const)
        return follow(operation.next, { ...trail, slots: new Map([...trail.slots, ...dead]) })
      }
      // Nobody looks at labels here, and what could fault without an effect is a part of no correct model.
      case 'evaluate':
      case 'depart':
        return follow(operation.next, trail)
      case 'rest':
        return [ended(trail, operation.point)]
    }
  }
  return follow(entry, start)
}

/** All paths of an action: of each combination of its parameters. Throws a `Refusal`. */
export function pathsOf(program: Program, action: FlatAction): readonly Path[] {
  const { step, parameters, guard, effects } = action
  const start = beginning(program, step.name, step.site, [])
  const trails = parameters.reduce<readonly Trail[]>(
    (before, { bound, sort }) =>
      before.flatMap((trail) =>
        elementsOf({ kind: 'sort', sort }, trail, step.site).map(({ element }) =>
          bind(trail, bound, element),
        ),
      ),
    [start],
  )
  return trails.flatMap((trail) =>
    assuming(trail, guard === null ? truth(true, step.site) : resolve(guard, trail), (inside) =>
      after(effects, inside).map((end) => ended(end, null)),
    ),
  )
}

function beginning(
  { model, threads }: Program,
  name: string,
  site: Site,
  flatSlots: readonly Slot[],
): Trail {
  return {
    model,
    flatSlots,
    threads,
    variables: new Map(),
    slots: new Map(),
    bound: new Map(),
    name,
    guard: truth(true, site),
    checks: [],
  }
}

/** The path that a trail came to be. Its guard and checks are true wherever it writes. */
function ended({ name, guard, checks, variables, slots }: Trail, target: number | null): Path {
  const facts = factsOf([guard, ...checks.map(({ test }) => test)])
  return {
    name,
    guard,
    checks,
    variables: new Map([...variables].map(([id, value]) => [id, given(value, facts)])),
    slots: new Map(
      [...slots].map(([slot, value]) => [slot, value === null ? null : given(value, facts)]),
    ),
    target,
  }
}

/** Goes on where the condition can be true with what is known on the way to it. */
function assuming(
  trail: Trail,
  test: Expr,
  then: (inside: Trail) => readonly Path[],
): readonly Path[] {
  const guard = both(trail.guard, given(test, factsOf([trail.guard])))
  return constant(guard) === false ? [] : then({ ...trail, guard })
}
