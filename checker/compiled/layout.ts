/** Where everything of a state lies among its bits. */

import type { FlatProcess, Program } from '../lower/program.ts'
import { bitsFor, wordBits, wordsFor } from './code.ts'
import type { Code, Coding, Part } from './code.ts'
import { hasSlot, liveness } from './liveness.ts'
import { packed } from './word-packing.ts'
import type { Item } from './word-packing.ts'
import { interference, mayBeDead, placed } from './sharing.ts'

export interface Layout {
  /** Of 64 bits, at least 1. */
  readonly words: number
  /** How many of their bits are used: without those left free between what must begin with a word. */
  readonly bits: number
  /** By `VariableId`. */
  readonly variables: readonly Part[]
  /** By `ProcessId`. */
  readonly processes: readonly ProcessLayout[]
}

/** Each instance has a block of bits; the offsets of what is in it count from its lowest bit. */
export interface ProcessLayout {
  /** Of the first instance's block. */
  readonly offset: number
  /** From one instance's block to the next one's. */
  readonly stride: number
  /** The number of the control point; that of the points where the process is at none, in the middle of an `atomic`. */
  readonly point: { readonly offset: number; readonly width: number }
  readonly slots: readonly SlotPlace[]
}

/**
 * Slots share bits, all or some of them, when at most one of them is live at a time; bits of none that is live are 0. Where
 * slots are killed, no other live one shares bits with them, whether they were live or not: all of their bits become 0.
 */
export interface SlotPlace {
  /** That of the slot's sort; of the optional sort when it can be both live and dead at one control point. */
  readonly code: Code
  readonly mayBeDead: boolean
  readonly offset: number
}

/** The layout of the program's states, in as few words as there can be. */
export function layout(program: Program, code: Coding): Layout {
  const variables = program.model.variables.map(({ sort }) => code(sort))
  const blocks = program.processes.map((flat) => blockOf(flat, code))
  // An instance in a word of its own is found by its number alone; that may take no further word.
  const apart = arranged(variables, blocks.map(inOwnWords))
  const tight = arranged(variables, blocks)
  return apart.words <= tight.words ? apart : tight
}

function arranged(variables: readonly Code[], blocks: readonly Block[]): Layout {
  const items = [...variables.map(alone), ...blocks.map(instancesOf)]
  const { words, offsets } = packed(items)
  const at = (item: number): number => offsets[item] ?? 0
  return {
    words,
    bits: items.reduce((sum, { width }) => sum + width, 0),
    variables: variables.map((each, i) => ({ code: each, offset: at(i) })),
    processes: blocks.map(({ stride, point, slots }, i) => {
      return { offset: at(variables.length + i), stride, point, slots }
    }),
  }
}

/** The block of each instance, before it has a place. */
interface Block extends Omit<ProcessLayout, 'offset'> {
  readonly width: number
  readonly instances: number
  /** It begins with a word. */
  readonly aligned: boolean
}

function blockOf(flat: FlatProcess, code: Coding): Block {
  const live = liveness(flat)
  const apart = interference(flat, live)
  const slots = flat.slots.map(({ sort }, slot) => {
    const optional = mayBeDead(slot, live)
    return { code: code(optional ? { kind: 'optional', of: sort } : sort), mayBeDead: optional }
  })
  const point = { width: pointBits(flat), narrow: true }
  const offsets = placed([
    ...slots.map(({ code: of }, slot) => ({
      code: of,
      apart: (other: number) => other === slots.length || hasSlot(apart[slot] ?? 0n, other),
    })),
    { code: point, apart: () => true },
  ])
  const places = slots.map((each, slot) => ({ ...each, offset: offsets[slot] ?? 0 }))
  const at = offsets[slots.length] ?? 0
  const ends = places.map(({ code: of, offset }) => offset + of.width)
  const width = Math.max(at + point.width, ...ends)
  const aligned = slots.some(({ code: of }) => !of.narrow)
  return {
    point: { offset: at, width: point.width },
    slots: places,
    width,
    instances: flat.instances,
    aligned,
    stride: aligned ? wordsFor(width) * wordBits : width,
  }
}

/** Where no two instances would fit in one word. */
function inOwnWords(block: Block): Block {
  const { width, instances } = block
  if (instances === 1 || width <= wordBits / 2) return block
  return { ...block, aligned: true, stride: wordsFor(width) * wordBits }
}

function pointBits({ points, operations }: FlatProcess): number {
  const departs = operations.some(({ kind }) => kind === 'depart')
  return bitsFor(BigInt(departs ? points.length : points.length - 1))
}

function alone({ width, narrow }: Code): Item {
  return { width, aligned: !narrow, gaps: [] }
}

function instancesOf({ width, stride, instances, aligned }: Block): Item {
  const between = { length: stride > width ? instances - 1 : 0 }
  const gaps = Array.from(between, (_, i) => ({ from: i * stride + width, to: (i + 1) * stride }))
  return { width: width * instances, aligned, gaps }
}
