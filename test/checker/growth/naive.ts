/** Growth as a reader of states would count it: by what the interpreter says of each state, part by part. */

import { search } from '../../../checker/search.ts'
import { interpret } from '../../../checker/reference/interpreter.ts'
import type { SearchOptions } from '../../../checker/exploration.ts'
import type { Part } from '../../../checker/growth/part.ts'
import type { DecodedState } from '../../../checker/system.ts'
import type { Model } from '../../../dsl/ir.ts'

/** Something in a state: the keys that lead to it. */
type Path = readonly string[]

/** How many values the part takes in these states, and how many there are without it. */
export function naively(
  states: readonly DecodedState[],
  part: Part,
  model: Model,
): { readonly values: number; readonly without: number } {
  const rows = states.map((state) => [...leaves(state, [])])
  const of = (wanted: boolean): number =>
    new Set(
      rows.map((row) => JSON.stringify(row.filter(([path]) => isIn(path, part, model) === wanted))),
    ).size
  return { values: of(true), without: of(false) }
}

export async function decodedStates(
  model: Model,
  options: SearchOptions,
): Promise<readonly DecodedState[]> {
  const system = interpret(model)
  const { store } = await search(system, options)
  return Array.from({ length: store.size }, (_, number) => system.decode(store.at(number)))
}

/** Everything that is no compound, with the way to it: a local by its name, and the how manieth of that name it is. */
function* leaves(state: DecodedState, path: Path): Iterable<readonly [Path, unknown]> {
  yield* inside(state.variables, [...path, 'variable'])
  for (const [thread, { process, instance, at, labels, locals }] of state.processes.entries()) {
    const own = ['process', process, String(instance)]
    yield [
      [...own, 'control'],
      [thread, at, labels],
    ]
    for (const { name, value } of locals) yield* inside(value, [...own, 'local', name])
  }
}

function* inside(value: unknown, path: Path): Iterable<readonly [Path, unknown]> {
  if (typeof value !== 'object' || value === null) {
    yield [path, value]
    return
  }
  // How many there are tells an empty one from none.
  yield [path, Object.keys(value).length]
  for (const [key, part] of Object.entries(value)) yield* inside(part, [...path, key])
}

function isIn(path: Path, part: Part, model: Model): boolean {
  const [kind, name, ...further] = path
  if (part.kind === 'variable') {
    if (kind !== 'variable' || name !== model.variables[part.variable]?.name) return false
    // Elements of arrays are numbered, and fields are not.
    const fields = further.filter((key) => !/^\d+$/.test(key))
    return part.path.every((field, at) => fields[at] === field)
  }
  if (part.kind === 'ghosts') {
    const variable = model.variables.find((each) => each.name === name)
    return kind === 'variable' && variable?.ghost === true
  }
  if (kind !== 'process' || name !== model.processes[part.process]?.name) return false
  const [instance, what, local] = further
  switch (part.kind) {
    case 'process':
      return true
    case 'instance':
      return Number(instance) === part.instance
    case 'control':
      return what === 'control'
    case 'locals':
      return what === 'local'
    case 'local':
      return what === 'local' && local === part.name
  }
}
