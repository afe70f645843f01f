/** The bodies that a process executes, one for each chain of calls, and the slots of their locals. */

import type {
  Block,
  CallStatement,
  Local,
  LocalId,
  Model,
  Ordinal,
  Process,
  Statement,
} from '../../dsl/ir.ts'
import type { Call } from '../system.ts'
import type { Slot } from './program.ts'
import type { SlotOf } from './rename.ts'

/** A process's or procedure's body, reached by one chain of calls. */
export interface Body {
  /** `importer/drm_gem_shmem_vmap@2`: before `#` and an ordinal, the name of a statement. */
  readonly path: string
  /** Outermost first. */
  readonly calls: readonly Call[]
  readonly block: Block
  readonly parameters: readonly Local[]
  readonly slotOf: SlotOf
  /** The body that each call in this one enters. */
  readonly callees: ReadonlyMap<Ordinal, Body>
}

/** The body of a process with all that it calls, and the slots: those of a body before those of the bodies it calls. */
export function inline(model: Model, process: Process): { body: Body; slots: readonly Slot[] } {
  const slots: Slot[] = []

  function enter(
    path: string,
    calls: readonly Call[],
    block: Block,
    parameters: readonly Local[],
  ): Body {
    const numbers = new Map<LocalId, LocalId>()
    for (const local of localsOf(block).toSorted((a, b) => a.local - b.local)) {
      // A flat program names slots where the model names locals: the brand is theirs by definition.
      numbers.set(local.local, slots.length as LocalId)
      slots.push({ name: local.name, sort: local.sort })
    }
    const slotOf = (local: LocalId): LocalId => {
      const slot = numbers.get(local)
      if (slot === undefined) throw new Error(`${path} has no local ${local}`)
      return slot
    }
    const callees = new Map<Ordinal, Body>()
    for (const call of callsOf(block)) callees.set(call.ordinal, callee(path, calls, call))
    return { path, calls, block, parameters, slotOf, callees }
  }

  function callee(path: string, calls: readonly Call[], call: CallStatement): Body {
    const procedure = model.procedures[call.procedure]
    if (procedure === undefined) throw new Error(`there is no procedure ${call.procedure}`)
    return enter(
      `${path}/${procedure.name}@${call.ordinal}`,
      [...calls, { procedure: procedure.name, site: call.site }],
      procedure.body,
      procedure.parameters,
    )
  }

  return { body: enter(process.name, [], process.body, []), slots }
}

function localsOf(block: Block): readonly Local[] {
  return [...block.locals, ...block.statements.flatMap(blocksIn).flatMap(localsOf)]
}

function callsOf(block: Block): readonly CallStatement[] {
  return block.statements.flatMap((statement) =>
    statement.kind === 'call' ? [statement] : blocksIn(statement).flatMap(callsOf),
  )
}

function blocksIn(statement: Statement): readonly Block[] {
  switch (statement.kind) {
    case 'when':
      return [statement.then, statement.otherwise]
    case 'loop':
    case 'until':
    case 'atomic':
      return [statement.body]
    case 'either':
      return statement.branches
    case 'step':
    case 'compute':
    case 'label':
    case 'leave':
    case 'again':
    case 'call':
    case 'return':
      return []
  }
}
