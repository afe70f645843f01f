/** What a chain of fences allows, and where it blocks. */

import { describe, expect, test } from 'vitest'
import {
  array,
  index,
  label,
  nth,
  optional,
  just,
  skip,
  when,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import { dmaFence, dmaFenceChains } from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'

const fence = index('fence', 3)
const node = index('node', 3)
const order = [0, 1, 2] as const

/** Three fences, and a timeline on which they are points 1, 2 and 3, or have the numbers given. */
function timeline(m: ModelBuilder, seqnos: readonly [number, number, number] = [1, 2, 3]) {
  const fences = m.state('fence', array(fence, dmaFence()))
  const chain = m.state('chain', dmaFenceChains(node, { fences, seqnos: 3 }))
  const build = function* () {
    for (const n of order) {
      const prev = n === 0 ? null : nth(node, n - 1)
      yield* chain.at(nth(node, n)).init(prev, nth(fence, n), seqnos[n])
    }
  }
  const signal = function* (...numbers: readonly number[]) {
    for (const n of numbers) yield* fences.at(nth(fence, n)).signal()
  }
  const head = () => chain.at(nth(node, 2))
  return { fences, chain, build, signal, head }
}

describe('a chain of fences', () => {
  const waiting = (signalled: readonly number[]) => (m: ModelBuilder) => {
    const { build, signal, head } = timeline(m)
    const { only } = m.process('waiter', function* () {
      yield* build()
      yield* signal(...signalled)
      yield* head().wait()
    })
    m.reachable('on', only.terminated())
  }

  test('is signalled when its last fence and all before are, in whatever order', async () => {
    expect(await answer(waiting([0, 1, 2]))).toBe('holds')
    expect(await answer(waiting([2, 0, 1]))).toBe('holds')
  })

  test('is not signalled while one of them is not', async () => {
    for (const signalled of [
      [1, 2],
      [0, 2],
      [0, 1],
    ]) {
      expect(await answer(waiting(signalled))).toBe('deadlock, 5 steps')
    }
  })

  test('asked by a node is so far signalled as that node', async () => {
    const build = (m: ModelBuilder) => {
      const { chain, build: init, signal } = timeline(m)
      const { only } = m.process('user', function* () {
        yield* init()
        yield* signal(0)
        const signaled = yield* chain.at(nth(node, 0)).isSignaled()
        yield* when(signaled, function* () {
          yield* label('point 1')
          yield* skip()
        })
      })
      m.reachable('point 1', only.at('point 1'))
      m.never('point 2', chain.at(nth(node, 1)).signaled.and(only.at('point 1')))
    }
    expect(await answer(build)).toBe('holds')
  })
})

describe('walking a chain', () => {
  test('forgets the signalled nodes between', async () => {
    const build = (m: ModelBuilder) => {
      const { chain, build: init, signal, head } = timeline(m)
      const got = m.state('got', optional(optional(node)))
      const { only } = m.process('user', function* () {
        yield* init()
        yield* signal(1)
        const prev = yield* head().walk()
        yield* got.set(just(prev))
      })
      const [first, last] = [nth(node, 0), chain.at(nth(node, 2))]
      m.always('the first is next', got.isSome().implies(got.get().is(first)))
      m.always('as remembered', only.terminated().implies(last.prev.is(first)))
    }
    expect(await answer(build)).toBe('holds')
  })
})

describe('finding a number', () => {
  /** What is found of the number by one who looks after these fences were signalled. */
  const found = (
    seqno: number,
    signalled: readonly number[],
    seqnos?: readonly [number, number, number],
  ) =>
    Promise.all(
      ['-EINVAL', 'signaled', 'node 0', 'node 1', 'node 2'].map(async (name) => {
        const seen = await answer((m) => {
          const { build, signal, head } = timeline(m, seqnos)
          const { only } = m.process('user', function* () {
            yield* build()
            yield* signal(...signalled)
            const { ret, node: at } = yield* head().findSeqno(seqno)
            for (const what of ['-EINVAL', 'signaled'] as const) {
              yield* when(ret.eq(what), function* () {
                yield* label(what)
                yield* skip()
              })
            }
            for (const n of order) {
              yield* when(at.is(nth(node, n)), function* () {
                yield* label(`node ${n}`)
                yield* skip()
              })
            }
          })
          m.reachable(name, only.at(name as never))
        })
        return seen === 'holds' ? [name] : []
      }),
    ).then((names) => names.flat())

  test('gives its node', async () => {
    expect(await found(3, [])).toEqual(['node 2'])
    expect(await found(2, [])).toEqual(['node 1'])
    expect(await found(1, [])).toEqual(['node 0'])
  })

  test('past signalled nodes gives none that is earlier than it must be', async () => {
    expect(await found(2, [1])).toEqual(['node 0'])
    expect(await found(2, [0])).toEqual(['node 1'])
    expect(await found(1, [1])).toEqual(['node 0'])
  })

  test('of which all is signalled gives nothing to wait for', async () => {
    expect(await found(2, [0, 1])).toEqual(['signaled'])
  })

  test('that the chain has not reached is an error', async () => {
    expect(await found(3, [], [1, 2, 2])).toEqual(['-EINVAL'])
  })

  test('that did not grow is found at the node that came last', async () => {
    expect(await found(2, [], [1, 2, 2])).toEqual(['node 2'])
  })
})
