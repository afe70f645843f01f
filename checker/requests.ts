/** What a statement asks of locks where a process rests at it. */

import type { Request, Statement } from '../dsl/ir.ts'

/** Of an `atomic` its first statement's: no other in it asks for any. */
export function requestsOf(statement: Statement): readonly Request[] {
  switch (statement.kind) {
    case 'step':
      return statement.requests
    case 'atomic': {
      const [first] = statement.body.statements
      return first === undefined ? [] : requestsOf(first)
    }
    default:
      return []
  }
}
