/** What goes wrong in a row of a suite, in one line: the property or the message, and who is where. */

import { isAsExpected } from '../case-result.ts'
import type { CaseResult } from '../case-result.ts'
import type { Report } from '../check.ts'
import { describe } from '../verdict.ts'
import { outcomeText } from './case-text.ts'
import { lengthText } from './lasso-text.ts'
import { oneLine } from './lines.ts'
import { countOf } from './quantities.ts'
import { waitText } from './situation-text.ts'
import { whoText } from './step-text.ts'

/** The verdict in a word or two, with a mark where it is not as expected. */
export function verdictWord(result: CaseResult): string {
  const { outcome } = result
  const word = outcome.kind === 'checked' ? kindText(outcome.report) : outcome.kind
  return isAsExpected(result) ? word : `✗ ${word}`
}

/** Whether nothing is to be said of the row but its verdict. */
export function isFine(result: CaseResult): boolean {
  const { outcome } = result
  return (
    isAsExpected(result) && outcome.kind === 'checked' && outcome.report.verdict.kind === 'holds'
  )
}

/** `deadlock after 7 steps: native waits for resv, held by itself`. */
export function reasonLine(result: CaseResult): string {
  const { outcome } = result
  return oneLine(outcome.kind === 'checked' ? reportLine(outcome.report) : outcomeText(result))
}

function kindText({ verdict, assumptions }: Report): string {
  const unjudged = assumptions.some(({ kind }) => kind === 'liveness check off')
  return verdict.kind === 'holds' && unjudged ? 'holds (no liveness)' : verdict.kind
}

function reportLine(report: Report): string {
  const { verdict, trace } = report
  switch (verdict.kind) {
    case 'deadlock':
      return withDetail(`deadlock${lengthOf(report)}`, waitsText(report))
    case 'violated':
      return withDetail(`violated${stepOf(report)}`, verdict.property.name)
    case 'assertion':
    case 'fault':
      return withDetail(`${verdict.kind}${stepOf(report)}`, verdict.message)
    case 'liveness': {
      const length = trace === null ? '' : `, ${lengthText(trace)}`
      return withDetail(`liveness${length}`, verdict.property.name)
    }
    default:
      return describe(verdict)
  }
}

function withDetail(head: string, detail: string): string {
  return detail === '' ? head : `${head}: ${detail}`
}

function lengthOf({ steps }: Report): string {
  if (steps === null) return ''
  return steps === 0 ? ' at the beginning' : ` after ${countOf(steps, 'step')}`
}

/** Where it goes wrong: ` at step 15, console in drm_gem_shmem_vunmap`. */
function stepOf({ trace, model }: Report): string {
  if (trace === null) return ''
  const last = trace.steps.at(-1)
  if (last === undefined) return ' at the beginning'
  const called = last.step.calls.at(-1)
  const where = called === undefined ? '' : ` in ${called.procedure}`
  const who = last.thread === null ? last.step.name : whoText(last.thread, model)
  return ` at step ${trace.steps.length}, ${who}${where}`
}

/** Who waits for what. */
function waitsText({ deadlock, situation, model }: Report): string {
  const stuck = deadlock?.stuck ?? []
  const waits = (situation?.threads ?? []).flatMap((one) =>
    one.kind === 'blocked' && stuck.includes(one.thread) ? waitText(one, model) : [],
  )
  return waits.join('; ')
}
