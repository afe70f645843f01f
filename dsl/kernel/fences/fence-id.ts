/** Fences of a family, whatever the sort that indexes it. */

import type { Family, IdentitySort, Input, SetSort, SetTerm, TermOf } from '../../index.ts'
import type { Sort } from '../../ir.ts'

/** The sort of fences where they are only told apart and used as an index. The casts here rest on that. */
export type FenceId = IdentitySort<string>

/** The family as containers see it. */
export function anyFamily<F extends Sort, T>(family: Family<F, T>): Family<FenceId, T> {
  return family as unknown as Family<FenceId, T>
}

/** A fence as containers see it. */
export function inside<F extends Sort>(fence: Input<F>): TermOf<FenceId> {
  return fence as unknown as TermOf<FenceId>
}

/** Several as containers see them. */
export function insideAll<F extends Sort>(fences: Input<SetSort<F>>): Input<SetSort<FenceId>> {
  return fences as unknown as Input<SetSort<FenceId>>
}

/** A fence as whoever declared it sees it. */
export function outside<F extends Sort>(fence: TermOf<FenceId>): TermOf<F> {
  return fence as unknown as TermOf<F>
}

/** Several as whoever declared them sees them. */
export function outsideAll<F extends Sort>(fences: SetTerm<FenceId>): SetTerm<F> {
  return fences as unknown as SetTerm<F>
}
