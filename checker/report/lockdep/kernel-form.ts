/** The part of a report that has the form of the kernel's own: of what is wrong with locks, and of nothing else. */

import type { Report } from '../../check.ts'
import type { Verdict, Wrong } from '../../verdict.ts'
import type { Page } from '../page.ts'
import { failureLines } from './fault.ts'
import { problemLines } from './problem.ts'
import type { Setting } from './setting.ts'
import { standstillLines } from './standstill.ts'

/** Empty where the kernel has no such report. */
export function kernelLines(report: Report, page: Page): readonly string[] {
  const { verdict, model, trace, situation, holds, masked, deadlock } = report
  const graph = report.lockOrder?.graph ?? null
  const setting: Setting = { model, graph, page }
  if (verdict.kind === 'lock order') return problemLines(verdict.problem, setting)
  const wrong = wrongOf(verdict)
  if (wrong === null || trace === null) return []
  switch (wrong.kind) {
    case 'deadlock':
      return situation === null
        ? []
        : standstillLines(deadlock?.cycle ?? [], { trace, situation, holds }, setting)
    case 'fault':
    case 'assertion':
      return failureLines({ message: wrong.message, trace, holds, masked }, setting)
    case 'violated':
    case 'liveness':
      return []
  }
}

function wrongOf(verdict: Exclude<Verdict, { kind: 'lock order' }>): Wrong | null {
  switch (verdict.kind) {
    case 'holds':
    case 'no initial state':
    case 'not reached':
    case 'incomplete':
      return null
    case 'interrupted':
      return verdict.found
    default:
      return verdict
  }
}
