/** The instructions that the hand-written part of the module repeats most. */

import { get, i32, set } from '../wat.ts'
import type { NumberType, Wat } from '../wat.ts'

export function global(name: string): Wat {
  return ['global.get', name]
}

export function setGlobal(name: string, value: Wat): Wat {
  return ['global.set', name, value]
}

export function call(name: string, ...args: readonly Wat[]): Wat {
  return ['call', name, ...args]
}

/** Adds to a local i64. */
export function advance(local: string, by: Wat): Wat {
  return set(local, ['i64.add', get(local), by])
}

/** Executes the body while the test, at its beginning, holds. */
export function whilst(label: string, test: Wat, ...body: readonly Wat[]): Wat {
  return ['loop', label, ['if', test, ['then', ...body, ['br', label]]]]
}

export function locals(type: NumberType, ...names: readonly string[]): readonly Wat[] {
  return names.map((name) => ['local', name, type])
}

export function param(name: string, type: NumberType): Wat {
  return ['param', name, type]
}

/** A number without sign as an i64. */
export function wide(value: Wat): Wat {
  return ['i64.extend_i32_u', value]
}

/** A number of 16 bits without sign, as an i32. */
export function load16(address: Wat, offset = 0): Wat {
  return ['i32.load16_u', `offset=${offset}`, address]
}

export function load32(address: Wat, offset = 0): Wat {
  return ['i32.load', `offset=${offset}`, address]
}

export function load64(address: Wat, offset = 0): Wat {
  return ['i64.load', `offset=${offset}`, address]
}

export function store32(address: Wat, offset: number, value: Wat): Wat {
  return ['i32.store', `offset=${offset}`, address, value]
}

export function store64(address: Wat, offset: number, value: Wat): Wat {
  return ['i64.store', `offset=${offset}`, address, value]
}

export function returned(value: number): Wat {
  return ['return', i32(value)]
}
