/** One way to say it for each run that goes round for ever: with the shortest stem and the shortest loop. */

import type { Graph } from './graph.ts'
import type { LassoRun } from './lasso.ts'

/** A step of a run. */
interface Step {
  readonly from: number
  readonly position: number
}

/** The same run, of the graph: its loop begins as early as it can, and goes round once. */
export function shortestForm(graph: Graph, run: LassoRun): LassoRun {
  const first = graph.initial[run.initial]
  if (first === undefined) throw new Error(`there is no initial state ${run.initial}`)
  const steps: Step[] = []
  let state = first
  for (const position of [...run.stem, ...run.loop]) {
    steps.push({ from: state, position })
    graph.expand(state, run.obligation)
    state = graph.edges.targets[position] ?? 0
  }
  const stem = steps.slice(0, run.stem.length)
  const loop = once(steps.slice(run.stem.length))
  for (let last = stem.at(-1), back = loop.at(-1); isSame(last, back);) {
    stem.pop()
    loop.pop()
    if (back !== undefined) loop.unshift(back)
    last = stem.at(-1)
    back = loop.at(-1)
  }
  const positions = (all: readonly Step[]): readonly number[] => all.map((step) => step.position)
  return { ...run, stem: positions(stem), loop: positions(loop) }
}

/** The shortest part of a loop of which it is a repetition. */
function once(loop: readonly Step[]): Step[] {
  const length = loop.findIndex(
    (_, at) =>
      at > 0 &&
      loop.length % at === 0 &&
      loop.every((step, place) => isSame(step, loop[place % at])),
  )
  return length === -1 ? [...loop] : loop.slice(0, length)
}

function isSame(left: Step | undefined, right: Step | undefined): boolean {
  if (left === undefined || right === undefined) return false
  return left.from === right.from && left.position === right.position
}
