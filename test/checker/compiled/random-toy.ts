/** Random systems with everything that can be wrong in them, from a number. */

import type { Outcome } from '../../../checker/system.ts'
import { fault, guardFault, step } from '../toy-system.ts'
import type { Toy } from '../toy-system.ts'

export interface RandomToy {
  readonly toy: Toy
  readonly states: readonly string[]
}

export interface Likelihoods {
  readonly states: number
  /** The most outcomes of a state. */
  readonly outcomes: number
  /** One in so many outcomes; 0: none. */
  readonly fault: number
  readonly assertion: number
  readonly guardFault: number
  /** One in so many states, or steps. */
  readonly bad: number
  readonly badStep: number
  readonly judgementFault: number
  readonly outside: number
  readonly settled: number
  readonly end: number
  /** One in so many states is without steps. */
  readonly still: number
  /** Whether there are more and more states on each level, rather than a few. */
  readonly broad: boolean
}

/** A small system in which nothing is wrong. */
export const nothing: Likelihoods = {
  states: 60,
  outcomes: 4,
  fault: 0,
  assertion: 0,
  guardFault: 0,
  bad: 0,
  badStep: 0,
  judgementFault: 0,
  outside: 0,
  settled: 1,
  end: 0,
  still: 0,
  broad: false,
}

/** The same numbers for the same seed, evenly below 2^32. */
function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e37_79b9) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0_aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
}

export function randomToy(seed: number, likely: Likelihoods): RandomToy {
  const next = random(seed)
  const below = (bound: number): number => next() % bound
  const once = (in_: number): boolean => in_ > 0 && below(in_) === 0
  const states = Array.from({ length: likely.states }, (_, number) => `s${number}`)
  const some = (in_: number): ReadonlySet<string> => new Set(states.filter(() => once(in_)))
  const [bad, worse, broken, outside, farOutside, settled, ends] = [
    some(likely.bad),
    some(likely.bad),
    some(likely.judgementFault),
    some(likely.outside),
    some(likely.outside),
    some(likely.settled),
    some(likely.end),
  ]
  const reached = some(likely.states)
  const badStep = new Map<string, boolean>()
  const state = (): string => states[below(states.length)] ?? ''
  const actor = (): number | null => (once(5) ? null : below(4))
  const outcome = (from: number): Outcome<string> => {
    if (once(likely.fault)) return step(actor(), fault())
    if (once(likely.assertion)) return step(actor(), { fails: 'it fails' })
    if (once(likely.guardFault)) return guardFault(below(4))
    // Mostly onwards, so that there are many levels.
    const to = likely.broad
      ? (3 * from + below(6)) % states.length
      : Math.min(states.length - 1, from + 1 + below(6))
    const onwards = states[to] ?? ''
    return step(actor(), once(6) ? state() : onwards)
  }
  const count = (): number => (likely.broad ? 2 + below(3) : below(likely.outcomes + 1))
  const steps = Object.fromEntries(
    states.map((name, number) => [
      name,
      once(likely.still) ? [] : Array.from({ length: count() }, () => outcome(number)),
    ]),
  )
  const toy: Toy = {
    initial: Array.from({ length: 1 + below(3) }, () => {
      if (once(4 * likely.fault)) return fault()
      return once(4 * likely.assertion) ? { fails: 'it begins badly' } : (states[below(4)] ?? '')
    }),
    steps,
    settled: [...settled],
    properties: [
      { kind: 'never', name: 'bad', test: (name) => bad.has(name) },
      { kind: 'reachable', name: 'seen', test: (name) => reached.has(name) },
      {
        kind: 'step',
        name: 'good steps',
        test: (before, after) => {
          const key = `${before} ${after}`
          const known = badStep.get(key) ?? once(likely.badStep)
          badStep.set(key, known)
          return !known
        },
      },
      {
        kind: 'always',
        name: 'not worse',
        test: (name) => (broken.has(name) ? fault() : !worse.has(name)),
      },
      { kind: 'reachable', name: 'nobody', test: () => false },
    ],
    constraints: [
      { name: 'near', test: (name) => !outside.has(name) },
      { name: 'not far', test: (name) => !farOutside.has(name) },
    ],
    ends: [{ name: 'end', test: (name) => ends.has(name) }],
  }
  return { toy, states }
}
