/** Locks for random models: what steps request, take and give up besides what they do. */

import type {
  Block,
  Effect,
  Expr,
  Lock,
  LockId,
  LockMode,
  Model,
  Place,
  Request,
  Selector,
  Sort,
  Statement,
  StepStatement,
  Variable,
} from '../../dsl/ir.ts'
import { boundId, variableId } from '../ids.ts'
import type { Draw } from './draw.ts'
import { binary, bool, bound, effect, expr, int, number, site, thread, truth } from './nodes.ts'

const optional: Sort = { kind: 'optional', of: thread }
const threads: Sort = { kind: 'set', of: thread }
const modes: readonly LockMode[] = ['write', 'read', 'recursive read']
/** Behind all names that the models bind themselves. */
const lockBinder = 10_000

/** The model with locks. */
export function withLocks(draw: Draw, model: Model): Model {
  return new Locks(draw, model).model()
}

/** A lock and how its variable is written. */
interface Drawn {
  readonly lock: Lock
  readonly variable: Variable
  /** Whether there is one for each of two indices. */
  readonly family: boolean
  readonly shared: boolean
}

class Locks {
  readonly #draw: Draw
  readonly #model: Model
  readonly #locks: readonly Drawn[]

  constructor(draw: Draw, model: Model) {
    this.#draw = draw
    this.#model = model
    this.#locks = draw.times(1, 3, (position) => this.#lock(position))
  }

  model(): Model {
    const { variables, processes, procedures } = this.#model
    const draw = this.#draw
    const interrupts = draw.chance(40)
    const judged = draw.chance(50)
    return {
      ...this.#model,
      properties: judged ? this.#model.properties : [],
      constraints: judged ? this.#model.constraints : [],
      variables: [...variables, ...this.#locks.map(({ variable }) => variable)],
      processes: processes.map((process) => ({
        ...process,
        context: interrupts ? draw.oneOf(['task', 'hardirq', 'softirq'] as const) : 'task',
        body: this.#block(process.body, true),
      })),
      procedures: procedures.map((procedure) => ({
        ...procedure,
        body: this.#block(procedure.body, false),
      })),
      locks: this.#locks.map(({ lock }) => lock),
      masks: { hardirq: interrupts && draw.chance(60) ? this.#masked() : null, softirq: null },
    }
  }

  #lock(position: number): Drawn {
    const draw = this.#draw
    const family = draw.chance(40)
    const shared = draw.chance(40)
    const holder = shared ? threads : optional
    const nobody = shared
      ? expr('collection', threads, { elements: [] })
      : expr('none', optional, {})
    const start = draw.chance(10) ? this.#somebody(holder) : nobody
    const index = int(0, 1)
    const binder = { bound: boundId(lockBinder + position), name: 'i', sort: index }
    const sort: Sort = family ? { kind: 'array', index, element: holder } : holder
    const id = variableId(this.#model.variables.length + position)
    const whole = expr('variable', sort, { variable: id, access: 'model' })
    const holders = family ? expr('element', holder, { array: whole, index: bound(binder) }) : whole
    return {
      family,
      shared,
      variable: {
        id,
        name: `lock${position}`,
        sort,
        ghost: false,
        initial: {
          kind: 'value',
          value: family ? expr('array', sort, { binder, body: start }) : start,
        },
        site: site(),
      },
      lock: {
        // They are numbered as they come.
        id: position as LockId,
        name: family ? `lock${position}[]` : `lock${position}`,
        lockClass: `class ${draw.between(0, 2)}`,
        kind: draw.oneOf(['sleeping', 'spinning', 'mark'] as const),
        indices: family ? [binder] : [],
        holdings: draw.times(1, 2, (subclass) => ({
          mode: draw.oneOf(modes),
          subclass,
          holders,
        })),
        site: site(),
      },
    }
  }

  /** The first instance of the first process: there is one where anybody takes locks. */
  #somebody(holder: Sort): Expr {
    const [first] = this.#model.processes
    const nobody =
      holder.kind === 'set'
        ? expr('collection', holder, { elements: [] })
        : expr('none', holder, {})
    if (first === undefined) return nobody
    const instance = expr('literal', first.sort, { value: 0 })
    const value = expr('thread', thread, { process: first.id, instance })
    return holder.kind === 'set'
      ? expr('collection', holder, { elements: [value] })
      : expr('some', holder, { value })
  }

  #block(block: Block, own: boolean): Block {
    return { ...block, statements: block.statements.map((each) => this.#statement(each, own)) }
  }

  #statement(each: Statement, own: boolean): Statement {
    switch (each.kind) {
      case 'step':
        return this.#step(each, own)
      case 'when':
        return {
          ...each,
          then: this.#block(each.then, own),
          otherwise: this.#block(each.otherwise, own),
        }
      case 'loop':
      case 'until':
      case 'atomic':
        return { ...each, body: this.#block(each.body, own) }
      case 'either':
        return { ...each, branches: each.branches.map((branch) => this.#block(branch, own)) }
      default:
        return each
    }
  }

  #step(step: StepStatement, own: boolean): StepStatement {
    const draw = this.#draw
    const requests = draw.chance(50) ? draw.times(1, 2, () => this.#request()) : []
    const effects = draw.chance(60) ? [this.#change(own)] : []
    return { ...step, requests, effects: [...step.effects, ...effects] }
  }

  #request(): Request {
    const draw = this.#draw
    return {
      lock: draw.oneOf(this.#locks).lock.id,
      mode: draw.oneOf(modes),
      subclass: draw.oneOf([0, 0, 0, 1]),
      trying: draw.chance(15),
      nested: draw.chance(15),
    }
  }

  /** Takes a lock or gives one up, mostly as a lock does it, and not always for itself. */
  #change(own: boolean): Effect {
    const draw = this.#draw
    const { variable, family, shared } = draw.oneOf(this.#locks)
    const index = this.#index()
    const path: readonly Selector[] = family ? [{ kind: 'element', index }] : []
    const sort = shared ? threads : optional
    const place: Place = { root: { kind: 'variable', variable: variable.id }, path, sort }
    const whole = expr('variable', variable.sort, { variable: variable.id, access: 'model' })
    const before: Expr = family ? expr('element', sort, { array: whole, index }) : whole
    const value = shared ? this.#set(before) : this.#optional(before)
    const assign = effect('assign', { place, value, access: 'model' })
    if (!own || draw.chance(70)) return assign
    const test = draw.chance(50) ? truth(draw.chance(50)) : this.#holds(before)
    return effect('when', { test, then: [assign], otherwise: [] })
  }

  /** A number, or one that the state decides. */
  #index(): Expr {
    const draw = this.#draw
    const known = number(draw.between(0, 1))
    const first = this.#locks.find(({ family }) => !family)
    if (first === undefined || draw.chance(70)) return known
    const { sort, id } = first.variable
    const test = this.#holds(expr('variable', sort, { variable: id, access: 'model' }))
    return expr('conditional', int(0, 1), { test, then: number(0), otherwise: number(1) })
  }

  #optional(before: Expr): Expr {
    const draw = this.#draw
    const current = expr('some', optional, { value: expr('current', thread, {}) })
    const none = expr('none', optional, {})
    const free = binary('eq', before, none, bool)
    return draw.weighted<() => Expr>([
      [4, () => current],
      [4, () => none],
      [2, () => expr('conditional', optional, { test: free, then: current, otherwise: none })],
      [1, () => expr('conditional', optional, { test: free, then: current, otherwise: before })],
      [1, () => this.#elsewhere() ?? current],
    ])()
  }

  #set(before: Expr): Expr {
    const draw = this.#draw
    const elements = [expr('current', thread, {})]
    const own = expr('collection', threads, { elements })
    const none = expr('collection', threads, { elements: [] })
    const operation = (operator: 'union' | 'difference') =>
      expr('setOperation', threads, { operator, left: before, right: own })
    return draw.weighted<() => Expr>([
      [4, () => operation('union')],
      [4, () => operation('difference')],
      [1, () => own],
      [1, () => none],
    ])()
  }

  #holds(before: Expr): Expr {
    const current = expr('current', thread, {})
    return before.sort.kind === 'set'
      ? expr('member', bool, { element: current, of: before })
      : binary('eq', before, expr('some', optional, { value: current }), bool)
  }

  /** Whoever holds another lock, or the same. */
  #elsewhere(): Expr | null {
    const other = this.#locks.find(({ family, shared }) => !family && !shared)
    if (other === undefined) return null
    return expr('variable', optional, { variable: other.variable.id, access: 'model' })
  }

  /** Of whoever holds the first lock. */
  #masked(): Expr | null {
    const [first] = this.#locks
    if (first === undefined || first.family) return null
    const { sort, id } = first.variable
    return this.#holds(expr('variable', sort, { variable: id, access: 'model' }))
  }
}
