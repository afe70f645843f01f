/** The rule of labels: a property, a guard and fairness ask only for a label at which the process can rest. */

import type { Block, Model, Process, ProcedureId, ProcessId, Statement } from '../ir.ts'
import type { Mistake } from '../mistake.ts'
import type { Site } from '../site.ts'
import { contents, visit } from '../walk.ts'

export function labelMistakes(model: Model): readonly Mistake[] {
  const labels = model.processes.map((process) => restingLabels(process, model))
  const mistakes: Mistake[] = []
  for (const { steps, site } of model.fairness) {
    if (steps.kind === 'label') ask(steps.process, steps.label, site)
  }
  for (const expr of contents(model).expressions) {
    visit(expr, (part) => {
      if (part.kind === 'at') ask(part.process, part.label, part.site)
    })
  }
  return mistakes

  function ask(process: ProcessId, label: string, site: Site): void {
    if (labels[process]?.has(label) === true) return
    const name = model.processes[process]?.name
    mistakes.push({
      site,
      what: `'${name}' is never at '${label}': where it stands a label is forgotten`,
      remedy: "Put the label before the 'atomic' or 'either', or behind a step of the branch",
    })
  }
}

/** The labels that the process passes outside of an `atomic` and not before the first step of a branch; at least those. */
function restingLabels(process: Process, model: Model): ReadonlySet<string> {
  const labels = new Set<string>()
  const called = new Map<string, boolean>()
  inBlock(process.body, true)
  return labels

  /** `kept`: labels passed here last. Answers whether they may do so behind the block. */
  function inBlock({ statements }: Block, kept: boolean): boolean {
    return statements.reduce((before, statement) => inStatement(statement, before), kept)
  }

  function inStatement(statement: Statement, before: boolean): boolean {
    const kept = before || ('step' in statement && statement.step)
    switch (statement.kind) {
      case 'step':
      case 'atomic':
        return true
      case 'label':
        if (kept) labels.add(statement.label)
        return kept
      case 'when': {
        const ends = [statement.then, statement.otherwise].map((block) => inBlock(block, kept))
        return ends.includes(true)
      }
      case 'loop':
      case 'until': {
        const end = inBlock(statement.body, kept)
        return end === kept ? end : inBlock(statement.body, end)
      }
      case 'either':
        for (const branch of statement.branches) inBlock(branch, false)
        return true
      case 'call':
        return inProcedure(statement.procedure, kept)
      case 'compute':
      case 'leave':
      case 'again':
      case 'return':
        return kept
    }
  }

  function inProcedure(procedure: ProcedureId, kept: boolean): boolean {
    const key = `${procedure} ${kept}`
    const known = called.get(key)
    if (known !== undefined) return known
    const body = model.procedures[procedure]?.body
    const end = body === undefined ? kept : inBlock(body, kept)
    called.set(key, end)
    return end
  }
}
