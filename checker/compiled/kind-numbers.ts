/** Numbers for the kinds of steps that fairness tells apart, given out before any state is known. */

import { EngineLimit } from '../engine-limit.ts'
import { combinationsOf } from '../liveness/combinations.ts'
import { conditionsOf } from '../liveness/conditions.ts'
import type { Conditions, Membership, StepKind } from '../liveness/conditions.ts'
import type { StepKinds } from '../liveness/graph.ts'
import { KindTable } from '../liveness/kind-table.ts'
import type { FlatAction, FlatProcess, Program } from '../lower/program.ts'
import { waysOf } from '../lower/ways.ts'
import type { Value } from '../value.ts'
import { mostKinds } from './runtime/memory-map.ts'

/** Each instance has as many numbers as there are classes, one instance after the other. */
export interface ProcessKinds {
  /** That of the first instance's first class. */
  readonly first: number
  readonly classes: number
  /** The class of the step that takes this statement, through a transition of a control point. */
  readonly classOf: (point: number, transition: number, statement: number) => number
}

export interface ActionKinds {
  readonly first: number
  /** Each combination of the parameters' values has a number, in order; otherwise all have the first. */
  readonly each: boolean
}

export interface KindNumbers {
  /** By `ProcessId`. */
  readonly processes: readonly ProcessKinds[]
  /** By position. */
  readonly actions: readonly ActionKinds[]
  /** By number. */
  readonly kinds: StepKinds
  readonly conditions: Conditions
}

/** The kinds of the program's steps. Throws an `EngineLimit` where an outcome has no place for their numbers. */
export function kindNumbers(program: Program): KindNumbers {
  const combinations = combinationsOf(program)
  const conditions = conditionsOf(program, combinations)
  const table = new KindTable(conditions.list.length)
  let next = 0
  const add = (memberships: readonly Membership[]): void => {
    next += memberships.length
    if (next > mostKinds) {
      const what = 'The model has too many kinds of fair steps for the compiled engine'
      throw new EngineLimit(`${what} (more than ${mostKinds}). Check it with --engine reference.`)
    }
    for (const membership of memberships) table.add(membership)
  }
  const processes = program.processes.map((flat): ProcessKinds => {
    const { examples, classOf } = classesOf(flat, conditions)
    const first = next
    for (let thread = flat.first; thread < flat.first + flat.instances; thread++) {
      add(examples.map((example) => conditions.of({ ...example, thread })))
    }
    return { first, classes: examples.length, classOf }
  })
  const actions = program.actions.map((action, position): ActionKinds => {
    const first = next
    const all = combinations(position).map((values) => conditions.of(ofAction(action, values)))
    const [one, ...others] = all
    const each = others.some((other) => !isSame(other, one))
    add(each ? all : all.slice(0, 1))
    return { first, each }
  })
  const { words, enabled, taken } = table
  return { processes, actions, kinds: { words, enabled, taken }, conditions }
}

function ofAction({ step }: FlatAction, parameters: readonly Value[]): StepKind {
  return { thread: null, step, branches: [], labels: [], parameters }
}

/** Steps of one class are of the same conditions, whichever instance takes them. */
function classesOf(flat: FlatProcess, conditions: Conditions) {
  const classes = new Map<string, number>()
  const examples: StepKind[] = []
  const numbers = new Map<string, number>()
  for (const [point, { labels, transitions }] of flat.points.entries()) {
    for (const [transition, each] of transitions.entries()) {
      for (const { statement, branches } of waysOf(flat, each)) {
        const step = flat.statements[statement]
        if (step === undefined) throw new Error(`there is no statement ${statement}`)
        const kind: StepKind = { thread: flat.first, step, branches, labels, parameters: [] }
        const key = JSON.stringify(conditions.of(kind))
        const known = classes.get(key)
        const number = known ?? examples.push(kind) - 1
        if (known === undefined) classes.set(key, number)
        numbers.set(`${point} ${transition} ${statement}`, number)
      }
    }
  }
  return {
    examples,
    classOf: (point: number, transition: number, statement: number): number => {
      const found = numbers.get(`${point} ${transition} ${statement}`)
      if (found === undefined) throw new Error(`no step takes statement ${statement} there`)
      return found
    },
  }
}

function isSame(left: Membership, right: Membership | undefined): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
