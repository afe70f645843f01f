/** Models read wrongly: other fairness than they have. */

import type { Block, Model, Statement } from '../../../dsl/ir.ts'

/** With the statements changed, the innermost first. */
function statements(change: (statement: Statement) => Statement): (model: Model) => Model {
  function block({ locals, statements: list }: Block): Block {
    return { locals, statements: list.map(inside) }
  }
  function inside(of: Statement): Statement {
    switch (of.kind) {
      case 'when':
        return change({ ...of, then: block(of.then), otherwise: block(of.otherwise) })
      case 'loop':
      case 'until':
      case 'atomic':
        return change({ ...of, body: block(of.body) })
      case 'either':
        return change({ ...of, branches: of.branches.map(block) })
      default:
        return change(of)
    }
  }
  return (model) => ({
    ...model,
    procedures: model.procedures.map((of) => ({ ...of, body: block(of.body) })),
    processes: model.processes.map((of) => ({ ...of, body: block(of.body) })),
  })
}

/** Every process with other fairness. */
function processes(fairness: 'weak' | 'strong' | null): (model: Model) => Model {
  return (model) => ({
    ...model,
    processes: model.processes.map((each) => ({ ...each, fairness })),
  })
}

/** Without what steps say, where it is this. */
function unsaid(says: 'strong' | 'none'): (model: Model) => Model {
  return statements((of) => {
    if (of.kind !== 'step' || of.fairness !== says) return of
    const { fairness: _, ...rest } = of
    return rest
  })
}

export const wrongModels: { readonly [claim: string]: (model: Model) => Model } = {
  'every process as a weak one': processes('weak'),
  'every process as a strong one': processes('strong'),
  'every process as one of which nothing is assumed': processes(null),
  'steps that wait as any others': unsaid('strong'),
  'steps that nobody relies on as any others': unsaid('none'),
  'branches as if they said nothing': statements((of) => {
    if (of.kind !== 'either') return of
    const { branchFairness: _, ...rest } = of
    return rest
  }),
  'nothing of what is declared': (model) => ({ ...model, fairness: [] }),
  'what is declared strong as weak': (model) => ({
    ...model,
    fairness: model.fairness.map((each) => ({ ...each, strength: 'weak' })),
  }),
  'actions that are assumed together as assumed one by one': (model) => ({
    ...model,
    fairness: model.fairness.map((each) =>
      each.steps.kind === 'actions' ? { ...each, steps: { ...each.steps, each: true } } : each,
    ),
  }),
}
