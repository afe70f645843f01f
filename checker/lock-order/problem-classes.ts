/** A problem of lock order in a few words: its kind, and the classes in it. */

import type { Suspicion } from './judgement.ts'
import { className } from './lock-class.ts'
import type { LockProblem, LockProblemKind } from './lock-problem.ts'
import type { Dependency } from './dependency.ts'

export interface ProblemInWords {
  readonly kind: LockProblemKind
  /** By name. Of a cycle each once, in order; of an inversion from the one that is used in interrupts. */
  readonly classes: readonly string[]
}

/** The kind and the classes of a problem, with or without its witnesses. */
export function problemInWords(problem: LockProblem | Suspicion): ProblemInWords {
  const { kind } = problem
  switch (kind) {
    case 'circular':
      return { kind, classes: dependenciesOf(problem).map(({ from }) => className(from)) }
    case 'recursive': {
      const { from } = 'link' in problem ? problem.link.dependency : problem.dependency
      return { kind, classes: [className(from)] }
    }
    case 'inconsistent state':
      return { kind, classes: [className(problem.class)] }
    case 'irq inversion': {
      const path = dependenciesOf(problem)
      const last = path.at(-1)
      const ends = last === undefined ? [] : [className(last.to)]
      return { kind, classes: [...path.map(({ from }) => className(from)), ...ends] }
    }
  }
}

function dependenciesOf(
  problem: Extract<LockProblem | Suspicion, { kind: 'circular' | 'irq inversion' }>,
): readonly Dependency[] {
  return 'links' in problem
    ? problem.links.map(({ dependency }) => dependency)
    : problem.dependencies
}

/** `circular: a -> b -> a`. */
export function problemText({ kind, classes }: ProblemInWords): string {
  const all = kind === 'circular' ? [...classes, ...classes.slice(0, 1)] : classes
  return `${kind}: ${all.join(' -> ')}`
}

/** Whether the two are the same problem; where a cycle begins does not matter. */
export function isSameProblem(left: ProblemInWords, right: ProblemInWords): boolean {
  if (left.kind !== right.kind || left.classes.length !== right.classes.length) return false
  const turns = left.kind === 'circular' ? left.classes.length : 1
  return Array.from({ length: turns }, (_, turn) => turn).some((turn) =>
    left.classes.every((name, at) => name === right.classes[(at + turn) % right.classes.length]),
  )
}
