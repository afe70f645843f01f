/** `m`: what the function of a model declares with. */

import { collect, collectEffects } from './collect.ts'
import {
  ActionHandle,
  fairSteps,
  strengthIn,
  type FairnessOptions,
  type LabelledSteps,
} from './fairness.ts'
import { innerDrafts, type Draft } from './draft.ts'
import { initialOf, type Any } from './initial.ts'
import type {
  Action,
  Binder,
  Condition,
  Context,
  Expr,
  Model,
  ProcessId,
  Property,
  Sort,
  Strength,
  Variable,
  VariableId,
} from './ir.ts'
import { AssumptionError, mistaken } from './mistake.ts'
import type { AnyEffect, AnyStatement, LabelsOf } from './node.ts'
import { Declarations, type Primitive } from './primitive.ts'
import { ProcessHandle, type InstanceSort, type InstanceTerm } from './process.ts'
import type { Processor } from './processor.ts'
import { refinementOf, type Mapping } from './refinement/mapping.ts'
import { refining } from './refinement/refinement.ts'
import { bind, type ElementOf, type Instances } from './quantify.ts'
import type { Session } from './session.ts'
import { here, type Site } from './site.ts'
import { identity, type BoolSort, type IdentitySort, type SetSort } from './sort.ts'
import './terms/all.ts'
import { alwaysEventually, eventually, eventuallyAlways, leadsTo } from './temporal.ts'
import { liftTest, termExpr } from './terms/lift.ts'
import { declared } from './terms/place.ts'
import { make } from './terms/registry.ts'
import { formulaOf, TemporalTerm, type Claim } from './terms/temporal.ts'
import type { AnyTerm, Term } from './terms/term.ts'
import type { Input, PlaceOf, TermOf, Test } from './terms/types.ts'

/** How many instances a process has: `count` individuals, or one for each value of a sort. */
export type ProcessOptions<S extends InstanceSort> = {
  /** A daemon may wait for ever: that is no deadlock. Where a step of it says `idle`, only there. */
  readonly daemon?: boolean
  /** In which context of the kernel it executes; without it in that of a task. */
  readonly context?: Context
  /** With which others it shares a processor; without it, it has one to itself. */
  readonly on?: Processor
  /**
   * What temporal properties may assume of each instance. `weak`, without it: the scheduler lets it go on where it can all the time;
   * `strong`: where it can again and again; `none`: it may stop anywhere.
   */
  readonly fairness?: Strength | 'none'
} & (
  | { readonly count?: number; readonly each?: never }
  | { readonly each: S; readonly count?: never }
)

type ActionRange = Sort | Instances<unknown>
type ActionRanges = { readonly [name: string]: ActionRange }
type ActionArguments<P extends ActionRanges> = { readonly [K in keyof P]: ElementOf<P[K]> }
type ActionBody<P extends ActionRanges> = (
  args: ActionArguments<P>,
) => Generator<AnyEffect, void, unknown>

/** Declares what a model consists of. Mistakes that leave nothing to go on with are thrown as a `ModelError`. */
export class ModelBuilder {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
    session.declareState = (name, primitive) => this.state(name, primitive)
  }

  /**
   * A state variable, or the state of a kernel primitive. Without an initial value it starts with `false`, the first name, the number
   * nearest to 0, the index 0, `none`, the empty set, sequence or bag, and so do the parts of a record or array. An identity, a thread
   * and a variant have no such value.
   */
  state<S extends Sort>(
    name: string,
    sort: S,
    initial?: Input<S> | Any<Input<SetSort<S>>>,
  ): PlaceOf<S>
  state<S extends Sort, T>(name: string, primitive: Primitive<S, T>): T
  state(name: string, what: Sort | Primitive<Sort, unknown>, initial?: unknown): unknown {
    const site = here()
    if (typeof what === 'function') {
      mistaken(site, `'${name}' is declared with a function`, 'Call it: what it gives is declared')
    }
    if ('kind' in what) return this.#variable(name, what, initial, {}, site)
    const { quiet = false } = what
    const place = this.#variable(name, what.sort, what.initial, { quiet }, site)
    return what.attach(place, name, Declarations.of(this.#session, site))
  }

  /** Ghost state: written by steps, read only by properties, assertions and writes to ghosts. It decides nothing. */
  ghost<S extends Sort>(
    name: string,
    sort: S,
    initial?: Input<S> | Any<Input<SetSort<S>>>,
  ): PlaceOf<S> {
    return this.#variable(name, sort, initial, { ghost: true }, here())
  }

  #variable<S extends Sort>(
    name: string,
    sort: S,
    initial: unknown,
    { ghost = false, quiet = false }: Partial<Pick<Variable, 'ghost' | 'quiet'>>,
    site: Site,
  ): PlaceOf<S> {
    const { variables } = this.#session
    // The only place where variables are numbered.
    const id = variables.length as VariableId
    const start = initialOf(initial, sort, name, site)
    const shown = quiet ? { quiet } : {}
    variables.push({ id, name, sort, ghost, ...shown, initial: start, site })
    const expr: Expr = { kind: 'variable', sort, site, variable: id, access: 'model' }
    return declared(expr, sort, { kind: 'variable', variable: id })
  }

  /** Derived state: an expression with a name, by which a trace shows it. */
  define<S extends Sort>(name: string, term: Term<S>): TermOf<S> {
    const site = here()
    const expr: Expr = { kind: 'definition', sort: term.sort, site, name, body: term.expr }
    this.#session.definitions.push({ name, site })
    this.#session.reached.add(expr)
    return make(expr, term.sort)
  }

  /** A process: its instances execute the body, each step interleaved with those of all others. */
  process<const N extends string, Y extends AnyStatement<string, never> = never>(
    name: N,
    body: (self: InstanceTerm<IdentitySort<N>, never>) => Generator<Y, void, unknown>,
  ): ProcessHandle<IdentitySort<N>, LabelsOf<Y>>
  process<
    const N extends string,
    Y extends AnyStatement<string, never> = never,
    S extends InstanceSort = IdentitySort<N>,
  >(
    name: N,
    options: ProcessOptions<S>,
    body: (self: InstanceTerm<S, never>) => Generator<Y, void, unknown>,
  ): ProcessHandle<S, LabelsOf<Y>>
  process(name: string, first: unknown, second?: unknown): unknown {
    const site = here()
    // The overloads are the only ways in.
    const options = (second === undefined ? {} : first) as ProcessOptions<InstanceSort>
    const body = (second ?? first) as (self: unknown) => Generator<AnyStatement, void, unknown>
    const sort = options.each ?? identity(name, options.count ?? 1)
    const { processes } = this.#session
    // The only place where processes are numbered.
    const id = processes.length as ProcessId
    const own = new ProcessHandle(name, sort, id, new Set())
    const { drafts } = collect(() => body(own.instance({ kind: 'self', sort, site })))
    const { daemon = false, context = 'task', on = null } = options
    const given = strengthIn(options.fairness ?? 'weak', ['weak', 'strong', 'none'], site)
    const fairness = given === 'none' ? null : given
    processes.push({ id, name, sort, daemon, context, fairness, on, drafts, site })
    return new ProcessHandle(name, sort, id, new Set(this.#labels(drafts)))
  }

  #labels(drafts: readonly Draft[]): readonly string[] {
    return drafts.flatMap((draft) => {
      if (draft.kind === 'label') return [draft.label]
      if (draft.kind !== 'call') return this.#labels(innerDrafts(draft))
      return this.#labels(this.#session.built[draft.procedure]?.drafts ?? [])
    })
  }

  /**
   * An action in the style of TLA+: for any values of the parameters for which the guard is true, the effects happen together. Without a
   * guard it can always be taken. No process takes it.
   */
  action<P extends ActionRanges>(name: string, parameters: P, effects: ActionBody<P>): ActionHandle
  action<P extends ActionRanges>(
    name: string,
    parameters: P,
    guard: (args: ActionArguments<P>) => Input<BoolSort>,
    effects: ActionBody<P>,
  ): ActionHandle
  action(name: string, parameters: ActionRanges, first: unknown, second?: unknown): ActionHandle {
    const site = here()
    // The overloads are the only ways in.
    const guard = (second === undefined ? null : first) as ((args: unknown) => unknown) | null
    const effects = (second ?? first) as ActionBody<ActionRanges>
    const binders: Binder[] = []
    const elements = Object.entries(parameters).map(([key, range]) => {
      const { binder, element } = bind(range, key, site)
      binders.push(binder)
      return [key, element]
    })
    // Each parameter's element, under its name.
    const args = Object.fromEntries(elements) as ActionArguments<ActionRanges>
    const test = guard === null ? null : liftTest(guard(args), site)
    const body = collectEffects(() => effects(args)).effects
    const action: Action = { name, parameters: binders, guard: test, effects: body, site }
    this.#session.actions.push(action)
    return new ActionHandle(action)
  }

  /**
   * What temporal properties may assume besides what processes, steps and branches say. `weak`: what can be taken all the time from some
   * point on is taken again and again; `strong`: so is what can be taken again and again. Steps from a label are assumed of each instance
   * by itself; actions together, or with `each` every combination of each one's parameters by itself.
   *
   * @throws ModelError when no action is given, one is given twice, or one is of another model.
   *
   * ```ts
   * const link = model('link', {}, (m) => {
   *   const lost = m.state('lost', bool)
   *   const arrived = m.state('arrived', bool)
   *   m.action('Lose', {}, () => not(or(lost, arrived)), function* () {
   *     yield* lost.set(true)
   *   })
   *   const retry = m.action('Retry', {}, () => lost, function* () {
   *     yield* lost.set(false)
   *   })
   *   const deliver = m.action('Deliver', {}, () => not(or(lost, arrived)), function* () {
   *     yield* arrived.set(true)
   *   })
   *   m.fair('what is lost is sent again', 'weak', retry)
   *   m.fair('not everything is lost', 'strong', deliver)
   *   m.eventually('the message arrives', arrived)
   *   m.mayEnd('it has arrived', arrived)
   * })
   * ```
   */
  fair(name: string, strength: Strength, steps: LabelledSteps): void
  fair(
    name: string,
    strength: Strength,
    actions: ActionHandle | readonly ActionHandle[],
    options?: FairnessOptions,
  ): void
  fair(
    name: string,
    strength: Strength,
    given: LabelledSteps | ActionHandle | readonly ActionHandle[],
    options: FairnessOptions = {},
  ): void {
    const site = here()
    const steps = fairSteps(given, options, this.#session, site)
    strengthIn(strength, ['weak', 'strong'], site)
    this.#session.fairness.push({ name, strength, steps, site })
  }

  /** True in every reachable state. */
  always(name: string, test: Test): void {
    this.#property('always', name, test, here())
  }

  /** True in no reachable state. */
  never(name: string, test: Test): void {
    this.#property('never', name, test, here())
  }

  /** True in at least one reachable state. */
  reachable(name: string, test: Test): void {
    this.#property('reachable', name, test, here())
  }

  /** True of every step: terms have their values before it, and inside `after(…)` those after it. */
  step(name: string, test: Test): void {
    this.#property('step', name, test, here())
  }

  /**
   * The model refines another, of variables and actions alone, when its state is read through the mapping: each initial state is one of
   * the other's, and each step is one of its steps or leaves its variables as they are. What the other says of fairness, and its
   * properties, are not carried over.
   *
   * @throws ModelError when the other model has processes, or the mapping does not give each of its variables a value of its sort.
   *
   * ```ts
   * const light = model('light', {}, (m) => {
   *   const on = m.state('on', bool)
   *   m.action('Switch', {}, function* () {
   *     yield* on.update(not)
   *   })
   * })
   *
   * const dimmer = model('dimmer', {}, (m) => {
   *   const level = m.state('level', int(0, 3))
   *   m.action('Turn', { to: int(0, 3) }, function* ({ to }) {
   *     yield* level.set(to)
   *   })
   *   m.refines('it is a light', light.instantiate(), { on: level.gt(0) })
   * })
   * ```
   */
  refines(name: string, abstract: Model, mapping: Mapping): void {
    const site = here()
    this.#session.properties.push(...refining(name, refinementOf(abstract, mapping, site), site))
  }

  /**
   * True of every fair run, read at its beginning. A formula with `next` says something else once a step is split in two: it is a mistake,
   * unless it is allowed.
   */
  temporal(name: string, claim: Claim, options: { readonly next?: boolean } = {}): void {
    const site = here()
    const { next: allowsNext = false } = options
    this.#session.temporal.push({ name, formula: formulaOf(claim, site), site, allowsNext })
  }

  /** In every fair run the test is true at some point. */
  eventually(name: string, test: Claim): void {
    this.temporal(name, eventually(test))
  }

  /** In every fair run, wherever the first is true, the second is true there or later. */
  leadsTo(name: string, trigger: Claim, response: Claim): void {
    this.temporal(name, leadsTo(trigger, response))
  }

  /** In every fair run the test is true again and again. */
  alwaysEventually(name: string, test: Claim): void {
    this.temporal(name, alwaysEventually(test))
  }

  /** In every fair run the test is true for ever from some point on. */
  eventuallyAlways(name: string, test: Claim): void {
    this.temporal(name, eventuallyAlways(test))
  }

  #property(kind: Property['kind'], name: string, test: Test, site: Site): void {
    this.#session.properties.push({ kind, name, expr: liftTest(test, site), site })
  }

  /**
   * An order of lock classes that is established, as the kernel primes lockdep at boot: each is taken before the next. It counts as if
   * a run had taken them so. A class of a subclass is named as lockdep does, `lock/1`. A mistake where the model has locks of less than
   * two of the classes.
   */
  lockOrder(...classes: readonly string[]): void {
    const site = here()
    if (classes.length < 2) mistaken(site, 'an order has less than two lock classes', 'Give two')
    this.#session.lockOrders.push({ classes, site })
  }

  /** A condition on initial states, of variables only. */
  initially(name: string, test: Test): void {
    this.#session.initially.push(condition(name, test, here()))
  }

  /** States in which nothing more needs to happen: they are no deadlock, whoever is stuck there. */
  mayEnd(name: string, test: Test): void {
    this.#session.ends.push(condition(name, test, here()))
  }

  /** Only states for which this is true are explored further; cutting any makes the verdict `incomplete`. */
  constraint(name: string, test: Test): void {
    this.#session.constraints.push(condition(name, test, here()))
  }

  /**
   * What the parameters must satisfy; a JavaScript boolean.
   *
   * @throws AssumptionError when it is false.
   */
  assume(name: string, holds: boolean): void {
    if (holds) return
    throw new AssumptionError(`${here().toString()}: the parameters do not satisfy '${name}'`)
  }

  /** Says that terms, formulas, statements or effects are built and left out of the model on purpose. */
  unused(...built: readonly (AnyTerm | TemporalTerm | AnyStatement | AnyEffect)[]): void {
    for (const each of built) {
      if (each instanceof TemporalTerm) {
        this.#session.reachedFormulas.add(each.formula)
        continue
      }
      const expr = termExpr(each)
      if (expr !== null) this.#session.reached.add(expr)
      else if ('delegated' in each && this.#session.loose.delete(each)) {
        this.#session.dropped.add(each)
      }
    }
  }
}

function condition(name: string, test: Test, site: Site): Condition {
  return { name, expr: liftTest(test, site), site }
}
