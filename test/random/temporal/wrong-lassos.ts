/** Lassos that are none, made from one that is. */

import type { Trace } from '../../../checker/trace.ts'

/** Null: there is nothing to change. */
export const wrongLassos: { readonly [claim: string]: (lasso: Trace) => Trace | null } = {
  'that does not come back': (lasso) =>
    goesRound(lasso) ? { ...lasso, steps: lasso.steps.slice(0, -1) } : null,
  'that stays where it would go round': ({ initial, steps, loop = 0 }) =>
    steps.length > loop ? { initial, steps: steps.slice(0, loop), loop } : null,
  'that goes round on from a later state': ({ loop = 0, ...lasso }) =>
    lasso.steps.length > loop ? { ...lasso, loop: loop + 1 } : null,
  'that goes round on from an earlier state': ({ loop = 0, ...lasso }) =>
    loop > 0 ? { ...lasso, loop: loop - 1 } : null,
  'that leaves a step out': (lasso) =>
    lasso.steps.length > 1 ? { ...lasso, steps: lasso.steps.toSpliced(1, 1) } : null,
  'that begins elsewhere': ({ steps, loop = 0 }) => {
    const [first, ...others] = steps
    if (first === undefined || first.result.kind !== 'state' || loop === 0) return null
    return { initial: first.result, steps: others, loop: loop - 1 }
  },
  'by another instance': (lasso) => {
    const other = (thread: number | null) => (thread === null ? null : thread + 1)
    const steps = lasso.steps.map((step) => ({ ...step, thread: other(step.thread) }))
    return steps.length > 0 ? { ...lasso, steps } : null
  },
  'without a loop': ({ initial, steps }) => ({ initial, steps }),
}

function goesRound({ steps, loop = 0 }: Trace): boolean {
  return steps.length > loop
}
