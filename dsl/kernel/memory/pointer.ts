/** Pointers to individuals, which may be NULL. */

import type { IdentitySort, IdentityTerm, OptionalTerm } from '../../index.ts'

/** A pointer to one of these; the optional one may be NULL. */
export type Pointer<N extends string> = IdentityTerm<N> | OptionalTerm<IdentitySort<N>>

/** Whether it may be NULL. */
export function mayBeNull<N extends string>(
  pointer: Pointer<N>,
): pointer is OptionalTerm<IdentitySort<N>> {
  return pointer.sort.kind === 'optional'
}

/** What it points to. A fault where it is NULL. */
export function target<N extends string>(pointer: Pointer<N>): IdentityTerm<N> {
  return mayBeNull(pointer) ? pointer.get() : pointer
}
