/** Instructions as bytes: each behind its operands, as a stack machine wants them. */

import type { Wat } from '../wat.ts'
import type { Bytes } from './bytes.ts'
import { opcodes, valueType } from './opcodes.ts'

/** The numbers by which an instruction refers to what has a name. */
export interface Names {
  readonly functions: ReadonlyMap<string, number>
  readonly globals: ReadonlyMap<string, number>
  readonly locals: ReadonlyMap<string, number>
}

const block = 0x02
const loop = 0x03
const if_ = 0x04
const else_ = 0x05
const end = 0x0b
const br = 0x0c
const brIf = 0x0d
const brTable = 0x0e
/** The type of a block that leaves nothing on the stack. */
const nothing = 0x40

/** Appends the instructions. `labels` are those around them, the innermost last. Throws where they are none. */
export function encode(
  instructions: readonly Wat[],
  labels: readonly string[],
  names: Names,
  bytes: Bytes,
): void {
  for (const each of instructions) instruction(each, labels, names, bytes)
}

function instruction(wat: Wat, labels: readonly string[], names: Names, bytes: Bytes): void {
  if (typeof wat === 'string') throw new Error(`'${wat}' is no instruction`)
  const operator = text(wat[0], wat)
  const operands = (from: number): void => encode(wat.slice(from), labels, names, bytes)
  switch (operator) {
    case 'local.get':
      return refer(0x20, wat, names.locals, bytes)
    case 'local.set':
    case 'local.tee':
      operands(2)
      return refer(operator === 'local.set' ? 0x21 : 0x22, wat, names.locals, bytes)
    case 'global.get':
      return refer(0x23, wat, names.globals, bytes)
    case 'global.set':
      operands(2)
      return refer(0x24, wat, names.globals, bytes)
    case 'call':
      operands(2)
      return refer(0x10, wat, names.functions, bytes)
    case 'i32.const':
      bytes.byte(0x41)
      return bytes.signed(BigInt.asIntN(32, BigInt(text(wat[1], wat))))
    case 'i64.const':
      bytes.byte(0x42)
      return bytes.signed(BigInt.asIntN(64, BigInt(text(wat[1], wat))))
    case 'f64.const':
      bytes.byte(0x44)
      return bytes.double(Number(text(wat[1], wat)))
    case 'block':
    case 'loop':
      bytes.raw([operator === 'block' ? block : loop, blockType(wat[2])])
      encode(wat.slice(isResult(wat[2]) ? 3 : 2), [...labels, text(wat[1], wat)], names, bytes)
      return bytes.byte(end)
    case 'if':
      return conditional(wat, labels, names, bytes)
    case 'br':
      bytes.byte(br)
      return bytes.unsigned(depth(text(wat[1], wat), labels))
    case 'br_if':
      operands(2)
      bytes.byte(brIf)
      return bytes.unsigned(depth(text(wat[1], wat), labels))
    case 'br_table': {
      const targets = wat.slice(1, -1).map((label) => depth(text(label, wat), labels))
      encode(wat.slice(-1), labels, names, bytes)
      bytes.byte(brTable)
      // The last one is that of all other numbers, and is not counted.
      bytes.unsigned(targets.length - 1)
      for (const target of targets) bytes.unsigned(target)
      return
    }
    default:
      return simple(operator, wat, labels, names, bytes)
  }
}

function conditional(
  wat: readonly Wat[],
  labels: readonly string[],
  names: Names,
  bytes: Bytes,
): void {
  const [test, then, otherwise] = wat.slice(isResult(wat[1]) ? 2 : 1)
  if (test === undefined || then === undefined) throw new Error('an if has a test and a branch')
  instruction(test, labels, names, bytes)
  bytes.raw([if_, blockType(wat[1])])
  const inside = [...labels, '']
  encode(branch(then), inside, names, bytes)
  if (otherwise !== undefined) {
    bytes.byte(else_)
    encode(branch(otherwise), inside, names, bytes)
  }
  bytes.byte(end)
}

function branch(wat: Wat): readonly Wat[] {
  if (typeof wat === 'string') throw new Error(`'${wat}' is no branch`)
  return wat.slice(1)
}

function isResult(wat: Wat | undefined): wat is readonly Wat[] {
  return typeof wat === 'object' && wat[0] === 'result'
}

function blockType(wat: Wat | undefined): number {
  return isResult(wat) ? valueType(wat[1]) : nothing
}

function simple(
  operator: string,
  wat: readonly Wat[],
  labels: readonly string[],
  names: Names,
  bytes: Bytes,
): void {
  const opcode = opcodes.get(operator)
  if (opcode === undefined) throw new Error(`there is no instruction '${operator}'`)
  const offset = wat[1]
  const hasOffset = typeof offset === 'string'
  encode(wat.slice(hasOffset ? 2 : 1), labels, names, bytes)
  bytes.raw(opcode.bytes)
  bytes.raw(opcode.tail)
  if (opcode.access === null) return
  bytes.unsigned(opcode.access.align)
  bytes.unsigned(hasOffset ? Number(offset.slice('offset='.length)) : 0)
}

function refer(
  opcode: number,
  wat: readonly Wat[],
  names: ReadonlyMap<string, number>,
  bytes: Bytes,
): void {
  const name = text(wat[1], wat)
  const number = names.get(name)
  if (number === undefined) throw new Error(`nothing is called ${name}`)
  bytes.byte(opcode)
  bytes.unsigned(number)
}

/** How many blocks a jump to the label leaves. */
function depth(label: string, labels: readonly string[]): number {
  const at = labels.lastIndexOf(label)
  if (at === -1) throw new Error(`there is no block ${label} here`)
  return labels.length - 1 - at
}

function text(wat: Wat | undefined, inside: readonly Wat[]): string {
  if (typeof wat !== 'string')
    throw new Error(`a name or number is missing in '${String(inside[0])}'`)
  return wat
}
