/** Where a write goes: which bits of the moment, and which of the leaves of what it is a part of. */

import type { Place, Selector } from '../../../dsl/ir.ts'
import { fieldPosition } from '../../lower/structures.ts'
import { within } from '../bits.ts'
import type { Bits } from '../bits.ts'
import type { Code } from '../code.ts'
import { rankOf } from '../expression/rank.ts'
import { asCode, elementPosition, ofCode, positionOf, withPart } from '../operand.ts'
import type { Operand, Position } from '../operand.ts'
import type { Compile, Scope } from '../scope.ts'
import { slotBits, variableBits } from '../state-bits.ts'
import { add, i64, multiply } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { leaves } from './leaves.ts'
import type { Moment, Moments } from './moment.ts'

/** A place whose indices are known. */
export interface Located {
  readonly place: Place
  /** In the variable or slot. */
  readonly position: Position
  /** Its leaves: the number of the first, and how many. */
  readonly first: Wat
  readonly count: number
}

/** Evaluates the indices of the place, outermost first. Leaves are those of paths of at most `depth` selectors. */
export function locate(place: Place, depth: number, scope: Scope, compile: Compile): Located {
  let position: Position = { code: rootCode(place, scope), offset: 0, index: null }
  let first: Wat = i64(0)
  let below = depth
  for (const selector of place.path) {
    below -= 1
    const part = select(position.code, selector, below, scope, compile)
    first = add(first, part.before)
    position = {
      code: part.position.code,
      offset: position.offset + part.position.offset,
      index: sum(position.index, part.position.index),
    }
  }
  return { place, position, first, count: leaves(position.code, below) }
}

/** Writes the value to the moment, which is the step's own. */
export function write(
  { place, position }: Located,
  value: Operand,
  moment: Moment,
  moments: Moments,
  scope: Scope,
): void {
  const { emit } = scope
  const { bits, code, optional } = rootOf(place, moments.base(moment), scope)
  switch (optional?.form) {
    case undefined:
      moments.put(moment, bits, position, value, scope)
      return
    case 'flagged':
      moments.put(moment, bits, position, value, scope)
      moments.putNumber(moment, within(bits, optional.flag, null, 1), 1, i64(1), emit)
      return
    case 'optional': {
      let live = value
      if (place.path.length > 0) {
        const before = add(moments.number(moment, bits, optional.width, emit), i64(-1))
        live = withPart(ofCode(before, code), code, position, value, scope)
      }
      const lifted = add(asCode(live, code, scope), i64(1))
      moments.putNumber(moment, bits, optional.width, lifted, emit)
      return
    }
    default:
      throw new Error('what may be dead is optional')
  }
}

/** The code of the variable or slot that the place is a part of. */
export function rootCode(place: Place, scope: Scope): Code {
  return rootOf(place, i64(0), scope).code
}

interface Root {
  readonly bits: Bits
  /** Of the variable's or slot's own sort. */
  readonly code: Code
  /** That of a slot that may be dead. */
  readonly optional: Code | null
}

function rootOf({ root }: Place, address: Wat, { generation, executing }: Scope): Root {
  const { layout } = generation
  if (root.kind === 'variable') {
    return { ...variableBits(address, root.variable, layout), optional: null }
  }
  if (executing === null) throw new Error('nobody has locals here')
  const { flat, instance } = executing
  const own = { flat, rank: instance }
  const { bits, code, mayBeDead } = slotBits(address, root.local, own, layout)
  const slot = flat.slots[root.local]
  if (slot === undefined) throw new Error(`there is no slot ${root.local}`)
  return { bits, code: generation.code(slot.sort), optional: mayBeDead ? code : null }
}

/** A part, and the leaves of the whole that go before its own. */
function select(
  code: Code,
  selector: Selector,
  below: number,
  scope: Scope,
  compile: Compile,
): { readonly position: Position; readonly before: Wat } {
  if (selector.kind === 'field') {
    if (code.form !== 'record') throw new Error('only a record has fields')
    const at = fieldPosition(code.sort, selector.field)
    const field = code.fields[at]
    if (field === undefined) throw new Error(`there is no field ${selector.field}`)
    const others = code.fields.slice(0, at)
    const before = others.reduce((count, each) => count + leaves(each.code, below), 0)
    return { position: positionOf(field), before: i64(before) }
  }
  if (code.form !== 'array') throw new Error('only an array has elements by index')
  const rank = rankOf(compile(selector.index, scope), code.index, scope)
  const held = scope.emit.hold(rank, 'index')
  const before = multiply(held, i64(leaves(code.element, below)))
  return { position: elementPosition(code, held), before }
}

function sum(left: Wat | null, right: Wat | null): Wat | null {
  return left === null || right === null ? (left ?? right) : add(left, right)
}
