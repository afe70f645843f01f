/** Executing the operations of a flat process: every way in which a transition can end. */

import { unrecorded } from '../coverage/recorder.ts'
import type { Recorder } from '../coverage/recorder.ts'
import type { Choice, FairBranch, Failure, StepInfo } from '../system.ts'
import type { Compile, Context, Universe } from './context.ts'
import { nowhere } from './context.ts'
import type { Datum } from './datum.ts'
import { performer } from './effects.ts'
import { attempt } from './fault.ts'
import type { FlatProcess, Operation } from './program.ts'
import type { Moment } from './state.ts'
import { killed, moved, slotsOf, written } from './state.ts'

/** How one way ended. */
interface Ending {
  /** The step that was taken, or, where it ended before that, the statement that failed. */
  readonly step: StepInfo | null
  readonly choices: readonly Choice[]
  /** Those into which it forked of which something is assumed, the outermost first. */
  readonly branches: readonly FairBranch[]
  /** A guard faulted. */
  readonly ofState: boolean
  readonly result: { readonly kind: 'rest'; readonly moment: Moment } | Failure
}

/** All endings, in order, of what begins with this operation, executed by this thread. */
export type Run = (entry: number, thread: number, moment: Moment) => readonly Ending[]

/** Who executes, and what it has decided. */
interface Trail {
  readonly thread: number
  readonly bound: Datum[]
  readonly step: StepInfo | null
  readonly choices: readonly Choice[]
  readonly branches: readonly FairBranch[]
  readonly endings: Ending[]
}

type Execute = (moment: Moment, trail: Trail) => void

/** Prepares the operations of a process; the recorder learns what is executed. */
export function runner(
  flat: FlatProcess,
  compile: Compile,
  universe: Universe,
  recorder: Recorder = unrecorded,
): Run {
  const prepared = flat.operations.map((operation) => prepare(operation))

  function go(operation: number, moment: Moment, trail: Trail): void {
    const execute = prepared[operation]
    if (execute === undefined) throw new Error(`there is no operation ${operation}`)
    execute(moment, trail)
  }

  function fail(failure: Failure, statement: number, trail: Trail, ofState: boolean): void {
    const { choices, branches, endings } = trail
    const step = trail.step ?? flat.statements[statement] ?? null
    endings.push({ step, choices, branches, ofState, result: failure })
  }

  function prepare(operation: Operation): Execute {
    switch (operation.kind) {
      case 'take': {
        const step = flat.statements[operation.statement] ?? null
        const pass = recorder.pass(operation)
        return (moment, trail) => {
          pass()
          go(operation.next, moment, { ...trail, step })
        }
      }
      case 'guard': {
        const test = recorder.test(operation, operation.test, compile)
        return (moment, trail) => {
          const result = attempt(() => test(view(moment, trail)))
          if (result.kind !== 'done') fail(result, operation.statement, trail, true)
          else if (result.value === 1) go(operation.next, moment, trail)
        }
      }
      case 'effects': {
        const setting = { compile, universe, slots: flat.slots, recorder }
        const perform = performer(operation.effects, setting)
        const pass = recorder.pass(operation)
        return (moment, trail) => {
          pass()
          for (const { choices, result } of perform(view(moment, trail))) {
            const then = { ...trail, choices: [...trail.choices, ...choices] }
            if (result.kind !== 'writes') fail(result, operation.statement, then, false)
            else go(operation.next, written(moment, trail.thread, result.writes), then)
          }
        }
      }
      case 'evaluate': {
        const value = compile(operation.value)
        const pass = recorder.pass(operation)
        return (moment, trail) => {
          pass()
          const result = attempt(() => value(view(moment, trail)))
          if (result.kind !== 'done') fail(result, operation.statement, trail, false)
          else go(operation.next, moment, trail)
        }
      }
      case 'branch': {
        const test = recorder.test(operation, operation.test, compile)
        return (moment, trail) => {
          const result = attempt(() => test(view(moment, trail)))
          if (result.kind !== 'done') fail(result, operation.statement, trail, false)
          else go(result.value === 1 ? operation.then : operation.otherwise, moment, trail)
        }
      }
      case 'fork':
        return (moment, trail) => {
          for (const [value, branch] of operation.branches.entries()) {
            const choice = { name: 'either', value }
            const fair = operation.fairness[value] ?? null
            if (operation.recorded) {
              go(branch, moment, { ...trail, choices: [...trail.choices, choice] })
            } else if (fair === null) go(branch, moment, trail)
            else go(branch, moment, { ...trail, branches: [...trail.branches, fair] })
          }
        }
      case 'kill':
        return (moment, trail) =>
          go(operation.next, killed(moment, trail.thread, operation.slots), trail)
      case 'depart':
        return (moment, trail) => go(operation.next, moved(moment, trail.thread, nowhere), trail)
      case 'rest': {
        const pass = recorder.pass(operation)
        return (moment, { thread, step, choices, branches, endings }) => {
          pass()
          const result = { kind: 'rest', moment: moved(moment, thread, operation.point) } as const
          endings.push({ step, choices, branches, ofState: false, result })
        }
      }
    }
  }

  return (entry, thread, moment) => {
    const endings: Ending[] = []
    go(entry, moment, { thread, bound: [], step: null, choices: [], branches: [], endings })
    return endings
  }
}

/** The state as the executing process sees it. */
function view(moment: Moment, { thread, bound }: Trail): Context {
  const { variables, points } = moment
  return { variables, points, slots: slotsOf(moment, thread), thread, bound, after: null }
}
