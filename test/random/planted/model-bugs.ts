/** Mistakes in following control: an engine that executes another body than the one that is written. */

import type { Block, Model, Statement } from '../../../dsl/ir.ts'
import { statement } from '../nodes.ts'

/** The model with every list of statements changed, the innermost first. */
function inBlocks(change: (statements: readonly Statement[]) => readonly Statement[]) {
  const block = (body: Block): Block => {
    const inner = body.statements.map((each): Statement => {
      switch (each.kind) {
        case 'when':
          return { ...each, then: block(each.then), otherwise: block(each.otherwise) }
        case 'loop':
        case 'until':
        case 'atomic':
          return { ...each, body: block(each.body) }
        case 'either':
          return { ...each, branches: each.branches.map(block) }
        default:
          return each
      }
    })
    return { ...body, statements: change(inner) }
  }
  return (model: Model): Model => ({
    ...model,
    processes: model.processes.map((each) => ({ ...each, body: block(each.body) })),
    procedures: model.procedures.map((each) => ({ ...each, body: block(each.body) })),
  })
}

/** By what the comparison is to notice. */
export const modelBugs: { readonly [claim: string]: (model: Model) => Model } = {
  'an atomic that is taken in several steps': inBlocks((statements) =>
    statements.flatMap((each) =>
      each.kind === 'atomic' && each.body.statements[0]?.kind === 'step'
        ? each.body.statements
        : [each],
    ),
  ),
  'an again that goes on behind the loop': inBlocks((statements) =>
    statements.map((each) => (each.kind === 'again' ? { ...each, kind: 'leave' } : each)),
  ),
  'an until that goes round only once': inBlocks((statements) =>
    statements.map((each) => (each.kind === 'until' ? { ...each, body: once(each.body) } : each)),
  ),
  'a silent computation that is left out': inBlocks((statements) =>
    statements.filter(({ kind }) => kind !== 'compute'),
  ),
  'a label that is passed over': inBlocks((statements) =>
    statements.filter(({ kind }) => kind !== 'label'),
  ),
}

/** The same, where a round may come to take no step: an engine that does not notice that would never come to an end. */
export const roundBugs: typeof modelBugs = {
  'a leave that goes back to the head': inBlocks((statements) =>
    statements.map((each) => (each.kind === 'leave' ? { ...each, kind: 'again' } : each)),
  ),
  'a test of shared state that takes no step': inBlocks((statements) =>
    statements.map((each) => (each.kind === 'when' ? { ...each, step: false } : each)),
  ),
  'a return that is not taken': inBlocks((statements) =>
    statements.filter((each) => each.kind !== 'return' || each.value !== null),
  ),
}

function once({ locals, statements }: Block): Block {
  return { locals, statements: [...statements, statement('leave', {})] }
}
