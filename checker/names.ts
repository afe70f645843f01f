/** The names in a model that expressions know by number only: of locals, and of what binders bind. */

import { match } from 'ts-pattern'
import type {
  Binder,
  Block,
  BoundId,
  Domain,
  Effect,
  Formula,
  Expr,
  Initial,
  Local,
  LocalId,
  Model,
  Place,
  Statement,
  Wait,
} from '../dsl/ir.ts'
import { binders, domainOperands, operands } from './operands.ts'

interface Names {
  readonly locals: ReadonlyMap<LocalId, Local>
  readonly bound: ReadonlyMap<BoundId, Binder>
}

const known = new WeakMap<Model, Names>()

/** Every local and every binder of the model. Gathered once. */
export function namesOf(model: Model): Names {
  const names = known.get(model) ?? new Gatherer().model(model)
  known.set(model, names)
  return names
}

class Gatherer implements Names {
  readonly locals = new Map<LocalId, Local>()
  readonly bound = new Map<BoundId, Binder>()
  /** Expressions are shared, and one that was seen has nothing new. */
  readonly #seen = new Set<Expr>()

  #formula(formula: Formula): void {
    if ('expr' in formula) this.#expr(formula.expr)
    else if ('operand' in formula) this.#formula(formula.operand)
    else for (const part of [formula.left, formula.right]) this.#formula(part)
  }

  model(model: Model): Names {
    const { variables, actions, processes, procedures, locks } = model
    for (const { initial } of variables) this.#initial(initial)
    for (const { body } of [...processes, ...procedures]) this.#block(body)
    for (const { parameters, guard, effects } of actions) {
      for (const binder of parameters) this.#binder(binder)
      this.#optional(guard)
      this.#effects(effects)
    }
    const { initially, properties, ends, constraints } = model
    for (const { expr } of [...initially, ...properties, ...ends, ...constraints]) this.#expr(expr)
    for (const { formula } of model.temporal) this.#formula(formula)
    for (const { indices, holdings } of locks) {
      for (const binder of indices) this.#binder(binder)
      for (const { holders } of holdings) this.#expr(holders)
    }
    for (const { runs } of processes) this.#optional(runs)
    this.#optional(model.masks.hardirq)
    this.#optional(model.masks.softirq)
    return this
  }

  #binder(binder: Binder): void {
    this.bound.set(binder.bound, binder)
  }

  #expr(expr: Expr): void {
    if (this.#seen.has(expr)) return
    this.#seen.add(expr)
    for (const binder of binders(expr)) this.#binder(binder)
    for (const operand of operands(expr)) this.#expr(operand)
  }

  #optional(expr: Expr | null): void {
    if (expr !== null) this.#expr(expr)
  }

  #domain(domain: Domain): void {
    for (const expr of domainOperands(domain)) this.#expr(expr)
  }

  #initial(initial: Initial): void {
    match(initial)
      .with({ kind: 'value' }, ({ value }) => this.#expr(value))
      .with({ kind: 'anyOf' }, ({ set }) => this.#expr(set))
      .with({ kind: 'any' }, () => undefined)
      .exhaustive()
  }

  #place({ path }: Place): void {
    for (const selector of path) if (selector.kind === 'element') this.#expr(selector.index)
  }

  #effects(effects: readonly Effect[]): void {
    for (const effect of effects) this.#effect(effect)
  }

  #effect(effect: Effect): void {
    match(effect)
      .with({ kind: 'assign' }, ({ place, value }) => {
        this.#place(place)
        this.#expr(value)
      })
      .with({ kind: 'when' }, ({ test, then, otherwise }) => {
        this.#expr(test)
        this.#effects([...then, ...otherwise])
      })
      .with({ kind: 'forEach' }, ({ binder, domain, body }) => {
        this.#binder(binder)
        this.#domain(domain)
        this.#effects(body)
      })
      .with({ kind: 'pick' }, ({ binder, domain, filter }) => {
        this.#binder(binder)
        this.#domain(domain)
        this.#optional(filter)
      })
      .with({ kind: 'assert' }, ({ test }) => this.#expr(test))
      .with({ kind: 'fail' }, () => undefined)
      .exhaustive()
  }

  #wait(wait: Wait): void {
    match(wait)
      .with({ kind: 'lock' }, ({ holders }) => this.#expr(holders))
      .with({ kind: 'event' }, ({ by }) => this.#optional(by))
      .with({ kind: 'any' }, ({ of }) => of.forEach((one) => this.#wait(one)))
      .exhaustive()
  }

  #block({ locals, statements }: Block): void {
    for (const local of locals) this.locals.set(local.local, local)
    for (const statement of statements) this.#statement(statement)
  }

  #statement(statement: Statement): void {
    match(statement)
      .with({ kind: 'step' }, ({ guard, effects, wait }) => {
        this.#optional(guard)
        this.#effects(effects)
        if (wait !== null) this.#wait(wait)
      })
      .with({ kind: 'compute' }, ({ effects }) => this.#effects(effects))
      .with({ kind: 'when' }, ({ test, then, otherwise }) => {
        this.#expr(test)
        this.#block(then)
        this.#block(otherwise)
      })
      .with({ kind: 'until' }, ({ test, body }) => {
        this.#expr(test)
        this.#block(body)
      })
      .with({ kind: 'loop' }, { kind: 'atomic' }, ({ body }) => this.#block(body))
      .with({ kind: 'either' }, ({ branches }) => branches.forEach((one) => this.#block(one)))
      .with({ kind: 'call' }, (call) => call.arguments.forEach((one) => this.#expr(one)))
      .with({ kind: 'return' }, ({ value }) => this.#optional(value))
      .with({ kind: 'label' }, { kind: 'leave' }, { kind: 'again' }, () => undefined)
      .exhaustive()
  }
}
