/** Faults on their way from the expression or effect where they arise to the edge of the step. */

import type { Site } from '../../dsl/site.ts'
import type { Fault, FaultKind } from '../system.ts'

class Faulted extends Error {
  readonly fault: Fault

  constructor(fault: Fault) {
    super(fault.detail)
    this.fault = fault
  }
}

/** Ends the evaluation; `catching` takes it up. */
export function raise(kind: FaultKind, site: Site, detail: string): never {
  throw new Faulted({ kind, site, detail })
}

/** What `evaluate` returns, or what `caught` makes of a fault in it. Other exceptions pass. */
export function catching<Value, Caught>(
  evaluate: () => Value,
  caught: (fault: Fault) => Caught,
): Value | Caught {
  try {
    return evaluate()
  } catch (error) {
    if (error instanceof Faulted) return caught(error.fault)
    throw error
  }
}
