/** What a fence that stands for several allows, and where it blocks. */

import { describe, expect, test } from 'vitest'
import {
  array,
  forever,
  index,
  label,
  nth,
  oneOf,
  skip,
  when,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import {
  dmaFence,
  dmaFenceArray,
  dmaFences,
  type CountedFenceArray,
} from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'

const fence = index('fence', 2)
const first = () => nth(fence, 0)
const second = () => nth(fence, 1)

describe('an array of fences', () => {
  const waiting = (signalOnAny: boolean, signalled: number) => (m: ModelBuilder) => {
    const fences = m.state('fence', array(fence, dmaFence()))
    const both = m.state('array', dmaFenceArray({ fences, signalOnAny }))
    m.process('worker', function* () {
      if (signalled > 0) yield* fences.at(first()).signal()
      if (signalled > 1) yield* fences.at(second()).signal()
      yield* skip()
    })
    const { only } = m.process('waiter', function* () {
      yield* both.create([first(), second()])
      yield* both.wait()
    })
    m.reachable('on', only.terminated())
  }

  test('is signalled when all are', async () => {
    expect(await answer(waiting(false, 2))).toBe('holds')
    expect(await answer(waiting(false, 1))).toBe('deadlock, 2 steps')
  })

  test('that any signals is signalled when one is', async () => {
    expect(await answer(waiting(true, 1))).toBe('holds')
    expect(await answer(waiting(true, 0))).toBe('deadlock, 1 steps')
  })

  test('of none is signalled', async () => {
    const build = (m: ModelBuilder) => {
      const fences = m.state('fence', array(fence, dmaFence()))
      const none = m.state('array', dmaFenceArray({ fences }))
      const { only } = m.process('waiter', function* () {
        yield* none.create([])
        const signaled = yield* none.isSignaled()
        yield* when(signaled, function* () {
          yield* label('stub')
          yield* skip()
        })
      })
      m.reachable('stub', only.at('stub'))
    }
    expect(await answer(build)).toBe('holds')
  })
})

describe('an array that counts its fences', () => {
  /** Two fences, an array of both, and the interrupt in which it is signalled. */
  const counting = (m: ModelBuilder, signalOnAny: boolean) => {
    const fences = m.state(
      'fence',
      dmaFences(fence, {
        lock: 'inline',
        callbacks: oneOf('array'),
        *func() {
          yield* both.callback()
        },
      }),
    )
    const both: CountedFenceArray<typeof fence> = m.state(
      'array',
      dmaFenceArray({ fences, most: 2, callback: 'array', lock: 'inline', signalOnAny }),
    )
    m.process('irq_work', { context: 'hardirq', daemon: true }, function* () {
      yield* forever(function* () {
        yield* both.irqWork()
      })
    })
    return { fences, both }
  }

  const waiting = (signalOnAny: boolean, signalled: number) => (m: ModelBuilder) => {
    const { fences, both } = counting(m, signalOnAny)
    m.process('worker', function* () {
      if (signalled > 0) yield* fences.at(first()).signal()
      if (signalled > 1) yield* fences.at(second()).signal()
      yield* skip()
    })
    const { only } = m.process('waiter', function* () {
      yield* both.create([first(), second()])
      yield* both.base.wait()
      yield* label('on')
      yield* skip()
    })
    const [a, b] = [fences.at(first()).signaled, fences.at(second()).signaled]
    m.always('as its fences', only.at('on').implies(signalOnAny ? a.or(b) : a.and(b)))
    m.reachable('on', only.at('on'))
  }

  test('is signalled after all are, however the callbacks fall', async () => {
    expect(await answer(waiting(false, 2))).toBe('holds')
  })

  test('is waited for in a deadlock where one never is', async () => {
    expect(await answer(waiting(false, 1))).toMatch(/^deadlock/)
  })

  test('that any signals is signalled after the first', async () => {
    expect(await answer(waiting(true, 1))).toBe('holds')
  })

  test('is signalled later than the last of its fences', async () => {
    const build = (m: ModelBuilder) => {
      const { fences, both } = counting(m, false)
      const { only } = m.process('worker', function* () {
        yield* both.create([first()])
        yield* both.base.enableSwSignaling()
        yield* fences.at(first()).signal()
      })
      m.reachable('not yet', only.terminated().and(both.base.signaled.not()))
      m.reachable('signalled', both.base.signaled)
      m.always('none is pending', only.terminated().implies(both.pending.eq(0)))
    }
    expect(await answer(build)).toBe('holds')
  })
})
