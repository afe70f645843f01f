/**
 * Models whose state counts others have published, and what goes wrong when a line of them is
 * changed. The counts of a deadlock are those of exploring on past it, as they were published.
 */

import {
  breaksLiveness,
  check,
  deadlocks,
  failsAssertion,
  faults,
  holds,
  suite,
  violates,
} from '../dsl/index.ts'
import { alternatingBit } from '../models/classics/alternating-bit.ts'
import { boundedBuffer } from '../models/classics/bounded-buffer.ts'
import { dieHard } from '../models/classics/die-hard.ts'
import { diningPhilosophers } from '../models/classics/dining-philosophers.ts'
import { filterLock } from '../models/classics/filter-lock.ts'
import { peterson } from '../models/classics/peterson.ts'
import { readersWriters } from '../models/classics/readers-writers.ts'
import { transactionCommit } from '../models/classics/transaction-commit.ts'
import { twoPhaseCommit } from '../models/classics/two-phase-commit.ts'

export default suite('classics', [
  check(dieHard, { puzzle: false }, holds({ distinct: 16, generated: 97 }), {
    scenario: 'type invariant only',
  }),
  check(dieHard, { puzzle: true }, violates('big != 4', { steps: 6 }), {
    scenario: 'four gallons',
  }),

  check(peterson, { entry: 'await' }, holds({ distinct: 42, generated: 77 }), {
    scenario: 'as published',
  }),
  check(peterson, { entry: 'two-reads' }, holds({ distinct: 58, generated: 117 }), {
    scenario: 'flag read, then turn',
  }),
  check(peterson, { entry: 'turn-first' }, violates('mutual exclusion', { steps: 8 }), {
    scenario: 'turn set before flag',
  }),
  check(peterson, { entry: 'ignore-turn' }, deadlocks({ steps: 6 }), {
    scenario: 'turn not read',
  }),

  check(
    peterson,
    { scheduler: 'unfair' },
    breaksLiveness('every request is granted', { stem: 2, loop: 0 }),
    { scenario: 'unfair scheduler' },
  ),

  check(filterLock, { n: 2, wait: 'at-once' }, holds({ distinct: 42, generated: 77 }), {
    scenario: '2, as peterson',
  }),
  check(filterLock, { n: 2 }, holds({ distinct: 58, generated: 117 }), {
    scenario: '2, one by one',
  }),
  check(filterLock, { n: 3, wait: 'at-once' }, holds({ distinct: 774, generated: 1885 }), {
    scenario: '3 at once',
  }),
  check(filterLock, { n: 3 }, holds({ distinct: 2943, generated: 8830 }), {
    scenario: '3, one by one',
  }),
  check(filterLock, { n: 3, flaw: 'one-stage' }, violates('mutual exclusion', { steps: 14 }), {
    scenario: '3, a single stage',
  }),
  check(filterLock, { n: 2, flaw: 'last-first' }, violates('mutual exclusion', { steps: 9 }), {
    scenario: 'last set before height',
  }),

  check(transactionCommit, { managers: 3 }, holds({ distinct: 34, generated: 94 }), {
    scenario: '3 managers',
  }),
  check(transactionCommit, { hasty: true }, violates('consistency', { steps: 3 }), {
    scenario: 'hasty commit',
  }),

  check(twoPhaseCommit, { managers: 3 }, holds({ distinct: 288, generated: 1146 }), {
    scenario: '3 managers',
  }),
  check(twoPhaseCommit, { managers: 5 }, holds({ distinct: 8832, generated: 58146 }), {
    scenario: '5 managers',
  }),
  check(twoPhaseCommit, { flaw: 'early-commit' }, violates('consistency', { steps: 3 }), {
    scenario: 'early commit',
  }),
  check(twoPhaseCommit, { flaw: 'late-abort' }, violates('consistency', { steps: 9 }), {
    scenario: 'late abort',
  }),

  check(diningPhilosophers, { n: 3 }, deadlocks({ steps: 3, distinct: 35, generated: 76 }), {
    continue: true,
    scenario: '3, left fork first',
  }),
  check(diningPhilosophers, { n: 4 }, deadlocks({ steps: 4, distinct: 118, generated: 341 }), {
    continue: true,
    scenario: '4, left fork first',
  }),
  check(diningPhilosophers, { n: 5 }, deadlocks({ steps: 5, distinct: 392, generated: 1416 }), {
    continue: true,
    scenario: '5, left fork first',
  }),
  check(diningPhilosophers, { n: 6 }, deadlocks({ steps: 6, distinct: 1297, generated: 5623 }), {
    continue: true,
    scenario: '6, left fork first',
  }),
  check(
    diningPhilosophers,
    { n: 3, order: 'one-right-first' },
    holds({ distinct: 29, generated: 60 }),
    { scenario: '3, one right first' },
  ),
  check(
    diningPhilosophers,
    { n: 5, order: 'one-right-first' },
    holds({ distinct: 326, generated: 1144 }),
    { scenario: '5, one right first' },
  ),

  check(
    diningPhilosophers,
    { n: 3, order: 'one-right-first', starvation: 'weak' },
    breaksLiveness('whoever is hungry eats', { stem: 0, loop: 4 }),
    { scenario: '3, one starves' },
  ),
  check(
    diningPhilosophers,
    { n: 5, order: 'one-right-first', starvation: 'strong' },
    holds({ distinct: 326, generated: 1144 }),
    { scenario: '5, nobody starves' },
  ),

  check(alternatingBit, { delivery: 'strong' }, holds({ distinct: 330 }), {
    scenario: 'what is repeated arrives',
  }),
  check(
    alternatingBit,
    { delivery: 'weak' },
    breaksLiveness('the first message arrives', { stem: 0, loop: 2 }),
    { scenario: 'all may be lost' },
  ),
  check(
    alternatingBit,
    { bit: 'ignored' },
    failsAssertion('a message arrives out of order', { steps: 7 }),
    { scenario: 'bit not read' },
  ),

  check(readersWriters, { readers: 2 }, holds({ distinct: 50, generated: 89 }), {
    scenario: '2 readers, 2 writers',
  }),
  check(readersWriters, { readers: 3 }, holds({ distinct: 112, generated: 179 }), {
    scenario: '3 readers, 2 writers',
  }),
  check(readersWriters, { flaw: 'unlocked-count' }, violates('a writer is alone', { steps: 5 }), {
    scenario: 'count without mutex',
  }),
  check(readersWriters, { flaw: 'late-test' }, deadlocks({ steps: 13 }), {
    scenario: 'last one without mutex',
  }),

  check(boundedBuffer, {}, holds({ distinct: 257, generated: 428 }), {
    scenario: 'two conditions',
  }),
  check(boundedBuffer, { conditions: 1 }, deadlocks({ steps: 27 }), {
    scenario: 'one condition',
  }),
  check(
    boundedBuffer,
    { conditions: 1, wake: 'broadcast' },
    holds({ distinct: 219, generated: 377 }),
    { scenario: 'one, broadcast' },
  ),
  check(boundedBuffer, { conditions: 1, capacity: 2 }, holds({ distinct: 372, generated: 653 }), {
    scenario: 'one, room for 2',
  }),
  check(boundedBuffer, { test: 'if' }, faults('range', { steps: 16 }), {
    scenario: "'if' for 'while'",
  }),
])
