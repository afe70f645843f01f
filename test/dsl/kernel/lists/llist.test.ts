/** What a lockless list allows and forbids. */

import { describe, expect, test } from 'vitest'
import { identity, individual, int, skip, when, type ModelBuilder } from '../../../../dsl/index.ts'
import { llist } from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'

const bo = identity('bo', 3)
const node = (number: number) => individual(bo, number)

describe('a lockless list', () => {
  test('gives all that was pushed to one taker, and says to one pusher that it was empty', async () => {
    const build = (m: ModelBuilder) => {
      const done = m.state('done', llist(bo))
      const [taken, kicked] = [m.state('taken', int(0, 3)), m.state('kicked', int(0, 3))]
      const pushers = m.process('pusher', { each: bo }, function* (self) {
        const empty = yield* done.add(self)
        yield* when(empty, function* () {
          yield* kicked.update((n) => n.plus(1))
          const all = yield* done.delAll()
          yield* done.forEachSafe(all, function* () {
            yield* taken.update((n) => n.plus(1))
          })
        })
      })
      const ended = pushers.every((p) => p.terminated())
      m.always('nothing is lost', ended.implies(taken.eq(3).and(done.entries.isEmpty())))
      m.always('not twice', taken.le(3))
      m.reachable('all at once', ended.and(kicked.eq(1)))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('gives the newest first', async () => {
    const build = (m: ModelBuilder) => {
      const done = m.state('done', llist(bo))
      const last = m.state('last', int(0, 3))
      const user = m.process('user', function* () {
        for (const each of [0, 1, 2]) yield* done.add(node(each))
        const all = yield* done.delAll()
        const empty = yield* done.empty()
        yield* done.forEachSafe(all, function* (pos) {
          for (const each of [0, 1, 2]) {
            yield* when(pos.eq(node(each)), function* () {
              yield* last.set(each)
            })
          }
          yield* skip()
        })
        yield* when(empty.not(), function* () {
          yield* last.set(3)
        })
      })
      m.always('the oldest last', user.only.terminated().implies(last.eq(0)))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('is corrupted by a push of what is on it', async () => {
    const build = (m: ModelBuilder) => {
      const done = m.state('done', llist(bo))
      m.process('pusher', { count: 2 }, function* () {
        yield* done.add(node(0))
      })
    }
    expect(await answer(build)).toBe('fault: llist_add corruption: done, 2 steps')
  })
})
