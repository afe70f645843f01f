/** A plain executor of the flat program. */

import type { Expr } from '../../dsl/ir.ts'
import type { Choice, Fault, Outcome, Result, System } from '../system.ts'
import type { Compile, Context, Universe } from './context.ts'
import { nobody, nowhere, outsideProcesses, universe } from './context.ts'
import type { Datum } from './datum.ts'
import { decode } from './datum.ts'
import { performer } from './effects.ts'
import { compiler } from './evaluate.ts'
import { attempt } from './fault.ts'
import { initialOutcomes } from './initial.ts'
import type { FlatAction, FlatProcess, Program } from './program.ts'
import type { FlatState } from './state.ts'
import { asState, decodeState, hash, written } from './state.ts'
import type { Run } from './transition.ts'
import { runner } from './transition.ts'

/** The system that a program describes. Everything is prepared once; nothing of the program is changed. */
export function execute(program: Program): System<FlatState> {
  const world = universe(program)
  const compile = compiler(world)
  const runs = program.processes.map((flat) => runner(flat, compile, world))
  const actions = program.actions.map((action) => actionRunner(action, compile, world))

  return {
    model: program.model,
    initial: () => initialOutcomes(world, compile, runs),
    expand: (state) => [
      ...program.processes.flatMap((flat, i) => processOutcomes(flat, runs[i], state)),
      ...actions.flatMap((outcomes) => outcomes(state)),
    ],
    settled: (state) =>
      program.threads > 0 &&
      program.processes.every(
        (flat) =>
          flat.process.daemon ||
          state.points
            .slice(flat.first, flat.first + flat.instances)
            .every((point) => flat.points[point]?.statement === null),
      ),
    predicate(expr) {
      const holds = judge(compile, expr)
      return (state) => holds(outsideProcesses(state))
    },
    relation(expr) {
      const holds = judge(compile, expr)
      return (before, after) => {
        const bound: Datum[] = []
        return holds({ ...outsideProcesses(before, bound), after: outsideProcesses(after, bound) })
      }
    },
    decode: (state) => decodeState(state, world),
    hash,
    equal: (left, right) => left.key === right.key,
  }
}

/** What the instances of a process can do, in order. */
function processOutcomes(
  flat: FlatProcess,
  run: Run | undefined,
  state: FlatState,
): readonly Outcome<FlatState>[] {
  const threads = Array.from({ length: flat.instances }, (_, instance) => flat.first + instance)
  return threads.flatMap((thread) => {
    const transitions = flat.points[state.points[thread] ?? nowhere]?.transitions ?? []
    return transitions
      .flatMap(({ entry }) => run?.(entry, thread, state) ?? [])
      .map(({ step, choices, ofState, result }): Outcome<FlatState> => {
        if (step === null) throw new Error('a transition takes no step')
        const ended: Result<FlatState> =
          result.kind === 'rest' ? { kind: 'state', state: asState(result.moment) } : result
        return { step, thread, choices, ofState, result: ended }
      })
  })
}

function judge(compile: Compile, expr: Expr): (context: Context) => boolean | Fault {
  const evaluate = compile(expr)
  return (context) => {
    const result = attempt(() => evaluate(context) === 1)
    if (result.kind === 'assertion') throw new Error('an expression asserts nothing')
    return result.kind === 'done' ? result.value : result.fault
  }
}

/** Prepares an action: all outcomes, for each combination of its parameters. */
function actionRunner(
  { step, parameters, guard, effects }: FlatAction,
  compile: Compile,
  universe: Universe,
): (state: FlatState) => readonly Outcome<FlatState>[] {
  const test = guard === null ? () => 1 : compile(guard)
  const perform = performer(effects, { compile, universe, slots: [] })

  function outcomes(
    state: FlatState,
    bound: readonly Datum[],
    choices: readonly Choice[],
  ): readonly Outcome<FlatState>[] {
    const context = outsideProcesses(state, [...bound])
    const outcome = { step, thread: null, choices }
    const enabled = attempt(() => test(context) === 1)
    if (enabled.kind !== 'done') return [{ ...outcome, ofState: true, result: enabled }]
    if (!enabled.value) return []
    return perform(context).map((way) => ({
      step,
      thread: null,
      choices: [...choices, ...way.choices],
      ofState: false,
      result:
        way.result.kind === 'writes'
          ? { kind: 'state', state: asState(written(state, nobody, way.result.writes)) }
          : way.result,
    }))
  }

  return (state) => {
    const found: Outcome<FlatState>[] = []
    const bound: Datum[] = []
    const bind = (position: number, choices: readonly Choice[]): void => {
      const parameter = parameters[position]
      if (parameter === undefined) {
        found.push(...outcomes(state, bound, choices))
        return
      }
      for (const value of universe.all(parameter.sort)) {
        bound[parameter.bound] = value
        const choice = { name: parameter.name, value: decode(parameter.sort, value) }
        bind(position + 1, [...choices, choice])
      }
    }
    bind(0, [])
    return found
  }
}
