/** Steps, tests and branches that nothing ever comes to, told where that begins. */

import type { Expr, Model } from '../../dsl/ir.ts'
import type { Site } from '../../dsl/site.ts'
import { conjunctsOf } from '../coverage/conjuncts.ts'
import { timesAsked, timesEach, timesFalse, timesTrue } from '../coverage/covered.ts'
import type { Covered } from '../coverage/covered.ts'
import type { Spot, TestSpot } from '../coverage/spots.ts'
import { operationAt } from '../lower/operations.ts'
import type { FlatProcess } from '../lower/program.ts'
import type { Authored, AuthoredTest } from './authored.ts'
import { placesOf, scopeOf } from './places.ts'
import type { Place, Places } from './places.ts'
import { shortText } from './short-text.ts'
import type { Vacuous } from './vacuous.ts'

/** Of what follows only on something unexecuted, nothing is said. */
export function unexecuted(model: Model, covered: Covered, authored: Authored): readonly Vacuous[] {
  return new Unexecuted(model, covered, authored).found()
}

class Unexecuted {
  readonly #model: Model
  readonly #covered: Covered
  readonly #authored: Authored
  readonly #places: Places

  constructor(model: Model, covered: Covered, authored: Authored) {
    this.#model = model
    this.#covered = covered
    this.#authored = authored
    this.#places = placesOf(covered, authored)
  }

  found(): readonly Vacuous[] {
    const unreached = new Map<Place, Vacuous>()
    for (const flat of this.#covered.spots.program.processes) {
      for (const place of this.#frontier(flat)) unreached.set(place, this.#neverReached(place))
    }
    return [
      ...this.#places.list.flatMap((place) => this.#atPlace(place)),
      ...this.#inEffects(),
      ...unreached.values(),
    ]
  }

  #atPlace(place: Place): readonly Vacuous[] {
    const { isReached, isExecuted, isOwn, branches, fails } = place
    if (!isReached || fails) return []
    if (!isExecuted) return [this.#neverTaken(place)]
    const test = this.#authored.tests.get(place.site)
    return isOwn && test !== undefined ? this.#sides(branches, test, place.site) : []
  }

  #neverTaken({ subject, site, isOwn, guards }: Place): Vacuous {
    const test = this.#authored.tests.get(site)?.test
    const because = isOwn && test !== undefined ? this.#blocking(guards, test) : null
    return { kind: 'never taken', subject, because, site }
  }

  #neverReached({ subject, site, branches }: Place): Vacuous {
    const test = branches.length === 0 ? undefined : this.#authored.tests.get(site)?.test
    const text = test === undefined ? '' : ` ${this.#text(test)}`
    return { kind: 'never reached', subject: `${subject}${text}`, because: null, site }
  }

  /** The sides of a test to which nobody goes, if anything stands there, or behind it. */
  #sides(spots: readonly TestSpot[], authored: AuthoredTest, site: Site): readonly Vacuous[] {
    const [spot] = spots
    if (spot === undefined) return []
    const asked = total(spots, (each) => timesAsked(this.#covered, each))
    const isTrue = total(spots, (each) => timesTrue(this.#covered, each))
    if (asked === 0) return []
    const subject = `${scopeOf(spot.step)}: ${this.#text(authored.test)}`
    const leads = (side: 'then' | 'otherwise'): boolean =>
      authored[side] || spots.some((each) => this.#leadsNowhere(each, side))
    if (isTrue === 0 && leads('then')) {
      const isOne = spot.conjuncts.length === 1
      const because = isOne ? null : this.#blocking(spots, authored.test)
      return [{ kind: 'never true', subject, because, site }]
    }
    const isFalse = total(spots, (each) => timesFalse(this.#covered, each))
    if (isFalse === 0 && leads('otherwise')) {
      return [{ kind: 'never false', subject, because: null, site }]
    }
    return []
  }

  #text(test: Expr): string {
    return shortText(test, this.#model)
  }

  #inEffects(): readonly Vacuous[] {
    const { list } = this.#covered.spots
    const tests = list.filter(isEffectTest)
    const groups = Map.groupBy(tests, ({ site, step }) => {
      return site.author === null ? step.id : site.toString()
    })
    return [...groups.values()].flatMap((spots) => {
      const [first] = spots
      if (first === undefined || first.site.through.length > 0) return []
      const authored = this.#authored.effects.get(first.site)
      return authored === undefined ? [] : this.#sides(spots, authored, first.site)
    })
  }

  /** Which conjunct of a test that was never true is the first that never was, where those before it were. */
  #blocking(spots: readonly TestSpot[], test: Expr): string | null {
    const conjuncts = conjunctsOf(test)
    const each = conjuncts.map((_, at) =>
      total(spots, (spot) => timesEach(this.#covered, spot)[at] ?? 0),
    )
    const at = each.indexOf(0)
    const conjunct = conjuncts[at]
    if (conjunct === undefined) return null
    const before = at === 0 ? '' : ' where what stands before it is'
    return `'${this.#text(conjunct)}' is never true${before}`
  }

  /** The places to which control comes first behind a test that somebody passed, in this process, on a way that nobody goes. */
  #frontier(flat: FlatProcess): readonly Place[] {
    const begun = this.#first(flat, flat.start)
    const spots = flat.operations.flatMap((operation) => {
      const spot = this.#covered.spots.of(operation)
      return spot?.kind === 'test' ? [{ operation, spot }] : []
    })
    const isIdle = flat.operations.every((operation) => {
      if (!('statement' in operation)) return true
      const step = flat.statements[operation.statement]
      return step === undefined || this.#places.of(step)?.isReached !== true
    })
    if (isIdle) return flat.instances === 0 ? [] : begun.slice(0, 1)
    return spots.flatMap(({ operation, spot }) => {
      const asked = timesAsked(this.#covered, spot)
      if (asked === 0) return []
      if (operation.kind === 'guard') {
        const isTold = this.#places.of(spot.step)?.isExecuted === false
        return isTold || asked > timesFalse(this.#covered, spot)
          ? []
          : this.#unreachedFrom(flat, operation.next)
      }
      if (operation.kind !== 'branch') return []
      const isTrue = timesTrue(this.#covered, spot) > 0
      const isFalse = timesFalse(this.#covered, spot) > 0
      return [
        ...(isTrue || this.#isTold(spot, timesTrue)
          ? []
          : this.#unreachedFrom(flat, operation.then)),
        ...(isFalse || this.#isTold(spot, timesFalse)
          ? []
          : this.#unreachedFrom(flat, operation.otherwise)),
      ]
    })
  }

  /** Whether it is said of the test already that on this side it leads nowhere. */
  #isTold({ step }: TestSpot, times: (covered: Covered, spot: TestSpot) => number): boolean {
    const place = this.#places.of(step)
    if (place === undefined || !place.isOwn || !this.#authored.tests.has(place.site)) return false
    return total(place.branches, (each) => times(this.#covered, each)) === 0
  }

  #leadsNowhere({ flat, step }: TestSpot, side: 'then' | 'otherwise'): boolean {
    if (flat === null) return false
    return flat.operations.some((operation) => {
      if (operation.kind !== 'branch' || flat.statements[operation.statement] !== step) return false
      return this.#unreachedFrom(flat, operation[side]).length > 0
    })
  }

  /** The first place from an operation on, where nobody comes to any of those that are first. */
  #unreachedFrom(flat: FlatProcess, operation: number): readonly Place[] {
    const first = this.#first(flat, operation)
    return first.some(({ isReached, fails }) => isReached || fails) ? [] : first.slice(0, 1)
  }

  /** `rested`: the points that were come to; a loop of what has no place comes to one of them again. */
  #first(
    flat: FlatProcess,
    number: number,
    rested: ReadonlySet<number> = new Set(),
  ): readonly Place[] {
    const operation = operationAt(flat.operations, number)
    switch (operation.kind) {
      case 'kill':
      case 'depart':
        return this.#first(flat, operation.next, rested)
      case 'fork':
        return operation.branches.flatMap((branch) => this.#first(flat, branch, rested))
      case 'rest': {
        if (rested.has(operation.point)) return []
        const further = new Set([...rested, operation.point])
        const transitions = flat.points[operation.point]?.transitions ?? []
        return transitions.flatMap(({ entry }) => this.#first(flat, entry, further))
      }
      case 'take':
      case 'guard':
      case 'effects':
      case 'evaluate':
      case 'branch': {
        const step = flat.statements[operation.statement]
        const place = step === undefined ? undefined : this.#places.of(step)
        if (place !== undefined) return [place]
        return operation.kind === 'take' ? this.#first(flat, operation.next, rested) : []
      }
    }
  }
}

function isEffectTest(spot: Spot): spot is TestSpot {
  return spot.kind === 'test' && spot.role === 'effect'
}

function total(spots: readonly TestSpot[], times: (spot: TestSpot) => number): number {
  return spots.reduce((sum, spot) => sum + times(spot), 0)
}
