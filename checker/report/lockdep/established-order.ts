/** The order of lock classes as a forest: under each class those that come next, and no more than what was seen. */

import { className } from '../../lock-order/lock-class.ts'
import type { LockClass } from '../../lock-order/lock-class.ts'
import type { LockGraph } from '../../lock-order/lock-graph.ts'

/** A class, and what is taken while it is held. */
export interface Nested {
  readonly class: LockClass
  /** What lies below it stands where it is first taken. */
  readonly inner: readonly Nested[]
}

type EstablishedOrder =
  | { readonly kind: 'order'; readonly outermost: readonly Nested[] }
  /** Names of classes; the first one again at the end. */
  | { readonly kind: 'cycle'; readonly path: readonly string[] }

/** Classes without dependencies are left out; so is a class under itself, which subclasses or an outer lock have put in order. */
export function establishedOrder({ classes, dependencies }: LockGraph): EstablishedOrder {
  const names = classes.map((each) => className(each.class))
  const after = new Map(names.map((name) => [name, new Set<string>()]))
  for (const { dependency } of dependencies) {
    const [from, to] = [className(dependency.from), className(dependency.to)]
    if (from !== to) after.get(from)?.add(to)
  }
  const next = (name: string): readonly string[] => names.filter((to) => after.get(name)?.has(to))
  const path = cycleIn(names, next)
  if (path !== null) return { kind: 'cycle', path }
  const reaches = new Map<string, ReadonlySet<string>>()
  const reachable = (name: string): ReadonlySet<string> => {
    const known = reaches.get(name)
    if (known !== undefined) return known
    const all = new Set(next(name).flatMap((to) => [to, ...reachable(to)]))
    reaches.set(name, all)
    return all
  }
  // What is taken under something in between is told there.
  const directly = (name: string): readonly string[] =>
    next(name).filter((to) => !next(name).some((via) => via !== to && reachable(via).has(to)))
  const told = new Set<string>()
  const nested = (name: string): readonly Nested[] => {
    const found = classes.find((each) => className(each.class) === name)
    if (found === undefined) return []
    const inner = told.has(name) ? [] : directly(name)
    told.add(name)
    return [{ class: found.class, inner: inner.flatMap(nested) }]
  }
  const later = new Set(names.flatMap(next))
  const outermost = names.filter((name) => !later.has(name) && next(name).length > 0)
  return { kind: 'order', outermost: outermost.flatMap(nested) }
}

function cycleIn(
  names: readonly string[],
  next: (name: string) => readonly string[],
): readonly string[] | null {
  const done = new Set<string>()
  const search = (path: readonly string[]): readonly string[] | null => {
    const name = path.at(-1)
    if (name === undefined || done.has(name)) return null
    for (const to of next(name)) {
      if (path.includes(to)) return [...path.slice(path.indexOf(to)), to]
      const found = search([...path, to])
      if (found !== null) return found
    }
    done.add(name)
    return null
  }
  for (const name of names) {
    const found = search([name])
    if (found !== null) return found
  }
  return null
}
