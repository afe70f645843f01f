/** A graph and properties that several tests draw on. */

import type { Outcome } from '../../checker/system.ts'
import { step } from './toy-system.ts'
import type { ToyProperty } from './toy-system.ts'

/** a -> b -> c -> d, and d goes round. */
export const line: Record<string, readonly Outcome<string>[]> = {
  a: [step(0, 'b')],
  b: [step(0, 'c')],
  c: [step(0, 'd')],
  d: [step(0, 'd')],
}

export function always(name: string, excluded: string): ToyProperty {
  return { kind: 'always', name, test: (state) => state !== excluded }
}

export function reachable(name: string, witness: string): ToyProperty {
  return { kind: 'reachable', name, test: (state) => state === witness }
}
