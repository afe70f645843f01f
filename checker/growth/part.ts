/** The parts of a state that may make the state space large: what is declared, and some of it together. */

import type { Model, ProcessId, Sort, Variable, VariableId } from '../../dsl/ir.ts'
import type { FlatProcess, Program } from '../lower/program.ts'

/** Of a process, `control`, `locals` and `local` are those of all its instances together; the locals of one name are one. */
export type Part =
  /** With a path, that field of every record in it; without, the whole. */
  | { readonly kind: 'variable'; readonly variable: VariableId; readonly path: readonly string[] }
  /** All ghost variables. */
  | { readonly kind: 'ghosts' }
  /** Everything of all instances. */
  | { readonly kind: 'process'; readonly process: ProcessId }
  /** Everything of one. */
  | { readonly kind: 'instance'; readonly process: ProcessId; readonly instance: number }
  | { readonly kind: 'control'; readonly process: ProcessId }
  | { readonly kind: 'locals'; readonly process: ProcessId }
  | { readonly kind: 'local'; readonly process: ProcessId; readonly name: string }

export type PartOf<K extends Part['kind']> = Extract<Part, { kind: K }>

/** The parts of the program's states, each behind that of which it is one, and those first that tell most. */
export function partsOf({ model: { variables }, processes }: Program): readonly Part[] {
  const ghosts = variables.filter(({ ghost }) => ghost)
  return [
    ...processes.flatMap(whole),
    ...(ghosts.length > 1 ? [{ kind: 'ghosts' } as const] : []),
    ...variables.map(({ id }): Part => ({ kind: 'variable', variable: id, path: [] })),
    ...processes.flatMap(inside),
    ...variables.flatMap(fields),
    ...processes.flatMap(instances),
  ]
}

/** The name of a part that has this one in it, unlike any other's; null where there is none. */
export function containerKey(part: Part, { variables }: Model): string | null {
  switch (part.kind) {
    case 'variable':
      if (part.path.length > 0) return partKey({ ...part, path: part.path.slice(0, -1) })
      return variables[part.variable]?.ghost === true ? partKey({ kind: 'ghosts' }) : null
    case 'local':
      return partKey({ kind: 'locals', process: part.process })
    case 'instance':
    case 'control':
    case 'locals':
      return partKey({ kind: 'process', process: part.process })
    case 'ghosts':
    case 'process':
      return null
  }
}

/** A name of the part that no other has. */
export function partKey(part: Part): string {
  return JSON.stringify(Object.values(part))
}

/** Without locals, a process is its control point. */
function whole({ process, slots }: FlatProcess): readonly Part[] {
  return slots.length === 0 ? [] : [{ kind: 'process', process: process.id }]
}

function inside({ process: { id }, slots }: FlatProcess): readonly Part[] {
  const names = new Set(slots.map(({ name }) => name))
  return [
    { kind: 'control', process: id },
    ...(names.size > 1 ? [{ kind: 'locals', process: id } as const] : []),
    ...[...names].map((name): Part => ({ kind: 'local', process: id, name })),
  ]
}

function instances({ process, instances: count }: FlatProcess): readonly Part[] {
  if (count === 1) return []
  return Array.from({ length: count }, (_, instance) => {
    return { kind: 'instance', process: process.id, instance }
  })
}

function fields({ id, sort }: Variable): readonly Part[] {
  return paths(sort).map((path): Part => ({ kind: 'variable', variable: id, path }))
}

/** The ways to the fields of records, in records and arrays; a field that is alone is the whole. */
function paths(sort: Sort): readonly (readonly string[])[] {
  if (sort.kind === 'array') return paths(sort.element)
  if (sort.kind !== 'record') return []
  return sort.fields.flatMap(({ name, sort: of }) => {
    const below = paths(of).map((path) => [name, ...path])
    return sort.fields.length === 1 ? below : [[name], ...below]
  })
}
