/** What is wrong with a lasso, as evidence that a formula is false: it is held against the interpreter's steps and the page on semantics. */

import type { Formula } from '../../../dsl/ir.ts'
import type { Trace } from '../../../checker/trace.ts'
import { keyOf } from '../same.ts'
import { truthAlong } from './lasso-word.ts'
import type { Point, Points } from './points.ts'
import type { Test } from './tests-of-points.ts'

/** Null: it is a fair run of the model, and breaks the formula. */
export function lassoOffence(
  trace: Trace,
  points: Points,
  formula: Formula,
  test: Test,
): string | null {
  const path = pathOf(trace, points)
  if (typeof path === 'string') return path
  const { loop } = trace
  if (loop === undefined) return 'it does not say where the loop begins'
  const word = loopOf(path, loop, points)
  if (typeof word === 'string') return word
  const unmet = unmetOn(word.slice(loop), points)
  if (unmet !== null) return `the loop is unfair: ${unmet}`
  const [isTrue] = truthAlong({ points: word, loop }, formula, test)
  return isTrue === false ? null : 'the formula is true on it'
}

interface Path {
  readonly points: readonly Point[]
  /** By number of the steps before, where the run is. */
  readonly states: readonly number[]
}

function pathOf({ initial, steps }: Trace, { graph, list }: Points): Path | string {
  const key = (state: number | undefined): string => {
    const found = graph.states[state ?? -1]
    return found === undefined ? 'no state' : keyOf(graph.system.decode(found))
  }
  const begin = initial.kind === 'state' ? keyOf(initial.state) : 'a failure'
  const first = graph.initial.find((state) => key(state) === begin)
  if (first === undefined) return 'it begins in no initial state'
  const states = [first]
  const points: Point[] = []
  for (const [number, { step, thread, choices, result }] of steps.entries()) {
    const to = result.kind === 'state' ? keyOf(result.state) : 'a failure'
    const [taken] = list.filter((point) => {
      const { outcome } = point.step ?? {}
      return (
        outcome?.step.id === step.id &&
        outcome.thread === thread &&
        point.source === states.at(-1) &&
        keyOf(outcome.choices) === keyOf(choices) &&
        key(point.target) === to
      )
    })
    if (taken === undefined) return `step ${number + 1} is none of a run: ${step.id}`
    points.push(taken)
    states.push(taken.target)
  }
  return { points, states }
}

/** The points of the whole lasso; one at which the run stays where the loop is empty. */
function loopOf(
  { points, states }: Path,
  loop: number,
  { list }: Points,
): readonly Point[] | string {
  if (loop < 0 || loop > points.length) return 'the loop begins nowhere'
  if (states[loop] !== states.at(-1)) return 'the loop does not come back'
  if (loop < points.length) return points
  const stay = list.find(({ step, source }) => step === null && source === states.at(-1))
  return stay === undefined ? 'nobody can stay there' : [...points, stay]
}

/** A condition that this loop does not meet. */
function unmetOn(loop: readonly Point[], { conditions, enabled }: Points): string | null {
  for (const [condition, strength] of conditions) {
    if (loop.some(({ claims }) => claims.some((claim) => claim.condition === condition))) continue
    const where = loop.filter(({ source }) => enabled[source]?.has(condition) === true)
    const met = strength === 'weak' ? where.length < loop.length : where.length === 0
    if (!met) return `${strength} ${condition}`
  }
  return null
}
