/** Models that do what a simpler one allows, and what is told where one does not. */

import { check, holds, suite, violates } from '../dsl/index.ts'
import { twoPhaseCommit } from '../models/classics/two-phase-commit.ts'
import { submission } from '../models/dma-fence/submission.ts'
import { exclusiveUse } from '../models/dma-resv/exclusive-use.ts'

const commit = 'implements transaction commit'
const contract = 'the fence keeps its contract'
const oneOwner = 'the buffer has one owner'

export default suite('refinement', [
  check(twoPhaseCommit, { managers: 3, refines: true }, holds({ distinct: 288, generated: 1146 }), {
    scenario: 'two phases',
  }),
  check(twoPhaseCommit, { flaw: 'early-commit', refines: true }, violates(commit, { steps: 2 }), {
    scenario: 'commits too early',
  }),
  check(twoPhaseCommit, { flaw: 'late-abort', refines: true }, violates(commit, { steps: 9 }), {
    scenario: 'aborts too late',
  }),

  check(submission, {}, holds({ distinct: 15, generated: 19 }), { scenario: 'fence added first' }),
  check(submission, { flaw: 'run-first' }, violates(contract, { steps: 7 }), {
    scenario: 'job runs first',
  }),
  check(submission, { flaw: 'reuse' }, violates(contract, { steps: 15 }), {
    scenario: 'fence used again',
  }),

  check(exclusiveUse, { entry: 'lock' }, holds({ distinct: 5, generated: 7 }), {
    scenario: 'lock',
  }),
  check(exclusiveUse, { importers: 4, entry: 'lock' }, holds(), { scenario: 'lock, 4 importers' }),
  check(exclusiveUse, { entry: 'trylock' }, holds({ distinct: 5, generated: 11 }), {
    scenario: 'trylock',
  }),
  check(exclusiveUse, { entry: 'unchecked-trylock' }, violates(oneOwner, { steps: 2 }), {
    scenario: 'trylock, result ignored',
  }),
])
