/** What can be said of a model only when all of it is declared: who must not sleep, where a process can run, what must hold in the end. */

import type { Context, Expr, Holding, Masks, Property } from './ir.ts'
import { ProcessHandle, type InstanceSort } from './process.ts'
import type { ThreadTest } from './facts.ts'
import { requireSession, type Session } from './session.ts'
import { here, type Site } from './site.ts'
import { bool, type ThreadSort } from './sort.ts'
import type { StepRules } from './step-rules.ts'
import { current } from './step.ts'
import { all, some } from './quantify.ts'
import { and, not, or, type BoolTerm } from './terms/bool.ts'
import { make, refer } from './terms/registry.ts'
import type { TermOf } from './terms/types.ts'

/** What a body asks for before it is known. */
const notYet: Expr = { kind: 'literal', sort: bool, site: here(), value: false }

/** Whether the executing process must not sleep: it holds a spinning lock, has interrupts off, is in one. */
export function inAtomic(): BoolTerm {
  const session = requireSession("'inAtomic'")
  session.inAtomic ??= {
    kind: 'definition',
    sort: bool,
    site: here(),
    name: 'in_atomic()',
    body: notYet,
  }
  return refer(session.inAtomic, bool)
}

/** What the finished model has besides what was declared. */
export interface Completion {
  /** Of each process: where it can run. */
  readonly runs: readonly (Expr | null)[]
  readonly masks: Masks
  readonly rules: readonly Property[]
  readonly steps: StepRules
}

/** Completes what was declared in the session. */
export function complete(session: Session): Completion {
  const handles = session.processes.map(({ name, sort, id }) => {
    return new ProcessHandle(name, sort as InstanceSort, id, new Set())
  })
  const { facts, processes } = session

  const inContext = (thread: TermOf<ThreadSort>, ...contexts: readonly Context[]): BoolTerm[] =>
    processes.flatMap(({ context }, i) => {
      const handle = handles[i]
      if (handle === undefined || !contexts.includes(context)) return []
      return [some(handle, (p) => p.thread().eq(thread))]
    })
  const masking = (kind: 'hardirq' | 'softirq', thread: TermOf<ThreadSort>): BoolTerm[] => [
    // An interrupt is not interrupted by its own kind, nor by a lesser one.
    ...inContext(
      thread,
      ...(kind === 'hardirq' ? (['hardirq'] as const) : (['hardirq', 'softirq'] as const)),
    ),
    ...facts.masked.hardirq.map((test) => test(thread)),
    ...(kind === 'softirq' ? facts.masked.softirq.map((test) => test(thread)) : []),
  ]
  const isAtomic = (thread: TermOf<ThreadSort>): BoolTerm[] => [
    ...inContext(thread, 'hardirq', 'softirq'),
    ...facts.masked.hardirq.map((test) => test(thread)),
    ...facts.masked.softirq.map((test) => test(thread)),
    ...facts.atomic.map((test) => test(thread)),
  ]

  const atomic = anyOf(isAtomic(current()))
  if (session.inAtomic !== null) {
    // The one node that every body was given is made what it stands for.
    Object.assign(session.inAtomic, { body: atomic ?? notYet })
  }
  return {
    runs: processes.map(({ on, context, site, id }) => {
      const own = handles[id]
      if (on === null || own === undefined) return null
      const self: Expr = { kind: 'self', sort: own.sort, site }
      const thread = own.instance(self).thread()
      const someOther = (test: ThreadTest): BoolTerm =>
        or(
          ...processes.flatMap((other, i) => {
            const handle = handles[i]
            if (other.on !== on || handle === undefined) return []
            const apart = (p: { thread(): TermOf<ThreadSort> }) =>
              and(p.thread().ne(thread), test(p.thread()))
            return [some(handle, other.id === id ? apart : (p) => test(p.thread()))]
          }),
        )
      return on.runs({
        thread,
        context,
        someOther,
        masks: (kind, of) => or(...masking(kind, of)),
        isAtomic: (of) => or(...isAtomic(of)),
      }).expr
    }),
    masks: {
      hardirq: anyOf(masking('hardirq', current())),
      softirq: anyOf(masking('softirq', current())),
    },
    rules: endRules(session, handles),
    steps: { atomic, lifetimes: facts.lifetimes },
  }
}

function anyOf(tests: readonly BoolTerm[]): Expr | null {
  return tests.length === 0 ? null : or(...tests).expr
}

/** What must be true once everybody has ended: what primitives say, and that nobody holds a lock any more. */
function endRules(
  { facts, processes, locks }: Session,
  handles: readonly ProcessHandle<InstanceSort, never>[],
): readonly Property[] {
  const ending = handles.filter(({ name }) => processes.some((p) => p.name === name && !p.daemon))
  if (ending.length === 0) return []
  const rule = (message: string, test: () => BoolTerm, site: Site): Property => {
    const ended = and(...ending.map((each) => all(each, (p) => p.terminated())))
    return { kind: 'rule', name: message, expr: ended.implies(test()).expr, site }
  }
  return [
    ...facts.atEnd.map(({ message, test, site }) => rule(message, test, site)),
    ...locks.flatMap(({ name, indices, holdings, site }) =>
      holdings.map((holding) => {
        const held = (): BoolTerm =>
          or(...ending.map((each) => some(each, (p) => heldBy(holding, p.thread(), site))))
        const anywhere = (): BoolTerm =>
          indices.reduceRight((test, binder) => {
            const domain = { kind: 'sort', sort: binder.sort } as const
            const body = test.expr
            return make(
              { kind: 'quantifier', sort: bool, site, quantifier: 'some', binder, domain, body },
              bool,
            )
          }, held())
        return rule(`lock held when returning to user space: ${name}`, () => not(anywhere()), site)
      }),
    ),
  ]
}

/** Whether the thread is among the holders. */
function heldBy({ holders }: Holding, thread: TermOf<ThreadSort>, site: Site): BoolTerm {
  const { sort } = holders
  if (sort.kind === 'set') {
    return make({ kind: 'member', sort: bool, site, element: thread.expr, of: holders }, bool)
  }
  const just: Expr = { kind: 'some', sort, site, value: thread.expr }
  return make(
    { kind: 'binary', sort: bool, site, operator: 'eq', left: holders, right: just },
    bool,
  )
}
