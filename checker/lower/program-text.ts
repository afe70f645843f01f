/** A flat program as text, for people and for snapshots. */

import type { Block, Domain, Effect, LocalId, Model, Ordinal, Place, Wait } from '../../dsl/ir.ts'
import { expressionText } from '../expression-text.ts'
import { sortText } from '../sort-text.ts'
import { operationAt, reachable, successors } from './operations.ts'
import type { FlatAction, FlatProcess, Operation, Program } from './program.ts'

/** All processes, point by point, then the actions. A slot is shown as its name and its number. */
export function programText(program: Program): string {
  const lines = [
    ...program.processes.flatMap((flat) => processLines(flat, program.model)),
    ...program.actions.flatMap((action) => actionLines(action, program.model)),
  ]
  return lines.join('\n')
}

type Lines = readonly string[]

function processLines(flat: FlatProcess, whole: Model): Lines {
  const model = withSlots(flat, whole)
  const instances = flat.instances === 1 ? '1 instance' : `${flat.instances} instances`
  return [
    `process ${flat.process.name}: ${instances}`,
    ...flat.slots.map(({ name, sort }, slot) => `  slot ${name}_${slot}: ${sortText(sort)}`),
    '  start',
    ...indented(transitionLines(flat, flat.start, model), 4),
    ...flat.points.flatMap(({ statement, labels, transitions }, point) => {
      const at = statement === null ? 'end' : statementText(flat, statement, false)
      const labelled = labels.length === 0 ? '' : ` [${labels.join(' ')}]`
      return [
        `  point ${point}: ${at}${labelled}`,
        ...transitions.flatMap(({ entry }) => [
          '    transition',
          ...indented(transitionLines(flat, entry, model), 6),
        ]),
      ]
    }),
  ]
}

function actionLines(action: FlatAction, model: Model): Lines {
  const parameters = action.parameters.map(({ name, sort }) => `${name}: ${sortText(sort)}`)
  return [
    `action ${action.step.id}${parameters.length === 0 ? '' : ` (${parameters.join(', ')})`}`,
    ...(action.guard === null ? [] : [`  guard ${expressionText(action.guard, model)}`]),
    ...indented(effectLines(action.effects, model), 2),
  ]
}

function statementText(flat: FlatProcess, statement: number, named: boolean): string {
  const { id = '?', name = '?' } = flat.statements[statement] ?? {}
  return named ? `${id} ${name}` : id
}

/** What begins with this operation. One to which several others lead is shown once, with its number. */
function transitionLines(flat: FlatProcess, entry: number, model: Model): Lines {
  const leads = reachable(flat.operations, [entry]).flatMap((number) =>
    successors(operationAt(flat.operations, number)),
  )
  const shown = new Set<number>()

  function from(number: number): Lines {
    const operation = operationAt(flat.operations, number)
    const joined = leads.filter((next) => next === number).length > 1 && operation.kind !== 'rest'
    if (!joined) return operationLines(operation)
    if (shown.has(number)) return [`go on at ${number}`]
    shown.add(number)
    return [`${number}:`, ...operationLines(operation)]
  }

  function operationLines(operation: Operation): Lines {
    switch (operation.kind) {
      case 'take':
        return [`step ${statementText(flat, operation.statement, true)}`, ...from(operation.next)]
      case 'guard': {
        const { test, wait } = operation
        return [
          `guard ${expressionText(test, model)}`,
          ...(wait === null ? [] : [`  waits for ${waitText(wait, model)}`]),
          ...from(operation.next),
        ]
      }
      case 'effects':
        return [...effectLines(operation.effects, model), ...from(operation.next)]
      case 'evaluate':
        return [`evaluate ${expressionText(operation.value, model)}`, ...from(operation.next)]
      case 'branch':
        return [
          `if ${expressionText(operation.test, model)}`,
          ...indented(from(operation.then)),
          'else',
          ...indented(from(operation.otherwise)),
        ]
      case 'fork':
        return operation.branches.flatMap((branch, i) => [
          `${i === 0 ? 'either' : 'or'}${operation.recorded ? `, choice ${i}` : ''}`,
          ...indented(from(branch)),
        ])
      case 'kill': {
        const names = operation.slots.map((slot) => `${flat.slots[slot]?.name}_${slot}`)
        return [`kill ${names.join(', ')}`, ...from(operation.next)]
      }
      case 'depart':
        return ['depart', ...from(operation.next)]
      case 'rest':
        return [`rest at ${operation.point}`]
    }
  }

  return from(entry)
}

/** Simultaneous effects: the first line begins with `do`. */
export function effectLines(effects: readonly Effect[], model: Model): Lines {
  const lines = effects.flatMap((effect) => oneEffect(effect, model))
  return lines.map((line, i) => (i === 0 ? `do ${line}` : `   ${line}`))
}

function oneEffect(effect: Effect, model: Model): Lines {
  const nested = (effects: readonly Effect[]): Lines =>
    indented(effects.flatMap((inner) => oneEffect(inner, model)))
  switch (effect.kind) {
    case 'assign': {
      const how = effect.access === 'model' ? '' : ` (${effect.access})`
      return [`${placeText(effect.place, model)} := ${expressionText(effect.value, model)}${how}`]
    }
    case 'when':
      return [
        `if ${expressionText(effect.test, model)}`,
        ...nested(effect.then),
        ...(effect.otherwise.length === 0 ? [] : ['else', ...nested(effect.otherwise)]),
      ]
    case 'forEach': {
      const over = `${effect.binder.name} in ${domainText(effect.domain, model)}`
      return [`for each ${over}`, ...nested(effect.body)]
    }
    case 'pick': {
      const over = `${effect.binder.name} in ${domainText(effect.domain, model)}`
      const filter = effect.filter === null ? '' : `: ${expressionText(effect.filter, model)}`
      return [`pick ${over}${filter}`]
    }
    case 'assert':
      return [`assert ${expressionText(effect.test, model)}, '${effect.message}'`]
    case 'fail':
      return [`fail '${effect.message}'`]
  }
}

function placeText({ root, path }: Place, model: Model): string {
  const name =
    root.kind === 'variable'
      ? model.variables[root.variable]?.name
      : model.processes.flatMap(({ body }) => body.locals).find(({ local }) => local === root.local)
          ?.name
  const selectors = path.map((selector) =>
    selector.kind === 'field' ? `.${selector.field}` : `[${expressionText(selector.index, model)}]`,
  )
  return `${name}${selectors.join('')}`
}

function domainText(domain: Domain, model: Model): string {
  return domain.kind === 'sort' ? sortText(domain.sort) : expressionText(domain.of, model)
}

function waitText(wait: Wait, model: Model): string {
  switch (wait.kind) {
    case 'lock':
      return `${wait.lock}, held by ${expressionText(wait.holders, model)}`
    case 'event':
      return wait.by === null ? wait.event : `${wait.event}, by ${expressionText(wait.by, model)}`
    case 'any':
      return `any of: ${wait.of.map((inner) => waitText(inner, model)).join('; ')}`
  }
}

function indented(lines: Lines, by = 2): Lines {
  return lines.map((line) => ' '.repeat(by) + line)
}

/**
 * A model whose only locals are the process's slots, and in which the names that its effects bind can be found: for texts
 * of expressions, which take names from a model.
 */
export function withSlots({ process, slots, operations }: FlatProcess, model: Model): Model {
  const body: Block = {
    // A flat program names slots where the model names locals, and this is a model of one statement: hence both brands.
    locals: slots.map(({ name, sort }, slot) => ({
      local: slot as LocalId,
      name: `${name}_${slot}`,
      sort,
    })),
    statements: [
      {
        kind: 'compute',
        ordinal: 0 as Ordinal,
        site: process.site,
        effects: operations.flatMap((each) => (each.kind === 'effects' ? each.effects : [])),
      },
    ],
  }
  const empty: Block = { locals: [], statements: [] }
  const processes = model.processes.map((each) => ({
    ...each,
    body: each.id === process.id ? body : empty,
  }))
  return { ...model, procedures: [], processes }
}
