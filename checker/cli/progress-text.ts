/** How far a search is, in as many words as there is room for. */

import type { Progress } from '../exploration.ts'
import { cut, widthOf } from '../report/lines.ts'
import { countText, memoryText, roughCount, roughDuration } from '../report/quantities.ts'
import type { Estimate } from './estimate.ts'

export interface Known extends Progress {
  /** States found in a second. */
  readonly rate: number
  readonly estimate: Estimate | null
  /** In bytes. */
  readonly limit: number | null
}

/** One line of at most `width` columns: every figure, or where that is too long, as many as there is room for. */
export function progressText(prefix: string, known: Known, width: number): string {
  if (known.counting !== undefined) return cut(prefix + countingText(known, known.counting), width)
  if (known.onCycles === true) return cut(prefix + cyclesText(known), width)
  const long = [
    `${countText(known.states)} states`,
    `${roughCount(known.rate)}/s`,
    `depth ${countText(known.depth)}`,
    `${countText(known.queue)} waiting`,
    ...memoryUsed(known),
    ...leftText(known.estimate),
  ]
  const text = prefix + long.join(', ')
  return widthOf(text) <= width ? text : short(prefix, known, width)
}

/** Behind the search: how much of the states is counted. */
function countingText({ states }: Known, { done, of }: NonNullable<Known['counting']>): string {
  return `${countText(states)} states, counting what makes them many: ${done} of ${of} parts`
}

/** Behind the search: nothing of what it goes by says how long this takes. */
function cyclesText(known: Known): string {
  const parts = [`${countText(known.states)} states`, 'looking for fair cycles']
  return [...parts, ...memoryUsed(known)].join(', ')
}

/** The figures by which one decides whether to wait, the most important first. */
function short(prefix: string, known: Known, width: number): string {
  const { states, rate, depth, queue, memory, estimate } = known
  let text = `${prefix}${roughCount(states)} states`
  const parts = [
    ...(estimate === null ? [] : [`${marks[estimate.until]} ${roughDuration(estimate.seconds)}`]),
    `${roughCount(rate)}/s`,
    ...(memory === undefined ? [] : [memoryText(memory)]),
    `depth ${depth}`,
    `queue ${roughCount(queue)}`,
  ]
  for (const part of parts) {
    if (widthOf(`${text}, ${part}`) > width) break
    text += `, ${part}`
  }
  return cut(text, width)
}

function memoryUsed({ memory, limit }: Known): readonly string[] {
  if (memory === undefined) return []
  return [limit === null ? memoryText(memory) : `${memoryText(memory)} of ${memoryText(limit)}`]
}

const marks: Readonly<Record<Estimate['until'], string>> = {
  end: 'end in',
  states: 'bound in',
  time: 'stops in',
  memory: 'full in',
}

function leftText(estimate: Estimate | null): readonly string[] {
  if (estimate === null) return []
  const time = roughDuration(estimate.seconds)
  switch (estimate.until) {
    case 'end':
      return [`perhaps ${time} more`]
    case 'states':
      return [`the bound in ${time}`]
    case 'time':
      return [`stops in ${time}`]
    case 'memory':
      return [`memory full in ${time}`]
  }
}
