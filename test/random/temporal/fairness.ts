/** Fairness for random models: what processes, steps and branches say, and what is declared besides. */

import type { Block, Fairness, FairSteps, Model, Process, Statement } from '../../../dsl/ir.ts'
import type { Draw } from '../draw.ts'
import { site } from '../nodes.ts'
import { labelsIn } from './labels.ts'

/** The model, about which something is assumed. */
export function withFairness(draw: Draw, model: Model): Model {
  /** Everybody goes on, and most who wait are not overtaken: then more depends on what exactly is assumed. */
  const generous = draw.chance(50)

  function block({ locals, statements }: Block): Block {
    return { locals, statements: statements.map(statement) }
  }

  function statement(of: Statement): Statement {
    switch (of.kind) {
      case 'step': {
        const said = draw.weighted([
          [of.guard === null ? 8 : 5, null],
          [of.guard === null ? 1 : generous ? 10 : 3, 'strong'],
          [generous ? 0 : 1, 'none'],
        ] as const)
        return said === null ? of : { ...of, fairness: said }
      }
      case 'when':
        return { ...of, then: block(of.then), otherwise: block(of.otherwise) }
      case 'loop':
      case 'until':
      case 'atomic':
        return { ...of, body: block(of.body) }
      case 'either': {
        const branches = of.branches.map(block)
        if (draw.chance(45)) return { ...of, branches }
        const branchFairness = branches.map(() => {
          return draw.oneOf([null, null, 'weak', 'strong', 'none'] as const)
        })
        return { ...of, branches, branchFairness }
      }
      default:
        return of
    }
  }

  function process(of: Process): Process {
    const some = ['weak', 'weak', 'strong'] as const
    const fairness = draw.oneOf(generous ? some : ([...some, 'weak', null] as const))
    return { ...of, fairness, body: block(of.body) }
  }

  return withDeclared(draw, {
    ...model,
    processes: model.processes.map(process),
    procedures: model.procedures.map((of) => ({ ...of, body: block(of.body) })),
  })
}

/** The model with up to two declarations, of labels and actions. */
export function withDeclared(draw: Draw, model: Model): Model {
  function declared(position: number): Fairness | null {
    const ofLabel = model.processes.length > 0 && draw.chance(50)
    const steps = ofLabel ? label() : actions()
    if (steps === null) return null
    return {
      name: `fairness ${position}`,
      strength: draw.oneOf(['weak', 'strong']),
      steps,
      site: site(),
    }
  }

  function label(): FairSteps | null {
    const places = model.processes.flatMap((of) => {
      return labelsIn(of.body).map((each) => ({ process: of.id, label: each }))
    })
    return places.length === 0 ? null : { kind: 'label', ...draw.oneOf(places) }
  }

  function actions(): FairSteps | null {
    if (model.actions.length === 0) return null
    const all = [...model.actions.keys()]
    const some = all.filter(() => draw.chance(70))
    const these = some.length === 0 ? [draw.oneOf(all)] : some
    return { kind: 'actions', actions: these, each: draw.chance(50) }
  }

  // Of actions nothing is assumed but what is declared.
  const least = model.processes.length === 0 ? 1 : 0
  return {
    ...model,
    fairness: draw.times(least, least + 2, declared).filter((each) => each !== null),
  }
}
