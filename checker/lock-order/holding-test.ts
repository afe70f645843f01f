/** Questions about the executing process, as expressions: whether it holds a lock, whether interrupts may come to its CPU. */

import type { Expr, Holding, Lock, Model } from '../../dsl/ir.ts'
import type { Interrupt } from './usage.ts'

const bool = { kind: 'bool' } as const

/** Whether `current` is among the holders, of any one of the locks that there are for different indices. */
export function holds({ indices, site }: Lock, { holders }: Holding): Expr {
  const current: Expr = { kind: 'current', sort: { kind: 'thread' }, site }
  return indices.reduceRight<Expr>(
    (body, binder) => {
      const domain = { kind: 'sort', sort: binder.sort } as const
      return { kind: 'quantifier', sort: bool, site, quantifier: 'some', binder, domain, body }
    },
    isAmong(current, holders),
  )
}

function isAmong(thread: Expr, holders: Expr): Expr {
  const { sort } = holders
  const { site } = thread
  const equal = (right: Expr): Expr => {
    return { kind: 'binary', sort: bool, site, operator: 'eq', left: holders, right }
  }
  switch (sort.kind) {
    case 'set':
      return { kind: 'member', sort: bool, site, element: thread, of: holders }
    case 'optional':
      return equal({ kind: 'some', sort, site, value: thread })
    case 'thread':
      return equal(thread)
    default:
      throw new Error(`${site.toString()}: holders are threads, not ${sort.kind}`)
  }
}

/** Whether interrupts of the kind may come to the CPU of `current`; null: always. */
export function isEnabled({ masks, site }: Model, interrupt: Interrupt): Expr | null {
  const masked = masks[interrupt]
  if (masked === null) return null
  return { kind: 'unary', sort: bool, site, operator: 'not', operand: masked }
}

/** Both; null is always true. */
export function both(left: Expr | null, right: Expr | null): Expr | null {
  if (left === null || right === null) return left ?? right
  return { kind: 'binary', sort: bool, site: left.site, operator: 'and', left, right }
}
