/** Small models of which a test says who can never run again. */

import type { Report } from '../../checker/check.ts'
import type { SearchOptions } from '../../checker/exploration.ts'
import { threadNames } from '../../checker/value-text.ts'
import { describe as inWords } from '../../checker/verdict.ts'
import {
  array,
  bool,
  forever,
  int,
  model,
  skip,
  step,
  type IntTerm,
  type ModelBuilder,
} from '../../dsl/index.ts'
import { checkIn, testedEngines } from '../engines.ts'

function inText({ verdict, steps, deadlock, model: of }: Report): string {
  if (deadlock === null) return inWords(verdict)
  const names = threadNames(of)
  const list = (threads: readonly number[]) => threads.map((each) => names[each]).join(', ')
  const daemons = deadlock.daemons.length === 0 ? '' : ` with ${list(deadlock.daemons)}`
  const cycle = deadlock.cycle === null ? '' : ` round ${list(deadlock.cycle)}`
  return `${deadlock.shape} after ${steps}: ${list(deadlock.stuck)}${daemons}${cycle}`
}

/** What the check of a small model says of deadlocks, in every engine. */
export async function answer(
  build: (m: ModelBuilder) => void,
  options: SearchOptions = {},
): Promise<string> {
  const small = model('small', {}, build).instantiate()
  const reports = await Promise.all(
    testedEngines.map((engine) => checkIn(engine, small, { lockOrder: false, ...options })),
  )
  return [...new Set(reports.map(inText))].join(' or ')
}

export const which = int(0, 2)
type Which = IntTerm | number

/** Locks that know no owner, so that only their text says who could let go of them. */
export function locksIn(m: ModelBuilder) {
  const taken = m.state('taken', array(which, bool))
  return {
    taken,
    take: (at: Which) =>
      step('take', { guard: taken.at(at).not() }, function* () {
        yield* taken.at(at).set(true)
      }),
    put: (at: Which) =>
      step('put', {}, function* () {
        yield* taken.at(at).set(false)
      }),
  }
}

export type Locks = ReturnType<typeof locksIn>

/** A process that goes on for ever. */
export function spinning(m: ModelBuilder): void {
  m.process('spinner', function* () {
    yield* forever(function* () {
      yield* skip()
    })
  })
}
