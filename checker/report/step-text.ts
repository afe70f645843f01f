/** Steps in words: who, what, where, and what it changed. */

import type { Model } from '../../dsl/ir.ts'
import { namesOf } from '../names.ts'
import type { Choice, DecodedState, Outcome, StepInfo } from '../system.ts'
import type { Trace } from '../trace.ts'
import { threadNames } from '../value-text.ts'
import { changesOf, namedValueText } from './changes.ts'
import { oneLine } from './lines.ts'
import { lineText, pathText } from './path-text.ts'

/** A step as a row of a trace. */
export interface StepText {
  readonly number: number
  /** The process instance; `action` for any action. */
  readonly who: string
  /** The innermost kernel function, and what it does. */
  readonly what: string
  readonly file: string | null
  /** `file:line`, the path as seen from the reader's folder. */
  readonly where: string
  readonly changes: string
  readonly ok: boolean
}

const actionColumn = 'action'

export function stepTexts(
  { initial, steps }: Trace,
  model: Model,
  cwd: string,
): readonly StepText[] {
  let before = initial.kind === 'state' ? initial.state : null
  return steps.map((outcome, index) => {
    const { step, result } = outcome
    const changes = changesText(before, outcome, model)
    before = result.kind === 'state' ? result.state : null
    return {
      number: index + 1,
      who: whoText(outcome.thread, model),
      what: oneLine(stepText(step) + choicesText(outcome.choices, model)),
      file: step.site.inBody === null ? null : pathText(step.site.inBody.file, cwd),
      where: step.site.inBody === null ? '' : lineText(step.site.inBody, cwd),
      changes: oneLine(changes),
      ok: result.kind === 'state',
    }
  })
}

export function whoText(thread: number | null, model: Model): string {
  if (thread === null) return actionColumn
  return oneLine(threadNames(model)[thread] ?? `thread ${thread}`)
}

/** `drm_gem_shmem_vmap: mutex_lock(resv)`. */
export function stepText({ calls, name }: StepInfo): string {
  const innermost = calls.at(-1)
  return oneLine(innermost === undefined ? name : `${innermost.procedure}: ${name}`)
}

/** ` (p = importer 1, i = 2)`; empty where nothing was decided. */
export function choicesText(choices: readonly Choice[], model: Model): string {
  if (choices.length === 0) return ''
  const binders = [...namesOf(model).bound.values()]
  const texts = choices.map(({ name, value }) => {
    const sorts = binders.filter((binder) => binder.name === name).map(({ sort }) => sort)
    return `${name} = ${namedValueText(value, sorts, model)}`
  })
  return ` (${texts.join(', ')})`
}

function changesText(
  before: DecodedState | null,
  { step, result }: Outcome<DecodedState>,
  model: Model,
): string {
  switch (result.kind) {
    case 'state':
      return before === null ? '' : changesOf(before, result.state, step.name, model).join('; ')
    case 'fault':
      return `fault: ${result.fault.detail}`
    case 'assertion':
      return `assertion: ${result.assertion.message}`
  }
}
