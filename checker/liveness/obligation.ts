/** What is to be decided of the runs of a model: each temporal property, taken apart into formulas over numbered tests. */

import type { Expr, Formula, Model, TemporalProperty } from '../../dsl/ir.ts'

/** Linear temporal logic over tests of states and of steps, by their numbers in the obligation. */
export type Ltl =
  | { readonly kind: 'stateAtom' | 'stepAtom'; readonly atom: number }
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'not' | 'next'; readonly operand: Ltl }
  | {
      readonly kind: 'and' | 'or' | 'until' | 'release'
      readonly left: Ltl
      readonly right: Ltl
    }

/** One formula that every fair run satisfies. A property is a conjunction of them. */
export interface Obligation {
  readonly property: TemporalProperty
  /** The part of the property's formula that this is. */
  readonly formula: Formula
  readonly ltl: Ltl
  /** At most `mostAtoms`. */
  readonly stateAtoms: readonly Expr[]
  /** The same for tests of steps. */
  readonly stepAtoms: readonly Expr[]
}

/** The truth of this many tests is kept in the bits of one number. */
export const mostAtoms = 31

/** All obligations, by properties as declared. Throws where a part of a formula has more than `mostAtoms` different tests. */
export function obligationsOf({ temporal }: Model): readonly Obligation[] {
  return temporal.flatMap((property) =>
    conjuncts(property.formula).map((formula) => {
      const atoms = new Atoms()
      const ltl = atoms.ltl(formula)
      const { states, steps } = atoms
      for (const tests of [states, steps]) {
        if (tests.length <= mostAtoms) continue
        const where = property.site.toString()
        throw new Error(`${where}: '${property.name}' has ${tests.length} tests in one formula`)
      }
      return { property, formula, ltl, stateAtoms: states, stepAtoms: steps }
    }),
  )
}

/** The parts of which each is to be true of every run. */
export function conjuncts(formula: Formula): readonly Formula[] {
  return formula.kind === 'and'
    ? [...conjuncts(formula.left), ...conjuncts(formula.right)]
    : [formula]
}

class Atoms {
  readonly states: Expr[] = []
  readonly steps: Expr[] = []

  ltl(formula: Formula): Ltl {
    switch (formula.kind) {
      case 'state':
        return { kind: 'stateAtom', atom: numbered(this.states, formula.expr) }
      case 'step':
        return { kind: 'stepAtom', atom: numbered(this.steps, formula.expr) }
      case 'not':
      case 'next':
        return { kind: formula.kind, operand: this.ltl(formula.operand) }
      case 'always':
        return always(this.ltl(formula.operand))
      case 'eventually':
        return eventually(this.ltl(formula.operand))
      case 'and':
      case 'or':
      case 'until':
      case 'release':
        return {
          kind: formula.kind,
          left: this.ltl(formula.left),
          right: this.ltl(formula.right),
        }
      case 'implies':
        return or(not(this.ltl(formula.left)), this.ltl(formula.right))
      case 'weakUntil': {
        const left = this.ltl(formula.left)
        const right = this.ltl(formula.right)
        return { kind: 'release', left: right, right: or(left, right) }
      }
      case 'leadsTo':
        return always(or(not(this.ltl(formula.left)), eventually(this.ltl(formula.right))))
    }
  }
}

function numbered(tests: Expr[], test: Expr): number {
  const known = tests.indexOf(test)
  return known === -1 ? tests.push(test) - 1 : known
}

function not(operand: Ltl): Ltl {
  return { kind: 'not', operand }
}

function or(left: Ltl, right: Ltl): Ltl {
  return { kind: 'or', left, right }
}

function always(right: Ltl): Ltl {
  return { kind: 'release', left: { kind: 'constant', value: false }, right }
}

function eventually(right: Ltl): Ltl {
  return { kind: 'until', left: { kind: 'constant', value: true }, right }
}
