/** From what an author writes to the IR: each statement, its number, its step, its locals. */

import { describe, expect, test } from 'vitest'
import {
  again,
  array,
  assert,
  atomic,
  bool,
  choose,
  current,
  either,
  fail,
  forEach,
  forever,
  identity,
  int,
  just,
  label,
  leave,
  local,
  loop,
  model,
  optional,
  pick,
  procedure,
  record,
  ret,
  set,
  skip,
  step,
  thread,
  until,
  waitUntil,
  when,
  type BoolTerm,
  type ModelBuilder,
} from '../../dsl/index.ts'
import type { Model } from '../../dsl/ir.ts'
import { mutex, once, ordered, plain } from '../../dsl/kernel/index.ts'
import { mistakes } from '../random/well-formed.ts'
import { bodyText } from './body-text.ts'

/** The bodies of the model's processes, then of its procedures. */
function bodies(build: (m: ModelBuilder) => void): string {
  const built = model('bodies', {}, build).instantiate()
  expect(mistakes(built)).toEqual([])
  return textsOf(built)
}

function textsOf(built: Model): string {
  return [...built.processes, ...built.procedures]
    .map(({ name, body }) => `${name}\n${bodyText(body, built)}`)
    .join('\n')
}

describe('statements', () => {
  test('are numbered in the order of the text, those inside in between', () => {
    const text = bodies((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        yield* label('start')
        yield* when(
          n.eq(0),
          function* () {
            yield* n.set(1)
            yield* loop(function* () {
              yield* waitUntil(n.gt(0))
              yield* leave()
            })
          },
          function* () {
            yield* skip()
          },
        )
        yield* either(
          function* () {
            yield* n.set(2)
          },
          function* () {
            yield* atomic(function* () {
              yield* n.set(3)
              yield* n.set(0)
            })
          },
        )
        yield* forever(function* () {
          yield* until(n.eq(3), function* () {
            yield* n.update((n) => n.plus(1))
            yield* again()
          })
        })
      })
    })
    expect(text).toMatchInlineSnapshot(`
      "p
      0 label start
      1 when (step) eq(n, 0)
        2 step n.set: n := 1
        3 loop
          4 step waitUntil if gt(n, 0)
          5 leave
        else
        6 step skip
      7 either
        or
        8 step n.set: n := 2
        or
        9 atomic
          10 step n.set: n := 3
          11 step n.set: n := 0
      12 loop
        13 until (step) eq(n, 3)
          14 step n.update: n := convert(plus(n, 1), int(0, 3))
          15 again"
    `)
  })

  test('take a step for a test, argument or result that reads shared state, and only then', () => {
    const text = bodies((m) => {
      const n = m.state('n', int(0, 3))
      const other = m.process('other', function* () {
        yield* label('busy')
        yield* skip()
      })
      const same = procedure(
        { params: { k: int(0, 3) }, returns: int(0, 3) },
        function* same({ k }) {
          yield* when(k.eq(0), function* () {
            yield* ret(n)
          })
          yield* ret(k)
        },
      )
      m.process('p', function* () {
        const mine = yield* local('mine', int(0, 3), 0)
        const read = yield* local('read', int(0, 3), n)
        yield* mine.set(read)
        yield* when(mine.eq(0), function* () {
          yield* skip()
        })
        yield* when(other.only.at('busy'), function* () {
          yield* skip()
        })
        yield* same({ k: mine })
        yield* same({ k: n })
        yield* until(mine.eq(3), function* () {
          yield* skip()
        })
        yield* until(n.eq(3), function* () {})
        yield* assert(mine.lt(3), 'local')
        yield* assert(n.lt(3), 'shared')
        yield* fail('always')
      })
    })
    expect(text).toMatchInlineSnapshot(`
      "other
      0 label busy
      1 step skip
      p
      locals mine, read
      0 compute: mine := 0
      1 step read =: read := n
      2 compute: mine := read
      3 when eq(mine, 0)
        4 step skip
      5 when (step) at(0, 0, busy)
        6 step skip
      7 call same(mine)
      8 call (step) same(n)
      9 until eq(mine, 3)
        10 step skip
      11 until (step) eq(n, 3)
      12 compute: assert lt(mine, 3)
      13 step assert: assert lt(n, 3)
      14 step fail: fail
      same
      locals k
      0 when eq(k, 0)
        1 return (step) n
      2 return k"
    `)
  })

  test('keep the results that something reads, each in its own block', () => {
    const text = bodies((m) => {
      const n = m.state('n', plain(int(0, 3)))
      const seen = m.state('seen', optional(int(0, 3)))
      const get = procedure({ returns: int(0, 3) }, function* get() {
        const value = yield* n.load()
        yield* n.load()
        yield* ret(value)
      })
      m.process('p', function* () {
        const first = yield* n.load()
        yield* n.load()
        yield* get()
        yield* when(first.eq(0), function* () {
          const second = yield* get()
          const third = yield* choose(int(0, 3), (k) => k.lt(second))
          yield* seen.set(just(third))
        })
      })
    })
    expect(text).toMatchInlineSnapshot(`
      "p
      locals read(n)
      0 step read(n): read(n) := n.plain
      1 step read(n)
      2 call get()
      3 when eq(read(n), 0)
        locals get, k
        4 call get := get()
        5 step choose: pick k if lt(k, get); k := k
        6 step seen.set: seen := some(k)
      get
      locals read(n)
      0 step read(n): read(n) := n.plain
      1 step read(n)
      2 return read(n)"
    `)
  })

  test('have effects in the order of the text', () => {
    const text = bodies((m) => {
      const slots = m.state('slots', set(int(0, 3)))
      const one = m.state('one', record({ n: int(0, 3), owner: optional(thread) }))
      m.process('p', function* () {
        const taken = yield* step('take', { guard: slots.isEmpty().not() }, function* () {
          const slot = yield* pick(slots, (k) => k.gt(0))
          yield* one.field('n').set(slot)
          yield* one.field('owner').set(just(current()))
          yield* when(
            slot.eq(1),
            function* () {
              yield* fail('one')
            },
            function* () {
              yield* forEach(int(0, 1), function* (k) {
                yield* assert(slots.has(k), 'there')
              })
            },
          )
          return slot
        })
        yield* slots.update((s) => s.add(taken))
      })
    })
    expect(text).toMatchInlineSnapshot(`
      "p
      locals take
      0 step take if not(eq(slots, collection)): pick k if gt(k, 0); one.n := k; one.owner := some(current); when eq(k, 1) {: fail}{: forEach k {: assert member(slots, k)}}; take := k
      1 step slots.update: slots := union(slots, collection(take))"
    `)
  })
})

describe('a procedure', () => {
  test('is built once, and called with arguments in the order of its parameters', () => {
    const text = bodies((m) => {
      const n = m.state('n', int(0, 3))
      const add = procedure({ params: { a: int(0, 3), b: int(0, 3) } }, function* add({ a, b }) {
        yield* a.set(b)
        yield* n.set(a)
      })
      m.process('p', function* () {
        yield* add({ b: 2, a: 1 })
      })
      m.process('q', function* () {
        yield* add({ a: n.plus(1), b: 0 })
      })
    })
    expect(text).toMatchInlineSnapshot(`
      "p
      0 call add(1, 2)
      q
      0 call (step) add(convert(plus(n, 1), int(0, 3)), 0)
      add
      locals a, b
      0 compute: a := b
      1 step n.set: n := a"
    `)
  })

  test('belongs to each model that calls it', () => {
    const rest = procedure(function* rest() {
      yield* skip()
    })
    const build = () =>
      model('m', {}, (m) => {
        m.process('p', function* () {
          yield* rest()
        })
      }).instantiate()
    expect(build().procedures).toHaveLength(1)
    expect(build().procedures).toHaveLength(1)
  })

  test('that gives back an array by a function is built once', () => {
    const text = bodies((m) => {
      const flags = m.state('flags', array(bool, int(0, 3)))
      const shifted = procedure({ returns: array(bool, int(0, 3)) }, function* shifted() {
        yield* ret((side: BoolTerm) => flags.at(side.not()).min(2))
      })
      m.process('p', function* () {
        const found = yield* shifted()
        yield* flags.set(found)
      })
    })
    expect(text).toMatchInlineSnapshot(`
      "p
      locals shifted
      0 call shifted := shifted()
      1 step flags.set: flags := shifted
      shifted
      0 return (step) array(min(element(flags, not(side)), 2))"
    `)
  })
})

describe('kernel primitives', () => {
  test('access variables as C does', () => {
    const text = bodies((m) => {
      const a = m.state('a', plain(int(0, 3)))
      const b = m.state('b', once(int(0, 3)))
      const c = m.state('c', ordered(int(0, 3)))
      m.process('p', function* () {
        const x = yield* a.load()
        yield* b.store(x)
        const y = yield* b.load()
        yield* c.store(y)
        const z = yield* c.load()
        yield* a.store(z)
      })
    })
    expect(text).toMatchInlineSnapshot(`
      "p
      locals read(a), READ_ONCE(b), smp_load_acquire(c)
      0 step read(a): read(a) := a.plain
      1 step WRITE_ONCE(b): b := read(a) (once)
      2 step READ_ONCE(b): READ_ONCE(b) := b.once
      3 step smp_store_release(c): c := READ_ONCE(b) (release)
      4 step smp_load_acquire(c): smp_load_acquire(c) := c.acquire
      5 step write(a): a := smp_load_acquire(c) (plain)"
    `)
  })

  test('say what they wait for', () => {
    const text = bodies((m) => {
      const resv = m.state('resv', mutex('reservation_ww_class_mutex'))
      const done = m.state('done', bool)
      m.process('p', { each: identity('p', 2) }, function* () {
        yield* resv.lock()
        yield* waitUntil(done, { wait: { kind: 'event', event: 'fence signalled', by: null } })
        yield* resv.unlock()
      })
    })
    expect(text).toMatchInlineSnapshot(`
      "p
      0 step mutex_lock(resv) if not(isSome(resv)) waits for lock resv of resv: resv := some(current)
      1 step waitUntil if done waits for event fence signalled
      2 step mutex_unlock(resv): when not(eq(resv, some(current))) {: fail}{}; resv := none"
    `)
  })

  test('declare their lock for reports', () => {
    const built = model('locks', {}, (m) => {
      m.state('resv', mutex('reservation_ww_class_mutex'))
      m.process('p', function* () {
        yield* skip()
      })
    }).instantiate()
    expect(built.locks.map(({ name, lockClass }) => [name, lockClass])).toEqual([
      ['resv', 'reservation_ww_class_mutex'],
    ])
  })
})
