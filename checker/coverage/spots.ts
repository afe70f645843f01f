/** The spots of a flat program at which it is noted, or counted, that something was executed. */

import type { Effect, Expr } from '../../dsl/ir.ts'
import type { Site } from '../../dsl/site.ts'
import type { FlatAction, FlatProcess, Operation, Program } from '../lower/program.ts'
import type { StepInfo } from '../system.ts'
import { conjunctsOf } from './conjuncts.ts'

interface Common {
  /** The number of its first counter. */
  readonly first: number
  /** The statement or the action that it is a part of. */
  readonly step: StepInfo
  readonly site: Site
  /** Null: an action's. */
  readonly flat: FlatProcess | null
}

/**
 * A test. Its counters: how often it was false, then for each conjunct how often that one and all before it were true; the last of them is
 * how often the whole test was.
 */
export interface TestSpot extends Common {
  readonly kind: 'test'
  readonly role: 'guard' | 'branch' | 'effect'
  readonly conjuncts: readonly Expr[]
}

/** Something without a test, with one counter. */
export interface PlainSpot extends Common {
  readonly kind: 'executed'
}

/** A process comes to rest at a control point that has labels; one counter. */
export interface RestSpot {
  readonly kind: 'rest'
  readonly first: number
  readonly flat: FlatProcess
  readonly labels: readonly string[]
}

export type Spot = TestSpot | PlainSpot | RestSpot

/** An operation, an action, or an effect with a test: each is an object of the program by itself. */
export type Thing = Operation | FlatAction | Effect

export interface Spots {
  readonly program: Program
  readonly list: readonly Spot[]
  /** How many counters they have together. */
  readonly counters: number
  /** The spot of a part of the program; undefined where nothing is noted there. */
  readonly of: (thing: Thing) => Spot | undefined
}

/** The spots of the program, in the order of its processes and operations, then of its actions. */
export function spotsOf(program: Program): Spots {
  const gathering = new Gathering()
  for (const flat of program.processes) gathering.process(flat)
  for (const action of program.actions) gathering.action(action)
  const { list, byThing, counters } = gathering
  return { program, list, counters, of: (thing) => byThing.get(thing) }
}

class Gathering {
  readonly list: Spot[] = []
  readonly byThing = new Map<Thing, Spot>()
  counters = 0

  process(flat: FlatProcess): void {
    const behindGuards = new Set(
      flat.operations.flatMap((each) => (each.kind === 'guard' ? [each.next] : [])),
    )
    for (const [number, operation] of flat.operations.entries()) {
      this.#operation(flat, operation, behindGuards.has(number))
    }
  }

  action(action: FlatAction): void {
    const { step, guard, effects } = action
    const common = { step, site: step.site, flat: null }
    if (guard === null) this.#executed(action, common)
    else this.#test(action, common, 'guard', guard)
    this.#effects(effects, common)
  }

  #operation(flat: FlatProcess, operation: Operation, isBehindGuard: boolean): void {
    switch (operation.kind) {
      case 'rest': {
        const labels = flat.points[operation.point]?.labels ?? []
        if (labels.length > 0) {
          this.#add(operation, { kind: 'rest', first: this.counters, flat, labels }, 1)
        }
        return
      }
      case 'kill':
      case 'depart':
      case 'fork':
        return
      case 'take': {
        // What follows of the same statement is noted by itself.
        const next = flat.operations[operation.next]
        const statement = next !== undefined && 'statement' in next ? next.statement : null
        if (statement === operation.statement) return
        return this.#executed(operation, this.#common(flat, operation))
      }
      case 'evaluate':
        return this.#executed(operation, this.#common(flat, operation))
      case 'effects': {
        const common = this.#common(flat, operation)
        // Behind a guard they are executed as often as that is true.
        if (!isBehindGuard) this.#executed(operation, common)
        return this.#effects(operation.effects, common)
      }
      case 'guard':
        return this.#test(operation, this.#common(flat, operation), 'guard', operation.test)
      case 'branch':
        return this.#test(operation, this.#common(flat, operation), 'branch', operation.test)
    }
  }

  #common(flat: FlatProcess, { statement }: { readonly statement: number }): Omit<Common, 'first'> {
    const step = flat.statements[statement]
    if (step === undefined) throw new Error(`there is no statement ${statement}`)
    return { step, site: step.site, flat }
  }

  #effects(effects: readonly Effect[], common: Omit<Common, 'first'>): void {
    for (const effect of effects) {
      if (effect.kind === 'when') {
        this.#test(effect, { ...common, site: effect.site }, 'effect', effect.test)
        this.#effects([...effect.then, ...effect.otherwise], common)
      } else if (effect.kind === 'forEach') this.#effects(effect.body, common)
    }
  }

  #executed(thing: Thing, common: Omit<Common, 'first'>): void {
    this.#add(thing, { kind: 'executed', first: this.counters, ...common }, 1)
  }

  #test(thing: Thing, common: Omit<Common, 'first'>, role: TestSpot['role'], test: Expr): void {
    const conjuncts = conjunctsOf(test)
    const spot: TestSpot = { kind: 'test', role, first: this.counters, conjuncts, ...common }
    this.#add(thing, spot, 1 + conjuncts.length)
  }

  #add(thing: Thing, spot: Spot, counters: number): void {
    this.list.push(spot)
    this.byThing.set(thing, spot)
    this.counters += counters
  }
}
