/** Random models that go round and round: few states, many cycles, nothing that fails. */

import type {
  Action,
  Block,
  Effect,
  Expr,
  Model,
  Process,
  Sort,
  Statement,
  Variable,
} from '../../../dsl/ir.ts'
import { modelOf } from '../../model.ts'
import { boundId, procedureId } from '../../ids.ts'
import type { Draw } from '../draw.ts'
import { assign, label, process, read, step, variables } from '../handmade.ts'
import {
  binary,
  block,
  bool,
  bound,
  effect,
  expr,
  int,
  number,
  numbered,
  site,
  statement,
  truth,
} from '../nodes.ts'

const three = int(0, 2)
export const ringLabels = ['near', 'far'] as const

/** A model of one to three threads, or of actions, over two or three variables. */
export function drawRing(draw: Draw): Model {
  return new Rings(draw).model()
}

class Rings {
  readonly #draw: Draw
  readonly #variables: readonly Variable[]
  /** What one process opens and shuts again and again, and the others wait for. */
  readonly #gate: Variable | null
  #binders = 0

  constructor(draw: Draw) {
    this.#draw = draw
    this.#variables = variables(
      ...draw.times(1, 3, () => {
        const sort: Sort = draw.chance(60) ? bool : three
        return [sort, draw.chance(15) ? 'any' : this.#constant(sort)] as const
      }),
    )
    this.#gate = draw.chance(60) ? draw.oneOf(this.#variables) : null
  }

  model(): Model {
    const draw = this.#draw
    const few = draw.chance(35) ? 1 : 0
    const procedure = {
      id: procedureId(0),
      name: 'f',
      parameters: [],
      returns: null,
      body: numbered(block(...this.#some(1, 2, 0, null))),
      site: site(),
    }
    const processes = few === 1 ? [] : draw.times(1, 2, (position) => this.#process(position))
    if (few === 0 && this.#gate !== null) processes.push(this.#keeper(processes.length, this.#gate))
    const withInstances = processes.map((each, position): Process => {
      const many = position === 0 && draw.chance(35)
      return many ? { ...each, sort: { ...each.sort, size: 2 } as Sort } : each
    })
    return modelOf({
      name: 'ring',
      variables: this.#variables,
      procedures: [procedure],
      processes: withInstances,
      actions: draw.times(few * 2, few * 3 + 1, (position) => this.#action(position)),
    })
  }

  #process(position: number): Process {
    const draw = this.#draw
    const round = draw.chance(75)
    const body = this.#some(1, 4, 2, round)
    const labelled = ringLabels.map((each) => label(each))
    const all = [...labelled.filter(() => draw.chance(50)), ...body]
    const looped = statement('loop', { body: block(...all, this.#step(60)) })
    const before = draw.chance(20) ? [this.#step(40)] : []
    const after = hasLeave(body) ? [this.#step(20)] : []
    const made = round ? [...before, looped, ...after] : [...before, ...all]
    const missing = ringLabels.filter((each) => !JSON.stringify(made).includes(`"label":"${each}"`))
    return process(position, 1, block(...missing.map((each) => label(each)), ...made))
  }

  #keeper(position: number, gate: Variable): Process {
    const steps = this.#draw.times(1, 2, () => step([assign(gate, this.#value(gate, 20))]))
    const labels = ringLabels.map((each) => label(each))
    return process(position, 1, block(...labels, statement('loop', { body: block(...steps) })))
  }

  /** Statements at this depth; `round`: whether it may leave a loop, null in a procedure. */
  #some(least: number, most: number, depth: number, round: boolean | null): Statement[] {
    return this.#draw.times(least, most, () => this.#statement(depth, round)).flat()
  }

  #statement(depth: number, round: boolean | null): readonly Statement[] {
    const draw = this.#draw
    const nested = depth > 0 ? 1 : 0
    return draw.weighted<() => readonly Statement[]>([
      [10, () => [this.#step(50)]],
      [round === null ? 0 : 3, () => [label(draw.oneOf(ringLabels))]],
      [5 * nested, () => [this.#either(depth - 1, round)]],
      [2 * nested, () => [this.#when(depth - 1, round)]],
      [3 * nested, () => [this.#atomic()]],
      [round === null ? 0 : 2, () => [this.#call()]],
    ])()
  }

  #step(guarded: number): Statement {
    const guard = this.#draw.chance(guarded) ? this.#test() : null
    return step(this.#effects(), guard)
  }

  #either(depth: number, round: boolean | null): Statement {
    const branches = this.#draw.times(2, 3, (position): Block => {
      // Not all of them, or nobody would come to what follows.
      const may = round === true && position > 0
      const leaving = may && this.#draw.chance(15) ? [statement('leave', {})] : []
      const more = this.#some(0, 1, depth, null)
      const nested = depth > 0 && this.#draw.chance(20)
      const first = nested ? this.#either(depth - 1, round) : this.#step(60)
      return block(first, ...more, ...leaving)
    })
    return statement('either', { branches })
  }

  #when(depth: number, round: boolean | null): Statement {
    const then = block(...this.#some(0, 2, depth, round))
    const otherwise = block(...this.#some(0, 1, depth, round))
    return statement('when', { test: this.#test(), step: true, then, otherwise })
  }

  #atomic(): Statement {
    const rest = this.#draw.times(0, 2, () => {
      const branches = [block(this.#step(0)), block(this.#step(0))]
      return this.#draw.chance(40) ? statement('either', { branches }) : this.#step(0)
    })
    const start = this.#draw.chance(30) ? [label(this.#draw.oneOf(ringLabels))] : []
    return statement('atomic', { name: 'at once', body: block(...start, this.#step(50), ...rest) })
  }

  #call(): Statement {
    return statement('call', {
      procedure: procedureId(0),
      arguments: [],
      step: false,
      result: null,
    })
  }

  #action(position: number): Action {
    const draw = this.#draw
    const name = `a${position}`
    const guard = draw.chance(60) ? this.#test() : null
    const variable = draw.oneOf(this.#variables)
    if (!draw.chance(50))
      return { name, parameters: [], guard, effects: this.#effects(), site: site() }
    const binder = { bound: boundId(this.#binders), name: `b${this.#binders}`, sort: variable.sort }
    this.#binders += 1
    return {
      name,
      parameters: [binder],
      guard,
      effects: [assign(variable, bound(binder))],
      site: site(),
    }
  }

  /** Writes to different variables. */
  #effects(): readonly Effect[] {
    const draw = this.#draw
    const written = draw.shuffled(this.#variables).slice(0, draw.oneOf([0, 1, 1, 1, 1, 2]))
    const [first] = written
    if (first !== undefined && draw.chance(12)) {
      const binder = { bound: boundId(this.#binders), name: `b${this.#binders}`, sort: first.sort }
      this.#binders += 1
      const pick = effect('pick', {
        binder,
        domain: { kind: 'sort', sort: first.sort },
        filter: null,
      })
      return [pick, assign(first, bound(binder))]
    }
    return written.map((variable) => assign(variable, this.#value(variable)))
  }

  #value(variable: Variable, constant = 40): Expr {
    const draw = this.#draw
    if (draw.chance(constant)) return this.#constant(variable.sort)
    const others = this.#variables.filter(({ sort }) => sort === variable.sort)
    const other = read(draw.chance(70) ? variable : draw.oneOf(others))
    if (variable.sort === bool) return expr('unary', bool, { operator: 'not', operand: other })
    const more = binary('plus', other, number(1), int(1, 3))
    return binary('mod', more, number(3), three)
  }

  #test(): Expr {
    const gate = this.#draw.chance(75) ? this.#gate : null
    const variable = gate ?? this.#draw.oneOf(this.#variables)
    const operator = this.#draw.chance(75) ? 'eq' : 'ne'
    return binary(operator, read(variable), this.#constant(variable.sort), bool)
  }

  #constant(sort: Sort): Expr {
    return sort === bool ? truth(this.#draw.chance(50)) : number(this.#draw.between(0, 2))
  }
}

function hasLeave(statements: readonly Statement[]): boolean {
  return JSON.stringify(statements).includes('"kind":"leave"')
}
