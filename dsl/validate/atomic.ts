/** Rules of `atomic`: no loop and no `atomic` inside, a guard only in what can be executed first, and a lock taken only by its first step. */

import type { AtomicStatement, Block, Model, Statement } from '../ir.ts'
import type { Mistake } from '../mistake.ts'

/** What is known where control arrives: nowhere, before anything that takes a step, or perhaps after it. */
type Progress = 'dead' | 'fresh' | 'begun'

function merge(left: Progress, right: Progress): Progress {
  if (left === 'begun' || right === 'begun') return 'begun'
  return left === 'dead' ? right : left
}

/** The mistakes inside of one `atomic`, those in the procedures that it calls included. */
export function atomicMistakes(model: Model, atomic: AtomicStatement): readonly Mistake[] {
  const mistakes: Mistake[] = []
  const first = atomic.body.statements.find(({ kind }) => kind !== 'compute' && kind !== 'label')
  inside(atomic.body, 'fresh', { returned: 'dead' })
  return mistakes

  function inside(block: Block, start: Progress, procedure: { returned: Progress }): Progress {
    return block.statements.reduce((progress, statement) => {
      return progress === 'dead' ? 'dead' : pass(statement, progress, procedure)
    }, start)
  }

  function pass(
    statement: Statement,
    progress: Progress,
    procedure: { returned: Progress },
  ): Progress {
    const { site } = statement
    const next = 'step' in statement && statement.step ? 'begun' : progress
    switch (statement.kind) {
      case 'step':
        if (statement.guard !== null && progress === 'begun') {
          const what = `'${statement.name}' can block in the middle of an 'atomic' (at ${atomic.site.toString()})`
          mistakes.push({ site, what, remedy: 'Put it first, or outside' })
        } else if (statement !== first && statement.requests.some(({ trying }) => !trying)) {
          const what = `'${statement.name}' takes a lock, and is not the first statement of its 'atomic' (at ${atomic.site.toString()})`
          mistakes.push({ site, what, remedy: 'Put it first, or outside' })
        }
        return 'begun'
      case 'when':
        return [statement.then, statement.otherwise]
          .map((block) => inside(block, next, procedure))
          .reduce(merge)
      case 'either':
        return statement.branches
          .map((block) => inside(block, progress, procedure))
          .reduce(merge, 'dead')
      case 'call': {
        const callee = model.procedures[statement.procedure]
        const own: { returned: Progress } = { returned: 'dead' }
        return callee === undefined ? next : merge(inside(callee.body, next, own), own.returned)
      }
      case 'return':
        procedure.returned = merge(procedure.returned, next)
        return 'dead'
      case 'leave':
      case 'again':
        return 'dead'
      case 'loop':
      case 'until':
      case 'atomic': {
        const what = `'${statement.kind}' stands inside an 'atomic' (at ${atomic.site.toString()})`
        const remedy = "Repeat with JavaScript's 'for', or use 'forEach' in one step"
        mistakes.push({ site, what, remedy })
        return 'begun'
      }
      case 'compute':
      case 'label':
        return progress
    }
  }
}
