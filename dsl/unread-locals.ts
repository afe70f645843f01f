/** Locals that nobody reads are no part of the state: two states that differ in nothing else are one. */

import { canFault } from './can-fault.ts'
import type { Block, Effect, LocalId, Model, Statement } from './ir.ts'
import { contents, effectExpressions, subblocks, visit, visitStatements } from './walk.ts'

/** The model without the locals that nobody reads, and without the writes to them. What can fault is written all the same. */
export function withoutUnreadLocals(model: Model): Model {
  const unread = unreadLocals(model)
  if (unread.size === 0) return model
  const { processes, procedures } = model
  return {
    ...model,
    processes: processes.map((each) => ({ ...each, body: blockWithout(each.body, unread) })),
    procedures: procedures.map((each) => ({ ...each, body: blockWithout(each.body, unread) })),
  }
}

function unreadLocals(model: Model): ReadonlySet<LocalId> {
  const unread = new Set(declared(model))
  // A call gives a procedure its arguments in order.
  for (const { parameters } of model.procedures) {
    for (const { local } of parameters) unread.delete(local)
  }
  const { expressions, effects } = contents(model)
  for (const expr of expressions) {
    visit(expr, (part) => {
      if (part.kind === 'local') unread.delete(part.local)
    })
  }
  for (const effect of effects) {
    const local = writtenLocal(effect)
    if (local !== null && effectExpressions(effect).some(canFault)) unread.delete(local)
  }
  return unread
}

function declared({ processes, procedures }: Model): readonly LocalId[] {
  const found: LocalId[] = []
  const add = ({ locals }: Block) => found.push(...locals.map(({ local }) => local))
  for (const { body } of [...processes, ...procedures]) {
    add(body)
    visitStatements(body, (statement) => subblocks(statement).forEach(add))
  }
  return found
}

/** The local that the effect itself writes. */
function writtenLocal(effect: Effect): LocalId | null {
  if (effect.kind !== 'assign' || effect.place.root.kind !== 'local') return null
  return effect.place.root.local
}

function blockWithout({ locals, statements }: Block, unread: ReadonlySet<LocalId>): Block {
  return {
    locals: locals.filter(({ local }) => !unread.has(local)),
    statements: statements.map((each) => statementWithout(each, unread)),
  }
}

function statementWithout(statement: Statement, unread: ReadonlySet<LocalId>): Statement {
  const inside = (block: Block): Block => blockWithout(block, unread)
  switch (statement.kind) {
    case 'step':
    case 'compute':
      return { ...statement, effects: effectsWithout(statement.effects, unread) }
    case 'when': {
      const { then, otherwise } = statement
      return { ...statement, then: inside(then), otherwise: inside(otherwise) }
    }
    case 'loop':
    case 'until':
    case 'atomic':
      return { ...statement, body: inside(statement.body) }
    case 'either':
      return { ...statement, branches: statement.branches.map(inside) }
    case 'call': {
      const { result } = statement
      return { ...statement, result: result !== null && unread.has(result) ? null : result }
    }
    case 'label':
    case 'leave':
    case 'again':
    case 'return':
      return statement
  }
}

function effectsWithout(
  effects: readonly Effect[],
  unread: ReadonlySet<LocalId>,
): readonly Effect[] {
  return effects.flatMap((effect): readonly Effect[] => {
    switch (effect.kind) {
      case 'assign': {
        const local = writtenLocal(effect)
        return local !== null && unread.has(local) ? [] : [effect]
      }
      case 'when': {
        const then = effectsWithout(effect.then, unread)
        return [{ ...effect, then, otherwise: effectsWithout(effect.otherwise, unread) }]
      }
      case 'forEach':
        return [{ ...effect, body: effectsWithout(effect.body, unread) }]
      case 'pick':
      case 'assert':
      case 'fail':
        return [effect]
    }
  })
}
