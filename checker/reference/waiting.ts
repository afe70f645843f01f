/** Who can go on in a state, who waits for whom, and who holds what. */

import { match } from 'ts-pattern'
import type { Expr, Lock, Model, Wait } from '../../dsl/ir.ts'
import type { Awaited, BlockedStep, HeldLock, Situation, Standing } from '../situation.ts'
import { asList, asNumber, asSet } from './datum.ts'
import { decoding } from './decode.ts'
import { here } from './execution.ts'
import type { Execution } from './execution.ts'
import type { Expressions } from './expressions.ts'
import { catching } from './fault.ts'
import { machineOf } from './machine.ts'
import type { Machine } from './machine.ts'
import { bind, environment } from './state.ts'
import type { Environment, InterpretedState } from './state.ts'

/** The situation in a state of the model. A holder that faults is nobody. */
export function situation(model: Model, state: InterpretedState): Situation {
  const machine = machineOf(model)
  const { expressions } = machine
  return {
    threads: expressions.sorts.threads.map((_, thread) => standing(machine, state, thread)),
    locks: model.locks.flatMap((lock) => heldLocks(lock, environment(state, null), expressions)),
  }
}

/** The lock, or each of its family. */
function heldLocks(
  { name, lockClass, indices, holdings }: Pick<Lock, 'name' | 'lockClass' | 'indices' | 'holdings'>,
  env: Environment,
  expressions: Expressions,
): readonly HeldLock[] {
  const [binder, ...inner] = indices
  if (binder === undefined) {
    const holders = holdings.flatMap((each) => threadsIn(each.holders, env, expressions))
    return [{ name, lockClass, holders: holders.toSorted((a, b) => a - b) }]
  }
  const decode = decoding(binder.sort, expressions.sorts)
  return expressions.sorts.values(binder.sort).flatMap((value) => {
    const element = name.replace('[]', `[${String(decode(value))}]`)
    const lock = { name: element, lockClass, indices: inner, holdings }
    return heldLocks(lock, bind(env, binder.bound, value), expressions)
  })
}

function standing(machine: Machine, state: InterpretedState, thread: number): Standing {
  const chain = machine.chain(state, thread)
  if (chain === null) return { kind: 'terminated', thread }
  const at = chain.info(state.frame(thread).at)
  if (machine.paused(state, thread) === true) return { kind: 'paused', thread, at }
  const ends = machine.proceed(state, thread)
  const steps = ends.flatMap((execution) => blocked(execution, machine.expressions))
  return steps.length < ends.length
    ? { kind: 'enabled', thread, at }
    : { kind: 'blocked', thread, at, steps }
}

function blocked(execution: Execution, expressions: Expressions): readonly BlockedStep[] {
  const { step, end } = execution
  if (end?.kind !== 'blocked' || step === null) return []
  const wait = end.wait === null ? null : awaited(end.wait, here(execution), expressions)
  return [{ step, wait }]
}

function awaited(wait: Wait, env: Environment, expressions: Expressions): Awaited {
  return match(wait)
    .with({ kind: 'lock' }, ({ kind, lock, holders }): Awaited => {
      return { kind, lock, holders: threadsIn(holders, env, expressions) }
    })
    .with({ kind: 'event' }, ({ kind, event, by }): Awaited => {
      return { kind, event, by: by === null ? null : threadsIn(by, env, expressions) }
    })
    .with({ kind: 'any' }, ({ kind, of }): Awaited => {
      return { kind, of: of.map((one) => awaited(one, env, expressions)) }
    })
    .exhaustive()
}

/** The threads that an expression names: a thread, an optional thread, or a set of threads. */
export function threadsIn(
  expr: Expr,
  env: Environment,
  expressions: Expressions,
): readonly number[] {
  const value = catching(
    () => expressions.expr(expr)(env),
    () => null,
  )
  if (value === null) return []
  switch (expr.sort.kind) {
    case 'thread':
      return [asNumber(value)]
    case 'optional':
      return asList(value).toArray().map(asNumber)
    case 'set':
      return asSet(value)
        .toArray()
        .map(asNumber)
        .toSorted((a, b) => a - b)
    default:
      throw new Error(`expected threads, not ${expr.sort.kind}`)
  }
}
