/** What shows the dependencies and usages of a suspicion: for each a run, or the author's word. */

import type { Model } from '../../dsl/ir.ts'
import type { Sighting } from '../exploration.ts'
import type { Program } from '../lower/program.ts'
import { holdsAt } from '../reference/holds.ts'
import { interpret } from '../reference/interpreter.ts'
import { replay } from '../trace.ts'
import type { Dependency } from './dependency.ts'
import { dependencyName } from './graph.ts'
import type { ClassUsage, Suspicion } from './judgement.ts'
import { className } from './lock-class.ts'
import type { LockGraph } from './lock-graph.ts'
import type { Link, LockProblem, UsageLink } from './lock-problem.ts'
import type { Observations } from './observation.ts'
import { Observer } from './observer.ts'
import { usageName } from './usage.ts'
import type { RunWitness, Witness } from './witness.ts'

/** What an exploration has observed, and how a run is found to one of these observations. */
export interface Observed {
  readonly program: Program
  readonly observations: Observations
  readonly noted: ReadonlySet<number>
  readonly graph: LockGraph
  readonly sighting: (sought: readonly number[]) => Promise<Sighting>
}

/** The suspicion with its witnesses. Of a cycle the link that takes the longest run closes it, or the first of these. */
export async function witnessed(suspicion: Suspicion, observed: Observed): Promise<LockProblem> {
  switch (suspicion.kind) {
    case 'circular':
      return { kind: 'circular', links: closedLast(await links(suspicion.dependencies, observed)) }
    case 'recursive':
      return { kind: 'recursive', link: await linkOf(suspicion.dependency, observed) }
    case 'inconsistent state': {
      const { kind, interrupt, class: of } = suspicion
      const inside = await usageLink({ class: of, usage: suspicion.inside }, observed)
      const enabled = await usageLink({ class: of, usage: suspicion.enabled }, observed)
      return { kind, interrupt, class: of, inside, enabled }
    }
    case 'irq inversion': {
      const { kind, interrupt, dependencies } = suspicion
      const inside = await usageLink(suspicion.inside, observed)
      const enabled = await usageLink(suspicion.enabled, observed)
      return { kind, interrupt, links: await links(dependencies, observed), inside, enabled }
    }
  }
}

async function links(
  dependencies: readonly Dependency[],
  observed: Observed,
): Promise<readonly Link[]> {
  const found: Link[] = []
  for (const dependency of dependencies) found.push(await linkOf(dependency, observed))
  return found
}

async function linkOf(dependency: Dependency, observed: Observed): Promise<Link> {
  const name = dependencyName(dependency)
  const sought = observed.observations.list.flatMap((each, number) =>
    each.kind === 'dependency' && dependencyName(each.dependency) === name ? [number] : [],
  )
  const run = await runTo(sought, observed)
  if (run !== null) return { dependency, witness: run }
  const declared = observed.graph.dependencies.find(
    (each) => dependencyName(each.dependency) === name,
  )
  const [order] = declared?.declared ?? []
  if (order === undefined) throw new Error(`nobody says that ${name}`)
  return { dependency, witness: { kind: 'declared', order } }
}

async function usageLink({ class: of, usage }: ClassUsage, observed: Observed): Promise<UsageLink> {
  const sought = observed.observations.list.flatMap((each, number) =>
    each.kind === 'usage' &&
    className(each.class) === className(of) &&
    usageName(each.usage) === usageName(usage)
      ? [number]
      : [],
  )
  const witness = await runTo(sought, observed)
  if (witness === null) throw new Error(`nobody uses ${className(of)} so: ${usageName(usage)}`)
  return { class: of, usage, witness }
}

/** Null where none of it was observed. */
async function runTo(
  numbers: readonly number[],
  { program, observations, noted, sighting }: Observed,
): Promise<RunWitness | null> {
  const sought = numbers.filter((number) => noted.has(number))
  if (sought.length === 0) return null
  const found = await sighting(sought)
  const nobody: RunWitness = { kind: 'run', ...found, thread: -1, request: null, holds: [] }
  if (found.trace === null) return nobody
  const { model } = program
  const system = interpret(model)
  const states = replay(found.trace, system)
  const last = states.at(-1)
  const seen =
    last === undefined
      ? null
      : new Observer(system, program, observations).sees(last, new Set(sought))
  if (seen === null) throw new Error('a run does not end where something is observed')
  const request = observations.list[seen.number]?.request ?? null
  return { ...nobody, thread: seen.thread, request, holds: holdsOf(model, states, seen.thread) }
}

function holdsOf(
  model: Model,
  states: Parameters<typeof holdsAt>[1],
  thread: number,
): RunWitness['holds'] {
  return holdsAt(model, states)[thread] ?? []
}

function closedLast(all: readonly Link[]): readonly Link[] {
  const lengths = all.map(({ witness }) => lengthOf(witness))
  const closing = lengths.indexOf(Math.max(...lengths))
  return [...all.slice(closing), ...all.slice(0, closing)]
}

/** What is declared was there before everything else. */
function lengthOf(witness: Witness): number {
  return witness.kind === 'run' ? (witness.trace?.steps.length ?? 0) : -1
}
