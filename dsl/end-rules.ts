/** What must be true of a process that has ended, as that it holds no lock any more, and what once every process that is no daemon has. */

import { holdsAny } from './holding.ts'
import type { Property } from './ir.ts'
import type { InstanceSort, ProcessHandle } from './process.ts'
import { all, some } from './quantify.ts'
import type { Session } from './session.ts'
import type { Site } from './site.ts'
import type { ThreadSort } from './sort.ts'
import { and, not, or, type BoolTerm } from './terms/bool.ts'
import type { TermOf } from './terms/types.ts'

/** The rules about the end; `handles` are the processes by their numbers. */
export function endRules(
  { facts, processes, locks, reached }: Session,
  handles: readonly ProcessHandle<InstanceSort, never>[],
): readonly Property[] {
  const ending = handles.filter(({ name }) => processes.some((p) => p.name === name && !p.daemon))
  if (ending.length === 0) return []
  const rule = (message: string, test: BoolTerm, site: Site): Property => {
    return { kind: 'rule', name: message, expr: test.expr, site }
  }
  const inTheEnd = (test: () => BoolTerm): BoolTerm => {
    return and(...ending.map((each) => all(each, (p) => p.terminated()))).implies(test())
  }
  const threadOf = (p: { thread(): TermOf<ThreadSort> }): TermOf<ThreadSort> => {
    const thread = p.thread()
    // A test need not ask whose it is.
    reached.add(thread.expr)
    return thread
  }
  const notPending = (test: () => BoolTerm) => (): BoolTerm =>
    facts.pending.length === 0 ? test() : or(...facts.pending.map((pending) => pending()), test())
  return [
    ...facts.atEnd.map(({ message, test, site }) => {
      return rule(message, inTheEnd(notPending(test)), site)
    }),
    ...locks.flatMap(({ name, indices, holdings, site }) => {
      // Such as a mark that is only passed.
      if (holdings.length === 0) return []
      // Whether it has ended decides for most, whatever the lock.
      const held = ending.map((each) =>
        some(each, (p) => and(p.terminated(), holdsAny({ indices, holdings }, p.thread(), site))),
      )
      return [rule(`lock held when returning to user space: ${name}`, not(or(...held)), site)]
    }),
    ...facts.atReturn.map(({ message, test, site }) => {
      const kept = ending.map((each) => all(each, (p) => p.terminated().implies(test(threadOf(p)))))
      return rule(message, and(...kept), site)
    }),
  ]
}
