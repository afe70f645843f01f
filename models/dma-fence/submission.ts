/** A job is submitted, and its fence is added to a reservation object while the hardware may already run. */

import { bool, cond, index, model, nth, oneOf, value, waitUntil } from '../../dsl/index.ts'
import { dmaFences, dmaResv } from '../../dsl/kernel/index.ts'
import { fenceStates } from './fence-states.ts'

/**
 * `flaw` is what the driver does wrong with the fence:
 * - `run-first`: it gives the job to the hardware before it adds the fence to the reservation object;
 * - `reuse`: it initialises the fence once more, for a second job, when the first is done.
 */
export const submission = model(
  'submission',
  { flaw: oneOf('none', 'run-first', 'reuse') },
  (m, { flaw }) => {
    const job = index('job', 1)
    const first = nth(job, 0)
    const fences = m.state('fence', dmaFences(job, { lock: 'inline' }))
    const resv = m.state('resv', dmaResv({ fences }))
    const queued = m.state('queued', bool)
    const fence = fences.at(first)

    m.process('submitter', function* () {
      yield* resv.lock()
      yield* resv.reserveFences(1)
      yield* fence.init()
      if (flaw === 'run-first') yield* queued.set(true)
      yield* resv.addFence(first, 'WRITE')
      if (flaw !== 'run-first') yield* queued.set(true)
      yield* resv.unlock()
      if (flaw === 'reuse') {
        yield* fence.wait()
        yield* fence.init()
      }
    })
    m.process('interrupt', function* () {
      yield* waitUntil(queued)
      yield* fence.signal()
    })

    const phase = oneOf('private', 'published', 'signalled')
    m.refines('the fence keeps its contract', fenceStates.instantiate(), {
      fence: cond(
        fence.signaled,
        value(phase, 'signalled'),
        cond(resv.has(first), value(phase, 'published'), value(phase, 'private')),
      ),
    })
  },
)
