/** The truth of a formula on a run that goes round for ever, by what the formula says; knows nothing of automata. */

import type { Ltl } from './obligation.ts'

/** One point of a run. */
export interface Letter {
  /** A bit for each state atom that is true there. */
  readonly states: number
  /** A bit for each step atom that is true of the step that the run takes there; 0 where it stays for ever. */
  readonly steps: number
}

/** The points of a lasso: the loop has at least one. A run that stays for ever has a loop of one point, whose `steps` are 0. */
export interface LassoWord {
  readonly stem: readonly Letter[]
  readonly loop: readonly Letter[]
}

/** Whether the formula is false at the word's first point. Throws on a word without a loop. */
export function breaks(ltl: Ltl, { stem, loop }: LassoWord): boolean {
  if (loop.length === 0) throw new Error('a lasso has a loop')
  const letters = [...stem, ...loop]
  return truth(ltl, letters, stem.length)[0] === false
}

/** At each point, whether the formula is true there; behind the last point is the one numbered `back`. */
function truth(ltl: Ltl, letters: readonly Letter[], back: number): readonly boolean[] {
  const of = (part: Ltl): readonly boolean[] => truth(part, letters, back)
  switch (ltl.kind) {
    case 'constant':
      return letters.map(() => ltl.value)
    case 'stateAtom':
      return letters.map(({ states }) => ((states >>> ltl.atom) & 1) === 1)
    case 'stepAtom':
      return letters.map(({ steps }) => ((steps >>> ltl.atom) & 1) === 1)
    case 'not':
      return of(ltl.operand).map((value) => !value)
    case 'next':
      return behind(of(ltl.operand), back)
    case 'and':
      return both(of(ltl.left), of(ltl.right))
    case 'or':
      return either(of(ltl.left), of(ltl.right))
    case 'until': {
      const [left, right] = [of(ltl.left), of(ltl.right)]
      const nowhere = letters.map(() => false)
      return fixpoint(nowhere, (now) => either(right, both(left, behind(now, back))))
    }
    case 'release': {
      const [left, right] = [of(ltl.left), of(ltl.right)]
      const everywhere = letters.map(() => true)
      return fixpoint(everywhere, (now) => both(right, either(left, behind(now, back))))
    }
  }
}

/** What is true at the point behind each. */
function behind(values: readonly boolean[], back: number): readonly boolean[] {
  return [...values.slice(1), values[back] === true]
}

function both(left: readonly boolean[], right: readonly boolean[]): readonly boolean[] {
  return left.map((value, at) => value && right[at] === true)
}

function either(left: readonly boolean[], right: readonly boolean[]): readonly boolean[] {
  return left.map((value, at) => value || right[at] === true)
}

/** The least one when it begins with what is nowhere true, the greatest when it begins with what is true everywhere. */
function fixpoint(
  from: readonly boolean[],
  next: (now: readonly boolean[]) => readonly boolean[],
): readonly boolean[] {
  const after = next(from)
  return after.every((value, at) => value === from[at]) ? after : fixpoint(after, next)
}
