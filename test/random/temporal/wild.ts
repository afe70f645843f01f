/** Temporal properties over any tests at all, those that fault among them. */

import type { Formula, TemporalProperty } from '../../../dsl/ir.ts'
import { bool, site } from '../nodes.ts'
import type { Maker, Scope } from '../scope.ts'

const fuel = 3

/** One or two. `scope` is that of properties; the tests may read all that those may. */
export function drawWild(maker: Maker, scope: Scope): readonly TemporalProperty[] {
  const { draw } = maker
  const test = (): Formula => {
    const kind = draw.chance(35) ? 'step' : 'state'
    const expr = maker.expr(bool, { ...scope, after: kind === 'step' }, fuel)
    return { kind, expr, site: site() }
  }
  const one = (kind: 'always' | 'eventually' | 'not', operand: Formula): Formula => {
    return { kind, operand, site: site() }
  }
  const both = (kind: 'leadsTo' | 'until' | 'weakUntil' | 'and'): Formula => {
    return { kind, left: test(), right: test(), site: site() }
  }
  return draw.times(1, 2, (position): TemporalProperty => {
    const formula = draw.weighted<() => Formula>([
      [2, () => one('eventually', test())],
      [2, () => one('always', one('eventually', test()))],
      [1, () => one('not', one('always', test()))],
      [4, () => both(draw.oneOf(['leadsTo', 'until', 'weakUntil', 'and']))],
    ])()
    return { name: `wild ${position}`, formula, site: site() }
  })
}
