/** Lists: what each operation does with them, and how they are corrupted. */

import { describe, expect, test } from 'vitest'
import {
  identity,
  individual,
  oneOf,
  sequence,
  value,
  when,
  type AnyStatement,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import { list, lists, type List } from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'

const bo = identity('bo', 3)
type Body = (all: List<'bo'>) => Generator<AnyStatement<string, never>, void, unknown>

const node = (number: number) => individual(bo, number)

/** What is answered about one process with a list, at the end of which these are on it. */
function ending(body: Body, ...end: readonly number[]) {
  return answer((m) => {
    const all = m.state('all', list(bo))
    const user = m.process('user', () => body(all))
    const wanted = value(sequence(bo, 3), end.map(node))
    m.always('ends so', user.only.terminated().implies(all.entries.eq(wanted)))
  })
}

describe('a list', () => {
  test('is a stack by list_add, and a queue by list_add_tail', async () => {
    const stack = await ending(
      function* (all) {
        yield* all.add(node(0))
        yield* all.add(node(1))
        yield* all.addTail(node(2))
      },
      1,
      0,
      2,
    )
    expect(stack).toBe('holds')
  })

  test('loses what is deleted, wherever it is, and nothing else', async () => {
    const seen = await ending(function* (all) {
      for (const each of [0, 1, 2]) yield* all.addTail(node(each))
      yield* all.del(node(1))
      yield* all.delInit(node(0))
      yield* all.add(node(1))
      yield* all.delInit(node(2))
      yield* all.delInit(node(2))
    }, 1)
    expect(seen).toBe('holds')
  })

  test('has what is moved at its end', async () => {
    const seen = await ending(
      function* (all) {
        for (const each of [0, 1, 2]) yield* all.addTail(node(each))
        yield* all.moveTail(node(0))
        yield* all.move(node(2))
      },
      2,
      1,
      0,
    )
    expect(seen).toBe('holds')
  })

  test('says whether it is empty, whether a node is on a list, and what is first', async () => {
    const seen = await ending(function* (all) {
      const empty = yield* all.empty()
      const off = yield* all.nodeEmpty(node(1))
      const none = yield* all.firstEntryOrNull()
      yield* all.add(node(1))
      const full = yield* all.empty()
      const on = yield* all.nodeEmpty(node(1))
      const first = yield* all.firstEntryOrNull()
      yield* all.del(node(1))
      const poisoned = yield* all.nodeEmpty(node(1))
      const right = empty
        .and(off, none.isNone(), full.not(), on.not())
        .and(first.is(node(1)), poisoned.not())
      yield* when(right.not(), function* () {
        yield* all.add(node(0))
      })
    })
    expect(seen).toBe('holds')
  })

  test('is corrupted by list_del of what was deleted so', async () => {
    const twice = (operation: 'del' | 'delInit' | 'move') =>
      ending(function* (all) {
        yield* all.add(node(0))
        yield* all.del(node(0))
        yield* all[operation](node(0))
      })
    for (const operation of ['del', 'delInit', 'move'] as const) {
      expect(await twice(operation)).toBe('fault: list_del corruption: all, 3 steps')
    }
  })

  test('is corrupted by list_del of two who both found it there', async () => {
    const build = (m: ModelBuilder) => {
      const all = m.state('all', list(identity('bo', 1)))
      m.process('adder', function* () {
        yield* all.add(individual(identity('bo', 1), 0))
      })
      m.process('deleter', { count: 2 }, function* () {
        const found = yield* all.firstEntryOrNull()
        yield* when(found.isSome(), function* () {
          yield* all.del(found)
        })
      })
    }
    expect(await answer(build)).toBe('fault: list_del corruption: all, 5 steps')
  })

  test('is not corrupted by list_del_init of what was deleted so', async () => {
    const seen = await ending(function* (all) {
      yield* all.add(node(0))
      yield* all.delInit(node(0))
      yield* all.del(node(0))
    })
    expect(seen).toBe('holds')
  })

  test('is corrupted by list_add of what is on it', async () => {
    for (const operation of ['add', 'addTail'] as const) {
      const seen = await ending(function* (all) {
        yield* all.add(node(0))
        yield* all[operation](node(0))
      })
      expect(seen).toBe('fault: list_add corruption: all, 2 steps')
    }
  })
})

describe('two lists of the same nodes', () => {
  const which = oneOf('extobj', 'local')
  type Both = { readonly extobj: List<'bo'>; readonly local: List<'bo'> }

  function ending(
    body: (both: Both) => Generator<AnyStatement<string, never>, void, unknown>,
    extobj: readonly number[],
    local: readonly number[],
  ) {
    return answer((m) => {
      const both = m.state('lists', lists(which, bo))
      const user = m.process('user', () =>
        body({ extobj: both.at('extobj'), local: both.at('local') }),
      )
      const done = user.only.terminated()
      const are = (key: 'extobj' | 'local', end: readonly number[]) =>
        both.at(key).entries.eq(value(sequence(bo, 3), end.map(node)))
      m.always('extobj', done.implies(are('extobj', extobj)))
      m.always('local', done.implies(are('local', local)))
    })
  }

  test('exchange what is moved', async () => {
    const seen = await ending(
      function* ({ extobj, local }) {
        for (const each of [0, 1, 2]) yield* extobj.addTail(node(each))
        yield* local.moveTail(node(1))
        yield* local.moveTail(node(0))
        yield* local.moveTail(node(1))
      },
      [2],
      [0, 1],
    )
    expect(seen).toBe('holds')
  })

  test('are one after a splice', async () => {
    const spliced = (operation: 'spliceInit' | 'spliceTailInit', end: readonly number[]) =>
      ending(
        function* ({ extobj, local }) {
          for (const each of [0, 1]) yield* local.addTail(node(each))
          yield* extobj.addTail(node(2))
          yield* extobj[operation](local)
        },
        end,
        [],
      )
    expect(await spliced('spliceInit', [0, 1, 2])).toBe('holds')
    expect(await spliced('spliceTailInit', [2, 0, 1])).toBe('holds')
  })

  test('are not changed by the splice of an empty one', async () => {
    const seen = await ending(
      function* ({ extobj, local }) {
        yield* extobj.addTail(node(2))
        yield* extobj.spliceInit(local)
      },
      [2],
      [],
    )
    expect(seen).toBe('holds')
  })

  test('lose by list_del what is on the other one', async () => {
    const seen = await ending(
      function* ({ extobj, local }) {
        yield* local.addTail(node(0))
        yield* extobj.addTail(node(1))
        yield* extobj.del(node(0))
      },
      [1],
      [],
    )
    expect(seen).toBe('holds')
  })

  test('are corrupted by list_add to the one of what is on the other', async () => {
    const seen = await ending(
      function* ({ extobj, local }) {
        yield* local.addTail(node(0))
        yield* extobj.addTail(node(0))
      },
      [],
      [],
    )
    expect(seen).toMatch(/^fault: list_add corruption: lists.*, 2 steps$/)
  })

  test('are to be declared together for a splice', async () => {
    const build = (m: ModelBuilder) => {
      const [one, other] = [m.state('one', list(bo)), m.state('other', list(bo))]
      m.process('user', function* () {
        yield* one.spliceInit(other)
      })
    }
    await expect(answer(build)).rejects.toThrow("'other' and 'one' are not lists of the same nodes")
  })
})
