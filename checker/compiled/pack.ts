/** States as words, by their layout, and back. */

import { nth } from '../lower/datum.ts'
import type { Datum } from '../lower/datum.ts'
import type { Program } from '../lower/program.ts'
import { asState } from '../lower/state.ts'
import type { FlatState } from '../lower/state.ts'
import { wordBits } from './code.ts'
import { encoding } from './encode.ts'
import type { Encoding } from './encode.ts'
import type { Layout, ProcessLayout } from './layout.ts'
import { hasSlot, liveness } from './liveness.ts'

/** The words of a state, in which every process rests. Different states have different words. */
export function pack(state: FlatState, program: Program, layout: Layout): BigUint64Array {
  const { encode, blocks } = prepared(program, layout)
  let bits = 0n
  const put = (value: bigint, offset: number): void => {
    bits |= value << BigInt(offset)
  }
  for (const [id, { code, offset }] of layout.variables.entries()) {
    put(encode(nth(state.variables, id), code), offset)
  }
  for (const { thread, base, place } of blocks) {
    put(BigInt(state.points[thread] ?? 0), base + place.point.offset)
    for (const [slot, { code, mayBeDead, offset }] of place.slots.entries()) {
      const datum = state.slots[thread]?.[slot] ?? null
      if (datum !== null) put(encode(mayBeDead ? [datum] : datum, code), base + offset)
    }
  }
  return BigUint64Array.from({ length: layout.words }, (_, i) => part(bits, i * wordBits, wordBits))
}

/** The state with these words, which `pack` or the module made. */
export function unpack(words: BigUint64Array, program: Program, layout: Layout): FlatState {
  const { decode, live, blocks } = prepared(program, layout)
  let bits = 0n
  for (const [i, word] of words.entries()) bits |= word << BigInt(i * wordBits)
  const variables = layout.variables.map(({ code, offset }) =>
    decode(part(bits, offset, code.width), code),
  )
  const points: number[] = []
  const slots: (readonly (Datum | null)[])[] = []
  for (const { base, place, process } of blocks) {
    const point = Number(part(bits, base + place.point.offset, place.point.width))
    const may = live[process]?.[point]
    if (may === undefined) throw new Error(`there is no control point ${point}`)
    points.push(point)
    slots.push(
      place.slots.map(({ code, mayBeDead, offset }, slot) => {
        if (!hasSlot(may, slot)) return null
        const datum = decode(part(bits, base + offset, code.width), code)
        if (!mayBeDead) return datum
        return typeof datum === 'number' ? null : (datum[0] ?? null)
      }),
    )
  }
  return asState({ variables, points, slots })
}

interface Prepared extends Encoding {
  /** By process, by control point: the slots that may be live there. */
  readonly live: readonly (readonly bigint[])[]
  readonly blocks: readonly InstanceBlock[]
}

const known = new WeakMap<Layout, Prepared>()

/** What packing by this layout needs, computed once. */
function prepared(program: Program, layout: Layout): Prepared {
  let found = known.get(layout)
  if (found === undefined) {
    const live = program.processes.map((flat) => liveness(flat).points.map((at) => at?.may ?? 0n))
    found = { ...encoding(program.threads), live, blocks: blocksOf(program, layout) }
    known.set(layout, found)
  }
  return found
}

interface InstanceBlock {
  readonly process: number
  readonly thread: number
  /** The lowest bit of its block. */
  readonly base: number
  readonly place: ProcessLayout
}

/** The block of every process instance, by thread. */
function blocksOf(program: Program, layout: Layout): readonly InstanceBlock[] {
  return program.processes.flatMap(({ first, instances }, process) => {
    const place = layout.processes[process]
    if (place === undefined) throw new Error(`process ${process} has no place`)
    return Array.from({ length: instances }, (_, i) => {
      return { process, thread: first + i, base: place.offset + i * place.stride, place }
    })
  })
}

function part(bits: bigint, offset: number, width: number): bigint {
  return BigInt.asUintN(width, bits >> BigInt(offset))
}
