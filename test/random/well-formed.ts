/** Whether a model keeps the rules that its engines rely on, checked apart from the generator and from the author's surface. */

import type { Block, Model, Procedure, Process, Sort, Variable } from '../../dsl/ir.ts'
import { formulaTests } from '../../dsl/walk.ts'
import { checkEffects } from './well-effected.ts'
import { checkFlow } from './well-flowing.ts'
import { bind, expectSort } from './well-sorted.ts'
import type { Checking } from './well-sorted.ts'
import { isStatement, walk } from './walk.ts'

const bool: Sort = { kind: 'bool' }

/** What is wrong with the model; nothing, when it may be given to an engine. */
export function mistakes(model: Model): readonly string[] {
  const found = new Set<string>()
  const checking: Checking = {
    model,
    ghosts: false,
    shared: true,
    points: true,
    after: false,
    current: false,
    self: null,
    locals: new Map(),
    bound: new Map(),
    report: (mistake) => found.add(mistake),
  }
  checkNumbers(model, checking)
  for (const variable of model.variables) checkVariable(variable, checking)
  for (const { parameters, guard, effects } of model.actions) {
    const inside = bind(checking, ...parameters)
    if (guard !== null) expectSort(guard, bool, inside)
    checkEffects(effects, inside, 'step')
  }
  for (const body of [...model.procedures, ...model.processes]) checkBody(body, checking)
  for (const { expr } of model.initially) expectSort(expr, bool, { ...checking, points: false })
  for (const { kind, expr } of model.properties) {
    expectSort(expr, bool, { ...checking, ghosts: true, after: kind === 'step' })
  }
  for (const { expr } of [...model.ends, ...model.constraints]) expectSort(expr, bool, checking)
  for (const { holders } of model.locks.flatMap(({ holdings }) => holdings)) {
    checkHolders(holders.sort, checking)
  }
  for (const { runs, sort } of model.processes) {
    if (runs !== null) expectSort(runs, bool, { ...checking, self: sort, current: true })
  }
  checkFairness(model, checking)
  for (const test of model.temporal.flatMap(({ formula }) => formulaTests(formula))) {
    expectSort(test.expr, bool, { ...checking, ghosts: true, after: test.kind === 'step' })
  }
  return [...found]
}

function checkFairness(model: Model, { report }: Checking): void {
  const { fairness, processes, procedures, actions } = model
  for (const { steps } of fairness) {
    if (steps.kind === 'label') {
      if (processes[steps.process] === undefined) report('fairness of no process')
    } else if (steps.actions.some((each) => actions[each] === undefined)) {
      report('fairness of no action')
    }
  }
  walk([processes, procedures], (part) => {
    const { branchFairness, branches } = part
    if (!Array.isArray(branchFairness) || !Array.isArray(branches)) return
    if (branchFairness.length !== branches.length) report('fairness of no branch')
  })
}

function checkVariable({ sort, initial }: Variable, checking: Checking): void {
  const inside = { ...checking, shared: false }
  if (initial.kind === 'value') expectSort(initial.value, sort, inside)
  if (initial.kind === 'anyOf') expectSort(initial.set, { kind: 'set', of: sort }, inside)
}

function checkHolders(sort: Sort, { report }: Checking): void {
  const of = sort.kind === 'optional' || sort.kind === 'set' ? sort.of : null
  if (of?.kind !== 'thread') report('holders that are no threads')
}

/** Positions and numbers are what they are said to be. */
function checkNumbers(model: Model, { report }: Checking): void {
  for (const list of [model.variables, model.procedures, model.processes]) {
    for (const [position, { id }] of list.entries())
      if (id !== position) report('id is no position')
  }
  const binders = new Map<number, unknown>()
  const locals = new Set<number>()
  // A model that is refined has numbers of its own.
  const properties = model.properties.map((property) => ({ ...property, refines: null }))
  walk({ ...model, properties }, (part) => {
    if ('bound' in part && 'name' in part && !('kind' in part)) {
      const number = Number(part['bound'])
      if ((binders.get(number) ?? part) !== part) report('a name is bound twice')
      binders.set(number, part)
    }
    if ('locals' in part) {
      // Only blocks have locals.
      for (const { local } of (part as unknown as Block).locals) {
        if (locals.has(local)) report('a local is declared twice')
        locals.add(local)
      }
    }
  })
}

function checkBody(body: Procedure | Process, checking: Checking): void {
  const { report } = checking
  let ordinal = 0
  walk(body.body, (part) => {
    if (!isStatement(part)) return
    if (part.ordinal !== ordinal) report('statements are numbered in another order')
    ordinal += 1
  })
  const parameters = 'parameters' in body ? body.parameters : []
  for (const [position, parameter] of parameters.entries()) {
    if (body.body.locals[position]?.local !== parameter.local)
      report('parameters are the first locals')
  }
  const self = 'sort' in body ? body.sort : null
  checkFlow(body, { ...checking, self, current: true })
}
