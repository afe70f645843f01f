/** Walks over lists, and lists of objects that are freed. */

import { describe, expect, test } from 'vitest'
import {
  again,
  identity,
  index,
  individual,
  int,
  label,
  leave,
  nth,
  oneOf,
  sequence,
  skip,
  struct,
  value,
  when,
  type AnyStatement,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import { list, listNode, lists, objects, plain, type List } from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'

const bo = identity('bo', 3)
const node = (number: number) => individual(bo, number)

describe('list_for_each_entry', () => {
  /** What is answered about a walk over three entries: whether it can end. */
  const walk = (
    kind: 'forEach' | 'forEachSafe',
    body: (
      all: List<'bo'>,
      pos: ReturnType<typeof node>,
    ) => Generator<AnyStatement<string, never>, void, unknown>,
    end: readonly number[],
  ) =>
    answer((m) => {
      const both = m.state('all', lists(oneOf('one', 'other'), bo))
      const all = both.at('one')
      const walker = m.process('walker', function* () {
        for (const each of [0, 1, 2]) yield* all.addTail(node(each))
        yield* all[kind]((pos) => body(all, pos))
        yield* label('done')
        yield* skip()
      })
      const wanted = value(sequence(bo, 3), end.map(node))
      m.reachable('done', walker.only.at('done').and(all.entries.eq(wanted)))
      m.always('as it should', walker.only.at('done').implies(all.entries.eq(wanted)))
    })

  test.each(['forEach', 'forEachSafe'] as const)('%s visits each entry in order', async (kind) => {
    // Each goes to the head, so that they are in reverse in the end; the walk itself sees 0 only once.
    const seen = await walk(
      kind,
      function* (all, pos) {
        yield* when(pos.eq(node(2)), function* () {
          yield* all.move(node(1))
        })
        yield* skip()
      },
      [1, 0, 2],
    )
    expect(seen).toBe('holds')
  })

  test('with list_del in its body goes on from poison', async () => {
    const seen = await walk(
      'forEach',
      function* (all, pos) {
        yield* all.del(pos)
      },
      [],
    )
    expect(seen).toBe('fault: list poison dereferenced: all[one], 6 steps')
  })

  test('with list_del_init in its body never ends', async () => {
    const seen = await walk(
      'forEach',
      function* (all, pos) {
        yield* all.delInit(pos)
      },
      [],
    )
    expect(seen).toBe('not reached: done')
  })

  test('safe, with list_del in its body empties the list', async () => {
    const seen = await walk(
      'forEachSafe',
      function* (all, pos) {
        yield* all.del(pos)
      },
      [],
    )
    expect(seen).toBe('holds')
  })

  test('safe, whose next entry is deleted in its body, goes on from poison', async () => {
    const seen = await walk(
      'forEachSafe',
      function* (all, pos) {
        yield* when(pos.eq(node(0)), function* () {
          yield* all.del(node(1))
        })
        yield* skip()
      },
      [],
    )
    expect(seen).toMatch(/^fault: list poison dereferenced: all/)
  })

  test('is broken off by leave, and continued by again', async () => {
    const seen = await walk(
      'forEachSafe',
      function* (all, pos) {
        yield* when(pos.eq(node(0)), function* () {
          yield* again()
        })
        yield* all.del(pos)
        yield* leave()
      },
      [0, 2],
    )
    expect(seen).toBe('holds')
  })

  test('that meets what was moved ends on another list', async () => {
    const build = (m: ModelBuilder) => {
      const both = m.state('lists', lists(index('list', 2), bo))
      const [one, other] = [both.at(nth(index('list', 2), 0)), both.at(nth(index('list', 2), 1))]
      m.process('walker', function* () {
        yield* one.addTail(node(0))
        yield* one.forEach(function* (pos) {
          yield* other.move(pos)
        })
      })
    }
    expect(await answer(build)).toMatch(
      /^fault: list walk ended on another list: lists.*, 4 steps$/,
    )
  })
})

describe('a list of objects', () => {
  /** Two buffers that are there, of which the first is on the list, then the second. */
  const listed = (
    body: (
      bos: { free(number: number): AnyStatement<never, never> },
      all: List<'bo'>,
    ) => Generator<AnyStatement<string, never>, void, unknown>,
  ) =>
    answer((m) => {
      const members = struct({ entry: listNode, size: plain(int(0, 1)) })
      const bos = m.state('bos', objects(bo, members, { allocated: 3, mayLeak: true }))
      const all = m.state('all', list(bo, { node: (each) => bos.at(each).entry }))
      m.process('user', function* () {
        yield* all.addTail(node(0))
        yield* all.addTail(node(1))
        yield* body({ free: (number) => bos.free(node(number)) }, all)
      })
    })

  test('is used by list_add of what is freed', async () => {
    const seen = await listed(function* (bos, all) {
      yield* bos.free(2)
      yield* all.add(node(2))
    })
    expect(seen).toBe('fault: use-after-free: bos, 4 steps')
  })

  test.each([
    ['list_add before it', 'add', 0],
    ['list_add_tail behind it', 'addTail', 1],
  ] as const)('has a freed entry, used by %s', async (_, operation, freed) => {
    const seen = await listed(function* (bos, all) {
      yield* bos.free(freed)
      yield* all[operation](node(2))
    })
    expect(seen).toBe('fault: use-after-free: bos, 4 steps')
  })

  test('has a freed entry, which list_add at the other end does not touch', async () => {
    const seen = await listed(function* (bos, all) {
      yield* bos.free(0)
      yield* all.addTail(node(2))
    })
    expect(seen).toBe('holds')
  })

  test('has a freed entry, used by list_del of its neighbour', async () => {
    const seen = await listed(function* (bos, all) {
      yield* bos.free(0)
      yield* all.del(node(1))
    })
    expect(seen).toBe('fault: use-after-free: bos, 4 steps')
  })

  test('is walked over an entry that the body freed', async () => {
    const walk = (kind: 'forEach' | 'forEachSafe') =>
      listed(function* (bos, all) {
        yield* all[kind](function* (pos) {
          yield* all.del(pos)
          yield* when(
            pos.eq(node(0)),
            function* () {
              yield* bos.free(0)
            },
            function* () {
              yield* bos.free(1)
            },
          )
        })
      })
    expect(await walk('forEach')).toBe('fault: use-after-free: bos, 6 steps')
    expect(await walk('forEachSafe')).toBe('holds')
  })
})
