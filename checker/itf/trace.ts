/**
 * A counterexample in the Informal Trace Format, which the viewers of Apalache and Quint read. A state has the variables of the model;
 * `fencepost::pc`, where each process rests; `fencepost::labels` and `fencepost::locals`; and how it came about, as Quint says it.
 *
 * What the format cannot say: a step that fails has no state after it, and is told in `#meta`; why a lasso is fair, who waits for whom
 * and which part of a property is false are not told at all. Of a lasso, the last state is the one at `loop` once more.
 */

import type { Model } from '../../dsl/ir.ts'
import type { Report } from '../check.ts'
import { namesOf } from '../names.ts'
import { lineText } from '../report/path-text.ts'
import { stepText, whoText } from '../report/step-text.ts'
import type { Choice, DecodedState, Failure, Outcome } from '../system.ts'
import type { Value } from '../value.ts'
import { threadNames } from '../value-text.ts'
import { describe } from '../verdict.ts'
import { itfValue, map, none, record, some, unsortedItfValue } from './value.ts'
import type { ItfValue } from './value.ts'

/** How an ITF file of this program can be told from any other. */
export const itfMark = 'Written by fencepost.'

const description = 'https://apalache.informal.systems/docs/adr/015adr-trace.html'

/** As PlusCal says that a process is terminated. */
const done = 'Done'

/** The document, a state a line, paths as seen from `cwd`; null where the report has no run. The same report gives the same text. */
export function itfText({ trace, model, verdict }: Report, cwd: string): string | null {
  if (trace === null) return null
  const { initial, steps, loop } = trace
  const picks = pickNames(steps)
  const last = steps.at(-1)
  const failed = initial.kind === 'state' ? last?.result : initial
  const states = [
    ...(initial.kind === 'state' ? [stateOf(initial.state, null, 0, picks, model, cwd)] : []),
    ...steps.flatMap((step, at) => {
      const { result } = step
      return result.kind === 'state' ? [stateOf(result.state, step, at + 1, picks, model, cwd)] : []
    }),
  ]
  const meta = {
    format: 'ITF',
    'format-description': description,
    description: itfMark,
    model: model.name,
    parameters: Object.fromEntries(model.parameters.map(({ name, value }) => [name, value])),
    verdict: describe(verdict),
    ...(failed === undefined || failed.kind === 'state'
      ? {}
      : { failure: failureOf(failed, last, model, cwd) }),
  }
  const vars = Object.keys(variablesOf(null, null, picks, model))
  return [
    '{',
    `  "#meta": ${JSON.stringify(meta)},`,
    `  "vars": ${JSON.stringify(vars)},`,
    `  "states": [${states.map((state) => `\n    ${JSON.stringify(state)}`).join(',')}`,
    loop === undefined ? '  ]' : `  ],\n  "loop": ${loop}`,
    '}\n',
  ].join('\n')
}

type Step = Outcome<DecodedState>

function stateOf(
  state: DecodedState,
  step: Step | null,
  index: number,
  picks: readonly string[],
  model: Model,
  cwd: string,
): object {
  const source = step?.step.site.inBody ?? null
  const meta = { index, ...(source === null ? {} : { source: lineText(source, cwd) }) }
  return { '#meta': meta, ...variablesOf(state, step, picks, model) }
}

/** Without a state, only the names count. */
function variablesOf(
  state: DecodedState | null,
  step: Step | null,
  picks: readonly string[],
  model: Model,
): { readonly [name: string]: ItfValue } {
  const threads = threadNames(model)
  const ofThreads = (value: (process: DecodedState['processes'][number]) => ItfValue): ItfValue =>
    map((state?.processes ?? []).map((process, at) => [threads[at] ?? '', value(process)]))
  return record([
    ...model.variables.map(({ name, sort }): [string, ItfValue] => {
      const value = state?.variables[name] ?? null
      return [name, state === null ? none : itfValue(value, sort, model)]
    }),
    ...(threads.length === 0
      ? []
      : ([
          ['fencepost::pc', ofThreads(({ at }) => at ?? done)],
          ['fencepost::labels', ofThreads(({ labels }) => ({ '#set': labels }))],
          ['fencepost::locals', ofThreads(({ locals }) => localsOf(locals, model))],
        ] as const)),
    ['mbt::actionTaken', step === null ? 'init' : stepText(step.step)],
    ['mbt::nondetPicks', picksOf(step, picks, model)],
  ])
}

/** From the outermost body inwards; where a local hides another of its name, the inner one has a number. */
function localsOf(
  locals: readonly { readonly name: string; readonly value: Value }[],
  model: Model,
): ItfValue {
  const known = [...namesOf(model).locals.values()]
  return record(
    locals.map(({ name, value }) => [name, itfOf(value, known.filter(named(name)), model)]),
  )
}

const picker = 'process'

/** What is decided anywhere in the trace: a state names all of it, as Quint does. */
function pickNames(steps: readonly Step[]): readonly string[] {
  const byThread = steps.some(({ thread }) => thread !== null)
  const names = steps.flatMap(({ choices }) => Object.keys(choicesOf(choices, () => none)))
  return [...new Set([...(byThread ? [picker] : []), ...names])]
}

function picksOf(step: Step | null, names: readonly string[], model: Model): ItfValue {
  const binders = [...namesOf(model).bound.values()]
  const picked = new Map(
    Object.entries(
      choicesOf(step?.choices ?? [], ({ name, value }) =>
        some(itfOf(value, binders.filter(named(name)), model)),
      ),
    ),
  )
  if (step !== null && step.thread !== null) picked.set(picker, some(whoText(step.thread, model)))
  return Object.fromEntries(names.map((name) => [name, picked.get(name) ?? none]))
}

/** Several of a name have numbers, and so has one that has the name of who takes the step. */
function choicesOf(
  choices: readonly Choice[],
  value: (choice: Choice) => ItfValue,
): { readonly [name: string]: ItfValue } {
  const { [picker]: _, ...rest } = record([
    [picker, none],
    ...choices.map((choice): [string, ItfValue] => [choice.name, value(choice)]),
  ])
  return rest
}

function named(wanted: string): (one: { readonly name: string }) => boolean {
  return ({ name }) => name === wanted
}

/** In the only sort that it can be of; as what it looks like when there are several. */
function itfOf(
  value: Value,
  candidates: readonly { readonly sort: Parameters<typeof itfValue>[1] }[],
  model: Model,
): ItfValue {
  const [first] = candidates
  const texts = new Set(candidates.map(({ sort }) => JSON.stringify(sort)))
  return first !== undefined && texts.size === 1
    ? itfValue(value, first.sort, model)
    : unsortedItfValue(value)
}

/** What failed, and in which step; without a step, an initial value did. */
function failureOf(failed: Failure, step: Step | undefined, model: Model, cwd: string): object {
  const source = step?.step.site.inBody ?? null
  const message = failed.kind === 'fault' ? failed.fault.detail : failed.assertion.message
  return {
    kind: failed.kind,
    message,
    ...(step === undefined
      ? {}
      : { action: stepText(step.step), process: whoText(step.thread, model) }),
    ...(source === null ? {} : { source: lineText(source, cwd) }),
  }
}
