/**
 * Fences of one context signal in their order: what the thread of May 2022 says that the lock of a fence is there for. Functions are those
 * of `drivers/gpu/drm/nouveau/nouveau_fence.c`, as they were then: an interrupt, and whoever asks after a fence, signal all that the
 * hardware has come to.
 */

import {
  and,
  atomic,
  identity,
  individual,
  int,
  label,
  leave,
  loop,
  model,
  not,
  oneOf,
  procedure,
  step,
  until,
  when,
  type AnyStatement,
} from '../../dsl/index.ts'
import { dmaFences, list, spinlock } from '../../dsl/kernel/index.ts'

/** Which locks there are, and how much is done under them; the first is the default. */
const lockings = oneOf(
  'batch',
  'lock-per-fence',
  'shared-lock',
  'lock-per-fence-batch',
  'unlocked-batch',
  'unordered-batch',
)

type Locking = (typeof lockings.values)[number]

interface Section {
  /** Whether the fences share `fctx->lock`, or each has its own. */
  readonly shared: boolean
  /** Whether all that are done are signalled in one section of `fctx->lock`; else each is taken off the list there, and signalled later. */
  readonly batch: boolean
  /** Whether whoever signals takes `fctx->lock`. */
  readonly locked: boolean
  /** Whether fences are on the list in the order in which they are emitted. */
  readonly ordered: boolean
}

const nouveau: Section = { shared: true, batch: true, locked: true, ordered: true }

const sectionOf: Readonly<Record<Locking, Section>> = {
  /** What Nouveau does. */
  batch: nouveau,
  /** A lock in each fence, as in the patch, for fences of one context. */
  'lock-per-fence': { ...nouveau, shared: false, batch: false },
  /** One lock, taken for each fence anew. */
  'shared-lock': { ...nouveau, batch: false },
  /** A lock in each fence, taken within one section. */
  'lock-per-fence-batch': { ...nouveau, shared: false },
  'unlocked-batch': { ...nouveau, shared: false, locked: false },
  'unordered-batch': { ...nouveau, ordered: false },
}

/** Some fences of one context, and two who signal them. */
export const signallingOrder = model(
  'signalling order',
  { locking: lockings, fences: int(2, 4) },
  (m, { locking, fences: number }) => {
    const { shared, batch, locked, ordered } = sectionOf[locking]
    const fence = identity('fence', number)
    const emitted = Array.from({ length: number }, (_, position) => individual(fence, position))
    const lock = m.state('fctx->lock', spinlock('&fctx->lock'))
    const seqno = int(0, number)
    const fences = m.state('fence', dmaFences(fence, { lock: shared ? lock : 'inline', seqno }))
    const pending = m.state('fctx->pending', list(fence))
    /** The sequence numbers that the hardware was given, and has come to. */
    const ring = m.state('ring', seqno)
    const read = m.state('fctx->read', seqno)

    const nouveau_fence_emit = procedure(
      { params: { which: fence, sequence: seqno } },
      function* nouveau_fence_emit({ which, sequence }) {
        yield* atomic(function* emit() {
          yield* fences.at(which).init({ seqno: sequence })
          yield* ring.set(sequence)
        })
        const flags = yield* lock.lockIrqsave()
        yield* ordered ? pending.addTail(which) : pending.add(which)
        yield* lock.unlockIrqrestore(flags)
      },
    )
    function* section<Y extends AnyStatement, R>(body: () => Generator<Y, R, unknown>) {
      if (!locked) return yield* body()
      const flags = yield* lock.lockIrqsave()
      const result = yield* body()
      yield* lock.unlockIrqrestore(flags)
      return result
    }
    /** The first that is pending, and whether the hardware has come to it; that is read anew for each. */
    function* first() {
      const found = yield* pending.firstEntryOrNull()
      const done = yield* step('fctx->read(chan)', {}, function* () {
        return and(found.isSome(), read.ge(fences.at(found.get()).seqno))
      })
      return { found, done }
    }
    const nouveau_fence_signal = procedure(
      { params: { which: fence } },
      function* nouveau_fence_signal({ which }) {
        yield* batch && shared ? fences.at(which).signalLocked() : fences.at(which).signal()
      },
    )
    const nouveau_fence_update = procedure(function* nouveau_fence_update() {
      if (batch) {
        yield* label('update')
        yield* section(function* () {
          yield* loop(function* () {
            const { found, done } = yield* first()
            yield* when(not(done), leaving)
            yield* nouveau_fence_signal({ which: found.get() })
            yield* pending.del(found.get())
          })
        })
      } else {
        yield* loop(function* () {
          yield* label('update')
          const { found, done } = yield* section(function* () {
            const next = yield* first()
            yield* when(next.done, function* () {
              yield* pending.del(next.found.get())
            })
            return next
          })
          yield* when(not(done), leaving)
          yield* nouveau_fence_signal({ which: found.get() })
        })
      }
    })

    const last = fences.at(individual(fence, number - 1))
    const polling = function* () {
      yield* until(last.signaled, function* () {
        yield* nouveau_fence_update()
      })
    }
    m.process('submitter', function* () {
      for (const [position, which] of emitted.entries()) {
        yield* nouveau_fence_emit({ which, sequence: position + 1 })
      }
    })
    m.process('gpu', function* () {
      for (const position of emitted.keys()) {
        yield* step('writeback', { guard: ring.gt(position) }, function* () {
          yield* read.set(position + 1)
        })
      }
    })
    const nouveau_fence_wait_uevent_handler = procedure(
      function* nouveau_fence_wait_uevent_handler() {
        yield* polling()
      },
    )
    const nouveau_fence_done = procedure(function* nouveau_fence_done() {
      yield* polling()
    })
    const irq = m.process('irq', { context: 'hardirq' }, function* () {
      yield* nouveau_fence_wait_uevent_handler()
    })
    const user = m.process('user', function* () {
      yield* nouveau_fence_done()
    })

    const inOrder = emitted.slice(1).map((then, position) => {
      const before = individual(fence, position)
      return fences.at(then).signaled.implies(fences.at(before).signaled)
    })
    m.always('fences are signalled in their order', and(...inOrder))
    m.eventually('all are signalled', last.signaled)
    m.reachable('both are done', and(irq.only.terminated(), user.only.terminated()))
    if (locked) {
      m.reachable(
        'the lock is contended',
        and(irq.only.at('update'), lock.heldBy(user.only.thread())),
      )
    }
  },
)

function* leaving() {
  yield* leave()
}
