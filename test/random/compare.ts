/** Two recordings of one model side by side: the first thing in which the engines differ, told to a reader. */

import type { Recording } from './record.ts'
import { differAt, shown } from './same.ts'

/** What differs, or null where the recordings are the same. */
export function difference(left: Recording, right: Recording): string | null {
  const initially = differAt(left.initial, right.initial)
  if (initially !== null) return told('initially', initially, left.initial, right.initial)
  const belied = [...left.belied, ...right.belied]
  if (belied.length > 0) return belied.join('\n')
  const levels = Math.max(left.levels.length, right.levels.length)
  for (let depth = 0; depth < levels; depth += 1) {
    const [ones, others] = [left.levels[depth] ?? [], right.levels[depth] ?? []]
    for (const [position, one] of ones.entries()) {
      const other = others[position]
      const found = differAt(one, other)
      if (found !== null) return told(`at depth ${depth}, in ${one.state}`, found, one, other)
    }
    const counts = differAt(ones.length, others.length)
    if (counts !== null) return `at depth ${depth}, the number of states differs${counts}`
  }
  return null
}

function told(where: string, found: string, left: unknown, right: unknown): string {
  return `${where}\n  differ at ${found}\n  left:  ${shown(left)}\n  right: ${shown(right)}`
}
