/** Lists that are guarded by a lock, and lists on which something is at first. */

import { describe, expect, test } from 'vitest'
import {
  identity,
  individual,
  oneOf,
  sequence,
  struct,
  value,
  type AnyStatement,
} from '../../../../dsl/index.ts'
import {
  list,
  listNode,
  lists,
  objects,
  spinlock,
  type List,
  type Spinlock,
} from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'

const bo = identity('bo', 2)
const node = (number: number) => individual(bo, number)
const contents = sequence(bo, bo.size)

type Body = (
  all: List<'bo'>,
  lock: Spinlock,
) => Generator<AnyStatement<string, never>, void, unknown>

/** What is answered about one process with a list that a lock guards, and on which is the first of two. */
function guarded(body: Body) {
  return answer((m) => {
    const lock = m.state('lock', spinlock('lock'))
    const all = m.state('all', list(bo, { guardedBy: () => lock, initial: [node(0)] }))
    m.process('user', () => body(all, lock))
  })
}

describe('a guarded list', () => {
  test('is changed by who holds the lock', async () => {
    const seen = await guarded(function* (all, lock) {
      yield* lock.lock()
      yield* all.add(node(1))
      yield* all.moveTail(node(1))
      yield* all.delInit(node(0))
      yield* all.del(node(1))
      yield* lock.unlock()
    })
    expect(seen).toBe('holds')
  })

  test('is read by anybody', async () => {
    const seen = await guarded(function* (all) {
      yield* all.empty()
      yield* all.firstEntryOrNull()
      yield* all.nodeEmpty(node(0))
    })
    expect(seen).toBe('holds')
  })

  test.each<[string, (all: List<'bo'>) => ReturnType<List<'bo'>['add']>]>([
    ['added to', (all) => all.add(node(1))],
    ['deleted from', (all) => all.del(node(0))],
    ['moved on', (all) => all.move(node(0))],
  ])('is not %s without the lock', async (_, change) => {
    const seen = await guarded(function* (all) {
      yield* change(all)
    })
    expect(seen).toBe("fault: writing 'all' requires holding 'lock', 1 steps")
  })

  test('is not spliced to without the lock', async () => {
    const seen = await answer((m) => {
      const heads = oneOf('list', 'local')
      const lock = m.state('lock', spinlock('lock'))
      const all = m.state('all', lists(heads, bo, { guardedBy: () => lock }))
      m.process('user', function* () {
        yield* all.at('list').spliceInit(all.at('local'))
      })
    })
    expect(seen).toBe("fault: writing 'all[list]' requires holding 'lock', 1 steps")
  })
})

describe('what is on lists at first', () => {
  const heads = oneOf('list', 'local')

  test('is in order, and on its own list', async () => {
    const seen = await answer((m) => {
      const initial = [[node(1), node(0)], []]
      const all = m.state('all', lists(heads, bo, { initial }))
      const user = m.process('user', function* () {
        yield* all.at('local').moveTail(node(1))
      })
      const { only } = user
      const [on, off] = [all.at('list').entries, all.at('local').entries]
      m.always(
        'moves from one to the other',
        only
          .terminated()
          .implies(on.eq(value(contents, [node(0)])).and(off.eq(value(contents, [node(1)])))),
      )
    })
    expect(seen).toBe('holds')
  })

  test('may be members of objects', async () => {
    const seen = await answer((m) => {
      const bos = m.state('bo', objects(bo, struct({ node: listNode }), { allocated: 2 }))
      const each = { node: (of: ReturnType<typeof node>) => bos.at(of).node }
      const all = m.state('all', list(bo, { ...each, initial: [node(0)] }))
      const groups = m.state('groups', lists(heads, bo, { ...each, initial: [[], [node(1)]] }))
      const user = m.process('user', function* () {
        yield* all.del(node(0))
        yield* bos.free(node(0))
        yield* groups.at('local').delInit(node(1))
        yield* bos.free(node(1))
      })
      const local = groups.at('local')
      m.reachable('both are listed', all.has(node(0)).and(local.has(node(1))))
      m.always(
        'nothing is left',
        user.only.terminated().implies(all.entries.isEmpty().and(local.entries.isEmpty())),
      )
    })
    expect(seen).toBe('holds')
  })
})
