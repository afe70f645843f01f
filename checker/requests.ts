/** What a statement asks of locks where a process rests at it. */

import type { Request, Statement } from '../dsl/ir.ts'

/** Of an `atomic` those of the first statement that can do anything but compute: no other in it asks for a lock and waits. */
export function requestsOf(statement: Statement): readonly Request[] {
  switch (statement.kind) {
    case 'step':
      return statement.requests
    case 'atomic': {
      const first = statement.body.statements.find(
        ({ kind }) => kind !== 'compute' && kind !== 'label',
      )
      return first === undefined ? [] : requestsOf(first)
    }
    default:
      return []
  }
}
