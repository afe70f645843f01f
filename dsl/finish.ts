/** From what was built to the finished model: assembled, and held against every rule. */

import { complete, type Completion } from './complete.ts'
import type { LocalId, Model, Procedure, Process } from './ir.ts'
import { ModelError, type Mistake } from './mistake.ts'
import { seal } from './seal.ts'
import type { Session } from './session.ts'
import { flowMistakes } from './validate/flow.ts'
import { ghostMistakes } from './validate/ghost.ts'
import { labelMistakes } from './validate/labels.ts'
import { nameMistakes } from './validate/names.ts'
import { scopeMistakes } from './validate/scope.ts'
import { sizeMistakes } from './validate/size.ts'
import { unusedMistakes } from './validate/unused.ts'
import { contents, visit } from './walk.ts'

type Head = Pick<Model, 'name' | 'parameters' | 'site'>

/**
 * The model of what the session holds.
 *
 * @throws ModelError with all mistakes that are found, in the order of the author's files.
 */
export function finish(head: Head, session: Session): Model {
  const completion = complete(session)
  const whole = assemble(head, session, completion, () => true)
  const used = usedLocals(whole)
  const model = assemble(head, session, completion, (local) => used.has(local))
  const mistakes: readonly Mistake[] = [
    // What a step or call gives is not lost when nobody reads it.
    ...unusedMistakes(session, contents(whole).expressions),
    ...nameMistakes(model, session.definitions),
    ...scopeMistakes(model, session),
    ...flowMistakes(model),
    ...ghostMistakes(model),
    ...labelMistakes(model),
    ...sizeMistakes(model),
  ]
  if (mistakes.length > 0) throw new ModelError(mistakes.toSorted(byPlace))
  return model
}

function assemble(
  head: Head,
  session: Session,
  { runs, masks, rules, steps }: Completion,
  isRead: (local: LocalId) => boolean,
): Model {
  const { variables, actions, properties, initially, ends, constraints, locks } = session
  const sealed = { isRead, rules: steps }
  const processes: Process[] = session.processes.map(({ drafts, on, ...rest }) => {
    const body = seal(drafts, { ...sealed, parameters: [] })
    return { ...rest, runs: runs[rest.id] ?? null, body }
  })
  const procedures: Procedure[] = session.built.map(({ drafts, ...rest }) => {
    return { ...rest, body: seal(drafts, { ...sealed, parameters: rest.parameters }) }
  })
  return {
    ...head,
    variables,
    procedures,
    processes,
    actions,
    initially,
    properties: [...properties, ...rules],
    ends,
    constraints,
    locks,
    lockOrders: session.lockOrders,
    masks,
  }
}

/** The locals that something reads, or that something besides their own statement writes. */
function usedLocals(model: Model): ReadonlySet<LocalId> {
  const used = new Set<LocalId>()
  const written = new Set<LocalId>()
  const { expressions, effects } = contents(model)
  for (const expr of expressions) {
    visit(expr, (part) => {
      if (part.kind === 'local') used.add(part.local)
    })
  }
  for (const effect of effects) {
    if (effect.kind !== 'assign' || effect.place.root.kind !== 'local') continue
    const { local } = effect.place.root
    if (written.has(local)) used.add(local)
    written.add(local)
  }
  return used
}

function byPlace(left: Mistake, right: Mistake): number {
  const [a, b] = [left.site.author, right.site.author]
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column
}
