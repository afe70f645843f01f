/** How a fault leaves an evaluation: thrown, and caught where the step that it ends is known. */

import type { Site } from '../../dsl/site.ts'
import type { FailedAssertion, Failure, Fault, FaultKind } from '../system.ts'

/** Thrown by whatever is evaluated. */
export class Faulted extends Error {
  readonly fault: Fault

  constructor(kind: FaultKind, site: Site, detail: string) {
    super(detail)
    this.fault = { kind, site, detail }
  }
}

/** Thrown by effects whose assertion is false. */
export class AssertionFailed extends Error {
  readonly assertion: FailedAssertion

  constructor(message: string, site: Site) {
    super(message)
    this.assertion = { message, site }
  }
}

/** What `evaluate` returns, or how it failed. */
export function attempt<T>(
  evaluate: () => T,
): { readonly kind: 'done'; readonly value: T } | Failure {
  try {
    return { kind: 'done', value: evaluate() }
  } catch (error) {
    if (error instanceof Faulted) return { kind: 'fault', fault: error.fault }
    if (error instanceof AssertionFailed) return { kind: 'assertion', assertion: error.assertion }
    throw error
  }
}
