/** Sequence counters and sequence locks: what a reader sees, who may write, where a reader blocks. */

import { describe, expect, test } from 'vitest'
import {
  int,
  leave,
  loop,
  not,
  when,
  type AnyStatement,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import {
  cpu,
  local_irq_restore,
  local_irq_save,
  might_sleep,
  mutex,
  once,
  preempt_disable,
  preempt_enable,
  seqcount,
  seqlock,
  spinlock,
  type SeqCount,
  type SeqLock,
} from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'

type Body = Generator<AnyStatement<never, never>, void, unknown>

/** A reader of two halves that a writer changes one after the other: whether it can take halves of two values for one. */
function tearing(
  make: (m: ModelBuilder) => { readonly reader: SeqCount | SeqLock; write(body: () => Body): Body },
  retries: boolean,
): Promise<string> {
  return answer((m) => {
    const [low, high] = [m.state('low', once(int(0, 2))), m.state('high', once(int(0, 2)))]
    const torn = m.state('torn', int(0, 1))
    const { reader, write } = make(m)
    m.process('writer', { count: 2 }, () =>
      write(function* () {
        const value = yield* low.load()
        yield* low.store(value.plus(1))
        yield* high.store(value.plus(1))
      }),
    )
    m.process('reader', function* () {
      yield* loop(function* () {
        yield* reader.readBegin()
        const [first, second] = [yield* low.load(), yield* high.load()]
        const retry = yield* reader.readRetry()
        yield* when(retries ? not(retry) : not(retry.and(not(retry))), function* () {
          yield* when(first.ne(second), function* () {
            yield* torn.set(1)
          })
          yield* leave()
        })
      })
    })
    m.never('torn', torn.eq(1))
  })
}

const locked = (m: ModelBuilder) => {
  const reader = m.state('seq', seqlock('seq'))
  return {
    reader,
    *write(body: () => Body) {
      yield* reader.writeLock()
      yield* body()
      yield* reader.writeUnlock()
    },
  }
}

const counted = (m: ModelBuilder) => {
  const lock = m.state('lock', mutex('lock'))
  const reader = m.state('seq', seqcount('seq', lock))
  return {
    reader,
    *write(body: () => Body) {
      yield* lock.lock()
      yield* reader.writeBegin()
      yield* body()
      yield* reader.writeEnd()
      yield* lock.unlock()
    },
  }
}

describe('a reader', () => {
  test('that retries sees no halves of two values', async () => {
    expect(await tearing(locked, true)).toBe('holds')
    expect(await tearing(counted, true)).toBe('holds')
  })

  test('that does not retry sees them', async () => {
    expect(await tearing(locked, false)).toMatch(/^violated: torn/)
    expect(await tearing(counted, false)).toMatch(/^violated: torn/)
  })

  test('retries where a writer came, and only there', async () => {
    const reading = (written: boolean) =>
      answer((m) => {
        const seq = m.state('seq', seqlock('seq'))
        const retried = m.state('retried', int(0, 1))
        m.process('reader', function* () {
          yield* seq.readBegin()
          const retry = yield* seq.readRetry()
          yield* when(retry, function* () {
            yield* retried.set(1)
          })
        })
        m.process('writer', function* () {
          if (written) {
            yield* seq.writeLock()
            yield* seq.writeUnlock()
          }
        })
        m.reachable('retried', retried.eq(1))
      })
    expect(await reading(true)).toBe('holds')
    expect(await reading(false)).toBe('not reached: retried')
  })

  test('spins for ever where it has interrupted the writer', async () => {
    const interrupting = (masked: boolean) =>
      answer((m) => {
        const cpu0 = m.state('cpu0', cpu)
        const seq = m.state('seq', seqlock('seq'))
        m.process('writer', { on: cpu0 }, function* () {
          if (masked) {
            const flags = yield* seq.writeLockIrqsave()
            yield* seq.writeUnlockIrqrestore(flags)
          } else {
            yield* seq.writeLock()
            yield* seq.writeUnlock()
          }
        })
        m.process('handler', { on: cpu0, context: 'hardirq' }, function* () {
          yield* cpu0.hardirq(function* () {
            yield* seq.readBegin()
            yield* seq.readRetry()
          })
        })
      })
    expect(await interrupting(false)).toBe('deadlock, 2 steps')
    expect(await interrupting(true)).toBe('holds')
  })
})

describe('a writer', () => {
  const writing = (before: (seq: SeqCount) => Body, lockless: boolean) =>
    answer((m) => {
      const lock = m.state('lock', spinlock('lock'))
      const seq = m.state('seq', lockless ? seqcount('seq') : seqcount('seq', lock))
      m.process('writer', () => before(seq))
    })
  function* bare(seq: SeqCount): Body {
    yield* seq.writeBegin()
    yield* seq.writeEnd()
  }

  test('needs the lock that keeps writers apart', async () => {
    expect(await writing(bare, false)).toBe("assertion: 'lock' is not held, 1 steps")
  })

  test('of a counter without a lock must not be preempted', async () => {
    const unpreempted = function* (seq: SeqCount): Body {
      yield* preempt_disable()
      yield* bare(seq)
      yield* preempt_enable()
    }
    expect(await writing(bare, true)).toBe(
      "assertion: 'seq' is written with preemption on, 1 steps",
    )
    expect(await writing(unpreempted, true)).toBe('holds')
  })

  test('besides another is a fault', async () => {
    const seen = await answer((m) => {
      const seq = m.state('seq', seqcount('seq'))
      m.process('writer', { count: 2 }, function* () {
        const flags = yield* local_irq_save()
        yield* bare(seq)
        yield* local_irq_restore(flags)
      })
    })
    expect(seen).toBe('fault: two writers at once: seq, 4 steps')
  })

  test('must not sleep, even under a mutex', async () => {
    const seen = await answer((m) => {
      const { write } = counted(m)
      m.process('writer', () =>
        write(function* () {
          yield* might_sleep()
        }),
      )
    })
    expect(seen).toBe('fault: sleeping in atomic context, 3 steps')
  })

  test('that ends what it did not begin is a fault', async () => {
    const ending = function* (seq: SeqCount): Body {
      yield* seq.writeEnd()
    }
    expect(await writing(ending, true)).toBe('fault: bad unlock balance detected: seq, 1 steps')
  })
})
