/** Steps: what a primitive consists of. A step is built at once, so that one that is never used is noticed. */

import { collectEffects, collectNodes, effectsOf } from './collect.ts'
import type { Binding, Draft } from './draft.ts'
import { strengthIn } from './fairness.ts'
import type { Effect, Expr, LocalId, Request, Sort, Wait } from './ir.ts'
import { mistaken } from './mistake.ts'
import { EffectNode, PickNode, StatementNode, type AnyEffect } from './node.ts'
import { bind, elementName, type ElementOf, type Over } from './quantify.ts'
import { requireSession } from './session.ts'
import { here, type Site } from './site.ts'
import type { ThreadSort } from './sort.ts'
import { callbackName } from './terms/callback.ts'
import { lift, liftTest, termExpr } from './terms/lift.ts'
import { declared } from './terms/place.ts'
import { like, refer } from './terms/registry.ts'
import type { AnyTerm } from './terms/term.ts'
import type { Input, PlaceOf, TermOf, Test } from './terms/types.ts'

export interface StepOptions {
  /** The step is enabled where this is true. Without it: always. */
  readonly guard?: Test
  /**
   * What a process that is blocked here waits for, and who could grant it: a lock and its holders, or an event, such as
   * `{ kind: 'event', event: 'room in the buffer', by: null }` where the model does not say by whom.
   */
  readonly wait?: Wait
  /** What it asks of locks, whether it gets them or not. */
  readonly requests?: readonly Request[]
  /**
   * A daemon may rest here for ever. One that has such a step may rest nowhere else: blocked in the middle of its work it is stuck, as
   * anybody is.
   */
  readonly idle?: boolean
  /**
   * What temporal properties may assume of it. `strong`: whoever waits here and could go on again and again does, as a waiter for a
   * lock is not overtaken for ever; `none`: nobody relies on it being taken, as on a timeout. Without it, what is assumed of the process.
   */
  readonly fairness?: 'strong' | 'none'
  /** It may sleep: a fault where the process must not. */
  readonly sleeps?: boolean
  /** It is illegal in an interrupt: the message of the fault where it is taken in one. */
  readonly notInInterrupt?: string
  /** A step that is always taken before it. */
  readonly first?: StatementNode<never, void>
  /** It may touch objects that are not alive, as what makes them does, but where it evaluates these terms. Without it, nowhere. */
  readonly checkedOnly?: readonly AnyTerm[]
}

/**
 * One atomic step: its effects happen together, all of them reading the state before. The body's JavaScript result, a term, is
 * the step's result; it too is read before.
 *
 * `name` is the kernel function as a trace shows it.
 */
export function step<R = void>(
  name: string,
  options: StepOptions,
  body: () => Generator<AnyEffect, R, unknown>,
): StatementNode<never, R> {
  const site = here()
  const guard = options.guard === undefined ? null : liftTest(options.guard, site)
  const { effects, result } = collectEffects(body)
  const { wait = null, requests = [], idle = false } = options
  const { fairness = null, sleeps = false, notInInterrupt = null } = options
  const checkedOnly = options.checkedOnly?.map(({ expr }) => expr) ?? null
  if (fairness !== null) strengthIn(fairness, ['strong', 'none'], site)
  const rules = { fairness, sleeps, notInInterrupt, checkedOnly }
  const before = options.first === undefined ? null : within(options.first)
  const head = { name, guard, effects, wait, requests, idle, ...rules, before, site }
  return stepNode(head, result)
}

/** The draft of a step that is part of another. */
function within(node: StatementNode<never, void>): Draft {
  requireSession('a step').loose.delete(node)
  return node.draft
}

function stepNode<R>(
  head: Omit<Extract<Draft, { kind: 'step' }>, 'kind' | 'result'>,
  result: R,
): StatementNode<never, R> {
  const { name, site } = head
  const value = termExpr(result)
  if (value === null && result !== undefined) {
    mistaken(
      site,
      `the result of the step '${name}' is no term`,
      "Return a term, such as 'value(bool, true)'",
    )
  }
  if (value === null) {
    return new StatementNode({ kind: 'step', ...head, result: null }, name, result)
  }
  // Whoever takes the step need not have a use for its result.
  requireSession('a step').reached.add(value)
  const binding = newBinding(name, value.sort)
  const local = like(result, { kind: 'local', sort: binding.sort, site, local: binding.local })
  return new StatementNode({ kind: 'step', ...head, result: { binding, value } }, name, local)
}

/** A local that does not exist yet. */
export function newBinding(name: string, sort: Sort): Binding {
  const local: LocalId = requireSession('a local').nextLocal(name)
  return { local, name, sort }
}

/** The term of a local; it can be written. */
export function localTerm<S extends Sort>(
  binding: Binding & { readonly sort: S },
  site: Site,
): PlaceOf<S> {
  const { local, sort } = binding
  return declared({ kind: 'local', sort, site, local }, sort, { kind: 'local', local })
}

/** A variable of the process itself. It lives until the end of the block; nobody else sees it. One that is never read takes no room in the state. */
export function local<S extends Sort>(
  name: string,
  sort: S,
  initial: Input<S>,
): StatementNode<never, PlaceOf<S>> {
  const site = here()
  const binding = { ...newBinding(name, sort), sort }
  const draft = { kind: 'local', binding, initial: lift(initial, sort, site), site } as const
  return new StatementNode(draft, `local('${name}')`, localTerm(binding, site))
}

/** Any element of the domain (one that passes the filter), decided in a step of its own. A fault when there is none. */
export function choose<D extends Over>(
  domain: D,
  filter?: (element: ElementOf<D>) => Test,
): StatementNode<never, ElementOf<D>> {
  const site = here()
  const picked = pickEffect(domain, filter, site)
  const { binder } = picked.bound
  const binding = newBinding(binder.name, binder.sort)
  const value: Expr = { kind: 'bound', sort: binder.sort, site, bound: binder.bound }
  const result = { binding, value }
  const effects = [picked.effect]
  const draft = {
    kind: 'step',
    name: 'choose',
    guard: null,
    effects,
    wait: null,
    requests: [],
    idle: false,
    fairness: null,
    sleeps: false,
    notInInterrupt: null,
    checkedOnly: null,
    before: null,
    result,
    site,
  } as const
  const local: Expr = { kind: 'local', sort: binding.sort, site, local: binding.local }
  const term = 'instance' in domain ? domain.instance(local) : refer(local, binding.sort)
  // `ElementOf` is this very case distinction.
  return new StatementNode(draft, 'choose', term as ElementOf<D>)
}

/** Any element of the domain (one that passes the filter), as part of a step or an action. A fault when there is none. */
export function pick<D extends Over>(
  domain: D,
  filter?: (element: ElementOf<D>) => Test,
): PickNode<ElementOf<D>> {
  const { effect, bound } = pickEffect(domain, filter, here())
  return new PickNode(effect, 'pick', bound.element)
}

function pickEffect<D extends Over>(
  over: D,
  filter: ((element: ElementOf<D>) => Test) | undefined,
  site: Site,
) {
  const bound = bind(over, callbackName(filter, elementName(over)), site)
  const { binder, domain, element } = bound
  if (domain.kind === 'elements' && domain.of.sort.kind === 'sequence') {
    mistaken(
      site,
      'an element is picked from a sequence',
      'Pick a position: any index below its length',
    )
  }
  const test = filter === undefined ? null : liftTest(filter(element), site)
  const effect: Effect = { kind: 'pick', binder, domain, filter: test, site }
  return { effect, bound }
}

/** The effects for each element of the domain, as part of one step. */
export function forEach<D extends Over>(
  over: D,
  body: (element: ElementOf<D>) => Generator<EffectNode<unknown>, void, unknown>,
): EffectNode<void> {
  const site = here()
  const { binder, domain, element } = bind(over, callbackName(body, 'x'), site)
  const { nodes } = collectNodes(() => body(element))
  const choice = nodes.find((node) => node instanceof PickNode)
  if (choice !== undefined) {
    const remedy = 'Pick before it, or take one step for each element'
    mistaken(choice.site, `'${choice.what}' decides inside of a 'forEach'`, remedy)
  }
  const effect: Effect = { kind: 'forEach', binder, domain, body: effectsOf(nodes), site }
  return new EffectNode(effect, 'forEach', undefined)
}

/** A failed assertion, which is a verdict, where the test is false. */
export function assert(test: Test, message: string): EffectNode<void> {
  const site = here()
  return new EffectNode(
    { kind: 'assert', test: liftTest(test, site), message, site },
    'assert',
    undefined,
  )
}

/** A fault, wherever it is executed. */
export function fail(message: string): EffectNode<void> {
  return new EffectNode({ kind: 'fail', message, site: here() }, 'fail', undefined)
}

/** The process that takes the step, among all processes. */
export function current(): TermOf<ThreadSort> {
  const sort: ThreadSort = { kind: 'thread' }
  return refer<ThreadSort>({ kind: 'current', sort, site: here() }, sort)
}
