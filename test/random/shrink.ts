/** Smaller models next to a given one: parts left out, put in the place of what holds them, or replaced by constants. */

import type { Expr, Formula, Model, Sort } from '../../dsl/ir.ts'
import { subblocks } from '../../dsl/walk.ts'
import { constantsOf } from './leaves.ts'
import { numbered } from './nodes.ts'
import {
  expressionsIn,
  isEffect,
  isExpr,
  isFormula,
  isStatement,
  readsShared,
  walk,
} from './walk.ts'
import type { Part } from './walk.ts'
import { mistakes } from './well-formed.ts'
import { fits } from './sort-rules.ts'

/** The models that are one reduction away and keep all rules, the boldest first. */
export function* smaller(model: Model): Generator<Model> {
  for (const candidate of candidates(model)) {
    const next = normalized(candidate)
    if (mistakes(next).length === 0) yield next
  }
}

function* candidates(model: Model): Generator<Model> {
  for (const list of [
    'properties',
    'temporal',
    'fairness',
    'actions',
    'ends',
    'constraints',
    'initially',
    'locks',
  ] as const) {
    if (model[list].length > 0) yield { ...model, [list]: [] }
  }
  for (const list of ['processes', 'procedures', 'variables'] as const) {
    for (let position = model[list].length - 1; position >= 0; position -= 1) {
      yield without(model, list, position)
    }
  }
  yield* fewerInstances(model)
  yield* edits(model)
}

/** Lists from which an element may simply be missing. */
const optionalLists: ReadonlySet<string> = new Set([
  'properties',
  'temporal',
  'fairness',
  'actions',
  'statements',
  'branches',
  'effects',
  'then',
  'otherwise',
  'body',
  'elements',
  'locals',
  'parameters',
])

/** All edits of one place inside the model. */
function* edits(model: Model): Generator<Model> {
  // What the edits build is checked for well-formedness before anybody sees it.
  for (const edited of editsIn(model)) yield edited as Model
}

function* editsIn(value: unknown): Generator {
  if (Array.isArray(value)) {
    for (const [position, part] of value.entries()) {
      for (const edited of editsIn(part)) yield value.with(position, edited)
    }
    return
  }
  if (typeof value !== 'object' || value === null) return
  if (isExpr(value)) yield* simpler(value)
  for (const [key, part] of Object.entries(value)) {
    if (key === 'sort' || key === 'site') continue
    if (Array.isArray(part) && optionalLists.has(key)) {
      for (const shorter of shorterLists(part)) yield { ...value, [key]: shorter }
    }
    if (key === 'guard' || key === 'wait' || key === 'filter') {
      if (part !== null) yield { ...value, [key]: null }
    }
    if ((key === 'ghost' || key === 'daemon') && part === true) yield { ...value, [key]: false }
    if (formulaKeys.has(key)) {
      for (const smallerPart of partsOfFormula(part)) yield { ...value, [key]: smallerPart }
    }
  }
  yield* lessSaid(value)
  for (const [key, part] of Object.entries(value)) {
    if (key === 'sort' || key === 'site') continue
    for (const edited of editsIn(part)) yield { ...value, [key]: edited }
  }
}

const formulaKeys: ReadonlySet<string> = new Set(['formula', 'operand', 'left', 'right'])

/** What a formula is made of; nothing of any other data. */
function partsOfFormula(part: unknown): readonly Formula[] {
  if (!isFormula(part) || 'expr' in part) return []
  return 'operand' in part ? [part.operand] : [part.left, part.right]
}

/** With the usual fairness of a process, or none of its own of a statement. */
function* lessSaid(value: object): Generator {
  if ('daemon' in value && 'fairness' in value && value.fairness !== 'weak') {
    yield { ...value, fairness: 'weak' }
  }
  if (!isStatement(value)) return
  if (value.kind === 'step' && value.fairness !== undefined) {
    const { fairness: _, ...rest } = value
    yield rest
  }
  if (value.kind === 'either' && value.branchFairness !== undefined) {
    const { branchFairness, ...rest } = value
    yield rest
    for (const position of value.branches.keys()) {
      yield {
        ...rest,
        branches: value.branches.toSpliced(position, 1),
        branchFairness: branchFairness.toSpliced(position, 1),
      }
    }
  }
}

/** The list with fewer elements, or with what an element holds in its place. */
function* shorterLists(list: readonly unknown[]): Generator<readonly unknown[]> {
  if (list.length > 1) yield []
  for (let position = list.length - 1; position >= 0; position -= 1) {
    yield list.toSpliced(position, 1)
  }
  for (const [position, part] of list.entries()) {
    for (const held of heldLists(part)) yield list.toSpliced(position, 1, ...held)
  }
}

function heldLists(part: unknown): readonly (readonly unknown[])[] {
  if (isStatement(part)) return subblocks(part).map(({ statements }) => statements)
  if (!isEffect(part)) return []
  if (part.kind === 'when') return [part.then, part.otherwise]
  return part.kind === 'forEach' ? [part.body] : []
}

/** A constant, or a part of the expression that has its sort. */
function* simpler(expr: Expr): Generator<Expr> {
  const size = expressionsIn(expr).length
  if (size > 1 || expr.kind !== 'literal') {
    for (const constant of constantsOf(expr.sort)) if (constant.kind !== expr.kind) yield constant
  }
  const [, ...parts] = expressionsIn(expr)
  for (const part of parts) if (fits(part.sort, expr.sort)) yield part
}

/** One process's sort, or another's, with one instance less. */
function* fewerInstances(model: Model): Generator<Model> {
  const names = new Map<string, Sort>()
  walk(model, (part) => {
    const { sort } = part
    if (isSized(sort) && sort.size > 1) names.set(`${sort.kind} ${sort.name}`, sort)
  })
  for (const large of names.values()) {
    const resize = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(resize)
      if (typeof value !== 'object' || value === null) return value
      if (
        isSized(value) &&
        isSized(large) &&
        value.kind === large.kind &&
        value.name === large.name
      ) {
        return { ...value, size: value.size - 1 }
      }
      return remade(value, resize)
    }
    // As in `edits`.
    yield resize(model) as Model
  }
}

function isSized(value: unknown): value is Extract<Sort, { size: number }> {
  return typeof value === 'object' && value !== null && 'size' in value && 'name' in value
}

/** The object with each of its values changed, its site and a node's identity apart. */
function remade(value: object, change: (part: unknown) => unknown): Part {
  const parts = Object.entries(value).map(([key, part]): [string, unknown] => [
    key,
    key === 'site' ? part : change(part),
  ])
  return Object.fromEntries(parts)
}

const references = { processes: 'process', procedures: 'procedure', variables: 'variable' } as const

/** The model without one of its numbered parts; those after it move up. What still refers to it makes it ill-formed. */
function without(model: Model, list: keyof typeof references, position: number): Model {
  const key = references[list]
  const moved = (number: number): number =>
    number === position ? -1 : number > position ? number - 1 : number
  const renumber = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(renumber)
    if (typeof value !== 'object' || value === null) return value
    const next = remade(value, renumber)
    const number = next[key]
    return typeof number === 'number' ? { ...next, [key]: moved(number) } : next
  }
  const parts = model[list].toSpliced(position, 1).map((part, id) => ({ ...part, id }))
  // As in `edits`.
  return renumber({ ...model, [list]: parts }) as Model
}

/** Statements numbered anew, and flags that say what the expressions say. */
function normalized(model: Model): Model {
  const flagged = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(flagged)
    if (typeof value !== 'object' || value === null || isExpr(value)) return value
    const next = remade(value, flagged)
    if (!isStatement(value) || !('step' in next)) return next
    const tested = [next['test'], next['arguments'], next['value']]
    return { ...next, step: readsShared(tested) }
  }
  // The shape is the model's own.
  const again = flagged(model) as Model
  return {
    ...again,
    procedures: again.procedures.map((each) => ({ ...each, body: numbered(each.body) })),
    processes: again.processes.map((each) => ({ ...each, body: numbered(each.body) })),
  }
}
