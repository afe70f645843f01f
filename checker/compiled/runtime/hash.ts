/** The hash of a state: 64 bits, of which the upper half gives the slot and the lower half the tag. */

import { get, i64, set } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { load64 } from './instructions.ts'

// Two odd numbers without pattern: the fractions of the golden ratio and of the square root of 2.
export const firstFactor = 0x9e3779b97f4a7c15n
const secondFactor = 0x6a09e667f3bcc909n

/** Leaves in the local `hash` the hash of the words at an address. */
export function hashWords(words: number, address: Wat, hash: string): readonly Wat[] {
  const steps: Wat[] = [set(hash, load64(address))]
  for (let word = 1; word < words; word++) {
    steps.push(...fold(hash), set(hash, ['i64.xor', get(hash), load64(address, 8 * word)]))
  }
  return [...steps, ...fold(hash), set(hash, ['i64.mul', get(hash), i64(secondFactor)])]
}

/** Every bit of the local has an effect on the lower ones first, then on the upper ones. */
function fold(hash: string): readonly Wat[] {
  return [set(hash, ['i64.mul', mixed(hash, 32), i64(firstFactor)]), set(hash, mixed(hash, 29))]
}

function mixed(hash: string, by: number): Wat {
  return ['i64.xor', get(hash), ['i64.shr_u', get(hash), i64(by)]]
}

/** The address of the slot where the search for this hash begins. */
export function slotOf(hash: string, table: Wat, slots: Wat): Wat {
  const upper: Wat = ['i64.shr_u', get(hash), i64(32)]
  const at: Wat = ['i64.shr_u', ['i64.mul', upper, slots], i64(32)]
  return ['i64.add', table, ['i64.shl', at, i64(3)]]
}
