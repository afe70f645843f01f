/** Random temporal properties of a model: small formulas over tests that cannot fault. */

import type { Expr, Formula, Model, TemporalProperty, Variable } from '../../../dsl/ir.ts'
import type { Draw } from '../draw.ts'
import { read } from '../handmade.ts'
import { constantsOf } from '../leaves.ts'
import { binary, bool, expr, site, truth } from '../nodes.ts'
import { labelsIn } from './labels.ts'
import { tableauOf } from './tableau.ts'

/** Who decides it by brute force takes twice as long for each more. */
const mostPromises = 4

type Unary = Extract<Formula, { readonly operand: Formula }>['kind']
type Binary = Extract<Formula, { readonly left: Formula }>['kind']

/** The model with one to three temporal properties; many say that its first process comes to the `goal`, if that is a label of it. */
export function withProperties(draw: Draw, model: Model, goal: string): Model {
  const formulas = new Formulas(draw, model, goal)
  const temporal = draw.times(1, 3, (position): TemporalProperty => {
    return { name: `temporal ${position}`, formula: formulas.property(), site: site() }
  })
  return { ...model, temporal }
}

class Formulas {
  readonly #draw: Draw
  readonly #model: Model
  /** That the first instance of the first process is there; null where it is nowhere. */
  readonly #goal: Expr | null

  constructor(draw: Draw, model: Model, goal: string) {
    this.#draw = draw
    this.#model = model
    const [first] = model.processes
    const isThere = first !== undefined && labelsIn(first.body).includes(goal)
    this.#goal = isThere
      ? expr('at', bool, {
          process: first.id,
          instance: expr('literal', first.sort, { value: 0 }),
          label: goal,
        })
      : null
  }

  property(): Formula {
    for (;;) {
      const reaching = this.#draw.chance(50) ? this.#reaching() : null
      const formula = reaching ?? (this.#draw.chance(60) ? this.#usual() : this.#any(3))
      if (tableauOf(formula).promises <= mostPromises) return formula
    }
  }

  #reaching(): Formula | null {
    if (this.#goal === null) return null
    const there: Formula = { kind: 'state', expr: this.#goal, site: site() }
    return this.#draw.weighted<() => Formula>([
      [3, () => one('eventually', there)],
      [3, () => one('always', one('eventually', there))],
      [1, () => both('leadsTo', this.#propositional(), there)],
      [1, () => both('until', one('not', there), there)],
    ])()
  }

  /** Of the forms that authors write. */
  #usual(): Formula {
    const part = (): Formula => this.#propositional()
    return this.#draw.weighted<() => Formula>([
      [5, () => this.#progress()],
      [4, () => both('leadsTo', part(), part())],
      [3, () => one('eventually', part())],
      [2, () => one('always', one('eventually', this.#test()))],
      [4, () => one('always', one('eventually', part()))],
      [2, () => one('eventually', one('always', part()))],
      [1, () => both('and', this.#usual(), this.#usual())],
      [1, () => both(this.#draw.oneOf(['until', 'weakUntil', 'release']), part(), part())],
      [1, () => both('implies', one('always', one('eventually', part())), this.#usual())],
    ])()
  }

  /** Whoever is at a label goes on. */
  #progress(): Formula {
    const at = this.#model.processes.length === 0 ? null : this.#ofControl()
    const test = at ?? this.#ofVariable(this.#draw.oneOf(this.#model.variables))
    const there: Formula = { kind: 'state', expr: test, site: site() }
    const away = expr('unary', bool, {
      operator: 'not',
      operand: expr('after', bool, { body: test }),
    })
    const left: Formula = { kind: 'step', expr: binary('and', test, away, bool), site: site() }
    return this.#draw.weighted<() => Formula>([
      [2, () => both('leadsTo', there, one('not', there))],
      [2, () => both('leadsTo', there, left)],
      [1, () => both('implies', one('eventually', there), one('eventually', left))],
      [1, () => one('always', one('eventually', left))],
    ])()
  }

  #any(depth: number): Formula {
    const draw = this.#draw
    if (depth === 0 || draw.chance(15)) return this.#test()
    const kind = draw.oneOf<Unary | Binary>([
      'not',
      'always',
      'always',
      'eventually',
      'eventually',
      'next',
      'and',
      'or',
      'implies',
      'until',
      'weakUntil',
      'release',
      'leadsTo',
    ])
    switch (kind) {
      case 'not':
      case 'always':
      case 'eventually':
      case 'next':
        return one(kind, this.#any(depth - 1))
      default:
        return both(kind, this.#any(depth - 1), this.#any(depth - 1))
    }
  }

  #propositional(): Formula {
    const test = this.#test()
    return this.#draw.weighted<() => Formula>([
      [6, () => test],
      [2, () => one('not', test)],
      [1, () => both('and', test, this.#test())],
      [1, () => both('or', test, this.#test())],
    ])()
  }

  #test(): Formula {
    const isStep = this.#draw.chance(25)
    return isStep
      ? { kind: 'step', expr: this.#ofStep(), site: site() }
      : { kind: 'state', expr: this.#ofState(), site: site() }
  }

  #ofStep(): Expr {
    const draw = this.#draw
    const { variables } = this.#model
    const test = this.#ofState()
    return draw.weighted<() => Expr>([
      [2, () => expr('after', bool, { body: test })],
      [2, () => binary('and', test, this.#changing(draw.oneOf(variables)), bool)],
      [3, () => this.#changing(draw.oneOf(variables))],
      [3, () => binary('ne', test, expr('after', bool, { body: test }), bool)],
      [1, () => truth(true)],
    ])()
  }

  #changing(variable: Variable): Expr {
    const before = read(variable)
    return binary('ne', before, expr('after', variable.sort, { body: before }), bool)
  }

  #ofState(): Expr {
    const draw = this.#draw
    const { processes, variables } = this.#model
    const ofControl = processes.length > 0 && draw.chance(60) ? this.#ofControl() : null
    return ofControl ?? this.#ofVariable(draw.oneOf(variables))
  }

  #ofControl(): Expr | null {
    const draw = this.#draw
    const of = draw.oneOf(this.#model.processes)
    if (of.sort.kind !== 'identity' && of.sort.kind !== 'index') return null
    const value = draw.between(0, of.sort.size - 1)
    const instance = expr('literal', of.sort, { value })
    const labels = labelsIn(of.body)
    return labels.length === 0 || draw.chance(15)
      ? expr('terminated', bool, { process: of.id, instance })
      : expr('at', bool, { process: of.id, instance, label: draw.oneOf(labels) })
  }

  #ofVariable(variable: Variable): Expr {
    const { sort } = variable
    const constants =
      sort.kind === 'int' && sort.max - sort.min < 4
        ? Array.from({ length: sort.max - sort.min + 1 }, (_, more) => {
            return expr('literal', sort, { value: sort.min + more })
          })
        : constantsOf(sort)
    // A sort without a simple constant says nothing.
    const other = constants.length === 0 ? read(variable) : this.#draw.oneOf(constants)
    return binary('eq', read(variable), other, bool)
  }
}

function one(kind: Unary, operand: Formula): Formula {
  return { kind, operand, site: site() }
}

function both(kind: Binary, left: Formula, right: Formula): Formula {
  return { kind, left, right, site: site() }
}
