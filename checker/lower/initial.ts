/** The initial states of the flat program. */

import type { Variable } from '../../dsl/ir.ts'
import type { InitialOutcome } from '../system.ts'
import type { Compile, Context, Universe } from './context.ts'
import { nowhere, outsideProcesses } from './context.ts'
import type { Datum } from './datum.ts'
import { list } from './datum.ts'
import { attempt } from './fault.ts'
import type { FlatState, Moment } from './state.ts'
import { asState } from './state.ts'
import type { Run } from './transition.ts'

/**
 * Every combination of initial values, the first variable most significant; those that satisfy the conditions, with every
 * process at its first control point. A fault ends its combination, a prefix of one perhaps.
 */
export function initialOutcomes(
  universe: Universe,
  compile: Compile,
  runs: readonly Run[],
): readonly InitialOutcome<FlatState>[] {
  const { model, processes, threads } = universe.program
  const candidates = model.variables.map((variable) => initialValues(variable, compile, universe))
  const conditions = model.initially.map((condition) => compile(condition.expr))
  const starts = processes.flatMap((flat) =>
    Array.from({ length: flat.instances }, (_, instance) => ({
      flat,
      thread: flat.first + instance,
    })),
  )
  const points = Array.from({ length: threads }, () => nowhere)
  const slots = starts.map(({ flat }) => flat.slots.map(() => null))
  const outcomes: InitialOutcome<FlatState>[] = []

  function choose(variables: readonly Datum[]): void {
    const values = candidates[variables.length]
    if (values === undefined) return admit({ variables, points, slots })
    const result = attempt(() => values(outsideProcesses({ variables, points })))
    if (result.kind === 'done') for (const value of result.value) choose([...variables, value])
    else outcomes.push(result)
  }

  function admit(moment: Moment): void {
    const result = attempt(() => conditions.every((holds) => holds(outsideProcesses(moment)) === 1))
    if (result.kind !== 'done') outcomes.push(result)
    else if (result.value) start(moment, 0)
  }

  /** The threads from this one on come to their first control points. */
  function start(moment: Moment, thread: number): void {
    const next = starts[thread]
    if (next === undefined) {
      outcomes.push({ kind: 'state', state: asState(moment) })
      return
    }
    const run = runs[next.flat.process.id]
    if (run === undefined) throw new Error('the process cannot be run')
    for (const { result } of run(next.flat.start, thread, moment)) {
      if (result.kind === 'rest') start(result.moment, thread + 1)
      else outcomes.push(result)
    }
  }

  choose([])
  return outcomes
}

function initialValues(
  { initial, sort }: Variable,
  compile: Compile,
  universe: Universe,
): (context: Context) => Iterable<Datum> {
  switch (initial.kind) {
    case 'value': {
      const value = compile(initial.value)
      return (context) => [value(context)]
    }
    case 'any':
      return () => universe.all(sort)
    case 'anyOf': {
      const set = compile(initial.set)
      return (context) => list(set(context))
    }
  }
}
