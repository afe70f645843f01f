/** What a strict check makes of what proves nothing: each has to be accepted by the spec, and whatever is accepted has to be there. */

import type { Difference } from '../expectation.ts'
import { nameOfVacuous } from './vacuous.ts'
import type { Vacuous } from './vacuous.ts'

/** Each name once. */
export function vacuityDifferences(
  accepted: readonly string[],
  vacuity: readonly Vacuous[],
): readonly Difference[] {
  const names = new Set(vacuity.map(nameOfVacuous))
  const unaccepted = [...names].filter((name) => !accepted.includes(name))
  const missing = [...new Set(accepted)].filter((name) => !names.has(name))
  return [
    ...unaccepted.map((name) => ({ what: 'note', expected: 'none', actual: `'${name}'` }) as const),
    ...missing.map((name) => ({ what: 'note', expected: `'${name}'`, actual: 'none' }) as const),
  ]
}
