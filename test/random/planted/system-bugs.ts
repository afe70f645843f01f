/** Mistakes in what an engine tells about the states that it computed. */

import type { Outcome, System } from '../../../checker/system.ts'

type Change = (system: System<unknown>) => Partial<System<unknown>>

/** By what the comparison is to notice. */
export const systemBugs: { readonly [claim: string]: Change } = {
  'picks in reverse order': (system) => ({ expand: (state) => runsReversed(system.expand(state)) }),
  'steps in another order': (system) => ({ expand: (state) => system.expand(state).toReversed() }),
  'a fault of a guard that is told as one of a step': (system) => ({
    expand: (state) => system.expand(state).map((outcome) => ({ ...outcome, ofState: false })),
  }),
  'a step that changes nothing, left out': (system) => ({
    expand: (state) =>
      system
        .expand(state)
        .filter(({ result }) => result.kind !== 'state' || !system.equal(state, result.state)),
  }),
  'a failed assertion that passes': (system) => ({
    expand: (state) => system.expand(state).filter(({ result }) => result.kind !== 'assertion'),
  }),
  'branches that are not told': (system) => ({
    expand: (state) => system.expand(state).map((outcome) => ({ ...outcome, branches: [] })),
  }),
  'only the outermost branch': (system) => ({
    expand: (state) =>
      system
        .expand(state)
        .map((outcome) => ({ ...outcome, branches: outcome.branches.slice(0, 1) })),
  }),
  'what a statement says of its step, forgotten': (system) => ({
    expand: (state) =>
      system.expand(state).map((outcome) => {
        const { fairness: _, ...step } = outcome.step
        return { ...outcome, step }
      }),
  }),
  'initial states in another order': (system) => ({
    initial: () => system.initial().toReversed(),
  }),
  'a step property that sees one state twice': (system) => ({
    relation: (expr) => {
      const relation = system.relation(expr)
      return (before) => relation(before, before)
    },
  }),
  'a daemon that has to terminate': (system) => ({
    settled: (state) =>
      system.settled(state) && system.decode(state).processes.every(({ at }) => at === null),
  }),
  'an equality that looks at variables only': (system) => ({
    equal: (left, right) => {
      const [one, other] = [system.decode(left), system.decode(right)]
      return JSON.stringify(one.variables) === JSON.stringify(other.variables)
    },
    hash: () => 0,
  }),
  'a hash that changes': () => {
    let number = 0
    return {
      hash: () => {
        number += 1
        return number
      },
    }
  },
}

/** Outcomes of one step of one thread, which differ by their choices, are neighbours. */
function runsReversed(outcomes: readonly Outcome<unknown>[]): readonly Outcome<unknown>[] {
  const runs: Outcome<unknown>[][] = []
  for (const outcome of outcomes) {
    const last = runs.at(-1)?.[0]
    if (last?.step === outcome.step && last.thread === outcome.thread) runs.at(-1)?.push(outcome)
    else runs.push([outcome])
  }
  return runs.flatMap((run) => run.toReversed())
}
