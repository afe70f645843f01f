/** Shortest ways along dependencies on which nobody gets past: lockdep's strong dependency paths. */

import { dependencyKind } from './dependency.ts'
import { className } from './lock-class.ts'
import type { LockClass } from './lock-class.ts'
import type { GraphDependency } from './lock-graph.ts'

/** How the path goes on at its ends, to a cycle. */
export interface Ends {
  /** The class that it begins with is requested by a recursive reader: so it must be held exclusively. */
  readonly recursive: boolean
  /** The class that it ends with is held by readers: so it must not be requested by a recursive one. */
  readonly shared: boolean
}

/** A way that has come to the end of its last dependency. */
interface Way {
  readonly last: GraphDependency
  readonly before: Way | null
}

/**
 * The shortest strong path between two classes, of one dependency or more, none of which leads from a class to itself: after a request
 * of a recursive reader no holder that shares. Of several, the first by the order of the dependencies. Null where there is none.
 */
export function strongPath(
  dependencies: readonly GraphDependency[],
  from: LockClass,
  to: LockClass,
  { recursive, shared }: Ends,
): readonly GraphDependency[] | null {
  const goal = className(to)
  const seen = new Set<string>()
  let ways = onward(className(from), recursive, null)
  while (ways.length > 0) {
    const there = ways.find(
      ({ last }) => className(last.dependency.to) === goal && !(shared && isRecursive(last)),
    )
    if (there !== undefined) return listed(there)
    ways = ways.flatMap((way) => {
      const { last } = way
      return onward(className(last.dependency.to), isRecursive(last), way)
    })
  }
  return null

  function onward(at: string, afterRecursive: boolean, before: Way | null): readonly Way[] {
    return dependencies.flatMap((last): readonly Way[] => {
      const next = className(last.dependency.to)
      if (className(last.dependency.from) !== at || next === at) return []
      if (afterRecursive && isShared(last)) return []
      const key = `${next} ${isRecursive(last)}`
      if (seen.has(key)) return []
      seen.add(key)
      return [{ last, before }]
    })
  }
}

function listed(way: Way): readonly GraphDependency[] {
  const found: GraphDependency[] = []
  for (let at: Way | null = way; at !== null; at = at.before) found.push(at.last)
  return found.toReversed()
}

/** Whether its lock is requested by a recursive reader. */
export function isRecursive({ dependency }: GraphDependency): boolean {
  return dependencyKind(dependency).endsWith('R')
}

/** Whether its lock is held by readers. */
export function isShared({ dependency }: GraphDependency): boolean {
  return dependencyKind(dependency).startsWith('S')
}
