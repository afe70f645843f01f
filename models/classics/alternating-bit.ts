/**
 * Messages over channels that lose some of them: each carries one bit, by which a repeated message is told from the next. After K. A.
 * Bartlett, R. A. Scantlebury and P. T. Wilkinson, "A note on reliable full-duplex transmission over half-duplex links".
 */

import {
  assert,
  bool,
  either,
  fair,
  forever,
  int,
  just,
  model,
  none,
  oneOf,
  optional,
  record,
  step,
  when,
} from '../../dsl/index.ts'
import type { OptionalSort, PlaceOf, Sort } from '../../dsl/index.ts'

/**
 * Each channel has room for one message, which it delivers or loses. `delivery` is what is assumed of that: `strong`, what is sent again
 * and again arrives again and again; `weak`, only what waits to be delivered for ever arrives, and the channel may lose everything. Messages are
 * numbered up to `numbers`, and then from 0 again. Without the `bit`, the receiver takes a repeated message for the next.
 */
export const alternatingBit = model(
  'alternating bit',
  {
    delivery: oneOf('strong', 'weak'),
    numbers: int(2, 8).default(3),
    bit: oneOf('alternates', 'ignored'),
  },
  (m, { delivery, numbers, bit: bits }) => {
    const number = int(0, numbers - 1)
    const message = record({ bit: bool, number })

    const wire = m.state('wire', optional(message))
    const inbox = m.state('inbox', optional(message))
    const ackWire = m.state('ackWire', optional(bool))
    const ackInbox = m.state('ackInbox', optional(bool))

    const bit = m.state('bit', bool)
    const sent = m.state('sent', number)
    const expected = m.state('expected', bool)
    const received = m.state('received', number)

    m.process('sender', { daemon: true }, function* () {
      yield* forever(function* () {
        yield* either(
          function* () {
            yield* step('send', { guard: wire.isNone() }, function* () {
              yield* wire.set(just({ bit, number: sent }))
            })
          },
          // It does not go on sending for ever while an acknowledgement lies before it.
          fair('weak', function* () {
            yield* step('receive ack', { guard: ackInbox.isSome() }, function* () {
              yield* ackInbox.set(none)
              yield* when(ackInbox.is(bit), function* () {
                yield* bit.set(bit.not())
                yield* sent.set(sent.plus(1).mod(numbers))
              })
            })
          }),
        )
      })
    })

    m.process('receiver', { daemon: true }, function* () {
      yield* forever(function* () {
        const guard = inbox.isSome().and(ackWire.isNone())
        yield* step('receive', { guard }, function* () {
          const isNext = bits === 'ignored' ? true : inbox.get().field('bit').eq(expected)
          yield* inbox.set(none)
          yield* ackWire.set(just(inbox.get().field('bit')))
          yield* when(isNext, function* () {
            yield* assert(
              inbox.get().field('number').eq(received),
              'a message arrives out of order',
            )
            yield* expected.set(expected.not())
            yield* received.set(received.plus(1).mod(numbers))
          })
        })
      })
    })

    const channel = <S extends Sort>(
      name: string,
      from: PlaceOf<OptionalSort<S>>,
      to: PlaceOf<OptionalSort<S>>,
    ) =>
      m.process(name, { daemon: true }, function* () {
        yield* forever(function* () {
          yield* either(
            fair(delivery, function* () {
              yield* step('deliver', { guard: from.isSome().and(to.isNone()) }, function* () {
                yield* to.set(from)
                yield* from.set(none)
              })
            }),
            fair('none', function* () {
              yield* step('lose', { guard: from.isSome() }, function* () {
                yield* from.set(none)
              })
            }),
          )
        })
      })
    channel('messages', wire, inbox)
    channel('acks', ackWire, ackInbox)

    m.leadsTo('the first message arrives', bit.not(), bit)
    m.leadsTo('the next message arrives', bit, bit.not())
    m.reachable('all numbers were used', received.eq(numbers - 1))
  },
)
