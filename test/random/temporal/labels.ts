/** The labels of a body. */

import type { Block } from '../../../dsl/ir.ts'
import { isStatement, walk } from '../walk.ts'

/** Each label that the body itself names, once. */
export function labelsIn(body: Block): readonly string[] {
  const found = new Set<string>()
  walk(body, (part) => {
    if (isStatement(part) && part.kind === 'label') found.add(part.label)
  })
  return [...found]
}
