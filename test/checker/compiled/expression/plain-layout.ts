/** A layout for tests: everything side by side, so that much of it straddles words; and states in it. */

import type { Code, Coding, Part } from '../../../../checker/compiled/code.ts'
import { bitsFor, wordsFor } from '../../../../checker/compiled/code.ts'
import type { Layout, SlotPlace } from '../../../../checker/compiled/layout.ts'
import type { Context } from '../../../../checker/lower/context.ts'
import { nowhere } from '../../../../checker/lower/context.ts'
import type { Datum } from '../../../../checker/lower/datum.ts'
import { nth } from '../../../../checker/lower/datum.ts'
import type { Program } from '../../../../checker/lower/program.ts'
import { encode } from './coded.ts'

/** Not 0, so that nothing is found at the beginning of a word by chance. */
const firstBit = 3

class Room {
  next = firstBit

  take(width: number, narrow: boolean): number {
    if (!narrow) this.align()
    const offset = this.next
    this.next += width
    return offset
  }

  align(): void {
    this.next = wordsFor(this.next) * 64
  }

  part(code: Code): Part {
    return { code, offset: this.take(code.width, code.narrow) }
  }
}

/** Every other slot is coded as one that may be dead. */
export function plainLayout(program: Program, code: Coding): Layout {
  const room = new Room()
  const variables = program.model.variables.map(({ sort }) => room.part(code(sort)))
  const processes = program.processes.map((flat) => {
    const inner = new Room()
    const width = bitsFor(BigInt(flat.points.length))
    const point = { offset: inner.take(width, true), width }
    const slots = flat.slots.map(({ sort }, slot): SlotPlace => {
      const mayBeDead = slot % 2 === 1
      return { ...inner.part(code(mayBeDead ? { kind: 'optional', of: sort } : sort)), mayBeDead }
    })
    if (slots.some((slot) => !slot.code.narrow)) {
      inner.align()
      room.align()
    }
    const stride = inner.next
    return { offset: room.take(stride * flat.instances, true), stride, point, slots }
  })
  return { words: wordsFor(room.next), bits: room.next, variables, processes }
}

/** The bits of what a context sees; the slots of other processes than the executing one are dead. */
export function statePacked(context: Context, layout: Layout, program: Program): bigint {
  const { threads } = program
  let bits = 0n
  const put = (offset: number, value: bigint): void => {
    bits |= value << BigInt(offset)
  }
  layout.variables.forEach(({ code, offset }, i) => {
    put(offset, encode(code, nth(context.variables, i), threads))
  })
  program.processes.forEach(({ first, instances, points }, id) => {
    const place = layout.processes[id]
    if (place === undefined) throw new Error('the process has no place')
    for (let instance = 0; instance < instances; instance++) {
      const base = place.offset + instance * place.stride
      const point = context.points[first + instance] ?? nowhere
      put(base + place.point.offset, BigInt(point === nowhere ? points.length : point))
      if (first + instance === context.thread) {
        place.slots.forEach((slot, i) =>
          put(base + slot.offset, slotBits(slot, context.slots[i] ?? null, threads)),
        )
      }
    }
  })
  return bits
}

function slotBits({ code, mayBeDead }: SlotPlace, datum: Datum | null, threads: number): bigint {
  if (datum === null) return 0n
  return encode(code, mayBeDead ? [datum] : datum, threads)
}
