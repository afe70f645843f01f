/**
 * From a formula to an automaton: a node is a set of formulas that are true of the rest of a run, and a move is one way in which its
 * first letter and what comes behind can make them true.
 *
 * The construction is that of J.-M. Couvreur, "On-the-fly Verification of Linear Temporal Logic", FM 1999.
 */

import { EngineLimit } from '../engine-limit.ts'
import type { Automaton, Label, Move } from './automaton.ts'
import { anything, conjunction } from './label.ts'
import type { Normal } from './normal-form.ts'

/** The bits of one number are as many. */
const mostSets = 31

/** What is done with an automaton of this size takes seconds; nobody can stop it meanwhile. */
const mostNodes = 512
const mostMoves = 20_000

/**
 * The automaton of the runs of which the formula is true, as the construction gives it: larger than need be. Throws an `EngineLimit`
 * where that is too large.
 */
export function tableauOf(formula: Normal): Automaton {
  return new Tableau().of(formula)
}

/** What a set of formulas comes to when some of its alternatives are decided. */
interface Draft {
  readonly label: Label
  /** True of what comes behind the letter. */
  readonly next: readonly Normal[]
  /** The acceptance sets of the `until`s whose right side is put off. */
  readonly postponed: number
}

class Tableau {
  readonly #sets = new Map<Normal, number>()
  readonly #numbers = new Map<string, number>()
  readonly #nodes: (readonly Normal[])[] = []
  #moves = 0

  of(formula: Normal): Automaton {
    const initial = this.#node([formula])
    const drafts: (readonly (Draft & { readonly to: number })[])[] = []
    for (let node = 0; node < this.#nodes.length; node++) {
      const ways = this.#ways(this.#nodes[node] ?? [], new Set(), {
        label: anything,
        next: [],
        postponed: 0,
      })
      drafts.push(ways.map((way) => ({ ...way, to: this.#node(way.next) })))
    }
    const sets = 2 ** this.#sets.size - 1
    const nodes = drafts.map((ways) =>
      distinct(ways.map(({ label, to, postponed }) => ({ label, to, sets: sets & ~postponed }))),
    )
    return { nodes, initial: [initial], anywhere: [], sets }
  }

  #node(formulas: readonly Normal[]): number {
    const needed = withoutImplied(formulas.flatMap(parts)).toSorted((a, b) => a.id - b.id)
    const key = needed.map(({ id }) => id).join()
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    if (this.#nodes.length === mostNodes) throw tooLarge(`${mostNodes} nodes`)
    this.#numbers.set(key, this.#nodes.length)
    return this.#nodes.push(needed) - 1
  }

  /** The ways to make true what is still to do, besides what the draft says already. */
  #ways(todo: readonly Normal[], done: ReadonlySet<Normal>, draft: Draft): readonly Draft[] {
    const [formula, ...rest] = todo
    if (formula === undefined) {
      if (++this.#moves > mostMoves) throw tooLarge(`${mostMoves} moves`)
      return [draft]
    }
    if (done.has(formula)) return this.#ways(rest, done, draft)
    const seen = new Set(done).add(formula)
    const also = (more: readonly Normal[], changed: Partial<Draft> = {}): readonly Draft[] =>
      this.#ways([...more, ...rest], seen, { ...draft, ...changed })
    switch (formula.kind) {
      case 'true':
        return also([])
      case 'false':
        return []
      case 'state':
      case 'step': {
        const label = conjunction(draft.label, literal(formula))
        return label === null ? [] : also([], { label })
      }
      case 'next':
        return also([], { next: [...draft.next, formula.operand] })
      case 'and':
        return also([formula.left, formula.right])
      case 'or':
        // Where one of the two is to be true anyway, the other makes no difference.
        if (isAmong(formula.left, seen, rest) || isAmong(formula.right, seen, rest)) return also([])
        return [...also([formula.left]), ...also([formula.right])]
      case 'until': {
        const postponed = draft.postponed | this.#set(formula)
        const later = { next: [...draft.next, formula], postponed }
        return [...also([formula.right]), ...also([formula.left], later)]
      }
      case 'release':
        return [
          ...also([formula.left, formula.right]),
          ...also([formula.right], { next: [...draft.next, formula] }),
        ]
    }
  }

  #set(until: Normal): number {
    const known = this.#sets.get(until)
    if (known !== undefined) return known
    if (this.#sets.size === mostSets) {
      throw tooLarge(`${mostSets} acceptance sets`)
    }
    const bit = 1 << this.#sets.size
    this.#sets.set(until, bit)
    return bit
  }
}

function isAmong(formula: Normal, done: ReadonlySet<Normal>, todo: readonly Normal[]): boolean {
  return done.has(formula) || todo.includes(formula)
}

function tooLarge(what: string): EngineLimit {
  return new EngineLimit(
    `a part of it makes an automaton of more than ${what}. Say it with fewer temporal operators, or by several properties.`,
  )
}

function literal({
  kind,
  atom,
  isTrue,
}: Extract<Normal, { readonly kind: 'state' | 'step' }>): Label {
  const bit = 1 << atom
  if (kind === 'state') return { ...anything, [isTrue ? 'states' : 'notStates']: bit }
  return { ...anything, [isTrue ? 'steps' : 'notSteps']: bit }
}

function parts(formula: Normal): readonly Normal[] {
  switch (formula.kind) {
    case 'true':
      return []
    case 'and':
      return [...parts(formula.left), ...parts(formula.right)]
    default:
      return [formula]
  }
}

/** `always f` says f, and f says `eventually f`. */
function withoutImplied(formulas: readonly Normal[]): readonly Normal[] {
  const all = new Set(formulas)
  for (const formula of formulas) {
    if (formula.kind === 'release') all.delete(formula.right)
  }
  return [...all].filter((each) => each.kind !== 'until' || !all.has(each.right))
}

function distinct(moves: readonly Move[]): readonly Move[] {
  const byText = new Map(moves.map((move) => [JSON.stringify(move), move]))
  return [...byText.values()]
}
