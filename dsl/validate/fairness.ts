/** The rule of fairness: what is said of a branch stands where it counts. */

import type { AtomicStatement, Block, Model, ProcedureId } from '../ir.ts'
import type { Mistake } from '../mistake.ts'
import type { Site } from '../site.ts'
import { visitStatements } from '../walk.ts'

/** Branches of which something is assumed inside of an `atomic`, those in the procedures that it calls included. */
export function fairnessMistakes(model: Model): readonly Mistake[] {
  const mistakes = new Map<Site, Mistake>()
  for (const { body } of [...model.processes, ...model.procedures]) {
    visitStatements(body, (statement) => {
      if (statement.kind === 'atomic') inAtomic(statement)
    })
  }
  return [...mistakes.values()]

  function inAtomic(atomic: AtomicStatement): void {
    const around = atomic.site.toString()
    const called = new Set<ProcedureId>()
    inside(atomic.body)

    function inside(block: Block): void {
      visitStatements(block, (statement) => {
        if (statement.kind === 'call' && !called.has(statement.procedure)) {
          called.add(statement.procedure)
          const procedure = model.procedures[statement.procedure]
          if (procedure !== undefined) inside(procedure.body)
        }
        if (statement.kind !== 'either' || statement.branchFairness === undefined) return
        const { site } = statement
        const what = `what is assumed of a branch counts for nothing inside of an 'atomic' (at ${around})`
        mistakes.set(site, {
          site,
          what,
          remedy: "Leave out its 'fair', or put the 'either' outside",
        })
      })
    }
  }
}
