/** Where a daemon may rest for ever: at steps that say so, or, where none of its steps does, anywhere. */

import type { Block, Model, Process, Statement } from '../dsl/ir.ts'

/** Whether whoever rests at the statement is idle: of an `either`, where each of its branches begins so. */
export function isIdle(statement: Statement): boolean {
  switch (statement.kind) {
    case 'step':
      return statement.idle === true
    case 'atomic':
      return begins(statement.body)
    case 'either':
      return statement.branches.every(begins)
    default:
      return false
  }
}

function begins({ statements: [first] }: Block): boolean {
  return first !== undefined && isIdle(first)
}

/** Whether the process is a daemon that may rest anywhere. */
export function idlesAnywhere(model: Model, { daemon, body }: Process): boolean {
  return daemon && !saysWhere(model, body)
}

/** Whether some step of the block, or of a procedure that it calls, is idle. */
function saysWhere(model: Model, { statements }: Block): boolean {
  return statements.some((statement) => {
    switch (statement.kind) {
      case 'step':
        return statement.idle === true
      case 'when':
        return saysWhere(model, statement.then) || saysWhere(model, statement.otherwise)
      case 'loop':
      case 'until':
      case 'atomic':
        return saysWhere(model, statement.body)
      case 'either':
        return statement.branches.some((branch) => saysWhere(model, branch))
      case 'call': {
        const callee = model.procedures[statement.procedure]
        return callee !== undefined && saysWhere(model, callee.body)
      }
      default:
        return false
    }
  })
}
