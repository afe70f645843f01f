/** What a whole check answers with each engine, down to the canonical trace. */

import type { Report } from '../../checker/check.ts'
import type { SearchOptions } from '../../checker/exploration.ts'
import type { Verdict } from '../../checker/verdict.ts'
import type { Model } from '../../dsl/ir.ts'
import { checkIn, testedEngines } from '../engines.ts'
import type { TestedEngine } from '../engines.ts'
import { differAt, shown } from './same.ts'

/** Where and how fast it was found is each engine's own. */
type Own = 'model' | 'assumptions' | 'memory' | 'seconds' | 'searchSeconds'

/** What the report of one engine must have in common with that of another. */
type Answer = Omit<Report, Own | 'verdict'> & { readonly verdict: object }

/** A fault's message is for the reader, and each engine has its own. */
function withoutMessage(verdict: Verdict): object {
  if (verdict.kind !== 'fault') return verdict
  const { kind, fault, site } = verdict
  return { kind, fault, site }
}

function answerOf(report: Report): Answer {
  const {
    model: _,
    assumptions: __,
    memory: ___,
    seconds: ____,
    searchSeconds: _____,
    ...common
  } = report
  return { ...common, verdict: withoutMessage(report.verdict) }
}

/** Where two reports differ in what no engine has for itself; null where they do not. */
export function reportDifference(first: Report, other: Report): string | null {
  return differAt(answerOf(first), answerOf(other))
}

interface Judgement {
  readonly verdict: Verdict
  /** The interpreter's. */
  readonly report: Report
  /** Null where the engines agree. */
  readonly disagreement: string | null
}

const others = testedEngines.filter((engine) => engine !== 'reference')

/** Checks the model with the interpreter and these engines. Throws what a check throws. */
export async function judge(
  model: Model,
  options: SearchOptions,
  engines: readonly TestedEngine[] = others,
): Promise<Judgement> {
  const first = await checkIn('reference', model, options)
  const { verdict } = first
  for (const engine of engines) {
    const other = await checkIn(engine, model, options)
    const found = reportDifference(first, other)
    if (found === null) continue
    const disagreement = [
      `with ${shown(options)} the reports differ at ${found}`,
      `  reference: ${told(first)}`,
      `  ${engine}: ${told(other)}`,
    ].join('\n')
    return { verdict, report: first, disagreement }
  }
  return { verdict, report: first, disagreement: null }
}

function told({ verdict, distinct, generated, levels, trace }: Report): string {
  return shown({ verdict, distinct, generated, levels, trace })
}
