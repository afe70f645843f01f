/**
 * What is said about whole runs: formulas of linear time over tests of states and of steps. They are composed with `and`, `or`, `not`
 * and `implies`, and quantified with `all` and `some`, as tests are.
 */

import { here } from './site.ts'
import { liftTest } from './terms/lift.ts'
import { binary, formulaOf, TemporalTerm, unary, type Claim } from './terms/temporal.ts'
import type { Test } from './terms/types.ts'

/** True here and at every later point. */
export function always(claim: Claim): TemporalTerm {
  return unary('always', claim, here())
}

/** True here or at some later point. */
export function eventually(claim: Claim): TemporalTerm {
  return unary('eventually', claim, here())
}

/** Again and again: at every point it is true there or later. */
export function alwaysEventually(claim: Claim): TemporalTerm {
  const site = here()
  const operand = { kind: 'eventually', operand: formulaOf(claim, site), site } as const
  return new TemporalTerm({ kind: 'always', operand, site }, 'alwaysEventually')
}

/** From some point on for ever. */
export function eventuallyAlways(claim: Claim): TemporalTerm {
  const site = here()
  const operand = { kind: 'always', operand: formulaOf(claim, site), site } as const
  return new TemporalTerm({ kind: 'eventually', operand, site }, 'eventuallyAlways')
}

/**
 * Wherever the first is true, here or later, the second is true there or later still.
 *
 * ```ts
 * const printing = model('printing', { jobs: int(1, 3).default(2) }, (m, { jobs }) => {
 *   const busy = m.state('busy', bool)
 *   const printer = m.process('job', { count: jobs }, function* () {
 *     yield* label('waiting')
 *     yield* step('print', { guard: busy.not(), fairness: 'strong' }, function* () {
 *       yield* busy.set(true)
 *     })
 *     yield* label('printing')
 *     yield* busy.set(false)
 *   })
 *   m.temporal(
 *     'each job is printed',
 *     all(printer, (job) => leadsTo(job.at('waiting'), job.at('printing'))),
 *   )
 *   m.eventuallyAlways('the printer falls silent', busy.not())
 * })
 * ```
 */
export function leadsTo(trigger: Claim, response: Claim): TemporalTerm {
  return binary('leadsTo', trigger, response, here())
}

/** The second comes true, here or later, and up to there the first is: LTL's until. */
export function holdsUntil(claim: Claim, end: Claim): TemporalTerm {
  return binary('until', claim, end, here(), 'holdsUntil')
}

/** The same, but the second need not come true: then the first is for ever. LTL's weak until. */
export function holdsUnless(claim: Claim, end: Claim): TemporalTerm {
  return binary('weakUntil', claim, end, here(), 'holdsUnless')
}

/** The second is true up to where the first is, that point included; or for ever. LTL's release. */
export function releases(release: Claim, claim: Claim): TemporalTerm {
  return binary('release', release, claim, here(), 'releases')
}

/**
 * At the next point: behind the next step that changes the state, or, where the run stays for ever, here. It counts steps: a property with
 * it must say `{ next: true }`.
 */
export function next(claim: Claim): TemporalTerm {
  return unary('next', claim, here())
}

/** The run takes a step here that changes the state, and the test is true of it; terms inside `after(…)` have their values behind it. */
export function taken(test: Test): TemporalTerm {
  const site = here()
  return new TemporalTerm({ kind: 'step', expr: liftTest(test, site), site }, 'taken')
}
