/** Which bits of a state belong to a variable, to a slot, to a control point. */

import type { ProcessId, VariableId } from '../../dsl/ir.ts'
import type { FlatProcess } from '../lower/program.ts'
import type { Bits } from './bits.ts'
import { wordBits } from './code.ts'
import type { Code } from './code.ts'
import type { Layout, ProcessLayout, SlotPlace } from './layout.ts'
import { add, constant, multiply, i64 } from './wat.ts'
import type { Wat } from './wat.ts'

/** The bits of a variable, in the state at this address. */
export function variableBits(
  address: Wat,
  variable: VariableId,
  { variables }: Layout,
): { readonly bits: Bits; readonly code: Code } {
  const part = variables[variable]
  if (part === undefined) throw new Error(`there is no variable ${variable}`)
  const { code, offset } = part
  return { bits: { base: address, offset, index: null, end: offset + code.width }, code }
}

/** An instance of a process, by its rank among them (an i64). */
export interface Instance {
  readonly flat: FlatProcess
  readonly rank: Wat
}

/** The bits of a slot of an instance, and what lies there. */
export function slotBits(
  address: Wat,
  slot: number,
  instance: Instance,
  layout: Layout,
): SlotPlace & { readonly bits: Bits } {
  const process = processLayout(instance.flat.process.id, layout)
  const place = process.slots[slot]
  if (place === undefined) throw new Error(`there is no slot ${slot}`)
  return { ...place, bits: inBlock(address, process, instance, place.offset, place.code.width) }
}

/** The bits of an instance's control point. */
export function pointBits(
  address: Wat,
  instance: Instance,
  layout: Layout,
): { readonly bits: Bits; readonly width: number } {
  const process = processLayout(instance.flat.process.id, layout)
  const { offset, width } = process.point
  return { bits: inBlock(address, process, instance, offset, width), width }
}

function processLayout(process: ProcessId, { processes }: Layout): ProcessLayout {
  const found = processes[process]
  if (found === undefined) throw new Error(`there is no process ${process}`)
  return found
}

function inBlock(
  address: Wat,
  { offset, stride }: ProcessLayout,
  { flat: { instances }, rank }: Instance,
  inside: number,
  width: number,
): Bits {
  const known = constant(rank)
  const first = offset + inside
  if (known !== null) {
    const at = first + Number(known) * stride
    return { base: address, offset: at, index: null, end: at + width }
  }
  // Whole words further, everything lies in its word as it does in the first instance's block.
  if (stride % wordBits === 0) {
    const base = add(address, multiply(rank, i64(stride / 8)))
    return { base, offset: first, index: null, end: first + width }
  }
  const end = first + (instances - 1) * stride + width
  return { base: address, offset: first, index: multiply(rank, i64(stride)), end }
}
