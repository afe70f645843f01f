/** The lowering: from a model to its flat program. */

import type { Action, Model, Process } from '../../dsl/ir.ts'
import { control } from './control.ts'
import { enumeration, size } from './enumerate.ts'
import { inline } from './inline.ts'
import { listing } from './listing.ts'
import { compact } from './operations.ts'
import type { FlatAction, FlatProcess, Program, Transition } from './program.ts'

/** Throws where a model breaks a promise of its type (`control` says which); one that was built by `model` does not. */
export function lower(model: Model): Program {
  const processes: FlatProcess[] = []
  let threads = 0
  for (const process of model.processes) {
    const flat = lowerProcess(model, process, threads)
    processes.push(flat)
    threads += flat.instances
  }
  return { model, threads, processes, actions: model.actions.map(lowerAction) }
}

function lowerProcess(model: Model, process: Process, first: number): FlatProcess {
  const { body, slots } = inline(model, process)
  const found = listing(process.name)
  const { start, entries } = control(body, found)
  const begin = start()
  // Following control from a point finds further points, to which this loop comes in turn.
  const transitions: (readonly Transition[])[] = []
  for (const { position } of found.points) {
    transitions.push(position === null ? [] : entries(position))
  }
  const { operations, renumber } = compact(found.operations, [
    begin,
    ...transitions.flat().map(({ entry }) => entry),
  ])
  return {
    process,
    first,
    // A process's own sort names no threads: their number rests on it.
    instances: size(enumeration(process.sort, 0)),
    slots,
    statements: found.statements,
    points: found.points.map(({ statement, labels }, i) => ({
      statement,
      labels,
      transitions: (transitions[i] ?? []).map(({ entry, branches }) => {
        return { entry: renumber(entry), branches }
      }),
    })),
    operations,
    start: renumber(begin),
  }
}

function lowerAction(action: Action): FlatAction {
  const { name, parameters, guard, effects, site } = action
  return {
    step: { id: name, actor: name, name, calls: [], site, requests: [] },
    parameters,
    guard,
    effects,
  }
}
