/** States of the flat program, and writing to them. */

import type { DecodedProcess, DecodedState } from '../system.ts'
import type { Universe } from './context.ts'
import { decode, nth } from './datum.ts'
import type { Datum } from './datum.ts'
import type { Write } from './effects.ts'
import { replaced } from './place.ts'

/** A state, or what a step has made of it so far. */
export interface Moment {
  /** By `VariableId`. */
  readonly variables: readonly Datum[]
  /** By thread: its control point, or `nowhere`. */
  readonly points: readonly number[]
  /** By thread, by slot; null: dead. */
  readonly slots: readonly (readonly (Datum | null)[])[]
}

/** Two states are equal where their keys are. */
export interface FlatState extends Moment {
  readonly key: string
}

/** A moment in which every process rests, as a state. */
export function asState({ variables, points, slots }: Moment): FlatState {
  return { variables, points, slots, key: JSON.stringify([variables, points, slots]) }
}

/** After simultaneous writes by this thread, which do not conflict. */
export function written(moment: Moment, thread: number, writes: readonly Write[]): Moment {
  const variables = [...moment.variables]
  const own = [...slotsOf(moment, thread)]
  for (const { kind, root, path, value } of writes) {
    if (kind === 'variable') variables[root] = replaced(nth(variables, root), path, value)
    else own[root] = replaced(own[root] ?? null, path, value)
  }
  return withSlots({ ...moment, variables }, thread, own)
}

/** After these slots of the thread became dead. */
export function killed(moment: Moment, thread: number, slots: readonly number[]): Moment {
  const own = slotsOf(moment, thread).map((datum, slot) => (slots.includes(slot) ? null : datum))
  return withSlots(moment, thread, own)
}

/** With the thread at this control point, or `nowhere`. */
export function moved(moment: Moment, thread: number, point: number): Moment {
  return { ...moment, points: moment.points.with(thread, point) }
}

/** None for nobody. */
export function slotsOf(moment: Moment, thread: number): readonly (Datum | null)[] {
  return moment.slots[thread] ?? []
}

/** A hash of the key: FNV-1a over its characters, in 32 bits. */
export function hash({ key }: FlatState): number {
  let mixed = 0x811c9dc5
  for (let i = 0; i < key.length; i++) mixed = Math.imul(mixed ^ key.charCodeAt(i), 0x01000193)
  return mixed >>> 0
}

/** The state as plain data. */
export function decodeState(state: FlatState, { program }: Universe): DecodedState {
  const variables = program.model.variables.map((variable) => {
    const datum = nth(state.variables, variable.id)
    return [variable.name, decode(variable.sort, datum)] as const
  })
  const processes = program.processes.flatMap((flat) =>
    Array.from({ length: flat.instances }, (_, instance): DecodedProcess => {
      const point = flat.points[state.points[flat.first + instance] ?? -1]
      if (point === undefined) throw new Error('the process is at no control point')
      const own = slotsOf(state, flat.first + instance)
      return {
        process: flat.process.name,
        instance,
        at: point.statement === null ? null : (flat.statements[point.statement]?.id ?? null),
        labels: point.labels,
        locals: flat.slots.flatMap(({ name, sort }, slot) => {
          const datum = own[slot] ?? null
          return datum === null ? [] : [{ name, value: decode(sort, datum) }]
        }),
      }
    }),
  )
  return { variables: Object.fromEntries(variables), processes }
}

function withSlots(moment: Moment, thread: number, own: readonly (Datum | null)[]): Moment {
  return moment.slots[thread] === undefined
    ? moment
    : { ...moment, slots: moment.slots.with(thread, own) }
}
