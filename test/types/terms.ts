/** Terms know their sort: what fits compiles, with the right type, and what does not fit is refused. */

import {
  all,
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
  nth,
  not,
  oneOf,
  optional,
  or,
  record,
  sequence,
  set,
  some,
  the,
  thread,
  value,
  variant,
} from '../../dsl/index.ts'
import type {
  BoolTerm,
  EnumTerm,
  IdentityTerm,
  IndexTerm,
  IntTerm,
  OptionalTerm,
  SequenceTerm,
  SetTerm,
  ThreadTerm,
  VariantTerm,
} from '../../dsl/index.ts'
import { proved, type Same } from './same.ts'

const fence = identity('fence', 3)
const slot = index('slot', 4)
const phase = oneOf('idle', 'busy')
const job = record({ id: int(0, 3), phase })
const message = variant({ prepared: fence, commit: null, count: int(0, 3) })

export const terms = model('terms', {}, (m) => {
  const flag = m.state('flag', bool)
  const n = m.state('n', int(0, 3))
  const at = m.state('at', phase)
  const f = m.state('f', set(fence))
  const s = m.state('s', slot)
  const owner = m.state('owner', optional(thread))
  const jobs = m.state('jobs', array(fence, job))
  const sent = m.state('sent', set(message))
  const queue = m.state('queue', sequence(job, 2))
  const lost = m.state('lost', bag(message, 2))

  proved<Same<ReturnType<typeof n.plus>, IntTerm>>()
  proved<Same<ReturnType<typeof n.lt>, BoolTerm>>()
  const field = jobs.at(the(fence, (x) => f.has(x))).field('phase')
  field.in('idle', 'busy')
  // @ts-expect-error: no such name
  field.in('idle', 'lazy')
  proved<Same<ReturnType<typeof queue.first>, ReturnType<typeof queue.at>>>()
  const first = queue.first()
  proved<Same<ReturnType<typeof first.eq>, BoolTerm>>()
  const id: IntTerm = first.field('id')
  const next: IndexTerm<'slot'> = s.next()
  const holder: ThreadTerm = owner.get()
  const number: IntTerm = next.ordinal()
  const payload: IdentityTerm<'fence'> = the(sent, (x) => x.is('prepared')).get('prepared')
  const amount: IntTerm = the(lost, (x) => x.is('count')).get('count')
  const messages: SetTerm<typeof message> = filter(sent, (x) => x.is('commit'))
  const fences: SetTerm<typeof fence> = elementsOf(fence)
  const identifiers: SetTerm<ReturnType<typeof int>> = image(queue, int(0, 3), (x) => x.field('id'))
  const sum: IntTerm = fold(queue, int(0, 6), 0, (sum, x) => sum.plus(x.field('id')))
  const many: IntTerm = count(fence, (x) => f.has(x))
  const least: IntTerm = cond(flag, n, 7)
  const either: EnumTerm<'idle' | 'busy'> = cond(flag, at, 'busy')
  const kept: ThreadTerm = owner.orElse(holder)
  const literal: OptionalTerm<ReturnType<typeof int>> = value(optional(int(0, 3)), just(2))
  const whole: SequenceTerm<typeof job> = queue.append({ id: 3, phase: 'busy' }).rest()
  const matched: BoolTerm = the(sent, () => true).match(bool, {
    prepared: (who) => f.has(who),
    commit: () => true,
    count: (k) => k.gt(0),
  })
  const known: VariantTerm<{ a: null }> = value(variant({ a: null }), { tag: 'a' })
  arrayOf(fence, int(0, 3), (x) => cond(f.has(x), n, 0)).at(payload)
  given(n.plus(1), bool, (more) => more.lt(3))
  void [id, number, amount, messages, fences, identifiers, sum, many, least, either, kept]
  void [literal, whole, matched, known]

  // @ts-expect-error: operators of JavaScript's take no terms
  void (n < 3)
  // @ts-expect-error: operators of JavaScript's take no terms
  void (n + 1)
  // @ts-expect-error: a term is no number
  void (n === 3)
  // @ts-expect-error: a bool is no int
  n.eq(flag)
  // @ts-expect-error: a string is no int
  n.eq('3')
  // @ts-expect-error: an int is no bool
  flag.and(n)
  // @ts-expect-error: a bool has no order
  flag.lt(true)
  // @ts-expect-error: only arrays and sequences have elements at a place
  n.at(0)
  // @ts-expect-error: a set has no elements at a place
  f.at(0)
  // @ts-expect-error: an optional is no value
  owner.eq(holder)
  // @ts-expect-error: there is no such field
  queue.first().field('owner')
  // @ts-expect-error: there is no such case
  queue.first().field('phase').eq('lazy')
  // @ts-expect-error: there is no such case
  the(sent, () => true).is('aborted')
  // @ts-expect-error: the case carries nothing
  the(sent, () => true).get('commit')
  // @ts-expect-error: a field is missing
  queue.append({ id: 3 })
  // @ts-expect-error: there is no such field
  queue.append({ id: 3, phase: 'idle', owner: none })
  // @ts-expect-error: a case is missing
  the(sent, () => true).match(bool, { prepared: () => true, commit: () => true })
  the(sent, () => true).match(bool, {
    prepared: () => true,
    commit: () => true,
    count: () => true,
    // @ts-expect-error: there is no such case
    abort: () => true,
  })
  // @ts-expect-error: the element is an int
  all(int(0, 3), (k) => f.has(k))
  // @ts-expect-error: the elements are jobs
  some(queue, (x) => x.lt(3))
  // @ts-expect-error: an array's index is a fence
  jobs.at(3)
})

export const individuals = model('individuals', {}, (m) => {
  const a = m.state('a', set(fence))
  const b = m.state('b', set(identity('buffer', 3)))
  const s = m.state('s', slot)
  const x = the(fence, (k) => a.has(k))
  const y = the(identity('buffer', 3), (k) => b.has(k))
  x.eq(x)
  s.lt(nth(slot, 2))
  // @ts-expect-error: identities of two names cannot be compared
  x.eq(y)
  // @ts-expect-error: identities have no order
  x.lt(x)
  // @ts-expect-error: identities have no neighbours
  x.next()
  // @ts-expect-error: an identity is no number
  x.eq(1)
  // @ts-expect-error: an index is no number
  s.eq(1)
  // @ts-expect-error: an index is no identity
  x.eq(s)
  // @ts-expect-error: places are of an index sort, not of an identity
  nth(fence, 1)
  const p = m.process('p', { count: 2 }, function* () {})
  const q = m.process('q', { count: 2 }, function* () {})
  p.every((i) => p.some((j) => i.eq(j)))
  // @ts-expect-error: instances of two processes cannot be compared
  p.every((i) => q.some((j) => i.eq(j)))
  p.every((i) => q.some((j) => i.thread().eq(j.thread())))
})

export const conditions = model(
  'conditions',
  { strict: bool, size: int(1, 3) },
  (m, { strict, size }) => {
    const flag = m.state('flag', bool)
    const n = m.state('n', int(0, 3))
    flag.and(n.lt(3), strict ? flag : true)
    or(flag, not(flag))
    m.action(
      'Nothing',
      {},
      () => true,
      function* () {},
    )
    m.action('Always', {}, function* () {})
    m.process('p', function* () {
      yield* flag.set(true)
      yield* flag.set(strict)
    })
    // @ts-expect-error: '!' gives a JavaScript boolean
    m.always('not', !flag)
    // @ts-expect-error: a comparison of JavaScript's is no condition
    m.always('parameter', size === 3)
    // @ts-expect-error: '!' gives a JavaScript boolean
    flag.implies(!flag)
    // @ts-expect-error: '!' gives a JavaScript boolean
    all(int(0, 3), () => !flag)
    // @ts-expect-error: a number is no condition
    m.never('number', n)
  },
)
