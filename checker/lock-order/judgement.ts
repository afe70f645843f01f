/** What is wrong with an order of lock classes, by the rules of lockdep. */

import type { Dependency } from './dependency.ts'
import { className } from './lock-class.ts'
import type { LockClass } from './lock-class.ts'
import type { GraphClass, GraphDependency, LockGraph } from './lock-graph.ts'
import { isRecursive, isShared, strongPath } from './strong-path.ts'
import type { Interrupt, Usage } from './usage.ts'

export interface ClassUsage {
  readonly class: LockClass
  readonly usage: Usage
}

/** A problem without what shows it: a `LockProblem` has the meaning of each. */
export type Suspicion =
  | { readonly kind: 'circular'; readonly dependencies: readonly Dependency[] }
  | { readonly kind: 'recursive'; readonly dependency: Dependency }
  | {
      readonly kind: 'inconsistent state'
      readonly interrupt: Interrupt
      readonly class: LockClass
      readonly inside: Usage
      readonly enabled: Usage
    }
  | {
      readonly kind: 'irq inversion'
      readonly interrupt: Interrupt
      readonly dependencies: readonly Dependency[]
      readonly inside: ClassUsage
      readonly enabled: ClassUsage
    }

/**
 * The one that is reported; null where nothing is wrong. In the order in which lockdep looks: one class used inconsistently, then a
 * class requested while it is held, then the shortest cycle, then the shortest inversion. Of several, the first by the order of the
 * graph.
 */
export function judged(graph: LockGraph): Suspicion | null {
  return inconsistent(graph) ?? recursive(graph) ?? circular(graph) ?? inverted(graph)
}

const interrupts: readonly Interrupt[] = ['hardirq', 'softirq']

function usagesOf(
  { usages }: GraphClass,
  interrupt: Interrupt,
  how: Usage['how'],
): readonly Usage[] {
  return usages.flatMap(({ usage }) =>
    usage.interrupt === interrupt && usage.how === how ? [usage] : [],
  )
}

/** A class that is used in an interrupt, and where such interrupts may come; two readers do not exclude each other. */
function inconsistent({ classes }: LockGraph): Suspicion | null {
  for (const one of classes) {
    for (const interrupt of interrupts) {
      for (const inside of usagesOf(one, interrupt, 'in')) {
        for (const enabled of usagesOf(one, interrupt, 'enabled')) {
          if (inside.read && enabled.read) continue
          return { kind: 'inconsistent state', interrupt, class: one.class, inside, enabled }
        }
      }
    }
  }
  return null
}

/** A class that is requested while it is held, but by a recursive reader who holds it as a reader. */
function recursive({ dependencies }: LockGraph): Suspicion | null {
  for (const each of dependencies) {
    const { dependency } = each
    if (className(dependency.from) !== className(dependency.to)) continue
    if (isRecursive(each) && isShared(each)) continue
    return { kind: 'recursive', dependency }
  }
  return null
}

function circular({ dependencies }: LockGraph): Suspicion | null {
  const cycles = dependencies.flatMap((first) => {
    const { from, to } = first.dependency
    if (className(from) === className(to)) return []
    const ends = { recursive: isRecursive(first), shared: isShared(first) }
    const rest = strongPath(dependencies, to, from, ends)
    return rest === null ? [] : [[first, ...rest]]
  })
  const cycle = shortest(cycles)
  if (cycle === null) return null
  return { kind: 'circular', dependencies: cycle.map(({ dependency }) => dependency) }
}

/**
 * An interrupt that comes while the last class is held requests the first one: as if the last depended on the first, in the modes in
 * which they are used so.
 */
function inverted({ classes, dependencies }: LockGraph): Suspicion | null {
  const inversions = interrupts.flatMap((interrupt) =>
    classes.flatMap((safe) =>
      usagesOf(safe, interrupt, 'in').flatMap((inside) =>
        classes.flatMap((unsafe) =>
          usagesOf(unsafe, interrupt, 'enabled').flatMap((enabled) => {
            if (className(safe.class) === className(unsafe.class)) return []
            const ends = { recursive: inside.read, shared: enabled.read }
            const path = strongPath(dependencies, safe.class, unsafe.class, ends)
            if (path === null) return []
            return [{ interrupt, path, safe, unsafe, inside, enabled }]
          }),
        ),
      ),
    ),
  )
  const least = Math.min(...inversions.map(({ path }) => path.length))
  const found = inversions.find(({ path }) => path.length === least)
  if (found === undefined) return null
  const { interrupt, path, safe, unsafe, inside, enabled } = found
  return {
    kind: 'irq inversion',
    interrupt,
    dependencies: path.map(({ dependency }) => dependency),
    inside: { class: safe.class, usage: inside },
    enabled: { class: unsafe.class, usage: enabled },
  }
}

function shortest(all: readonly (readonly GraphDependency[])[]): readonly GraphDependency[] | null {
  const least = Math.min(...all.map(({ length }) => length))
  return all.find(({ length }) => length === least) ?? null
}
