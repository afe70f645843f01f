/** What terms mean: claims about one state, each evaluated by the reference interpreter. */

import { describe, expect, test } from 'vitest'
import { interpret } from '../../checker/reference/interpreter.ts'
import {
  all,
  and,
  array,
  arrayOf,
  bag,
  bool,
  cond,
  count,
  elementsOf,
  filter,
  fold,
  given,
  identity,
  image,
  index,
  int,
  just,
  model,
  none,
  not,
  nth,
  one,
  oneOf,
  optional,
  or,
  record,
  sequence,
  set,
  some,
  the,
  value,
  variant,
  type BoolTerm,
  type ModelBuilder,
} from '../../dsl/index.ts'

const slot = index('slot', 4)
const fence = identity('fence', 3)
const job = record({ id: int(0, 3), done: bool })
const message = variant({ sent: int(0, 3), lost: null })

/** A state with something of everything in it. */
function scene(m: ModelBuilder) {
  return {
    n: m.state('n', int(0, 9), 5),
    minus: m.state('minus', int(-9, 9), -7),
    yes: m.state('yes', bool, true),
    no: m.state('no', bool),
    phase: m.state('phase', oneOf('idle', 'busy'), 'busy'),
    head: m.state('head', slot, nth(slot, 3)),
    owner: m.state('owner', optional(int(0, 3)), just(2)),
    nobody: m.state('nobody', optional(int(0, 3))),
    one: m.state('one', job, { id: 2, done: true }),
    last: m.state('last', message, { tag: 'sent', value: 3 }),
    held: m.state('held', array(slot, int(0, 9)), [4, 7, 1, 8]),
    odd: m.state('odd', set(int(0, 9)), [1, 3, 5, 7, 9]),
    queue: m.state('queue', sequence(int(0, 9), 4), [6, 2, 6]),
    sent: m.state('sent', bag(message, 4), [{ tag: 'lost' }, { tag: 'lost' }]),
    fences: m.state('fences', array(fence, bool), () => true),
  }
}

type Claims = Readonly<Record<string, (s: ReturnType<typeof scene>) => BoolTerm | true>>

/** The names of those that are not true. */
function untrue(claims: Claims): readonly string[] {
  const built = model('claims', {}, (m) => {
    const s = scene(m)
    for (const [name, claim] of Object.entries(claims)) m.always(name, claim(s))
  }).instantiate()
  const system = interpret(built)
  const [start] = system.initial()
  if (start?.kind !== 'state') throw new Error('no initial state')
  const { state } = start
  const wrong = built.properties.filter(({ expr }) => system.predicate(expr)(state) !== true)
  return wrong.map(({ name }) => name)
}

describe('a claim about', () => {
  test('numbers', () => {
    const wrong = untrue({
      'n + 2 = 7': ({ n }) => n.plus(2).eq(7),
      'n - 7 = -2': ({ n }) => n.minus(7).eq(-2),
      'n * n = 25': ({ n }) => n.times(n).eq(25),
      'div rounds down': ({ minus }) => minus.div(2).eq(-4),
      'mod has the sign of the divisor': ({ minus }) =>
        and(minus.mod(3).eq(2), minus.mod(-3).eq(-1)),
      'min and max': ({ n, minus }) => and(n.min(minus).eq(minus), n.max(3).eq(n)),
      negate: ({ minus }) => minus.negate().eq(7),
      order: ({ n }) => and(n.lt(6), n.le(5), n.gt(4), n.ge(5), n.ne(4)),
    })
    expect(wrong).toEqual([])
  })

  test('conditions', () => {
    const wrong = untrue({
      and: ({ yes, no }) => yes.and(yes).and(not(yes.and(no))),
      or: ({ yes, no }) => no.or(yes).and(not(no.or(no))),
      implies: ({ yes, no }) => no.implies(no).and(not(yes.implies(no))),
      iff: ({ yes, no }) => no.iff(no).and(not(yes.iff(no))),
      'and() is true': () => and(),
      'or() is false': () => not(or()),
      cond: ({ yes, no, n }) =>
        cond(yes, n, 0)
          .eq(5)
          .and(cond(no, n, 0).eq(0)),
      'a decided condition does not evaluate the rest': ({ no, nobody }) =>
        no.implies(nobody.get().eq(0)).and(not(no.and(nobody.get().eq(0)))),
      in: ({ phase }) => phase.in('idle', 'busy').and(not(phase.in('idle'))),
    })
    expect(wrong).toEqual([])
  })

  test('indices', () => {
    const wrong = untrue({
      'the ends meet': ({ head }) =>
        head.next().eq(nth(slot, 0)).and(head.next().previous().eq(head)),
      ordinal: ({ head }) => head.ordinal().eq(3),
      nth: ({ n }) => nth(slot, n.minus(3)).ordinal().eq(2),
      order: ({ head }) => and(head.gt(nth(slot, 2)), head.le(head), nth(slot, 0).lt(head)),
    })
    expect(wrong).toEqual([])
  })

  test('optionals, records and variants', () => {
    const wrong = untrue({
      is: ({ owner }) => owner.is(2).and(not(owner.is(3))),
      'is, out of range': ({ owner, n }) => not(owner.is(n)),
      isNone: ({ nobody, owner }) => nobody.isNone().and(owner.isSome(), nobody.eq(none)),
      get: ({ owner }) => owner.get().eq(2),
      orElse: ({ owner, nobody }) => owner.orElse(0).eq(2).and(nobody.orElse(7).eq(7)),
      field: ({ one }) => one.field('id').eq(2),
      with: ({ one }) => one.with({ done: false }).eq({ id: 2, done: false }),
      'variant get': ({ last }) => last.get('sent').eq(3),
      'variant is': ({ last }) => last.is('sent').and(not(last.is('lost'))),
      match: ({ last }) => last.match(int(0, 9), { sent: (id) => id.plus(1), lost: () => 0 }).eq(4),
    })
    expect(wrong).toEqual([])
  })

  test('arrays', () => {
    const wrong = untrue({
      at: ({ held, head }) => held.at(head).eq(8),
      'with is EXCEPT': ({ held, head }) => held.with(head, 0).eq([4, 7, 1, 0]),
      arrayOf: ({ held }) => arrayOf(slot, int(0, 9), (i) => held.at(i.next())).eq([7, 1, 8, 4]),
      sum: ({ held }) => fold(slot, int(0, 36), 0, (sum, i) => sum.plus(held.at(i))).eq(20),
    })
    expect(wrong).toEqual([])
  })

  test('sets', () => {
    const wrong = untrue({
      has: ({ odd, n }) => odd.has(5).and(not(odd.has(n.plus(1))), not(odd.has(n.plus(99)))),
      add: ({ odd }) => odd.add(2, 3).size().eq(6),
      remove: ({ odd, n }) => odd.remove(n, 4).eq([1, 3, 7, 9]),
      'union with a wider set': ({ odd }) =>
        odd
          .union(value(set(int(9, 12)), [9, 11]))
          .size()
          .eq(6),
      intersection: ({ odd }) => odd.intersection([1, 2, 3]).eq([1, 3]),
      minus: ({ odd }) => odd.minus([1, 3, 5]).eq([7, 9]),
      'subset of a narrower set': ({ odd }) =>
        not(odd.subsetOf(value(set(int(0, 3)), [1]))).and(value(set(int(0, 3)), [1]).subsetOf(odd)),
      isEmpty: ({ odd }) => odd.minus(odd).isEmpty().and(not(odd.isEmpty())),
    })
    expect(wrong).toEqual([])
  })

  test('sequences', () => {
    const wrong = untrue({
      length: ({ queue }) => queue.length().eq(3),
      'first and rest': ({ queue }) =>
        queue
          .first()
          .eq(6)
          .and(queue.rest().eq([2, 6])),
      append: ({ queue }) => queue.append(9).eq([6, 2, 6, 9]),
      concat: ({ queue }) => queue.rest().concat(queue.slice(0, 1)).eq([2, 6, 6]),
      slice: ({ queue, n }) => queue.slice(1, n.minus(3)).eq([2]).and(queue.slice(3).isEmpty()),
      with: ({ queue }) => queue.with(1, 0).eq([6, 0, 6]),
      has: ({ queue, n }) => queue.has(2).and(not(queue.has(n))),
      'every position': ({ queue }) =>
        all(int(0, 3), (i) => i.lt(queue.length()).implies(queue.at(i).ge(2))),
    })
    expect(wrong).toEqual([])
  })

  test('bags', () => {
    const wrong = untrue({
      size: ({ sent }) => sent.size().eq(2),
      occurrences: ({ sent }) => sent.occurrences({ tag: 'lost' }).eq(2),
      add: ({ sent }) => sent.add({ tag: 'sent', value: 1 }).has({ tag: 'sent', value: 1 }),
      remove: ({ sent }) => sent.remove({ tag: 'lost' }).eq([{ tag: 'lost' }]),
      isEmpty: ({ sent }) => sent.remove({ tag: 'lost' }).remove({ tag: 'lost' }).isEmpty(),
    })
    expect(wrong).toEqual([])
  })

  test('quantifiers', () => {
    const wrong = untrue({
      all: ({ odd }) => all(odd, (k) => k.mod(2).eq(1)),
      some: ({ odd }) => some(odd, (k) => k.gt(8)).and(not(some(odd, (k) => k.eq(4)))),
      one: ({ odd, queue }) => one(odd, (k) => k.gt(8)).and(not(one(queue, (k) => k.eq(6)))),
      count: ({ odd, queue }) =>
        count(odd, (k) => k.lt(6))
          .eq(3)
          .and(count(queue, (k) => k.eq(6)).eq(2)),
      the: ({ odd }) => the(odd, (k) => k.gt(8)).eq(9),
      filter: ({ odd }) => filter(odd, (k) => k.gt(4)).eq([5, 7, 9]),
      elementsOf: ({ queue }) =>
        elementsOf(queue)
          .eq([2, 6])
          .and(elementsOf(int(0, 3)).size().eq(4)),
      image: ({ queue }) => image(queue, int(0, 18), (k) => k.times(2)).eq([4, 12]),
      fold: ({ queue }) => fold(queue, int(0, 36), 0, (sum, k) => sum.plus(k)).eq(14),
      'of individuals': ({ fences }) => all(fence, (f) => fences.at(f)),
      given: ({ n }) => given(n.plus(1), bool, (next) => next.eq(6)),
    })
    expect(wrong).toEqual([])
  })

  test('what TLA+ writes with SUBSET, UNION, DOMAIN and CHOOSE', () => {
    const wrong = untrue({
      'SUBSET S as a domain': ({ odd }) =>
        some(set(int(0, 3)), (part) => part.subsetOf(odd).and(part.size().eq(2))),
      'SUBSET S as a set': ({ odd }) =>
        filter(set(int(0, 3)), (part) => part.subsetOf(odd))
          .size()
          .eq(4),
      'UNION S': ({ odd }) =>
        fold(
          filter(set(int(0, 3)), (part) => part.subsetOf(odd)),
          set(int(0, 9)),
          [],
          (sofar, part) => sofar.union(part),
        ).eq([1, 3]),
      'S \\X T': ({ odd }) =>
        count(record({ a: int(0, 9), b: int(0, 9) }), (pair) =>
          odd.has(pair.field('a')).and(odd.has(pair.field('b'))),
        ).eq(25),
      '[S -> T] as a domain': () =>
        count(array(fence, bool), (f) => some(fence, (x) => f.at(x))).eq(7),
      'CHOOSE of the greatest': ({ odd }) =>
        the(odd, (k) => all(odd, (other) => k.ge(other))).eq(9),
    })
    expect(wrong).toEqual([])
  })
})
