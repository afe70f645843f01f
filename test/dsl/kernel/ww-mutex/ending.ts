/** Whether everybody can still end, wherever a run has come to: the absence of deadlock and of livelock that nothing helps out of. */

import { execute } from '../../../../checker/lower/executor.ts'
import { lower } from '../../../../checker/lower/lower.ts'
import { model, type ModelBuilder } from '../../../../dsl/index.ts'

/** The reachable states, and those of them from which no run comes to where everybody has ended. */
export function endingOf(build: (m: ModelBuilder) => void): {
  readonly states: number
  readonly stuck: number
} {
  const system = execute(lower(model('small', {}, build).instantiate()))
  type State = Parameters<typeof system.expand>[0]
  const states: State[] = []
  const before: number[][] = []
  const byHash = new Map<number, number[]>()

  function numberOf(state: State): number {
    const hash = system.hash(state)
    const alike = byHash.get(hash) ?? []
    byHash.set(hash, alike)
    const known = alike.find((each) => system.equal(at(states, each), state))
    if (known !== undefined) return known
    alike.push(states.length)
    before.push([])
    return states.push(state) - 1
  }

  for (const initial of system.initial()) {
    if (initial.kind === 'state') numberOf(initial.state)
  }
  for (let from = 0; from < states.length; from += 1) {
    for (const { result } of system.expand(at(states, from))) {
      if (result.kind === 'state') at(before, numberOf(result.state)).push(from)
    }
  }
  const ending = new Set(states.keys().filter((each) => system.settled(at(states, each))))
  for (const to of ending) for (const from of at(before, to)) ending.add(from)
  return { states: states.length, stuck: states.length - ending.size }
}

function at<T>(list: readonly T[], position: number): T {
  const found = list[position]
  if (found === undefined) throw new Error(`nothing at ${position}`)
  return found
}
