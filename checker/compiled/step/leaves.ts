/** The parts of a value down to some depth: what simultaneous writes are told apart by, whether they have bits or not. */

import type { Code } from '../code.ts'

/** How many parts there are that paths of at most so many selectors lead to, not counting those that contain others. */
export function leaves(code: Code, depth: number): number {
  if (depth <= 0) return 1
  switch (code.form) {
    case 'array':
      return code.length * leaves(code.element, depth - 1)
    case 'record':
      return code.fields.reduce((sum, each) => sum + leaves(each.code, depth - 1), 0)
    case 'scalar':
    case 'optional':
    case 'flagged':
    case 'variant':
    case 'tagged':
    case 'set':
    case 'list':
      return 1
  }
}
