/** Noting what is executed: a byte for each counter of a spot and for each witness, or the counts themselves. */

import type { Spots, Thing } from '../../coverage/spots.ts'
import type { Witness } from '../../vacuity/witnesses.ts'
import { asTest } from '../operand.ts'
import type { Compile, Scope } from '../scope.ts'
import { i32, i64, when } from '../wat.ts'
import type { Wat } from '../wat.ts'

/** What is to be noted. `exact`: everything is counted; otherwise it is only noted what happens at all. */
export interface CoverageAsked {
  readonly spots: Spots
  readonly witnesses: readonly Witness[]
  readonly exact: boolean
}

/** What is executed where a test is true, and where it is not. */
interface Sides {
  readonly then: readonly Wat[]
  readonly otherwise: readonly Wat[]
}

const nothing: Sides = { then: [], otherwise: [] }
const base: Wat = ['global.get', '$covered']

export class CoveringCode {
  readonly #asked: CoverageAsked | null
  readonly #compile: Compile

  constructor(compile: Compile, asked: CoverageAsked | null) {
    this.#asked = asked
    this.#compile = compile
  }

  /** How many bytes each worker needs for it. */
  get bytes(): number {
    if (this.#asked === null) return 0
    const { spots, witnesses } = this.#asked
    return this.#cellBytes * (spots.counters + witnesses.length)
  }

  /** Whether any witness is looked for, of states or of steps. */
  looksFor(ofStep: boolean): boolean {
    return this.#asked?.witnesses.some((one) => one.ofStep === ofStep) === true
  }

  /** Notes that a part of the program without a test is executed. */
  pass(thing: Thing): readonly Wat[] {
    const spot = this.#asked?.spots.of(thing)
    return spot === undefined || spot.kind === 'test' ? [] : this.#note(spot.first)
  }

  /** Notes what the test of a part of the program comes to; it was evaluated in this scope, and without a fault. */
  sides(thing: Thing, scope: Scope): Sides {
    const spot = this.#asked?.spots.of(thing)
    if (this.#asked === null || spot === undefined || spot.kind !== 'test') return nothing
    const { first, conjuncts, role } = spot
    const whole = first + conjuncts.length
    const parts = scope.emit.capture(() =>
      this.#conjuncts(conjuncts.slice(0, -1), first + 1, scope),
    )
    if (this.#asked.exact) {
      const then = conjuncts.flatMap((_, at) => this.#note(first + 1 + at))
      return { then, otherwise: [...this.#note(first), ...parts] }
    }
    // What was false of a guard that was true somewhere is of no interest.
    const unlessTrue = (notes: readonly Wat[]): readonly Wat[] =>
      notes.length === 0 ? [] : [when(this.#isUnset(whole), notes)]
    const otherwise =
      role === 'guard'
        ? unlessTrue([...this.#note(first), ...parts])
        : [...this.#note(first), ...unlessTrue(parts)]
    return { then: this.#note(whole), otherwise }
  }

  /** The witnesses, with the test whether one is still looked for, and what notes that it was seen. */
  witnesses(
    ofStep: boolean,
  ): readonly (Pick<Witness, 'expr'> & { readonly isNew: Wat; readonly note: readonly Wat[] })[] {
    if (this.#asked === null) return []
    const { spots, witnesses } = this.#asked
    return [...witnesses.entries()].flatMap(([at, one]) => {
      if (one.ofStep !== ofStep) return []
      const cell = spots.counters + at
      return [{ expr: one.expr, isNew: this.#isUnset(cell), note: this.#set(cell) }]
    })
  }

  get #cellBytes(): number {
    return this.#asked?.exact === true ? 8 : 1
  }

  /** How far a test comes that is false: each conjunct is asked where those before it are true. */
  #conjuncts(
    [conjunct, ...others]: readonly Parameters<Compile>[0][],
    counter: number,
    scope: Scope,
  ): void {
    if (conjunct === undefined) return
    const { emit } = scope
    const holds = asTest(this.#compile(conjunct, scope), scope)
    const further = emit.capture(() => {
      emit.do(...this.#note(counter))
      this.#conjuncts(others, counter + 1, scope)
    })
    emit.do(when(holds, further))
  }

  #note(counter: number): readonly Wat[] {
    if (this.#asked?.exact !== true) return this.#set(counter)
    const place = `offset=${8 * counter}`
    return [['i64.store', place, base, ['i64.add', ['i64.load', place, base], i64(1)]]]
  }

  #set(cell: number): readonly Wat[] {
    return [['i32.store8', `offset=${this.#cellBytes * cell}`, base, i32(1)]]
  }

  #isUnset(cell: number): Wat {
    return ['i32.eqz', ['i32.load8_u', `offset=${this.#cellBytes * cell}`, base]]
  }
}
