/** What the statements of a model ask of its lock classes. */

import { match } from 'ts-pattern'
import type { Block, Lock, Model, Request, Statement, StepStatement } from '../../../dsl/ir.ts'
import { className } from '../../lock-order/lock-class.ts'

export interface Asked {
  readonly step: StepStatement
  readonly request: Request
  readonly lock: Lock
}

const known = new WeakMap<Model, ReadonlyMap<string, readonly Asked[]>>()

/** By name of the class, in the order of the model; whether a run ever gets there or not. */
export function askedOf(model: Model): ReadonlyMap<string, readonly Asked[]> {
  const asked = known.get(model) ?? gathered(model)
  known.set(model, asked)
  return asked
}

function gathered({ processes, procedures, locks }: Model): ReadonlyMap<string, readonly Asked[]> {
  const steps = [...processes, ...procedures].flatMap(({ body }) => stepsOf(body))
  const all = steps.flatMap((step) =>
    step.requests.flatMap((request): Asked[] => {
      const lock = locks[request.lock]
      return lock === undefined ? [] : [{ step, request, lock }]
    }),
  )
  return Map.groupBy(all, ({ request: { subclass }, lock: { lockClass, kind } }) =>
    className({ name: lockClass, subclass, kind }),
  )
}

function stepsOf({ statements }: Block): readonly StepStatement[] {
  return statements.flatMap((statement) =>
    statement.kind === 'step' ? [statement] : blocksOf(statement).flatMap(stepsOf),
  )
}

function blocksOf(statement: Exclude<Statement, StepStatement>): readonly Block[] {
  return match(statement)
    .with({ kind: 'when' }, ({ then, otherwise }) => [then, otherwise])
    .with({ kind: 'until' }, { kind: 'loop' }, { kind: 'atomic' }, ({ body }) => [body])
    .with({ kind: 'either' }, ({ branches }) => branches)
    .with(
      { kind: 'compute' },
      { kind: 'call' },
      { kind: 'return' },
      { kind: 'label' },
      { kind: 'leave' },
      { kind: 'again' },
      () => [],
    )
    .exhaustive()
}
