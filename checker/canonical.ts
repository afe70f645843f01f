/** The one counterexample that is reported: of the shortest runs those with the fewest context switches, of these the first. */

import type { End, Findings } from './findings.ts'
import { Pacer } from './pacer.ts'
import type { StopSignal } from './pacer.ts'
import type { Searched } from './search.ts'
import type { InitialOutcome, Outcome, System } from './system.ts'
import type { Wrong } from './verdict.ts'

/** A run in the states of the system that it was found in. */
export interface Run<State, W = Wrong> {
  readonly initial: InitialOutcome<State>
  readonly steps: readonly Outcome<State>[]
  /** What is wrong at its end. */
  readonly wrong: W
}

/** The states that were found, and where the runs end that are looked for. */
interface Explored<State, W> extends Pick<Searched<State>, 'store' | 'levels' | 'outside'> {
  readonly findings: Findings<W>
}

/** A thread, or null for the actions together. */
type Actor = number | null

/**
 * What is left of the shortest runs from one state: by the actor of the next step, the fewest context switches after
 * that step. A state in which a run ends has the one entry `ended`.
 */
type Rest = ReadonlyMap<Actor | 'ended', number>

const ended: Rest = new Map([['ended', 0]])

/** The canonical run to what the exploration found wrong; null when nothing is, or when the signal stops the sweep. */
export async function canonicalRun<State, W = Wrong>(
  system: System<State>,
  exploration: Explored<State, W>,
  signal: StopSignal | null = null,
): Promise<Run<State, W> | null> {
  const rank = exploration.findings.rank
  if (rank === null) return null
  const sweep = new Sweep(system, exploration, rank.depth)
  const pacer = new Pacer({ signal })
  for (let depth = rank.depth; depth >= 0; depth--) {
    const first = exploration.levels[depth] ?? 0
    const end = exploration.levels[depth + 1] ?? first
    for (let number = first; number < end; number++) {
      if (pacer.due && (await pacer.pause()) !== null) return null
      sweep.mark(number, depth)
    }
  }
  return sweep.run()
}

/** Goes over the levels from the deepest to the initial states, then once forward. */
class Sweep<State, W> {
  readonly #system: System<State>
  readonly #exploration: Explored<State, W>
  readonly #depth: number
  /** Of the states that lie on a shortest run, by their number. */
  readonly #rests = new Map<number, Rest>()

  constructor(system: System<State>, exploration: Explored<State, W>, depth: number) {
    this.#system = system
    this.#exploration = exploration
    this.#depth = depth
  }

  mark(number: number, depth: number): void {
    const { findings, outside, store } = this.#exploration
    if (depth === this.#depth) {
      if (findings.endingAt({ at: 'state', state: number }) !== null) this.#rests.set(number, ended)
      return
    }
    if (outside.has(number)) return
    const rest = new Map<Actor, number>()
    for (const [position, outcome] of this.#system.expand(store.at(number)).entries()) {
      const switches = this.#after(number, position, outcome, depth)
      if (switches < (rest.get(outcome.thread) ?? Infinity)) rest.set(outcome.thread, switches)
    }
    if (rest.size > 0) this.#rests.set(number, rest)
  }

  /** The fewest context switches after this outcome of a state of this depth; infinite when no shortest run takes it. */
  #after(from: number, position: number, outcome: Outcome<State>, depth: number): number {
    if (this.#ending({ at: 'step', from, position }) !== null) return 0
    if (outcome.result.kind !== 'state') return Infinity
    const next = this.#exploration.store.find(outcome.result.state)
    return next === null ? Infinity : this.#from(next, depth + 1, outcome.thread)
  }

  /** The fewest context switches from this state on, when the step before was taken by `actor`. */
  #from(number: number, depth: number, actor: Actor | 'nobody'): number {
    const { levels } = this.#exploration
    if (number < (levels[depth] ?? 0)) return Infinity
    let least = Infinity
    for (const [next, switches] of this.#rests.get(number) ?? []) {
      const turn = next === 'ended' || actor === 'nobody' || next === actor ? 0 : 1
      least = Math.min(least, switches + turn)
    }
    return least
  }

  run(): Run<State, W> {
    const start = this.#start()
    if (start.wrong !== null) return { initial: start.initial, steps: [], wrong: start.wrong }
    const steps: Outcome<State>[] = []
    let number = start.number
    let actor: Actor | 'nobody' = 'nobody'
    for (let depth = 0; ; depth++) {
      const reached = this.#ending({ at: 'state', state: number })
      if (reached !== null) return { initial: start.initial, steps, wrong: reached }
      const { outcome, position } = this.#next(number, depth, actor)
      steps.push(outcome)
      const wrong = this.#ending({ at: 'step', from: number, position })
      if (wrong !== null) return { initial: start.initial, steps, wrong }
      if (outcome.result.kind !== 'state') throw new Error('A shortest run goes on past its end.')
      number = this.#number(outcome.result.state)
      actor = outcome.thread
    }
  }

  /** The first initial combination from which the fewest context switches are left. */
  #start(): { initial: InitialOutcome<State>; number: number; wrong: W | null } {
    const candidates = this.#system.initial().map((initial, position) => {
      const wrong = this.#ending({ at: 'initial', position })
      const number = initial.kind === 'state' ? this.#number(initial.state) : -1
      const switches = wrong === null ? this.#from(number, 0, 'nobody') : 0
      return { initial, number, wrong, switches }
    })
    const least = Math.min(...candidates.map(({ switches }) => switches))
    const start = candidates.find(({ switches }) => switches === least)
    if (start === undefined || least === Infinity) {
      throw new Error(
        'No initial state leads to what was found. Does `expand` always answer alike?',
      )
    }
    return start
  }

  /** The first outcome with which the fewest context switches are left. */
  #next(number: number, depth: number, actor: Actor | 'nobody') {
    const least = this.#from(number, depth, actor)
    const outcomes = this.#system.expand(this.#exploration.store.at(number))
    for (const [position, outcome] of outcomes.entries()) {
      const turn = actor === 'nobody' || outcome.thread === actor ? 0 : 1
      if (this.#after(number, position, outcome, depth) + turn === least) {
        return { outcome, position }
      }
    }
    throw new Error('A shortest run cannot go on. Does `expand` always answer alike?')
  }

  #ending(end: End): W | null {
    return this.#exploration.findings.endingAt(end)
  }

  #number(state: State): number {
    const number = this.#exploration.store.find(state)
    if (number === null) throw new Error('A run passes a state that the search has not found.')
    return number
  }
}
