/** How one memory is divided among the parts of a search. */

import { fixedAddresses, markBytes, recordBytes } from '../runtime/memory-map.ts'
import type { Sizes } from '../runtime/memory-map.ts'
import type { Job } from './job.ts'

/** What every thread needs to find its way; may be sent to it. */
export interface Ground {
  readonly memory: WebAssembly.Memory
  readonly sizes: Sizes
  readonly workers: number
  /** The address of the first worker's area. */
  readonly areas: number
  readonly table: number
  /** The most slots that the table can have. */
  readonly mostSlots: number
  readonly arena: number
  /** Where a sweep has its marks: in the table's memory, behind so many slots that it uses itself. */
  readonly marks: number
  readonly mostMarkSlots: number
  /** How many marks there is room for in a region. */
  readonly regionMarks: number
  /** How many records there is room for in a region. */
  readonly regionRecords: number
}

/** Of the table's slots so many are used before it grows. */
export const mostLoad = 0.75
const fewestSlots = 16

/** Divides a memory of so many bytes among the parts, so that table and arena are full at the same time. */
export function divideMemory(
  memory: WebAssembly.Memory,
  sizes: Sizes,
  constantsBytes: number,
  workers: number,
  memoryBytes: number,
): Ground {
  const { areas, table } = fixedAddresses(sizes, constantsBytes, workers)
  const bytes = Math.min(memoryBytes, memory.buffer.byteLength) - table - 8 * fewestSlots
  const records = Math.max(0, Math.floor(bytes / (recordBytes(sizes) + 8 / mostLoad)))
  const mostSlots = Math.max(fewestSlots, Math.ceil(records / mostLoad))
  // Their numbers are i32: 16 GiB hold fewer than 2^30 of even the smallest.
  const regionRecords = Math.floor(records / workers)
  const arena = table + 8 * mostSlots
  const marksShare = Math.floor((8 * mostSlots) / (markBytes(sizes) + 8 / mostLoad))
  const mostMarkSlots = Math.max(fewestSlots / 2, Math.ceil(marksShare / mostLoad))
  const marks = table + 8 * mostMarkSlots
  const regionMarks = Math.floor((arena - marks) / markBytes(sizes) / workers)
  return {
    memory,
    sizes,
    workers,
    areas,
    table,
    mostSlots,
    arena,
    marks,
    mostMarkSlots,
    regionMarks,
    regionRecords,
  }
}

/** So many bytes are used even without room for a single state. */
export function leastMemory(
  { sizes, constants }: Pick<Job, 'sizes' | 'constants'>,
  workers: number,
): number {
  return fixedAddresses(sizes, constants.length, workers).table + 8 * fewestSlots
}
