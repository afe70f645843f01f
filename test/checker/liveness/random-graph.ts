/** Small graphs at random, and all lassos of one up to a length, judged by what fairness and formulas say. */

import fc from 'fast-check'
import type { Strength } from '../../../dsl/ir.ts'
import { breaks } from '../../../checker/liveness/lasso-word.ts'
import type { LassoRun } from '../../../checker/liveness/lasso.ts'
import type { Ltl } from '../../../checker/liveness/obligation.ts'
import type { ListedEdge, ListedState } from './listed-graph.ts'

export interface Drawn {
  readonly states: readonly ListedState[]
  readonly initial: readonly number[]
  readonly strengths: readonly Strength[]
  /** A permutation of the states. */
  readonly order: readonly number[]
}

const conditions = 3

/** With up to so many states, each of which is reached. */
export function graphs(most: number): fc.Arbitrary<Drawn> {
  const size = fc.integer({ min: 1, max: most })
  return size.chain(anyGraphs).map(reachedPart).chain(withOrder)
}

type Unordered = Omit<Drawn, 'order'>

function anyGraphs(size: number): fc.Arbitrary<Unordered> {
  const number = fc.nat({ max: size - 1 })
  const some = fc.subarray(
    Array.from({ length: conditions }, (_, at) => at),
    { maxLength: 2 },
  )
  const edge = fc.record({ to: number, asked: some, counted: some, stepAtoms: fc.nat({ max: 1 }) })
  const state = fc.record({ atoms: fc.nat({ max: 3 }), edges: fc.array(edge, { maxLength: 3 }) })
  const strength = fc.constantFrom<Strength>('weak', 'strong')
  return fc.record({
    states: fc.array(state, { minLength: size, maxLength: size }),
    initial: fc.array(number, { minLength: 1, maxLength: 2 }),
    strengths: fc.array(strength, { minLength: conditions, maxLength: conditions }),
  })
}

function reachedPart({ states, initial, strengths }: Unordered): Unordered {
  // A set is gone through to its end, what is added meanwhile included.
  const reached = new Set(initial)
  for (const number of reached) {
    for (const { to } of states[number]?.edges ?? []) reached.add(to)
  }
  const numbers = [...reached]
  const kept = numbers.map((number) => {
    const { edges, ...state } = states[number] ?? { edges: [] }
    return { ...state, edges: edges.map((edge) => ({ ...edge, to: numbers.indexOf(edge.to) })) }
  })
  return { states: kept, initial: initial.map((number) => numbers.indexOf(number)), strengths }
}

function withOrder(drawn: Unordered): fc.Arbitrary<Drawn> {
  const numbers = [...drawn.states.keys()]
  return fc
    .shuffledSubarray(numbers, { minLength: numbers.length })
    .map((order) => ({ ...drawn, order }))
}

/** A run: the states that it comes through, and the steps between them; the last state of a loop is where it began. */
interface Run {
  readonly states: readonly number[]
  readonly steps: readonly ListedEdge[]
}

/** The run that positions stand for; null where there is none. */
export function runOf({ states, initial }: Drawn, lasso: LassoRun): Run | null {
  const passed = [initial[lasso.initial] ?? -1]
  const steps: ListedEdge[] = []
  for (const position of [...lasso.stem, ...lasso.loop]) {
    const step = states[passed.at(-1) ?? -1]?.edges[position]
    if (step === undefined || step.to === passed.at(-1)) return null
    steps.push(step)
    passed.push(step.to)
  }
  return passed.at(-1) === passed[lasso.stem.length] ? { states: passed, steps } : null
}

/** Whether the run is fair and breaks the formula, when its loop begins after so many steps. */
export function isCounterexample(
  { states, strengths }: Drawn,
  { states: passed, steps }: Run,
  stem: number,
  formula: Ltl,
): boolean {
  const around = passed.slice(stem, Math.max(stem + 1, passed.length - 1))
  const taken = steps.slice(stem)
  const isEnabled = (state: number, condition: number): boolean =>
    states[state]?.edges.some(({ to, asked }) => to !== state && asked?.includes(condition)) ===
    true
  const isFair = strengths.every((strength, condition) => {
    const counts = ({ asked = [], counted = [] }: ListedEdge): boolean =>
      [...asked, ...counted].includes(condition)
    if (taken.some(counts)) return true
    const disabled = around.filter((state) => !isEnabled(state, condition)).length
    return strength === 'weak' ? disabled > 0 : disabled === around.length
  })
  if (!isFair) return false
  const letters = passed.map((state, at) => ({
    states: states[state]?.atoms ?? 0,
    steps: steps[at]?.stepAtoms ?? 0,
  }))
  const loop = letters.slice(stem, stem + around.length)
  return breaks(formula, { stem: letters.slice(0, stem), loop })
}

/** The length of the shortest counterexample of at most so many steps; null where there is none. */
export function shortest(drawn: Drawn, formula: Ltl, most: number): number | null {
  let runs: Run[] = drawn.initial.map((state) => ({ states: [state], steps: [] }))
  for (let length = 0; length <= most; length++) {
    for (const run of runs) {
      for (const [stem, state] of run.states.entries()) {
        if (state === run.states.at(-1) && isCounterexample(drawn, run, stem, formula)) {
          return length
        }
      }
    }
    runs = runs.flatMap(({ states, steps }) => {
      const here = states.at(-1) ?? 0
      const edges = drawn.states[here]?.edges.filter(({ to }) => to !== here) ?? []
      return edges.map((step) => ({ states: [...states, step.to], steps: [...steps, step] }))
    })
  }
  return null
}
