/** What an expression is evaluated in, and what an evaluator needs to know of the program. */

import type { Expr, ProcessId, Sort } from '../../dsl/ir.ts'
import type { Datum } from './datum.ts'
import { nth } from './datum.ts'
import type { Enumeration } from './enumerate.ts'
import { elements, enumeration } from './enumerate.ts'
import type { FlatProcess, Program } from './program.ts'

/** A state as one process or none sees it, in the middle of a step perhaps. */
export interface Context {
  /** By `VariableId`. */
  readonly variables: readonly Datum[]
  /** By thread, the control point; `nowhere` where an instance is at none. */
  readonly points: readonly number[]
  /** Of the executing process; null: dead. */
  readonly slots: readonly (Datum | null)[]
  /** The executing process's; `nobody` in an action or a property. */
  readonly thread: number
  /** By `BoundId`. Whoever binds a name writes it. */
  readonly bound: Datum[]
  /** The state after the step, in a step property. */
  readonly after: Context | null
}

/** No control point: before the first, and in an `atomic` after its first step. */
export const nowhere = -1

/** No thread. */
export const nobody = -1

/** What is seen by whoever is no process: a property, a condition, an action. */
export function outsideProcesses(
  { variables, points }: Pick<Context, 'variables' | 'points'>,
  bound: Datum[] = [],
): Context {
  return { variables, points, slots: [], thread: nobody, bound, after: null }
}

/** A prepared expression. Throws `Faulted`. */
export type Evaluate = (context: Context) => Datum

/** Prepares an expression. */
export type Compile = (expr: Expr) => Evaluate

/** The sorts and processes of a program, as evaluation needs them. */
export interface Universe {
  readonly program: Program
  /** The order of a sort's values. */
  enumerate(sort: Sort): Enumeration
  /** All values of a sort, in order; held where they are few. */
  all(sort: Sort): Iterable<Datum>
  process(id: ProcessId): FlatProcess
  /** The instance that a thread is, of its process's sort. */
  instance(thread: number): Datum
  /** The thread that an instance is. */
  threadOf(process: ProcessId, instance: Datum): number
}

const fewValues = 1024

/** The universe of the program. Orders, and lists of few values, are made once. */
export function universe(program: Program): Universe {
  const enumerations = new Map<Sort, Enumeration>()
  const lists = new Map<Sort, readonly Datum[]>()

  function enumerate(sort: Sort): Enumeration {
    let found = enumerations.get(sort)
    if (found === undefined) {
      found = enumeration(sort, program.threads)
      enumerations.set(sort, found)
    }
    return found
  }

  function all(sort: Sort): Iterable<Datum> {
    const held = lists.get(sort)
    if (held !== undefined) return held
    const values = enumerate(sort)
    if (values.cardinality() > fewValues) return elements(values)
    const list = [...elements(values)]
    lists.set(sort, list)
    return list
  }

  function process(id: ProcessId): FlatProcess {
    const found = program.processes[id]
    if (found === undefined) throw new Error(`there is no process ${id}`)
    return found
  }

  const instances = program.processes.flatMap((each) => [...elements(enumerate(each.process.sort))])
  return {
    program,
    enumerate,
    all,
    process,
    instance: (thread) => nth(instances, thread),
    threadOf(id, instance) {
      const { first, process: declared } = process(id)
      return first + number(enumerate(declared.sort), instance)
    },
  }
}

/** The number of a value, where the values are elements of something held in memory. */
export function number(values: Enumeration, datum: Datum): number {
  return Number(values.rank(datum))
}
