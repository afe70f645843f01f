/** What is observed of lock order at the stations of processes: bits that are set where a thread is found to hold a lock. */

import type { Look, Lookout, Observations } from '../../lock-order/observation.ts'
import type { FlatProcess } from '../../lower/program.ts'
import { Emitter } from '../emitter.ts'
import type { Generation } from '../generation.ts'
import { asTest } from '../operand.ts'
import { notedGlobal } from '../runtime/observing.ts'
import type { Compile, Scope } from '../scope.ts'
import { get, i64, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { attempt } from './attempt.ts'
import type { Station } from './flow.ts'

const wordBits = 64

export class LookingCode {
  readonly #generation: Generation
  readonly #compile: Compile
  readonly #observations: Observations
  /** Each looks at one instance of a process that rests at one statement. */
  readonly #functions = new Map<string, Wat>()

  constructor(generation: Generation, compile: Compile, observations: Observations) {
    this.#generation = generation
    this.#compile = compile
    this.#observations = observations
  }

  /** How many observations there can be. */
  get noted(): number {
    return this.#observations.list.length
  }

  /** Looks at an instance at its station, unless there is nothing new to see. */
  station(flat: FlatProcess, { statement }: Station, rank: Wat, emit: Emitter): void {
    const lookout = this.#observations.lookouts.find((each) => {
      return each.process === flat.process.id && each.statement === statement
    })
    if (lookout === undefined) return
    const name = `$look.${flat.process.id}.${lookout.statement}`
    if (!this.#functions.has(name)) this.#functions.set(name, this.#look(name, flat, lookout))
    const numbers = lookout.looks.flatMap((look) => look.numbers)
    emit.do(when(isNew(numbers), [['call', name, rank, get('$moment')]]))
  }

  /** What was written for the stations so far. */
  fields(): readonly Wat[] {
    return [...this.#functions.values()]
  }

  #look(name: string, flat: FlatProcess, { looks }: Lookout): Wat {
    const emit = new Emitter()
    const open = {
      generation: this.#generation,
      emit,
      moment: get('$moment'),
      after: null,
      executing: { flat, instance: flat.instances === 1 ? i64(0) : get('$instance') },
      bound: new Map(),
    } as const
    for (const { test, numbers } of looks) {
      const write = (): void =>
        // Where there is a fault, nobody is known to hold anything.
        attempt(emit, [], (label) => {
          const scope: Scope = { ...open, exit: { label, ofState: true } }
          emit.do(...this.#observed(test, numbers, scope))
        })
      const one = looks.length === 1
      if (one) write()
      else emit.do(when(isNew(numbers), emit.capture(write)))
    }
    return emit.function(name, [
      ['param', '$instance', 'i64'],
      ['param', '$moment', 'i64'],
    ])
  }

  #observed(test: Look['test'], numbers: readonly number[], scope: Scope): readonly Wat[] {
    const noting = [...masks(numbers)].map(([word, mask]): Wat => {
      const noted = notedGlobal(word)
      return ['global.set', noted, ['i64.or', ['global.get', noted], i64(mask)]]
    })
    return test === null ? noting : [when(asTest(this.#compile(test, scope), scope), noting)]
  }
}

/** Whether not all of these are noted yet. */
function isNew(numbers: readonly number[]): Wat {
  const [first, ...others] = [...masks(numbers)].map(([word, mask]): Wat => {
    return ['i64.ne', ['i64.and', ['global.get', notedGlobal(word)], i64(mask)], i64(mask)]
  })
  if (first === undefined) throw new Error('there is something to look for')
  return others.reduce<Wat>((either, one) => ['i32.or', either, one], first)
}

/** By word, the bits of these numbers. */
function masks(numbers: readonly number[]): ReadonlyMap<number, bigint> {
  const found = new Map<number, bigint>()
  for (const number of numbers) {
    const word = Math.floor(number / wordBits)
    found.set(word, (found.get(word) ?? 0n) | (1n << BigInt(number % wordBits)))
  }
  return found
}
