/** The body of one function while it is written: its instructions, its locals, its labels. */

import { set } from './wat.ts'
import type { NumberType, Wat } from './wat.ts'

export class Emitter {
  readonly #locals: Wat[] = []
  #instructions: Wat[] = []
  #names = 0

  /** Goes on with these instructions, each of which leaves nothing on the stack. */
  do(...instructions: readonly Wat[]): void {
    for (const instruction of instructions) this.#instructions.push(instruction)
  }

  /** What `write` would have gone on with, to be placed inside of something. */
  capture(write: () => void): readonly Wat[] {
    const before = this.#instructions
    this.#instructions = []
    write()
    const written = this.#instructions
    this.#instructions = before
    return written
  }

  /** A new local; what it is for shows in its name. */
  local(type: NumberType, purpose: string): string {
    const name = this.#name(purpose)
    this.#locals.push(['local', name, type])
    return name
  }

  /** A new label. */
  label(purpose: string): string {
    return this.#name(purpose)
  }

  /** The value, computed here and once, in a form that can be used again and again. */
  hold(value: Wat, purpose: string, type: NumberType = 'i64'): Wat {
    if (isAtom(value)) return value
    const name = this.local(type, purpose)
    this.do(set(name, value))
    return ['local.get', name]
  }

  /** The function with what was written; `head` is its parameters and result. */
  function(name: string, head: readonly Wat[]): Wat {
    return ['func', name, ...head, ...this.#locals, ...this.#instructions]
  }

  #name(purpose: string): string {
    this.#names += 1
    return `$${purpose.replaceAll(/[^A-Za-z0-9_.]/g, '_')}.${this.#names}`
  }
}

/** Nothing is computed by it. */
function isAtom(value: Wat): boolean {
  if (typeof value === 'string') return false
  const [operator] = value
  return operator === 'local.get' || operator === 'i64.const' || operator === 'i32.const'
}
