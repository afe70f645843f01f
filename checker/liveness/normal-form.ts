/** Formulas with negation at the atoms only, each built once, so that equal ones are one object. */

import type { Ltl } from './obligation.ts'

/** Numbered in the order in which they are built. */
export type Normal = { readonly id: number } & (
  | { readonly kind: 'true' | 'false' }
  | { readonly kind: 'state' | 'step'; readonly atom: number; readonly isTrue: boolean }
  | { readonly kind: 'next'; readonly operand: Normal }
  | {
      readonly kind: 'and' | 'or' | 'until' | 'release'
      readonly left: Normal
      readonly right: Normal
    }
)

/** The normal form of the formula's negation. */
export function negated(ltl: Ltl): Normal {
  return new Forms().of(ltl, false)
}

class Forms {
  readonly #known = new Map<string, Normal>()

  /** Of the formula, or where it is not to be true, of its negation. */
  of(ltl: Ltl, isTrue: boolean): Normal {
    switch (ltl.kind) {
      case 'constant':
        return this.#constant(ltl.value === isTrue)
      case 'stateAtom':
      case 'stepAtom': {
        const kind = ltl.kind === 'stateAtom' ? 'state' : 'step'
        const { atom } = ltl
        return this.#once(`${kind} ${atom} ${isTrue}`, (id) => ({ id, kind, atom, isTrue }))
      }
      case 'not':
        return this.of(ltl.operand, !isTrue)
      case 'next':
        return this.#next(this.of(ltl.operand, isTrue))
      case 'and':
      case 'or':
      case 'until':
      case 'release': {
        const [left, right] = [this.of(ltl.left, isTrue), this.of(ltl.right, isTrue)]
        return this.#binary(isTrue ? ltl.kind : duals[ltl.kind], left, right)
      }
    }
  }

  #constant(value: boolean): Normal {
    const kind = value ? 'true' : 'false'
    return this.#once(kind, (id) => ({ id, kind }))
  }

  #next(operand: Normal): Normal {
    if (operand.kind === 'true' || operand.kind === 'false') return operand
    return this.#once(`next ${operand.id}`, (id) => ({ id, kind: 'next', operand }))
  }

  #binary(kind: 'and' | 'or' | 'until' | 'release', left: Normal, right: Normal): Normal {
    if (left === right) return left
    const isDisjunctive = kind === 'or' || kind === 'until'
    const [neutral, decisive] = isDisjunctive ? ['false', 'true'] : ['true', 'false']
    if (right.kind === decisive) return right
    if (kind === 'until' || kind === 'release') {
      if (right.kind === neutral) return right
      if (left.kind === neutral) return right
      // `f until (f until g)` is `f until g`; so `eventually eventually g` is said once.
      if (right.kind === kind && right.left === left) return right
    } else {
      if (left.kind === decisive) return left
      if (left.kind === neutral) return right
      if (right.kind === neutral) return left
    }
    return this.#once(`${kind} ${left.id} ${right.id}`, (id) => ({ id, kind, left, right }))
  }

  #once(key: string, build: (id: number) => Normal): Normal {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const built = build(this.#known.size)
    this.#known.set(key, built)
    return built
  }
}

const duals = { and: 'or', or: 'and', until: 'release', release: 'until' } as const
