/** States and words lead to each other. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Model } from '../../../dsl/ir.ts'
import { pack, unpack } from '../../../checker/compiled/pack.ts'
import { models } from '../../random/arbitrary.ts'
import { laidOut, specModels, statesOf } from './programs.ts'

const ofSpecs = await specModels()

/** Every state comes back from its words, and no two have the same words; how many there were. */
function expectExact(model: Model, most: number): number {
  const { program, layout } = laidOut(model)
  const states = statesOf(program, most)
  const seen = new Map<string, string>()
  for (const state of states) {
    const words = pack(state, program, layout)
    expect(words.length).toBe(layout.words)
    expect(seen.get(words.join())).toBeUndefined()
    seen.set(words.join(), state.key)
    expect(unpack(words, program, layout)).toEqual(state)
  }
  return states.length
}

describe('words are those of one state, and a state has one list of words', () => {
  test('in random models', () => {
    let states = 0
    fc.assert(
      fc.property(models(), (model) => {
        states += expectExact(model, 60)
      }),
      { numRuns: 200, seed: 8 },
    )
    expect(states).toBeGreaterThan(3000)
  })

  for (const [name, model] of ofSpecs) {
    test(`in ${name}`, () => {
      expect(expectExact(model, 250)).toBeGreaterThan(0)
    })
  }
})
