/** Terms of a small model, as the IR that they become. */

import { expect } from 'vitest'
import { model, type AnyTerm, type ModelBuilder } from '../../dsl/index.ts'
import { Term } from '../../dsl/terms/term.ts'
import { mistakes } from '../random/well-formed.ts'
import { irText } from './ir-text.ts'

/** The IR of each term that is declared. What is built keeps the rules of the IR, checked apart from the surface. */
export function texts(
  declare: (m: ModelBuilder) => readonly AnyTerm[],
  where: 'always' | 'step' = 'always',
): readonly string[] {
  let terms: readonly AnyTerm[] = []
  const built = model('terms', {}, (m) => {
    terms = declare(m)
    for (const [position, term] of terms.entries()) {
      // Compared with itself, a term of any sort stands in a property.
      if (term instanceof Term) m[where](`${position}`, term.eq(term))
    }
  }).instantiate()
  expect(mistakes(built)).toEqual([])
  return terms.map((term) => irText(term.expr, built))
}
