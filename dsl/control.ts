/** Statements that decide what comes next. */

import { collect, collectNodes, draftsOf, effectsOf, type AnyNode } from './collect.ts'
import { innerDrafts, type Draft } from './draft.ts'
import { strengthIn } from './fairness.ts'
import type { Strength } from './ir.ts'
import { mistaken } from './mistake.ts'
import { PickNode, StatementNode } from './node.ts'
import type { AnyEffect, AnyStatement, EffectNode, LabelsOf, ReturnedOf } from './node.ts'
import { here } from './site.ts'
import { step, type StepOptions } from './step.ts'
import { liftTest } from './terms/lift.ts'
import type { Test } from './terms/types.ts'

type Run<Y> = () => Generator<Y, void, unknown>
type YieldOf<B> = B extends () => Generator<infer Y, void, unknown> ? Y : never
/** A statement with other statements inside. */
type Around<Y> = StatementNode<LabelsOf<Y>, void, ReturnedOf<Y>>

/** Executes the one body or the other. The test of shared state is a step of its own; in a step or an action, all is one step. */
export function when(
  test: Test,
  then: Run<EffectNode<unknown>>,
  otherwise?: Run<EffectNode<unknown>>,
): EffectNode<void>
export function when(test: Test, then: Run<AnyEffect>, otherwise?: Run<AnyEffect>): PickNode<void>
export function when<Y1 extends AnyStatement, Y2 extends AnyStatement = never>(
  test: Test,
  then: Run<Y1>,
  otherwise?: Run<Y2>,
): Around<Y1 | Y2>
export function when(test: Test, then: Run<AnyNode>, otherwise?: Run<AnyNode>): unknown {
  const site = here()
  const head = { kind: 'when', test: liftTest(test, site), site } as const
  const yes = collectNodes(then).nodes
  const no = otherwise === undefined ? [] : collectNodes(otherwise).nodes
  if ([...yes, ...no].some((node) => node instanceof PickNode)) {
    return new PickNode(
      { ...head, then: effectsOf(yes), otherwise: effectsOf(no) },
      'when',
      undefined,
    )
  }
  const draft: Draft = { ...head, then: draftsOf(yes), otherwise: draftsOf(no) }
  return new StatementNode(draft, 'when', undefined)
}

/** Executes the body again and again. It can only be left by `ret` (or not at all). */
export function forever<Y extends AnyStatement>(body: Run<Y>): Around<Y> {
  const site = here()
  const { drafts } = collect(body)
  const left = leaveIn(drafts)
  if (left !== null) mistaken(left.site, "'leave' stands in a 'forever'", "Use 'loop'")
  return new StatementNode({ kind: 'loop', body: drafts, site }, 'forever', undefined)
}

/** A `leave` that belongs to the loop of which this is the body. */
function leaveIn(drafts: readonly Draft[]): Draft | null {
  for (const draft of drafts) {
    if (draft.kind === 'leave') return draft
    if (draft.kind === 'loop' || draft.kind === 'until') continue
    const inner = leaveIn(innerDrafts(draft))
    if (inner !== null) return inner
  }
  return null
}

/** Executes the body again and again, until a `leave` in it. */
export function loop<Y extends AnyStatement>(body: Run<Y>): Around<Y> {
  const site = here()
  return new StatementNode({ kind: 'loop', body: collect(body).drafts, site }, 'loop', undefined)
}

/** Executes the body again and again while the test is false; tests first. The test of shared state is a step of its own. */
export function until<Y extends AnyStatement>(test: Test, body: Run<Y>): Around<Y> {
  const site = here()
  const lifted = liftTest(test, site)
  const draft: Draft = { kind: 'until', test: lifted, body: collect(body).drafts, site }
  return new StatementNode(draft, 'until', undefined)
}

/** Goes on behind the innermost `loop` or `until`: C's `break`. */
export function leave(): StatementNode<never, void> {
  return new StatementNode({ kind: 'leave', site: here() }, 'leave', undefined)
}

/** Goes back to the head of the innermost loop: C's `continue`. */
export function again(): StatementNode<never, void> {
  return new StatementNode({ kind: 'again', site: here() }, 'again', undefined)
}

/** Takes one of the branches, by taking its first step. A branch whose first step is blocked is not offered. */
export function either<B extends readonly Run<AnyStatement>[]>(
  ...branches: B
): Around<YieldOf<B[number]>> {
  const site = here()
  if (branches.length === 0) mistaken(site, "'either' has no branch", 'Give it two or more')
  const draft: Draft = {
    kind: 'either',
    branches: branches.map((branch) => collect(branch).drafts),
    fairness: branches.map((branch) => fairnessOf(branch)),
    site,
  }
  return new StatementNode(draft, 'either', undefined)
}

const assumptions = new WeakMap<Run<AnyStatement>, Strength | 'none'>()

/**
 * The branch of an `either`, with what temporal properties may assume of its first step: `strong`, it is taken again and again if it can
 * be so; `weak`, if it can be all the time; `none`: nobody relies on it, as on an allocation that fails. Anywhere else it is simply the
 * body; inside of an `atomic` it is a mistake.
 *
 * ```ts
 * const lossy = model('lossy channel', {}, (m) => {
 *   const sent = m.state('sent', bool)
 *   const arrived = m.state('arrived', bool)
 *   m.process('sender', function* () {
 *     yield* until(arrived, function* () {
 *       yield* sent.set(true)
 *       yield* waitUntil(or(arrived, not(sent)))
 *     })
 *   })
 *   m.process('channel', function* () {
 *     yield* until(arrived, function* () {
 *       yield* waitUntil(sent)
 *       yield* either(
 *         fair('strong', function* deliver() { yield* arrived.set(true) }),
 *         function* lose() { yield* sent.set(false) },
 *       )
 *     })
 *   })
 *   m.eventually('the message arrives', arrived)
 * })
 * ```
 */
export function fair<Y extends AnyStatement>(strength: Strength | 'none', branch: Run<Y>): Run<Y> {
  const own: Run<Y> = () => branch()
  assumptions.set(own, strengthIn(strength, ['weak', 'strong', 'none'], here()))
  return own
}

function fairnessOf(branch: Run<AnyStatement>): Strength | 'none' | null {
  return assumptions.get(branch) ?? null
}

/** Executes the body as one step, each statement reading what those before it wrote. It blocks at its first statement or not at all. */
export function atomic<Y extends AnyStatement>(body: Run<Y>): Around<Y> {
  const name = body.name === '' ? 'atomic' : body.name
  return new StatementNode(
    { kind: 'atomic', name, body: collect(body).drafts, site: here() },
    'atomic',
    undefined,
  )
}

/** A name for the point before the statement that follows: there the process is `at` the label. */
export function label<const L extends string>(name: L): StatementNode<L, void> {
  return new StatementNode(
    { kind: 'label', label: name, site: here() },
    `label('${name}')`,
    undefined,
  )
}

/** Waits until the test is true. */
export function waitUntil(
  test: Test,
  options: Omit<StepOptions, 'guard'> = {},
): StatementNode<never, void> {
  return step('waitUntil', { ...options, guard: test }, function* () {})
}

/** A step that changes nothing. */
export function skip(): StatementNode<never, void> {
  return step('skip', {}, function* () {})
}
