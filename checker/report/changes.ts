/** What differs between two states, down to the field or element that changed. */

import type { Model, Sort, SortOf, Variable } from '../../dsl/ir.ts'
import { namesOf } from '../names.ts'
import type { DecodedProcess, DecodedState } from '../system.ts'
import type { Value } from '../value.ts'
import { threadNames, valueText, valueTexts } from '../value-text.ts'

/**
 * Each change as `place: old -> new`, as `place: + element` of a set or bag, or as `name = value` of a new local. A local
 * that has the name of the step is its result: `= value`.
 */
export function changesOf(
  before: DecodedState,
  after: DecodedState,
  step: string,
  model: Model,
): readonly string[] {
  const variables = shownVariables(model).flatMap(({ name, sort }) =>
    valueChanges(name, before.variables[name] ?? null, after.variables[name] ?? null, sort, model),
  )
  const processes = after.processes.flatMap((process, thread) => {
    const was = before.processes[thread]
    if (was === undefined) return []
    const who = threadNames(model)[thread] ?? ''
    return [...localChanges(was, process, step, model), ...controlChanges(was, process, who)]
  })
  return [...variables, ...processes]
}

/** The variables that a trace shows: not those that say no more than its steps, nor what has no value to show. */
export function shownVariables({ variables }: Model): readonly Variable[] {
  return variables.filter(({ quiet = false, sort }) => {
    return !quiet && !(sort.kind === 'record' && sort.fields.length === 0)
  })
}

function valueChanges(
  place: string,
  before: Value,
  after: Value,
  sort: Sort,
  model: Model,
): readonly string[] {
  if (same(before, after)) return []
  switch (sort.kind) {
    case 'record':
      return sort.fields.flatMap((field) =>
        valueChanges(
          `${place}.${field.name}`,
          fieldOf(before, field.name),
          fieldOf(after, field.name),
          field.sort,
          model,
        ),
      )
    case 'array':
      return elementChanges(place, before, after, sort, model)
    case 'set':
    case 'bag':
      return collectionChanges(place, before, after, sort, model)
    default:
      return [`${place}: ${valueText(before, sort, model)} -> ${valueText(after, sort, model)}`]
  }
}

function elementChanges(
  place: string,
  before: Value,
  after: Value,
  sort: SortOf<'array'>,
  model: Model,
): readonly string[] {
  const indices = valueTexts(sort.index, model)
  return listOf(after).flatMap((element, at) =>
    valueChanges(
      `${place}[${indices?.[at] ?? `#${at}`}]`,
      listOf(before)[at] ?? null,
      element,
      sort.element,
      model,
    ),
  )
}

function collectionChanges(
  place: string,
  before: Value,
  after: Value,
  sort: SortOf<'set' | 'bag'>,
  model: Model,
): readonly string[] {
  const gone = without(listOf(before), listOf(after))
  const come = without(listOf(after), listOf(before))
  if (gone.length + come.length > 3) {
    return [`${place}: ${valueText(before, sort, model)} -> ${valueText(after, sort, model)}`]
  }
  return [
    ...gone.map((element) => `${place}: - ${valueText(element, sort.of, model)}`),
    ...come.map((element) => `${place}: + ${valueText(element, sort.of, model)}`),
  ]
}

/** A local that dies says nothing that the step does not. */
function localChanges(
  before: DecodedProcess,
  after: DecodedProcess,
  step: string,
  model: Model,
): readonly string[] {
  return after.locals.flatMap(({ name, value }, at) => {
    const was = before.locals[at]
    const text = (of: Value): string => localText(name, of, model)
    if (was?.name === name) {
      return same(was.value, value) ? [] : [`${name}: ${text(was.value)} -> ${text(value)}`]
    }
    return [name === step ? `= ${text(value)}` : `${name} = ${text(value)}`]
  })
}

function controlChanges(
  before: DecodedProcess,
  after: DecodedProcess,
  who: string,
): readonly string[] {
  const reached = after.labels.filter((label) => !before.labels.includes(label))
  return [
    ...reached.map((label) => `${who} at '${label}'`),
    ...(after.at === null && before.at !== null ? [`${who} ends`] : []),
  ]
}

/** A state names its locals; where several of one name have different sorts, the value is shown without its own names. */
function localText(name: string, value: Value, model: Model): string {
  const sorts = [...namesOf(model).locals.values()].filter((local) => local.name === name)
  return namedValueText(
    value,
    sorts.map(({ sort }) => sort),
    model,
  )
}

/** The value in the only sort that it can be of; as plain data when there are several. */
export function namedValueText(value: Value, sorts: readonly Sort[], model: Model): string {
  const [sort, ...others] = sorts
  const only = sort !== undefined && others.every((other) => same(other, sort))
  return only ? valueText(value, sort, model) : JSON.stringify(value)
}

function fieldOf(value: Value, name: string): Value {
  if (typeof value !== 'object' || value === null) return null
  return new Map<string, Value>(Object.entries(value)).get(name) ?? null
}

function listOf(value: Value): readonly Value[] {
  // The value of an array, set or bag is a list.
  return Array.isArray(value) ? value : []
}

/** The elements of the first list that are not in the second, each of it taken once. */
function without(list: readonly Value[], other: readonly Value[]): readonly Value[] {
  const rest = other.map((element) => JSON.stringify(element))
  return list.filter((element) => {
    const at = rest.indexOf(JSON.stringify(element))
    if (at >= 0) rest.splice(at, 1)
    return at < 0
  })
}

/** Both are plain data, built in the order of one sort. */
function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
