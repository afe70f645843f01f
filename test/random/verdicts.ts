/** What a whole check answers with each engine, down to the canonical trace. */

import { check } from '../../checker/check.ts'
import type { CheckOptions, Report } from '../../checker/check.ts'
import type { EngineName } from '../../checker/engine.ts'
import type { Verdict } from '../../checker/verdict.ts'
import type { Model } from '../../dsl/ir.ts'
import { differAt, shown } from './same.ts'

/** What the report of one engine must have in common with that of another. */
type Answer = Omit<Report, 'model' | 'assumptions' | 'seconds' | 'verdict'> & {
  readonly verdict: object
}

/** A fault's message is for the reader, and each engine has its own. */
function withoutMessage(verdict: Verdict): object {
  if (verdict.kind !== 'fault') return verdict
  const { kind, fault, site } = verdict
  return { kind, fault, site }
}

function answerOf({ model: _, assumptions: __, seconds: ___, verdict, ...rest }: Report): Answer {
  return { ...rest, verdict: withoutMessage(verdict) }
}

interface Judgement {
  readonly verdict: Verdict['kind']
  /** Null where the engines agree. */
  readonly disagreement: string | null
}

/** Checks the model with both engines. Throws what a check throws. */
export async function judge(model: Model, options: CheckOptions): Promise<Judgement> {
  const report = (engine: EngineName): Promise<Report> => check(model, { ...options, engine })
  const [left, right] = [await report('reference'), await report('flat')]
  const found = differAt(answerOf(left), answerOf(right))
  const disagreement =
    found === null
      ? null
      : `the reports differ at ${found}\n  left:  ${told(left)}\n  right: ${told(right)}`
  return { verdict: left.verdict.kind, disagreement }
}

function told({ verdict, distinct, generated, levels, trace }: Report): string {
  return shown({ verdict, distinct, generated, levels, trace })
}
