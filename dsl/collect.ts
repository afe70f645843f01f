/** Runs the author's generators and takes what they yield. */

import { draftText, type Draft } from './draft.ts'
import type { Effect } from './ir.ts'
import { mistaken } from './mistake.ts'
import { PickNode, StatementNode, type AnyEffect, type AnyStatement } from './node.ts'
import { session } from './session.ts'
import { here } from './site.ts'

/** Anything that can be yielded. */
export type AnyNode = AnyStatement | PickNode<unknown>

/** Runs a body of statements. Frames of the stack below this module's belong to another body. */
export function collect<Result>(body: () => Generator<AnyStatement, Result, unknown>): {
  drafts: readonly Draft[]
  result: Result
} {
  const { nodes, result } = collectNodes(body)
  return { drafts: draftsOf(nodes), result }
}

/** Runs the body of a step or an action. */
export function collectEffects<Result>(body: () => Generator<AnyEffect, Result, unknown>): {
  effects: readonly Effect[]
  result: Result
} {
  const { nodes, result } = collectNodes(body)
  return { effects: effectsOf(nodes), result }
}

/** Runs a body of which is not known where it stands. */
export function collectNodes<Result>(body: () => Generator<AnyNode, Result, unknown>): {
  nodes: readonly AnyNode[]
  result: Result
} {
  const nodes: AnyNode[] = []
  const iterator = runnable(body)
  for (;;) {
    const next = iterator.next()
    if (next.done === true) return { nodes, result: next.value }
    nodes.push(taken(next.value))
  }
}

/** The nodes as statements. */
export function draftsOf(nodes: readonly AnyNode[]): readonly Draft[] {
  return nodes.map((node) => {
    if (node instanceof StatementNode) return node.draft
    const what = node.what === 'pick' ? "'pick'" : `a '${node.what}' with a 'pick' inside`
    const remedy = "Put it in a 'step', or use 'choose', which is a step of its own"
    return mistaken(node.site, `${what} stands outside of a step`, remedy)
  })
}

/** The nodes as effects. */
export function effectsOf(nodes: readonly AnyNode[]): readonly Effect[] {
  return nodes.map((node) => (node instanceof PickNode ? node.effect : effectOf(node.draft)))
}

function effectOf(draft: Draft): Effect {
  if (draft.kind === 'effect') return draft.effect
  if (draft.kind === 'when') {
    const { test, site } = draft
    const [then, otherwise] = [draft.then.map(effectOf), draft.otherwise.map(effectOf)]
    return { kind: 'when', test, then, otherwise, site }
  }
  return mistaken(
    draft.site,
    `'${draftText(draft)}' stands inside a step or an action, which are atomic`,
    "Use only 'set', 'update', 'when', 'pick', 'forEach', 'assert' and 'fail' there",
  )
}

function runnable<Y, R>(body: () => Generator<Y, R, unknown>): Generator<Y, R, unknown> {
  const iterator: unknown = typeof body === 'function' ? body() : body
  if (typeof iterator === 'object' && iterator !== null && 'next' in iterator) {
    // It has `next`, and the compiler saw a generator function.
    return iterator as Generator<Y, R, unknown>
  }
  return mistaken(here(), 'a body must be a generator function', "Write 'function* () { … }'")
}

function taken(node: unknown): AnyNode {
  if (!(node instanceof StatementNode) && !(node instanceof PickNode)) {
    return mistaken(
      here(),
      'something that is no statement is yielded in this body',
      "Write 'yield*' before each statement of the model, and nowhere else",
    )
  }
  if (!node.delegated)
    mistaken(node.site, `'${node.what}' is yielded without a star`, "Write 'yield*'")
  const current = session()
  if (current !== null && !current.loose.delete(node)) {
    const remedy = 'Build a new one for each place where it stands'
    mistaken(
      node.site,
      `'${node.what}' is yielded twice, or was built outside of this model`,
      remedy,
    )
  }
  return node
}
