/** Variables that nobody reads: no guard or test, no property, no other variable's new value. */

import type { Effect, EffectOf, Expr, Model, VariableId, Wait } from '../../dsl/ir.ts'
import type { Block, Domain, Formula } from '../../dsl/ir.ts'
import { operands } from '../operands.ts'
import type { Vacuous } from './vacuous.ts'

const because = 'no guard, no property and no other variable depends on it'

/** To be read for a new value of itself does not count, and for one of a ghost only where that is read. */
export function unreadVariables(model: Model): readonly Vacuous[] {
  const reading = new Reading(model)
  return model.variables
    .filter(({ id, site }) => site.through.length === 0 && !reading.isRead(id))
    .map(({ name, site }): Vacuous => ({ kind: 'never read', subject: name, because, site }))
}

class Reading {
  readonly #read = new Set<VariableId>()
  readonly #ghosts: ReadonlySet<VariableId>
  /** By ghost that is written, those that its new values are made of. */
  readonly #sources = new Map<VariableId, Set<VariableId>>()

  constructor(model: Model) {
    this.#ghosts = new Set(model.variables.flatMap(({ id, ghost }) => (ghost ? [id] : [])))
    const { actions, processes, procedures, locks, masks } = model
    const { properties, initially, ends, constraints } = model
    for (const { expr } of [...properties, ...initially, ...ends, ...constraints]) this.#all(expr)
    for (const { formula } of model.temporal) this.#formula(formula)
    for (const { holdings } of locks) for (const { holders } of holdings) this.#all(holders)
    for (const expr of [masks.hardirq, masks.softirq]) if (expr !== null) this.#all(expr)
    for (const { guard, effects } of actions) {
      if (guard !== null) this.#all(guard)
      this.#effects(effects)
    }
    for (const { runs } of processes) if (runs !== null) this.#all(runs)
    for (const { body } of [...processes, ...procedures]) this.#block(body)
    for (const variable of this.#read)
      for (const source of this.#sourcesOf(variable)) this.#read.add(source)
  }

  isRead(variable: VariableId): boolean {
    return this.#read.has(variable)
  }

  #sourcesOf(variable: VariableId): Set<VariableId> {
    const known = this.#sources.get(variable) ?? new Set<VariableId>()
    this.#sources.set(variable, known)
    return known
  }

  #all(expr: Expr, into: Set<VariableId> = this.#read): void {
    if (expr.kind === 'variable') into.add(expr.variable)
    for (const operand of operands(expr)) this.#all(operand, into)
  }

  #formula(formula: Formula): void {
    if ('expr' in formula) this.#all(formula.expr)
    else if ('operand' in formula) this.#formula(formula.operand)
    else for (const part of [formula.left, formula.right]) this.#formula(part)
  }

  #domain(domain: Domain): void {
    if (domain.kind === 'elements') this.#all(domain.of)
  }

  #effects(effects: readonly Effect[]): void {
    for (const effect of effects) {
      switch (effect.kind) {
        case 'assign':
          this.#assigned(effect)
          break
        case 'when':
          this.#all(effect.test)
          this.#effects([...effect.then, ...effect.otherwise])
          break
        case 'forEach':
          this.#domain(effect.domain)
          this.#effects(effect.body)
          break
        case 'pick':
          this.#domain(effect.domain)
          if (effect.filter !== null) this.#all(effect.filter)
          break
        case 'assert':
          this.#all(effect.test)
          break
        case 'fail':
          break
      }
    }
  }

  #assigned({ place: { root, path }, value }: EffectOf<'assign'>): void {
    const written = root.kind === 'variable' ? root.variable : null
    const into = new Set<VariableId>()
    for (const selector of path) if (selector.kind === 'element') this.#all(selector.index, into)
    this.#all(value, into)
    if (written !== null) into.delete(written)
    const readers =
      written !== null && this.#ghosts.has(written) ? this.#sourcesOf(written) : this.#read
    for (const variable of into) readers.add(variable)
  }

  #wait(wait: Wait): void {
    if (wait.kind === 'lock') this.#all(wait.holders)
    else if (wait.kind === 'any') for (const one of wait.of) this.#wait(one)
    else if (wait.by !== null) this.#all(wait.by)
  }

  #block({ statements }: Block): void {
    for (const statement of statements) {
      switch (statement.kind) {
        case 'step':
          if (statement.guard !== null) this.#all(statement.guard)
          if (statement.wait !== null) this.#wait(statement.wait)
          this.#effects(statement.effects)
          break
        case 'compute':
          this.#effects(statement.effects)
          break
        case 'when':
          this.#all(statement.test)
          this.#block(statement.then)
          this.#block(statement.otherwise)
          break
        case 'until':
          this.#all(statement.test)
          this.#block(statement.body)
          break
        case 'loop':
        case 'atomic':
          this.#block(statement.body)
          break
        case 'either':
          for (const branch of statement.branches) this.#block(branch)
          break
        case 'call':
          for (const argument of statement.arguments) this.#all(argument)
          break
        case 'return':
          if (statement.value !== null) this.#all(statement.value)
          break
        case 'label':
        case 'leave':
        case 'again':
          break
      }
    }
  }
}
