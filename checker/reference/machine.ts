/** A model made ready to be executed, shared by everything that looks at one model. */

import type { Model, Procedure } from '../../dsl/ir.ts'
import type { Fault } from '../system.ts'
import { Chain } from './chain.ts'
import { Code } from './code.ts'
import { asBoolean, item } from './datum.ts'
import type { Evaluate } from './evaluate.ts'
import { named, rest } from './execution.ts'
import type { Execution } from './execution.ts'
import { Expressions } from './expressions.ts'
import { catching } from './fault.ts'
import { environment } from './state.ts'
import type { InterpretedState } from './state.ts'

/** So many statements that take no step, one after another, are taken for an endless loop. */
const patience = 2 ** 18

/** The code of all bodies of one model, and what threads can do by it. */
export class Machine {
  readonly model: Model
  readonly expressions: Expressions
  /** By number of the process. */
  readonly roots: readonly Chain[]
  readonly #procedures = new Map<Procedure, Code>()
  /** By number of the process. */
  readonly #runs: readonly (Evaluate | null)[]

  constructor(model: Model) {
    this.model = model
    this.expressions = new Expressions(model)
    const codeOf = (procedure: Procedure): Code => {
      const known = this.#procedures.get(procedure)
      if (known !== undefined) return known
      const code = new Code(procedure.body, this.expressions, codeOf)
      this.#procedures.set(procedure, code)
      return code
    }
    this.#runs = model.processes.map(({ runs }) => {
      return runs === null ? null : this.expressions.expr(runs)
    })
    this.roots = model.processes.map((process) => {
      return Chain.of(process, new Code(process.body, this.expressions, codeOf))
    })
  }

  /** The chain of calls at whose end the thread rests; null when it is terminated. */
  chain(state: InterpretedState, thread: number): Chain | null {
    const { process } = item(this.expressions.sorts.threads, thread)
    const { frames } = state.control(thread)
    if (frames.isEmpty()) return null
    return frames.butLast().reduce((chain, { at }) => chain.callee(at), item(this.roots, process))
  }

  /** Whether the thread cannot run in the state, whatever it would do. */
  paused(state: InterpretedState, thread: number): boolean | Fault {
    const runs = this.#runs[item(this.expressions.sorts.threads, thread).process] ?? null
    if (runs === null) return false
    return catching(
      () => !asBoolean(runs(environment(state, thread))),
      (fault) => fault,
    )
  }

  /** All ways on, in order, of a thread that rests and is not paused: those that end where it rests again, are blocked, or have a problem. */
  proceed(state: InterpretedState, thread: number): readonly Execution[] {
    const chain = this.chain(state, thread)
    if (chain === null) return []
    const { at } = state.frame(thread)
    const begin: Execution = {
      state,
      thread,
      chain,
      at,
      phase: 'taking',
      step: null,
      choices: [],
      branches: [],
      end: null,
    }
    const paused = this.paused(state, thread)
    if (paused === true) return []
    if (paused === false) return run(begin)
    const problem = { kind: 'fault', fault: paused } as const
    return [{ ...begin, end: { kind: 'problem', problem, ofState: true } }]
  }
}

const machines = new WeakMap<Model, Machine>()

/** The machine of the model, built once. */
export function machineOf(model: Model): Machine {
  const machine = machines.get(model) ?? new Machine(model)
  machines.set(model, machine)
  return machine
}

/** Executes until every way on has ended. */
export function run(begin: Execution): readonly Execution[] {
  const ended: Execution[] = []
  const pending = [{ execution: begin, statements: 0 }]
  for (;;) {
    const way = pending.pop()
    if (way === undefined) return ended
    const { execution, statements } = way
    if (execution.end !== null) {
      ended.push(execution)
      continue
    }
    if (statements > patience) {
      const { id } = execution.chain.info(execution.at)
      throw new Error(`${id}: goes on and on without a step`)
    }
    // The first alternative is executed first.
    for (const next of advance(execution).toReversed()) {
      pending.push({ execution: next, statements: statements + 1 })
    }
  }
}

function advance(execution: Execution): readonly Execution[] {
  const statement = execution.chain.code.statement(execution.at)
  if (statement.rests && execution.phase === 'settling') return [rest(execution)]
  const begun = statement.step ? named(execution) : execution
  return catching(
    () => statement.execute(begun),
    (fault) => [
      { ...begun, end: { kind: 'problem', problem: { kind: 'fault', fault }, ofState: false } },
    ],
  )
}
