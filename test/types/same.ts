/** Claims about types: `proved<Same<A, B>>()` compiles only where the two are one. */

export type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

export declare function proved<Claim extends true>(): Claim
