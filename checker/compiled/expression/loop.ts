/** Loops, as they stand in a function. */

import type { Emitter } from '../emitter.ts'
import { add, constant, get, i64, set } from '../wat.ts'
import type { Wat } from '../wat.ts'

/** Where a loop begins again and where it ends: labels. */
export interface Loop {
  readonly again: string
  readonly end: string
}

/** A loop that goes on behind its last instruction, and begins again only where it says so. */
export function loop(purpose: string, emit: Emitter, write: (loop: Loop) => void): void {
  const names = { again: emit.label(`${purpose}.again`), end: emit.label(`${purpose}.end`) }
  const written = emit.capture(() => write(names))
  emit.do(['block', names.end, ['loop', names.again, ...written]])
}

/**
 * A round for each number from `first` up to, not including, `end`, both i64. The round's number stays in its local until the
 * round ends; `leave` is the instruction that ends the loop.
 */
export function counting(
  purpose: string,
  first: Wat,
  end: Wat,
  emit: Emitter,
  round: (at: Wat, leave: Wat) => void,
): void {
  const [from, to] = [constant(first), constant(end)]
  const known = from !== null && to !== null
  if (known && from >= to) return
  const limit = emit.hold(end, `${purpose}.limit`)
  const local = emit.local('i64', purpose)
  const at = get(local)
  emit.do(set(local, first))
  loop(purpose, emit, (names) => {
    if (!known) emit.do(['br_if', names.end, ['i64.ge_u', at, limit]])
    round(at, ['br', names.end])
    emit.do(set(local, add(at, i64(1))))
    emit.do(known ? ['br_if', names.again, ['i64.lt_u', at, limit]] : ['br', names.again])
  })
}

/** What is written is executed unless the test, an i32, holds. */
export function unless(test: Wat, emit: Emitter, write: () => void): void {
  const label = emit.label('skip')
  const written = emit.capture(write)
  emit.do(['block', label, ['br_if', label, test], ...written])
}
