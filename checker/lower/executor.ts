/** A plain executor of the flat program. */

import type { Expr, Process } from '../../dsl/ir.ts'
import { unrecorded } from '../coverage/recorder.ts'
import type { Recorder } from '../coverage/recorder.ts'
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
import { stayingPoints } from './staying.ts'
import type { Run } from './transition.ts'
import { runner } from './transition.ts'

/**
 * The system that a program describes. Everything is prepared once; nothing of the program is changed. The recorder learns
 * what is executed.
 */
export function execute(program: Program, recorder: Recorder = unrecorded): System<FlatState> {
  const world = universe(program)
  const compile = compiler(world)
  const runs = program.processes.map((flat) => runner(flat, compile, world, recorder))
  const pauses = program.processes.map(({ process }) => pausing(process, compile))
  const actions = program.actions.map((action) => actionRunner(action, compile, world, recorder))
  const threads = program.processes.flatMap((process, i) => {
    return Array.from({ length: process.instances }, () => ({ process, paused: pauses[i] }))
  })

  const staying = program.processes.map((flat) => stayingPoints(flat, program.model))
  const mayStay = (state: FlatState, thread: number): boolean => {
    const { process } = threads[thread] ?? nothing()
    return staying[process.process.id]?.[state.points[thread] ?? nowhere] === true
  }

  return {
    model: program.model,
    initial: () => initialOutcomes(world, compile, runs),
    expand: (state) => [
      ...program.processes.flatMap((flat, i) => processOutcomes(flat, runs[i], pauses[i], state)),
      ...actions.flatMap((outcomes) => outcomes(state)),
    ],
    mayStay,
    settled: (state) => threads.length > 0 && threads.every((_, thread) => mayStay(state, thread)),
    resting(state, thread) {
      const { process } = threads[thread] ?? nothing()
      const { statement = null } = process.points[state.points[thread] ?? nowhere] ?? {}
      return statement === null ? null : (process.statements[statement]?.id ?? null)
    },
    paused: (state, thread) => (threads[thread] ?? nothing()).paused?.(state, thread) === true,
    predicateOf(expr) {
      const holds = judge(compile, expr)
      return (state, thread) => holds({ ...outsideProcesses(state), thread })
    },
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

function nothing(): never {
  throw new Error('there is no such thread')
}

/** What the instances of a process can do, in order. */
function processOutcomes(
  flat: FlatProcess,
  run: Run | undefined,
  pausedAt: ((state: FlatState, thread: number) => boolean | Fault) | undefined,
  state: FlatState,
): readonly Outcome<FlatState>[] {
  const threads = Array.from({ length: flat.instances }, (_, instance) => flat.first + instance)
  return threads.flatMap((thread) => {
    const { statement = null, transitions = [] } =
      flat.points[state.points[thread] ?? nowhere] ?? {}
    const paused = statement !== null && pausedAt?.(state, thread)
    if (paused === true) return []
    if (typeof paused === 'object') {
      const step = flat.statements[statement ?? nowhere]
      if (step === undefined) throw new Error('a process rests at no statement')
      const result = { kind: 'fault', fault: paused } as const
      return [{ step, thread, choices: [], branches: [], ofState: true, result }]
    }
    return transitions
      .flatMap(({ entry, branches }) =>
        (run?.(entry, thread, state) ?? []).map((ending) => {
          return { ...ending, branches: [...branches, ...ending.branches] }
        }),
      )
      .map(({ step, choices, branches, ofState, result }): Outcome<FlatState> => {
        if (step === null) throw new Error('a transition takes no step')
        const ended: Result<FlatState> =
          result.kind === 'rest' ? { kind: 'state', state: asState(result.moment) } : result
        return { step, thread, choices, branches, ofState, result: ended }
      })
  })
}

/** Prepares whether a thread of the process cannot run, whatever it would do. */
function pausing(
  { runs }: Process,
  compile: Compile,
): (state: FlatState, thread: number) => boolean | Fault {
  if (runs === null) return () => false
  const holds = judge(compile, runs)
  return (state, thread) => {
    const running = holds({ ...outsideProcesses(state), thread })
    return typeof running === 'boolean' ? !running : running
  }
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
  action: FlatAction,
  compile: Compile,
  universe: Universe,
  recorder: Recorder,
): (state: FlatState) => readonly Outcome<FlatState>[] {
  const { step, parameters, guard, effects } = action
  const test = guard === null ? () => 1 : recorder.test(action, guard, compile)
  const pass = recorder.pass(action)
  const perform = performer(effects, { compile, universe, slots: [], recorder })

  function outcomes(
    state: FlatState,
    bound: readonly Datum[],
    choices: readonly Choice[],
  ): readonly Outcome<FlatState>[] {
    const context = outsideProcesses(state, [...bound])
    const outcome = { step, thread: null, choices, branches: [] }
    const enabled = attempt(() => test(context) === 1)
    if (enabled.kind !== 'done') return [{ ...outcome, ofState: true, result: enabled }]
    if (!enabled.value) return []
    pass()
    return perform(context).map((way) => ({
      step,
      thread: null,
      branches: [],
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
