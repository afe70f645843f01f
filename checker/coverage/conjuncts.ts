/** The parts of a test that must all be true, in the order in which they are evaluated. */

import type { Expr } from '../../dsl/ir.ts'

/** At least one; a definition that is a conjunction is taken apart too. */
export function conjunctsOf(test: Expr): readonly Expr[] {
  if (test.kind === 'definition') {
    const parts = conjunctsOf(test.body)
    return parts.length === 1 ? [test] : parts
  }
  if (test.kind !== 'binary' || test.operator !== 'and') return [test]
  return [...conjunctsOf(test.left), ...conjunctsOf(test.right)]
}
