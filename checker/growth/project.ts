/** Parts of decoded states: such a part alone, and everything but it. Equal texts are equal values. */

import type { Program } from '../lower/program.ts'
import type { DecodedProcess, DecodedState } from '../system.ts'
import type { Value } from '../value.ts'
import type { Part, PartOf } from './part.ts'

/** One side of a part. */
export type Side = 'alone' | 'without'

/** What a state has on this side of the part. */
export function sideOf(state: DecodedState, part: Part, side: Side, program: Program): string {
  const { variables } = program.model
  switch (part.kind) {
    case 'variable': {
      const name = variables[part.variable]?.name ?? ''
      const value = state.variables[name] ?? null
      if (side === 'alone') return JSON.stringify(alone(value, part.path))
      const rest = without(value, part.path)
      return JSON.stringify({ ...state, variables: { ...state.variables, [name]: rest } })
    }
    case 'ghosts': {
      const ghosts = new Set(variables.filter(({ ghost }) => ghost).map(({ name }) => name))
      const kept = Object.entries(state.variables).filter(
        ([name]) => ghosts.has(name) === (side === 'alone'),
      )
      return JSON.stringify(side === 'alone' ? kept : [kept, state.processes])
    }
    case 'process':
    case 'instance':
    case 'control':
    case 'locals':
    case 'local': {
      const { name } = program.processes[part.process]?.process ?? {}
      const isIts = (one: DecodedProcess): boolean =>
        one.process === name && (part.kind !== 'instance' || one.instance === part.instance)
      if (side === 'alone') {
        return JSON.stringify(
          state.processes.filter(isIts).map((one) => sideOfProcess(one, part, side)),
        )
      }
      const rest = state.processes.map((one) => (isIts(one) ? sideOfProcess(one, part, side) : one))
      return JSON.stringify([state.variables, rest])
    }
  }
}

/** What an instance has of the part, which is one of its own, or has besides. */
export function sideOfProcess(
  { at, labels, locals }: DecodedProcess,
  part: PartOf<'process' | 'instance' | 'control' | 'locals' | 'local'>,
  side: Side,
): readonly unknown[] {
  switch (part.kind) {
    case 'process':
    case 'instance':
      return side === 'alone' ? [at, labels, locals] : []
    case 'control':
      return side === 'alone' ? [at, labels] : [locals]
    case 'locals':
      return side === 'alone' ? [locals] : [at, labels]
    case 'local':
      return side === 'alone'
        ? [locals.filter(({ name }) => name === part.name)]
        : [at, labels, locals.filter(({ name }) => name !== part.name)]
  }
}

function alone(value: Value, path: readonly string[]): Value {
  const [field, ...further] = path
  if (field === undefined) return value
  if (isList(value)) return value.map((element) => alone(element, path))
  return alone(new Map(fieldsOf(value)).get(field) ?? null, further)
}

function without(value: Value, path: readonly string[]): Value {
  const [field, ...further] = path
  if (field === undefined) return null
  if (isList(value)) return value.map((element) => without(element, path))
  return Object.fromEntries(
    fieldsOf(value).map(([name, of]) => [name, name === field ? without(of, further) : of]),
  )
}

/** Of a record. */
function fieldsOf(value: Value): readonly (readonly [string, Value])[] {
  return typeof value === 'object' && value !== null ? Object.entries<Value>({ ...value }) : []
}

/** The compiler's own test does not know that a list can be read-only. */
function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}
