/** Lock classes, what depends on what, and what is wrong with it, as JSON. */

import type { StepInfo } from '../system.ts'
import type { Dependency } from '../lock-order/dependency.ts'
import type { Suspicion } from '../lock-order/judgement.ts'
import { className } from '../lock-order/lock-class.ts'
import type { LockGraph } from '../lock-order/lock-graph.ts'
import type { Link, LockProblem, UsageLink } from '../lock-order/lock-problem.ts'
import { problemInWords } from '../lock-order/problem-classes.ts'
import { usageName } from '../lock-order/usage.ts'
import type { Hold } from '../lock-order/hold.ts'
import type { Witness } from '../lock-order/witness.ts'
import { place, placeInBody } from './json-place.ts'
import { traceDocument } from './json-trace.ts'

/** The problem, with what shows each part of it. */
export function problemDocument(problem: LockProblem, cwd: string): object {
  const words = problemInWords(problem)
  switch (problem.kind) {
    case 'circular':
      return { ...words, links: problem.links.map((each) => linkDocument(each, cwd)) }
    case 'recursive':
      return { ...words, links: [linkDocument(problem.link, cwd)] }
    case 'inconsistent state':
    case 'irq inversion':
      return {
        ...words,
        interrupt: problem.interrupt,
        links: (problem.kind === 'irq inversion' ? problem.links : []).map((each) =>
          linkDocument(each, cwd),
        ),
        inside: usageDocument(problem.inside, cwd),
        enabled: usageDocument(problem.enabled, cwd),
      }
  }
}

/** The graph, and in a word what is wrong with it. */
export function lockOrderDocument(
  { graph, suspicion }: { readonly graph: LockGraph; readonly suspicion: Suspicion | null },
  cwd: string,
): object {
  return {
    complete: graph.complete,
    problem: suspicion === null ? null : problemInWords(suspicion),
    classes: graph.classes.map(({ class: of, usages }) => ({
      name: className(of),
      kind: of.kind,
      usages: usages.map(({ usage }) => usageName(usage)),
    })),
    dependencies: graph.dependencies.map(({ dependency, steps, declared }) => ({
      ...dependencyDocument(dependency),
      steps: steps.map((step) => stepDocument(step, cwd)),
      declared: declared.map(({ site }) => place(site, cwd)),
    })),
  }
}

function dependencyDocument({ from, held, to, requested }: Dependency): object {
  return { from: className(from), held, to: className(to), requested }
}

function linkDocument({ dependency, witness }: Link, cwd: string): object {
  return { ...dependencyDocument(dependency), witness: witnessDocument(witness, cwd) }
}

function usageDocument({ class: of, usage, witness }: UsageLink, cwd: string): object {
  return {
    class: className(of),
    usage: usageName(usage),
    witness: witnessDocument(witness, cwd),
  }
}

function witnessDocument(witness: Witness, cwd: string): object {
  if (witness.kind === 'declared') return { declared: place(witness.order.site, cwd) }
  const { trace, canonical, thread, request, holds } = witness
  return {
    thread,
    request: request === null ? null : stepDocument(request, cwd),
    holds: holds.map(holdDocument),
    canonical,
    trace: trace === null ? null : traceDocument(trace, cwd),
  }
}

/** `since` is the position of a step of the trace, from 0. */
function holdDocument({ class: of, lock, mode, since }: Hold): object {
  return { class: className(of), lock, mode, since }
}

function stepDocument({ id, name, site }: StepInfo, cwd: string): object {
  return { id, name, ...placeInBody(site, cwd) }
}
