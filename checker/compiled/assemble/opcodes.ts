/** The instructions and types that a module may have, by name. After the WebAssembly specification, "Binary Format: Instructions". */

import type { Wat } from '../wat.ts'

/** What follows the opcode: nothing, or where in memory (2^`align` bytes are accessed), or which memory. */
export interface Opcode {
  readonly bytes: readonly number[]
  readonly access: { readonly align: number } | null
  /** Bytes behind the opcode that are always the same. */
  readonly tail: readonly number[]
}

/** Without operands in the code; their opcodes follow each other. */
const plain: readonly (readonly [first: number, names: string])[] = [
  [0x1a, 'drop select'],
  [
    0x45,
    'i32.eqz i32.eq i32.ne i32.lt_s i32.lt_u i32.gt_s i32.gt_u i32.le_s i32.le_u i32.ge_s i32.ge_u',
  ],
  [
    0x50,
    'i64.eqz i64.eq i64.ne i64.lt_s i64.lt_u i64.gt_s i64.gt_u i64.le_s i64.le_u i64.ge_s i64.ge_u',
  ],
  [
    0x67,
    'i32.clz i32.ctz i32.popcnt i32.add i32.sub i32.mul i32.div_s i32.div_u i32.rem_s i32.rem_u',
  ],
  [0x71, 'i32.and i32.or i32.xor i32.shl i32.shr_s i32.shr_u i32.rotl i32.rotr'],
  [
    0x79,
    'i64.clz i64.ctz i64.popcnt i64.add i64.sub i64.mul i64.div_s i64.div_u i64.rem_s i64.rem_u',
  ],
  [0x83, 'i64.and i64.or i64.xor i64.shl i64.shr_s i64.shr_u i64.rotl i64.rotr'],
  [0xa0, 'f64.add f64.sub f64.mul f64.div'],
  [0xa7, 'i32.wrap_i64'],
  [0xac, 'i64.extend_i32_s i64.extend_i32_u'],
  [0xb9, 'f64.convert_i64_s f64.convert_i64_u'],
]

/** Loads and stores: opcode, and how many bytes are accessed as a power of two. */
const accesses: readonly (readonly [name: string, bytes: readonly number[], align: number])[] = [
  ['i32.load', [0x28], 2],
  ['i64.load', [0x29], 3],
  ['f64.load', [0x2b], 3],
  ['i32.load8_u', [0x2d], 0],
  ['i32.load16_u', [0x2f], 1],
  ['i64.load8_u', [0x31], 0],
  ['i64.load16_u', [0x33], 1],
  ['i64.load32_u', [0x35], 2],
  ['i32.store', [0x36], 2],
  ['i64.store', [0x37], 3],
  ['f64.store', [0x39], 3],
  ['i32.store8', [0x3a], 0],
  ['i64.store32', [0x3e], 2],
  ['memory.atomic.notify', [0xfe, 0x00], 2],
  ['i32.atomic.load', [0xfe, 0x10], 2],
  ['i64.atomic.load', [0xfe, 0x11], 3],
  ['i32.atomic.store', [0xfe, 0x17], 2],
  ['i64.atomic.store', [0xfe, 0x18], 3],
  ['i32.atomic.rmw.add', [0xfe, 0x1e], 2],
  ['i64.atomic.rmw.add', [0xfe, 0x1f], 3],
  ['i32.atomic.rmw.sub', [0xfe, 0x25], 2],
  ['i32.atomic.rmw.or', [0xfe, 0x33], 2],
  ['i64.atomic.rmw.or', [0xfe, 0x34], 3],
  ['i32.atomic.rmw.cmpxchg', [0xfe, 0x48], 2],
  ['i64.atomic.rmw.cmpxchg', [0xfe, 0x49], 3],
]

/** By name; what opens a block, jumps, or names something is not among them. */
export const opcodes: ReadonlyMap<string, Opcode> = new Map<string, Opcode>([
  ...plain.flatMap(([first, names]) =>
    names
      .split(' ')
      .map((name, i): [string, Opcode] => [name, { bytes: [first + i], access: null, tail: [] }]),
  ),
  ...accesses.map(([name, bytes, align]): [string, Opcode] => [
    name,
    { bytes, access: { align }, tail: [] },
  ]),
  ['unreachable', { bytes: [0x00], access: null, tail: [] }],
  ['return', { bytes: [0x0f], access: null, tail: [] }],
  ['memory.copy', { bytes: [0xfc, 0x0a], access: null, tail: [0, 0] }],
  ['memory.fill', { bytes: [0xfc, 0x0b], access: null, tail: [0] }],
])

const valueTypes: ReadonlyMap<Wat | undefined, number> = new Map([
  ['i32', 0x7f],
  ['i64', 0x7e],
  ['f64', 0x7c],
])

/** The number of a type of values. */
export function valueType(name: Wat | undefined): number {
  const type = valueTypes.get(name)
  if (type === undefined) throw new Error(`${String(name)} is no type of values`)
  return type
}
