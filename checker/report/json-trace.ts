/** Runs as JSON. */

import type { DecodedState, InitialOutcome, Outcome, Result } from '../system.ts'
import type { Trace } from '../trace.ts'
import { place, placeInBody } from './json-place.ts'

/** `loop`: of a lasso, after how many steps its loop begins, which is all that follows; null of any other run. */
export function traceDocument({ initial, steps, loop }: Trace, cwd: string): object {
  return {
    initial: endDocument(initial, cwd),
    steps: steps.map((step) => stepDocument(step, cwd)),
    loop: loop ?? null,
  }
}

function stepDocument(outcome: Outcome<DecodedState>, cwd: string): object {
  const { step, thread, choices, result } = outcome
  return {
    id: step.id,
    actor: step.actor,
    thread,
    name: step.name,
    ...placeInBody(step.site, cwd),
    calls: step.calls.map(({ procedure, site }) => ({ procedure, ...placeInBody(site, cwd) })),
    choices,
    ...endDocument(result, cwd),
  }
}

function endDocument(
  result: Result<DecodedState> | InitialOutcome<DecodedState>,
  cwd: string,
): object {
  switch (result.kind) {
    case 'state':
      return { state: result.state }
    case 'fault': {
      const { kind, detail, site } = result.fault
      return { fault: kind, message: detail, at: place(site, cwd) }
    }
    case 'assertion': {
      const { message, site } = result.assertion
      return { assertion: message, at: place(site, cwd) }
    }
  }
}
