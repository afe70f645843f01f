/** Programs to lay out, their states, and every way on which control can run through a process. */

import { join } from 'node:path'
import type { Effect, Model } from '../../../dsl/ir.ts'
import { loadSuites, specFiles } from '../../../checker/cli/suite-files.ts'
import { coding } from '../../../checker/compiled/code.ts'
import { layout } from '../../../checker/compiled/layout.ts'
import type { Layout } from '../../../checker/compiled/layout.ts'
import { execute } from '../../../checker/lower/executor.ts'
import { lower } from '../../../checker/lower/lower.ts'
import { operationAt, successors } from '../../../checker/lower/operations.ts'
import type { FlatProcess, Program } from '../../../checker/lower/program.ts'
import type { FlatState } from '../../../checker/lower/state.ts'

export interface LaidOut {
  readonly program: Program
  readonly layout: Layout
}

export function laidOut(model: Model): LaidOut {
  const program = lower(model)
  return { program, layout: layout(program, coding(program.threads)) }
}

/** Every model of the project's specs, with the parameters of each case. */
export async function specModels(): Promise<ReadonlyMap<string, Model>> {
  const cwd = join(import.meta.dirname, '../../..')
  const models = new Map<string, Model>()
  for (const path of specFiles([], cwd)) {
    const { suites } = await loadSuites(path, cwd)
    for (const { model, parameters } of suites.flatMap(({ cases }) => cases)) {
      models.set(`${model.name} ${JSON.stringify(parameters)}`, model.instantiate(parameters))
    }
  }
  return models
}

/** The first states of the program that are found, breadth first; at most so many are expanded. */
export function statesOf(program: Program, most: number): readonly FlatState[] {
  const system = execute(program)
  const found = new Map<string, FlatState>()
  const add = (result: { kind: string; state?: FlatState }): void => {
    if (result.state !== undefined) found.set(result.state.key, result.state)
  }
  for (const outcome of system.initial()) add(outcome)
  let expanded = 0
  // A map gives what was put into it while it is gone through.
  for (const state of found.values()) {
    if (expanded++ >= most) break
    for (const { result } of system.expand(state)) add(result)
  }
  return [...found.values()]
}

/** Sets of live slots, as ascending lists, at each point and after each operation: one for each way, equal ones once. */
export interface Ways {
  readonly points: readonly (readonly (readonly number[])[])[]
  readonly operations: readonly (readonly (readonly number[])[])[]
  /** By operation: the sets before it. */
  readonly before: readonly (readonly (readonly number[])[])[]
}

/** Goes every way one by one, and forgets nothing where ways meet. A test may go either way, whatever it asks. */
export function waysOf(flat: FlatProcess): Ways {
  const points = flat.points.map(() => new Map<string, readonly number[]>())
  const operations = flat.operations.map(() => new Map<string, readonly number[]>())
  const before = flat.operations.map(() => new Map<string, readonly number[]>())

  function go(number: number, live: readonly number[]): void {
    if (before[number]?.has(live.join()) !== false) return
    before[number].set(live.join(), live)
    const operation = operationAt(flat.operations, number)
    for (const then of afterOperation(operation, live)) {
      operations[number]?.set(then.join(), then)
      if (operation.kind === 'rest') rest(operation.point, then)
      for (const next of successors(operation)) go(next, then)
    }
  }

  function rest(point: number, live: readonly number[]): void {
    if (points[point]?.has(live.join()) !== false) return
    points[point].set(live.join(), live)
    for (const { entry } of flat.points[point]?.transitions ?? []) go(entry, live)
  }

  go(flat.start, [])
  const lists = (maps: readonly Map<string, readonly number[]>[]) =>
    maps.map((each) => [...each.values()])
  return { points: lists(points), operations: lists(operations), before: lists(before) }
}

type Operation = FlatProcess['operations'][number]

function afterOperation(operation: Operation, live: readonly number[]): readonly number[][] {
  if (operation.kind === 'kill') return [live.filter((slot) => !operation.slots.includes(slot))]
  return operation.kind === 'effects' ? afterEffects(operation.effects, [[...live]]) : [[...live]]
}

function afterEffects(effects: readonly Effect[], ways: readonly number[][]): readonly number[][] {
  return effects.reduce<readonly number[][]>((sofar, effect) => {
    return sofar.flatMap((live) => afterEffect(effect, live))
  }, ways)
}

function afterEffect(effect: Effect, live: number[]): readonly number[][] {
  switch (effect.kind) {
    case 'assign': {
      const { root } = effect.place
      if (root.kind === 'variable') return [live]
      return [[...new Set([...live, root.local])].toSorted((a, b) => a - b)]
    }
    case 'when':
      return [...afterEffects(effect.then, [live]), ...afterEffects(effect.otherwise, [live])]
    case 'forEach':
      return [live, ...afterEffects(effect.body, [live])]
    case 'fail':
      return []
    case 'pick':
    case 'assert':
      return [live]
  }
}
