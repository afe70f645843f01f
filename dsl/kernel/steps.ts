/** Several steps as one thing to be yielded, built at once, so that one that is never used is noticed. */

import { either, type AnyStatement, type StatementNode } from '../index.ts'

/** A statement without labels, which leaves no procedure. */
export type Statement = StatementNode<never, unknown>

/** What `yield*` puts into a body, and what it gives. */
export interface Steps<R> {
  [Symbol.iterator](): Generator<Statement, R, unknown>
}

/** The statements of the body, one after the other; they stand in the block where they are yielded. */
export function steps<R>(body: () => Generator<Statement, R, unknown>): Steps<R> {
  const built: Statement[] = []
  const running = body()
  let next = running.next()
  while (next.done !== true) {
    built.push(next.value)
    next = running.next()
  }
  const { value } = next
  return {
    *[Symbol.iterator]() {
      yield* built
      return value
    },
  }
}

/** The statements as one, in a block of its own: their locals end with it. The first thing that they do is a step. */
export function block<Y extends AnyStatement>(body: () => Generator<Y, void, unknown>) {
  return either(body)
}
