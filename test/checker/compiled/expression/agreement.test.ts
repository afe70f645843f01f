/** What expressions give in a module is what they give to the executor of flat programs: values, faults, and which fault. */

import { assert, property } from 'fast-check'
import { expect, test } from 'vitest'
import { disagreement, ofModels, ofWideSorts } from './situations.ts'

const settings = { numRuns: 60, seed: 20_261_121 }
/** On a machine that does other things too. */
const patience = 120_000

test(
  'every expression of a random model has the value or fault that the executor finds',
  () => {
    assert(
      property(ofModels(), (situation) => {
        expect(disagreement(situation)).toBeNull()
      }),
      settings,
    )
  },
  patience,
)

test(
  'expressions over wide sorts, and over codes with gaps, have the value or fault that the executor finds',
  () => {
    assert(
      property(ofWideSorts(), (situation) => {
        expect(disagreement(situation)).toBeNull()
      }),
      settings,
    )
  },
  patience,
)
