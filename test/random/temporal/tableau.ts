/**
 * What a formula says of one point, given what is promised of the rest of the run. There is a promise for each temporal operator: of
 * `next`, that its operand is true at the next point; of any other, that the operator's whole formula is.
 */

import type {
  BinaryFormula,
  Formula,
  StateFormula,
  StepFormula,
  UnaryFormula,
} from '../../../dsl/ir.ts'

type Temporal =
  | (UnaryFormula & { readonly kind: 'always' | 'eventually' | 'next' })
  | (BinaryFormula & { readonly kind: 'until' | 'weakUntil' | 'release' })

/** Whether a test is true at the point in question. */
type Asked = (test: StateFormula | StepFormula) => boolean

/** A bit for each promise. */
type Promises = number

export interface Tableau {
  /** How many promises there are. */
  readonly promises: number
  truth(asked: Asked, promises: Promises): boolean
  /** What the point before has to promise, if this is so. */
  kept(asked: Asked, promises: Promises): Promises
  /** Which promises cannot be put off for ever by points like this; each has to be among these again and again. */
  settled(asked: Asked, promises: Promises): Promises
}

/** The tableau of the formula. */
export function tableauOf(formula: Formula): Tableau {
  const root = withoutLeadsTo(formula)
  const temporal: Temporal[] = []
  gather(root, temporal)
  const promiseOf = new Map<Formula, number>(temporal.map((each, number) => [each, 2 ** number]))

  function truth(of: Formula, asked: Asked, promises: Promises): boolean {
    const is = (part: Formula): boolean => truth(part, asked, promises)
    const promised = (promises & (promiseOf.get(of) ?? 0)) !== 0
    switch (of.kind) {
      case 'state':
      case 'step':
        return asked(of)
      case 'not':
        return !is(of.operand)
      case 'and':
        return is(of.left) && is(of.right)
      case 'or':
        return is(of.left) || is(of.right)
      case 'implies':
        return !is(of.left) || is(of.right)
      case 'next':
        return promised
      case 'always':
        return is(of.operand) && promised
      case 'eventually':
        return is(of.operand) || promised
      case 'until':
      case 'weakUntil':
        return is(of.right) || (is(of.left) && promised)
      case 'release':
        return is(of.right) && (is(of.left) || promised)
      case 'leadsTo':
        throw new Error('there is none in a tableau')
    }
  }

  /** True of what cannot be true, or false, for ever by promises alone. */
  function isSettled(of: Temporal, asked: Asked, promises: Promises): boolean {
    const is = (part: Formula): boolean => truth(part, asked, promises)
    switch (of.kind) {
      case 'next':
        return true
      case 'eventually':
        return !is(of) || is(of.operand)
      case 'until':
        return !is(of) || is(of.right)
      case 'always':
        return is(of) || !is(of.operand)
      case 'weakUntil':
        return is(of) || !is(of.left)
      case 'release':
        return is(of) || !is(of.right)
    }
  }

  function those(passing: (each: Temporal) => boolean): Promises {
    return temporal.reduce((sum, each, number) => sum + (passing(each) ? 2 ** number : 0), 0)
  }

  return {
    promises: temporal.length,
    truth: (asked, promises) => truth(root, asked, promises),
    kept: (asked, promises) =>
      those((each) => truth(each.kind === 'next' ? each.operand : each, asked, promises)),
    settled: (asked, promises) => those((each) => isSettled(each, asked, promises)),
  }
}

/** The same formula with `always (left implies eventually right)` for each `leadsTo`. */
function withoutLeadsTo(formula: Formula): Formula {
  if ('expr' in formula) return formula
  if ('operand' in formula) return { ...formula, operand: withoutLeadsTo(formula.operand) }
  const [left, right] = [withoutLeadsTo(formula.left), withoutLeadsTo(formula.right)]
  if (formula.kind !== 'leadsTo') return { ...formula, left, right }
  const { site } = formula
  const later: Formula = { kind: 'eventually', operand: right, site }
  const implied: Formula = { kind: 'implies', left, right: later, site }
  return { kind: 'always', operand: implied, site }
}

/** The temporal operators, what is inside first. */
function gather(formula: Formula, found: Temporal[]): void {
  if ('expr' in formula) return
  for (const part of 'operand' in formula ? [formula.operand] : [formula.left, formula.right]) {
    gather(part, found)
  }
  if (isTemporal(formula)) found.push(formula)
}

const temporalKinds: readonly Formula['kind'][] = [
  'always',
  'eventually',
  'next',
  'until',
  'weakUntil',
  'release',
] satisfies readonly Temporal['kind'][]

function isTemporal(formula: Formula): formula is Temporal {
  return temporalKinds.includes(formula.kind)
}
