/** Who holds a lock, as a test. */

import type { Expr, Holding, Lock } from './ir.ts'
import { quantified } from './quantify.ts'
import type { Site } from './site.ts'
import { bool, type ThreadSort } from './sort.ts'
import { or, type BoolTerm } from './terms/bool.ts'
import { make } from './terms/registry.ts'
import type { TermOf } from './terms/types.ts'

/** Whether the thread is among the holders. */
export function heldBy({ holders }: Holding, thread: TermOf<ThreadSort>, site: Site): BoolTerm {
  const { sort } = holders
  if (sort.kind === 'set') {
    return make({ kind: 'member', sort: bool, site, element: thread.expr, of: holders }, bool)
  }
  const just: Expr = { kind: 'some', sort, site, value: thread.expr }
  return make(
    { kind: 'binary', sort: bool, site, operator: 'eq', left: holders, right: just },
    bool,
  )
}

/** Whether the thread holds the lock in any mode; with indices, any of the locks for which it stands. */
export function holdsAny(
  { indices, holdings }: Pick<Lock, 'indices' | 'holdings'>,
  thread: TermOf<ThreadSort>,
  site: Site,
): BoolTerm {
  const held = or(...holdings.map((holding) => heldBy(holding, thread, site)))
  return indices.reduceRight((test, binder) => quantified('some', binder, test, site), held)
}
