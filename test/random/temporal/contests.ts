/** Random models of who waits for what somebody else opens and shuts: it depends on what exactly is assumed whether they go on. */

import type {
  Block,
  EitherStatement,
  Expr,
  Model,
  Process,
  Sort,
  Statement,
  StepStatement,
  Variable,
} from '../../../dsl/ir.ts'
import { procedureId } from '../../ids.ts'
import { modelOf } from '../../model.ts'
import type { Draw } from '../draw.ts'
import { assign, label, not, process, read, variables } from '../handmade.ts'
import {
  binary,
  block,
  bool,
  expr,
  int,
  number,
  numbered,
  site,
  statement,
  truth,
} from '../nodes.ts'

const three = int(0, 2)

/** One or two who wait, again and again or once, and one who keeps the gate. */
export function drawContest(draw: Draw): Model {
  return new Contests(draw).model()
}

class Contests {
  readonly #draw: Draw
  readonly #all: readonly Variable[]
  readonly #gate: Variable

  constructor(draw: Draw) {
    this.#draw = draw
    const sort: Sort = draw.chance(60) ? bool : three
    const start = sort === bool ? truth(draw.chance(50)) : number(0)
    const others = draw.chance(85) ? [[bool, truth(false)] as const] : []
    this.#all = variables([sort, start], ...others)
    const [gate] = this.#all
    if (gate === undefined) throw new Error('declared above')
    this.#gate = gate
  }

  model(): Model {
    const draw = this.#draw
    const f = {
      id: procedureId(0),
      name: 'f',
      parameters: [],
      returns: null,
      body: numbered(block(this.#waiting(0))),
      site: site(),
    }
    const waiters = draw.times(1, draw.chance(30) ? 2 : 1, (position) => this.#waiter(position))
    return modelOf({
      name: 'contest',
      variables: this.#all,
      procedures: [f],
      processes: [...waiters, this.#keeper(waiters.length)],
    })
  }

  #waiter(position: number): Process {
    const draw = this.#draw
    if (draw.chance(35)) return this.#assumed(process(position, 1, block(this.#crossroads())))
    const more = draw.times(0, 1, () => draw.oneOf([this.#plain(), this.#waiting(1)]))
    const far = draw.chance(40) ? [label('far')] : []
    const last = draw.chance(50) ? [this.#plain()] : []
    const statements = [label('near'), this.#waiting(2), ...far, ...more]
    const round = statement('loop', { body: block(...statements, ...last) })
    const body = draw.chance(70) ? [round] : statements
    return this.#assumed(process(position, 1, block(...body)))
  }

  #assumed(made: Process): Process {
    const draw = this.#draw
    const fairness = draw.oneOf(['weak', 'weak', 'weak', 'weak', 'strong', null] as const)
    const size = draw.chance(20) ? 2 : 1
    return { ...made, fairness, sort: { kind: 'identity', name: made.name, size } }
  }

  /** Again and again it could go on, or round. */
  #crossroads(): Statement {
    const draw = this.#draw
    const on = draw.chance(50) ? this.#wait() : this.#plain()
    const round = draw.chance(70) ? this.#plain(8, 90) : this.#wait()
    const behind = draw.chance(50) ? [statement('leave', {})] : [this.#plain()]
    const branches = [
      block(round, ...(draw.chance(30) ? [this.#plain()] : [])),
      block(on, label('far'), ...behind),
    ]
    const either = statement('either', { branches })
    const says = [null, null, 'weak', 'strong', 'none'] as const
    const branchFairness = branches.map(() => draw.oneOf(says))
    const choice = draw.chance(60) ? either : { ...either, branchFairness }
    return statement('loop', { body: block(label('near'), choice) })
  }

  #keeper(position: number): Process {
    const draw = this.#draw
    const made = draw.times(1, 2, () => {
      return draw.chance(55) ? this.#choice(0, () => this.#turn()) : this.#turn()
    })
    const body = draw.chance(80) ? [statement('loop', { body: block(...made) })] : made
    const fairness = draw.oneOf(['weak', 'weak', 'weak', 'weak', 'strong', null] as const)
    return { ...process(position, 1, block(...body)), fairness }
  }

  #waiting(depth: number): Statement {
    const draw = this.#draw
    const nested = depth > 0 ? 1 : 0
    return draw.weighted<() => Statement>([
      [8, () => this.#wait()],
      [2, () => statement('atomic', { name: 'at once', body: block(this.#wait(), this.#plain()) })],
      [7 * nested, () => this.#choice(depth - 1, () => this.#either(depth - 1))],
      [2 * nested, () => this.#call()],
    ])()
  }

  /** The first statement of a branch. */
  #either(depth: number): Statement {
    return this.#draw.chance(60) ? this.#waiting(depth) : this.#plain()
  }

  #choice(depth: number, first: () => Statement): EitherStatement {
    const draw = this.#draw
    const branches = draw.times(2, depth > 0 ? 3 : 2, (): Block => {
      const behind = draw.times(0, 2, () => draw.oneOf([label('far'), this.#plain()]))
      return block(first(), ...behind)
    })
    const made = statement('either', { branches })
    if (draw.chance(40)) return made
    const says = [null, null, 'weak', 'strong', 'none'] as const
    return { ...made, branchFairness: branches.map(() => draw.oneOf(says)) }
  }

  #call(): Statement {
    return statement('call', {
      procedure: procedureId(0),
      arguments: [],
      step: false,
      result: null,
    })
  }

  #wait(): StepStatement {
    const guard = binary('eq', read(this.#gate), this.#value(), bool)
    const says = [
      [4, null],
      [8, 'strong'],
      [1, 'none'],
    ] as const
    return this.#saying(guard, says, 50)
  }

  /** It waits for nobody; `writes` is how often, in a hundred, it writes. */
  #plain(none = 2, writes = 50): StepStatement {
    const says = [
      [8, null],
      [1, 'strong'],
      [none, 'none'],
    ] as const
    return this.#saying(null, says, writes)
  }

  #saying(
    guard: Expr | null,
    says: readonly (readonly [weight: number, says: 'strong' | 'none' | null])[],
    writes: number,
  ): StepStatement {
    const other = this.#draw.chance(writes) ? this.#all[1] : undefined
    const effects = other === undefined ? [] : [assign(other, not(read(other)))]
    const rest = { name: 'work', guard, effects, wait: null, requests: [] }
    const made = statement('step', rest)
    const said = this.#draw.weighted(says)
    return said === null ? made : { ...made, fairness: said }
  }

  /** Opens or shuts the gate. */
  #turn(): StepStatement {
    const draw = this.#draw
    const [gate = this.#gate] = draw.chance(75) ? [] : this.#all.slice(1)
    const next =
      gate.sort === bool
        ? not(read(gate))
        : binary('mod', binary('plus', read(gate), number(1), int(1, 3)), number(3), three)
    const effects = draw.chance(8)
      ? []
      : [assign(gate, draw.chance(70) ? next : this.#value(gate.sort))]
    return statement('step', { name: 'turn', guard: null, effects, wait: null, requests: [] })
  }

  #value(sort = this.#gate.sort): Expr {
    if (sort === bool) return truth(this.#draw.chance(70))
    return expr('literal', int(0, 2), { value: this.#draw.between(0, 2) })
  }
}
