/** The verdict that somebody expects of a model, and how an actual one differs from it. */

import { describe } from './verdict.ts'
import { threadNames } from './value-text.ts'
import type { Report } from './check.ts'
import type { Deadlock } from './deadlock.ts'
import { isSameProblem, problemInWords, problemText } from './lock-order/problem-classes.ts'
import type { ProblemInWords } from './lock-order/problem-classes.ts'

interface Counts {
  readonly distinct?: number | undefined
  readonly generated?: number | undefined
}

/** Counts that are left out are not compared. */
export type Expectation = Counts &
  (
    | { readonly kind: 'holds' }
    | { readonly kind: 'violated'; readonly property: string; readonly steps: number }
    | { readonly kind: 'assertion'; readonly message: string; readonly steps: number }
    /** `fault` is the kind of the fault, or the message with which the model failed. */
    | { readonly kind: 'fault'; readonly fault: string; readonly steps: number }
    | {
        readonly kind: 'deadlock'
        readonly steps: number
        /** Names of threads, in any order. */
        readonly processes?: readonly string[] | undefined
        readonly shape?: Deadlock['shape'] | undefined
      }
    /** `stem` and `loop` count the steps of the lasso. */
    | {
        readonly kind: 'liveness'
        readonly property: string
        readonly stem: number
        readonly loop: number
      }
    | { readonly kind: 'lock order'; readonly problem: ProblemInWords }
    | { readonly kind: 'not reached'; readonly property: string }
    | { readonly kind: 'incomplete' }
  )

export interface Difference {
  readonly what:
    | 'verdict'
    | 'steps'
    | 'stem'
    | 'loop'
    | 'shape'
    | 'processes'
    | 'distinct'
    | 'generated'
    /** Something that proves nothing, by its name. */
    | 'note'
  readonly expected: string
  readonly actual: string
}

/** In what the report differs from what was expected; empty when it does not. */
export function differences(expected: Expectation, report: Report): readonly Difference[] {
  const found: Difference[] = []
  if (!sameVerdict(expected, report)) {
    const actual = describe(report.verdict)
    found.push({ what: 'verdict', expected: describeExpectation(expected), actual })
  }
  const steps = 'steps' in expected ? expected.steps : null
  if (found.length === 0 && steps !== null && report.steps !== steps) {
    found.push({ what: 'steps', expected: `${steps}`, actual: `${report.steps ?? 'no trace'}` })
  }
  if (found.length === 0 && expected.kind === 'deadlock') {
    found.push(...deadlockDifferences(expected, report))
  }
  if (found.length === 0 && expected.kind === 'liveness') {
    found.push(...lassoDifferences(expected, report))
  }
  for (const what of ['distinct', 'generated'] as const) {
    const count = expected[what]
    if (count === undefined || count === report[what]) continue
    found.push({ what, expected: `${count}`, actual: `${report[what]}` })
  }
  return found
}

function lassoDifferences(
  { stem, loop }: Expectation & { kind: 'liveness' },
  { trace }: Report,
): readonly Difference[] {
  const found: Difference[] = []
  const actual = trace?.loop ?? 0
  const round = (trace?.steps.length ?? 0) - actual
  if (stem !== actual) found.push({ what: 'stem', expected: `${stem}`, actual: `${actual}` })
  if (loop !== round) found.push({ what: 'loop', expected: `${loop}`, actual: `${round}` })
  return found
}

function deadlockDifferences(
  { processes, shape }: Expectation & { kind: 'deadlock' },
  { deadlock, model }: Report,
): readonly Difference[] {
  const found: Difference[] = []
  if (shape !== undefined && shape !== deadlock?.shape) {
    found.push({ what: 'shape', expected: shape, actual: deadlock?.shape ?? 'not known' })
  }
  if (processes !== undefined) {
    const names = threadNames(model)
    const expected = processes.toSorted().join(', ')
    const stuck = deadlock?.stuck.map((thread) => names[thread] ?? `thread ${thread}`) ?? []
    const actual = stuck.toSorted().join(', ')
    if (expected !== actual) found.push({ what: 'processes', expected, actual })
  }
  return found
}

/** The expected verdict in a few words, without its counts. */
export function describeExpectation(expected: Expectation): string {
  switch (expected.kind) {
    case 'holds':
    case 'deadlock':
    case 'incomplete':
      return expected.kind
    case 'violated':
    case 'liveness':
    case 'not reached':
      return `${expected.kind}: ${expected.property}`
    case 'assertion':
      return `assertion: ${expected.message}`
    case 'fault':
      return `fault: ${expected.fault}`
    case 'lock order':
      return `lock order: ${problemText(expected.problem)}`
  }
}

function sameVerdict(expected: Expectation, { verdict }: Report): boolean {
  switch (expected.kind) {
    case 'holds':
    case 'deadlock':
    case 'incomplete':
      return verdict.kind === expected.kind
    case 'violated':
      return verdict.kind === 'violated' && verdict.property.name === expected.property
    case 'liveness':
      return verdict.kind === 'liveness' && verdict.property.name === expected.property
    case 'not reached':
      return verdict.kind === 'not reached' && verdict.property === expected.property
    case 'assertion':
      return verdict.kind === 'assertion' && verdict.message === expected.message
    case 'lock order':
      return (
        verdict.kind === 'lock order' &&
        isSameProblem(problemInWords(verdict.problem), expected.problem)
      )
    case 'fault':
      return (
        verdict.kind === 'fault' &&
        (verdict.fault === expected.fault || verdict.message === expected.fault)
      )
  }
}
