/** From what a search has observed to the graph of lock classes. */

import type { LockOrder, Model } from '../../dsl/ir.ts'
import type { StepInfo } from '../system.ts'
import type { Dependency } from './dependency.ts'
import { className } from './lock-class.ts'
import type { LockClass } from './lock-class.ts'
import type { GraphDependency, LockGraph, SeenUsage } from './lock-graph.ts'
import type { Observation } from './observation.ts'
import { usageName, usages } from './usage.ts'

/** The graph of what was observed, by the numbers of `list`, and of what the model declares; `complete`: all that there is was observed. */
export function lockGraph(
  model: Model,
  list: readonly Observation[],
  noted: ReadonlySet<number>,
  complete: boolean,
): LockGraph {
  const seen = list.filter((_, number) => noted.has(number))
  const classes = classesOf(model, seen)
  const position = (of: LockClass): number =>
    classes.findIndex((each) => className(each) === className(of))
  const known = (name: string): LockClass => {
    const found = classes.find((each) => className(each) === name)
    if (found === undefined) throw new Error(`there is no lock class ${name}`)
    return found
  }
  return {
    classes: classes.map((each) => ({ class: each, usages: usagesOf(each, seen) })),
    dependencies: dependenciesOf(model.lockOrders, seen, known).toSorted((left, right) => {
      const [a, b] = [left.dependency, right.dependency]
      return position(a.from) - position(b.from) || position(a.to) - position(b.to)
    }),
    complete,
  }
}

function classesOf(
  { locks, lockOrders }: Model,
  seen: readonly Observation[],
): readonly LockClass[] {
  const declared = locks.map(({ lockClass: name, kind }): LockClass => {
    return { name, subclass: 0, kind }
  })
  const used = seen.flatMap((each) =>
    each.kind === 'usage' ? [each.class] : [each.dependency.from, each.dependency.to],
  )
  const names = [...new Set(declared.map(({ name }) => name))]
  const real = names.flatMap((name) =>
    [...declared, ...used]
      .filter((each) => each.name === name)
      .toSorted((left, right) => left.subclass - right.subclass),
  )
  const ordered = lockOrders.flatMap(({ classes }) => classes).map((text) => named(text, declared))
  return unique([...real, ...ordered])
}

/** A class by its name as lockdep writes it. */
function named(text: string, declared: readonly LockClass[]): LockClass {
  const [, name = text, subclass = '0'] = /^(.*)\/(\d+)$/.exec(text) ?? []
  const whole = declared.find((each) => each.name === text)
  const base = declared.find((each) => each.name === name)
  if (whole !== undefined || base === undefined) {
    return { name: text, subclass: 0, kind: whole?.kind ?? 'sleeping' }
  }
  return { ...base, subclass: Number(subclass) }
}

function unique(classes: readonly LockClass[]): readonly LockClass[] {
  const found = new Map<string, LockClass>()
  for (const each of classes) {
    const name = className(each)
    if (!found.has(name)) found.set(name, each)
  }
  return [...found.values()]
}

function usagesOf(of: LockClass, seen: readonly Observation[]): readonly SeenUsage[] {
  return usages.flatMap((usage): readonly SeenUsage[] => {
    const such = seen.flatMap((each) => {
      const is =
        each.kind === 'usage' &&
        className(each.class) === className(of) &&
        usageName(each.usage) === usageName(usage)
      return is ? [each.request] : []
    })
    if (such.length === 0) return []
    return [{ usage, steps: stepsOf(such) }]
  })
}

function stepsOf(requests: readonly (StepInfo | null)[]): readonly StepInfo[] {
  return [...new Set(requests.flatMap((each) => each ?? []))]
}

function dependenciesOf(
  lockOrders: readonly LockOrder[],
  seen: readonly Observation[],
  known: (name: string) => LockClass,
): readonly GraphDependency[] {
  const found = new Map<
    string,
    { dependency: Dependency; steps: Set<StepInfo>; declared: Set<LockOrder> }
  >()
  const entry = (dependency: Dependency) => {
    const key = dependencyName(dependency)
    const before = found.get(key)
    if (before !== undefined) return before
    const made = { dependency, steps: new Set<StepInfo>(), declared: new Set<LockOrder>() }
    found.set(key, made)
    return made
  }
  for (const each of seen) {
    if (each.kind === 'dependency') entry(each.dependency).steps.add(each.request)
  }
  for (const order of lockOrders) {
    for (const [i, name] of order.classes.slice(0, -1).entries()) {
      const [from, to] = [known(name), known(order.classes[i + 1] ?? name)]
      entry({ from, held: 'write', to, requested: 'write' }).declared.add(order)
    }
  }
  return [...found.values()].map(({ dependency, steps, declared }) => {
    return { dependency, steps: [...steps], declared: [...declared] }
  })
}

/** Tells apart two dependencies. */
export function dependencyName({ from, held, to, requested }: Dependency): string {
  return `${className(from)} (${held}) -> ${className(to)} (${requested})`
}
