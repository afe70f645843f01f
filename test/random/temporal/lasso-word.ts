/** Where a formula is true along a run that comes back to one of its points and goes round for ever: read off the table of its meaning. */

import type { Formula } from '../../../dsl/ir.ts'
import type { Point } from './points.ts'
import type { Test } from './tests-of-points.ts'

export interface Word {
  readonly points: readonly Point[]
  /** The position that follows the last one. */
  readonly loop: number
}

/** For each position whether the formula is true there. */
export function truthAlong({ points, loop }: Word, formula: Formula, test: Test): boolean[] {
  const at = (position: number): number => {
    const { length } = points
    return position < length ? position : loop + ((position - loop) % (length - loop))
  }
  /** The positions from this one on, each at least once. */
  const ahead = (position: number): number[] => points.map((_, more) => at(position + more))
  const along = (part: Formula): boolean[] => truthAlong({ points, loop }, part, test)
  const everywhere = (decide: (position: number) => boolean): boolean[] => {
    return points.map((_, position) => decide(position))
  }

  /** Whether `goal` is somewhere ahead, and `way` everywhere before. */
  const reaches = (from: number, goal: boolean[], way: boolean[]): boolean => {
    const path = ahead(from)
    const first = path.findIndex((position) => goal[position] === true)
    return first !== -1 && path.slice(0, first).every((position) => way[position] === true)
  }
  const lasts = (from: number, truth: boolean[]): boolean => {
    return ahead(from).every((position) => truth[position] === true)
  }

  switch (formula.kind) {
    case 'state':
    case 'step':
      return points.map((point) => test(formula, point))
    case 'not':
      return along(formula.operand).map((each) => !each)
    case 'next': {
      const operand = along(formula.operand)
      return everywhere((position) => operand[at(position + 1)] === true)
    }
    case 'always': {
      const operand = along(formula.operand)
      return everywhere((position) => lasts(position, operand))
    }
    case 'eventually': {
      const operand = along(formula.operand)
      return everywhere((position) => ahead(position).some((each) => operand[each] === true))
    }
    default:
  }
  const [left, right] = [along(formula.left), along(formula.right)]
  return everywhere((position) => {
    switch (formula.kind) {
      case 'and':
        return left[position] === true && right[position] === true
      case 'or':
        return left[position] === true || right[position] === true
      case 'implies':
        return left[position] !== true || right[position] === true
      case 'leadsTo':
        return ahead(position).every((from) => {
          return left[from] !== true || ahead(from).some((each) => right[each] === true)
        })
      case 'until':
        return reaches(position, right, left)
      case 'weakUntil':
        return reaches(position, right, left) || lasts(position, left)
      case 'release': {
        const both = left.map((each, index) => each && right[index] === true)
        return reaches(position, both, right) || lasts(position, right)
      }
    }
  })
}
