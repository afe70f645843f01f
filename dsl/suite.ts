/** Suites: which models, with which parameters, and the verdict that each is expected to have, as data. */

import type { AnyTemplate, ModelTemplate } from './model.ts'
import type { Declarations, ParameterValue, ValuesOf } from './parameter.ts'
import { here, type Site } from './site.ts'

/** Figures that an expectation can pin besides the verdict. */
interface Pinned {
  /** Distinct states. */
  readonly distinct?: number
  /** Initial states and every successor. */
  readonly generated?: number
}

/** The same for a verdict with a counterexample: how many steps it has. */
interface PinnedSteps extends Pinned {
  readonly steps: number
}

/** And of a deadlock who can never run again, and how they wait. */
interface PinnedDeadlock extends PinnedSteps {
  /** As a trace names them, `importer 0` or `native`, in any order; whoever may stay where he is, as an idle worker of a queue, is not among them. */
  readonly processes?: readonly string[]
  /** `global`: no step is enabled; `circular`: they wait for each other in a circle, while others run on. */
  readonly shape?: 'global' | 'circular' | 'partial'
}

/** The same for a verdict with a lasso. */
interface PinnedLasso extends Pinned {
  /** How many steps lead to the loop. */
  readonly stem: number
  /** How many steps it has; 0 where the run stays for ever. */
  readonly loop: number
}

/** What the order of lock classes breaks. */
interface LockOrderProblem {
  readonly kind: 'circular' | 'recursive' | 'inconsistent state' | 'irq inversion'
  /** By name, of a subclass as `resv/1`. Of a cycle each once, from any on; of an inversion from the one that is used in interrupts. */
  readonly classes: readonly string[]
}

export type Expectation =
  | ({ readonly kind: 'holds' } & Pinned)
  | ({ readonly kind: 'violated'; readonly property: string } & PinnedSteps)
  | ({ readonly kind: 'assertion'; readonly message: string } & PinnedSteps)
  | ({ readonly kind: 'fault'; readonly fault: string } & PinnedSteps)
  | ({ readonly kind: 'deadlock' } & PinnedDeadlock)
  | ({ readonly kind: 'liveness'; readonly property: string } & PinnedLasso)
  | ({ readonly kind: 'lock order'; readonly problem: LockOrderProblem } & Pinned)
  | ({ readonly kind: 'not reached'; readonly property: string } & Pinned)
  | ({ readonly kind: 'incomplete' } & Pinned)

/** How a case is explored. */
export interface CaseOptions {
  /** What the row of a table calls it; without it the parameters tell rows apart. */
  readonly scenario?: string
  readonly maxStates?: number
  readonly maxDepth?: number
  /** Explore on past what is wrong, and count everything. */
  readonly continue?: boolean
  /** Whether a deadlock is wrong; it is unless this is false. */
  readonly deadlock?: boolean
  /** Whether deadlocks that no state shows by itself are looked for on the graph of all states, when nothing else is wrong. */
  readonly stuck?: boolean
  /** Whether temporal properties are judged; they are unless this is false. */
  readonly liveness?: boolean
  /** Whether the order of locks is judged; it is unless this is false. */
  readonly lockOrder?: boolean
  /**
   * What may prove nothing, by the names that a report gives: `['never taken: channel: lose']`. `check --strict` fails where something
   * else does, and where one of these does not occur.
   */
  readonly accept?: readonly string[]
  /** Whether a data race is a fault. */
  readonly races?: boolean
}

export interface Case {
  readonly model: AnyTemplate
  readonly parameters: Readonly<Record<string, ParameterValue>>
  readonly expected: Expectation
  readonly options: CaseOptions
  readonly site: Site
}

export interface Suite {
  readonly kind: 'fencepost suite'
  readonly name: string
  readonly cases: readonly Case[]
  readonly site: Site
}

/** A suite; a spec file exports it as its default. */
export function suite(name: string, cases: readonly Case[]): Suite {
  return { kind: 'fencepost suite', name, cases, site: here() }
}

/** One row of a suite. Parameters that are left out have their defaults. */
export function check<D extends Declarations>(
  model: ModelTemplate<D>,
  parameters: Partial<ValuesOf<D>>,
  expected: Expectation,
  options: CaseOptions = {},
): Case {
  // A command line instantiates by name; the compiler has checked the names here.
  const loose = model as unknown as AnyTemplate
  const values = parameters as Case['parameters']
  return { model: loose, parameters: values, expected, options, site: here() }
}

/** Every property holds in every state, and nothing else is wrong. */
export function holds(pinned: Pinned = {}): Expectation {
  return { kind: 'holds', ...pinned }
}

/** This `always`, `never` or step property fails, after so many steps. */
export function violates(property: string, pinned: PinnedSteps): Expectation {
  return { kind: 'violated', property, ...pinned }
}

/** An assertion with this message fails. */
export function failsAssertion(message: string, pinned: PinnedSteps): Expectation {
  return { kind: 'assertion', message, ...pinned }
}

/** A fault: its kind (`range`, `index`, …) or, where a report names none, its whole message, such as `data race: count`. */
export function faults(fault: string, pinned: PinnedSteps): Expectation {
  return { kind: 'fault', fault, ...pinned }
}

/** Somebody can never run again, and that is no legitimate end. */
export function deadlocks(pinned: PinnedDeadlock): Expectation {
  return { kind: 'deadlock', ...pinned }
}

/** Some fair run breaks this temporal property: after so many steps it goes round a loop for ever. */
export function breaksLiveness(property: string, pinned: PinnedLasso): Expectation {
  return { kind: 'liveness', property, ...pinned }
}

/** No run is wrong, but the order of these lock classes is: `breaksLockOrder('circular', ['a', 'b'])`. */
export function breaksLockOrder(
  kind: LockOrderProblem['kind'],
  classes: readonly string[],
  pinned: Pinned = {},
): Expectation {
  return { kind: 'lock order', problem: { kind, classes }, ...pinned }
}

/** Nothing is wrong, but this `reachable` has no witness. */
export function neverReaches(property: string, pinned: Pinned = {}): Expectation {
  return { kind: 'not reached', property, ...pinned }
}

/** Nothing is wrong as far as was explored, and something was cut. */
export function isIncomplete(pinned: Pinned = {}): Expectation {
  return { kind: 'incomplete', ...pinned }
}
