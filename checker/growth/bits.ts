/** Which bits of a packed state belong to a part of it. */

import type { Code } from '../compiled/code.ts'
import type { Layout, ProcessLayout } from '../compiled/layout.ts'
import type { FlatProcess, Program } from '../lower/program.ts'
import type { Part, PartOf } from './part.ts'

/** Bits from `offset` on. */
export interface Extent {
  readonly offset: number
  readonly width: number
}

export interface Places {
  readonly program: Program
  readonly layout: Layout
}

/** How many bits it takes; those that two locals share count for each. */
export function bitsOf(part: Part, { program, layout }: Places): number {
  switch (part.kind) {
    case 'variable':
    case 'ghosts':
      return variableExtents(part, { program, layout }).reduce((sum, { width }) => sum + width, 0)
    case 'process':
      return instancesOf(part, program) * blockBits(placeOf(part, layout))
    case 'instance':
      return blockBits(placeOf(part, layout))
    case 'control':
      return instancesOf(part, program) * placeOf(part, layout).point.width
    case 'locals':
      return instancesOf(part, program) * slotBits(part, layout)
    case 'local':
      return instancesOf(part, program) * localBits(part, { program, layout })
  }
}

/** Where the part lies; it is nothing of a process. */
export function variableExtents(
  part: PartOf<'variable' | 'ghosts'>,
  { program, layout }: Places,
): readonly Extent[] {
  if (part.kind === 'variable') {
    const place = layout.variables[part.variable]
    if (place === undefined) throw new Error(`there is no variable ${part.variable}`)
    return extentsAt(place.code, place.offset, part.path)
  }
  return program.model.variables.flatMap(({ ghost }, id) => {
    const place = layout.variables[id]
    return ghost && place !== undefined ? [{ offset: place.offset, width: place.code.width }] : []
  })
}

/** Where everything of one instance lies: its control point, and what its locals share. */
export function instanceExtents(
  process: number,
  instance: number,
  layout: Layout,
): readonly Extent[] {
  const { offset, stride, point, slots } = placeOf({ process }, layout)
  const base = offset + instance * stride
  return [point, ...slots.map((slot) => ({ offset: slot.offset, width: slot.code.width }))].map(
    (each) => ({ offset: base + each.offset, width: each.width }),
  )
}

/** Where the control points of all instances lie. */
export function controlExtents(
  { process }: PartOf<'control'>,
  { program, layout }: Places,
): readonly Extent[] {
  const { offset, stride, point } = placeOf({ process }, layout)
  return Array.from({ length: instancesOf({ process }, program) }, (_, instance) => {
    return { offset: offset + instance * stride + point.offset, width: point.width }
  })
}

/** Where the locals of all instances lie, whichever is live. */
export function localsExtents(
  part: PartOf<'locals'>,
  { program, layout }: Places,
): readonly Extent[] {
  const { offset, stride, slots } = placeOf(part, layout)
  return Array.from({ length: instancesOf(part, program) }, (_, instance) => {
    const base = offset + instance * stride
    return slots.map((slot) => ({ offset: base + slot.offset, width: slot.code.width }))
  }).flat()
}

/** A mask of so many words of 32 bits, with these bits set. */
export function maskOf(extents: readonly Extent[], words: number): Uint32Array {
  const mask = new Uint32Array(words)
  for (const { offset, width } of extents) {
    for (let bit = offset; bit < offset + width; bit++) {
      mask[bit >>> 5] = (mask[bit >>> 5] ?? 0) | (1 << (bit & 31))
    }
  }
  return mask
}

function extentsAt(code: Code, offset: number, path: readonly string[]): readonly Extent[] {
  const [name, ...further] = path
  if (name === undefined) return [{ offset, width: code.width }]
  if (code.form === 'array') {
    return Array.from({ length: code.length }, (_, i) => i * code.stride).flatMap((element) =>
      extentsAt(code.element, offset + element, path),
    )
  }
  if (code.form !== 'record' || code.sort.kind !== 'record') throw new Error('that is no record')
  const field = code.fields[code.sort.fields.findIndex((each) => each.name === name)]
  if (field === undefined) throw new Error(`the record has no field '${name}'`)
  return extentsAt(field.code, offset + field.offset, further)
}

function placeOf({ process }: { readonly process: number }, layout: Layout): ProcessLayout {
  const place = layout.processes[process]
  if (place === undefined) throw new Error(`process ${process} has no place`)
  return place
}

function instancesOf({ process }: { readonly process: number }, program: Program): number {
  return program.processes[process]?.instances ?? 0
}

function blockBits({ point, slots }: ProcessLayout): number {
  const ends = slots.map(({ offset, code }) => offset + code.width)
  return Math.max(point.offset + point.width, ...ends)
}

/** However many of them share a bit, it counts once. */
function slotBits(part: PartOf<'locals'>, layout: Layout): number {
  const { point, slots } = placeOf(part, layout)
  const extents = slots.map(({ offset, code }) => ({ offset, width: code.width }))
  const end = Math.max(0, ...extents.map(({ offset, width }) => offset + width))
  const mask = maskOf(extents, Math.ceil(Math.max(end, point.offset) / 32))
  return mask.reduce((sum, word) => sum + bitsIn(word), 0)
}

function bitsIn(word: number): number {
  return word.toString(2).replaceAll('0', '').length
}

function localBits({ process, name }: PartOf<'local'>, { program, layout }: Places): number {
  const flat: FlatProcess | undefined = program.processes[process]
  const widths = placeOf({ process }, layout).slots.map(({ code: { width } }, slot) =>
    flat?.slots[slot]?.name === name ? width : 0,
  )
  return widths.reduce((sum, width) => sum + width, 0)
}
