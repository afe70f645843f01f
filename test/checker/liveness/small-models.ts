/** Small models of which a test says which runs are fair. */

import {
  bool,
  either,
  fair,
  forever,
  model,
  step,
  type ModelBuilder,
  type Strength,
} from '../../../dsl/index.ts'
import type { Model } from '../../../dsl/ir.ts'
import overtaken from '../../fixtures/models/overtaken.ts'

export function built(build: (m: ModelBuilder) => void): Model {
  return model('small', {}, build).instantiate()
}

/** Two tasks that take a lock again and again; what each waits for can be taken by the other again and again. */
export function contention(fairness: Strength | 'none'): Model {
  return overtaken.instantiate({ fairness })
}

/** A message over a channel that delivers it or loses it, and a sender that sends again what was lost; then nobody goes on. */
export function lossy(delivery: Strength | 'none'): Model {
  return built((m) => {
    const sent = m.state('sent', bool)
    const arrived = m.state('arrived', bool)
    m.process('sender', { daemon: true }, function* () {
      yield* forever(function* () {
        yield* step('send', { guard: sent.not().and(arrived.not()) }, function* () {
          yield* sent.set(true)
        })
      })
    })
    m.process('channel', { daemon: true }, function* () {
      yield* forever(function* () {
        yield* either(
          fair(delivery, function* () {
            yield* step('deliver', { guard: sent }, function* () {
              yield* sent.set(false)
              yield* arrived.set(true)
            })
          }),
          fair('none', function* () {
            yield* step('lose', { guard: sent }, function* () {
              yield* sent.set(false)
            })
          }),
        )
      })
    })
    m.eventually('it arrives', arrived)
  })
}
