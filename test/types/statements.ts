/** Statements know their results and labels: what `yield*` gives, what stands where, what is called how. */

import {
  array,
  bool,
  choose,
  either,
  forEach,
  forever,
  identity,
  index,
  int,
  label,
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
  when,
} from '../../dsl/index.ts'
import type { BoolTerm, IdentityTerm, IndexTerm, IntTerm } from '../../dsl/index.ts'
import { mutex, once, plain } from '../../dsl/kernel/index.ts'
import { proved, type Same } from './same.ts'

export const results = model('results', {}, (m) => {
  const resv = m.state('resv', mutex('resv'))
  const users = m.state('users', plain(int(0, 3)))
  const flag = m.state('flag', once(bool))
  const free = m.state('free', set(identity('slot', 3)))
  const worker = m.process('worker', { count: 2 }, function* (self) {
    yield* label('working')
    proved<Same<Parameters<typeof self.eq>[0], IdentityTerm<'worker'>>>()
    yield* skip()
  })

  const isFree = procedure({ params: { n: int(0, 3) }, returns: bool }, function* isFree({ n }) {
    yield* n.set(n.plus(1))
    const seen = yield* flag.load()
    yield* when(seen, function* () {
      yield* ret(n.gt(0))
    })
    yield* ret(false)
  })

  m.process('p', function* () {
    const before = yield* users.load()
    proved<Same<typeof before, IntTerm>>()
    const seen = yield* flag.load()
    proved<Same<typeof seen, BoolTerm>>()
    const taken = yield* resv.trylock()
    proved<Same<typeof taken, BoolTerm>>()
    const locked = yield* resv.lock()
    proved<Same<typeof locked, void>>()
    const chosen = yield* choose(free)
    proved<Same<typeof chosen, IdentityTerm<'slot'>>>()
    const number = yield* choose(int(0, 3), (k) => k.gt(0))
    proved<Same<typeof number, IntTerm>>()
    const result = yield* isFree({ n: 2 })
    proved<Same<typeof result, BoolTerm>>()
    const mine = yield* local('mine', int(0, 3), before)
    yield* mine.set(mine.plus(1))
    const picked = yield* step('pick', {}, function* () {
      const one = yield* pick(free, (x) => free.has(x))
      yield* free.update((all) => all.remove(one))
      return one
    })
    proved<Same<typeof picked, IdentityTerm<'slot'>>>()
    const who = yield* step('who', {}, function* () {
      return yield* pick(worker)
    })
    yield* when(who.at('working'), function* () {
      yield* skip()
    })
    // @ts-expect-error: the label is mistyped
    who.at('workin')

    // @ts-expect-error: 'n' is missing
    yield* isFree({})
    // @ts-expect-error: there is no 'k'
    yield* isFree({ n: 1, k: 2 })
    // @ts-expect-error: a bool is no int
    yield* isFree({ n: true })
    // @ts-expect-error: a result is no int
    yield* users.store(result)
    // @ts-expect-error: a C variable is written by 'store'
    yield* users.set(1)
    // @ts-expect-error: its value is no place
    yield* users.value.set(1)
    // @ts-expect-error: what an expression gives is no place
    yield* before.plus(1).set(2)
  })
})

export const places = model('places', {}, (m) => {
  const slots = m.state(
    'slots',
    array(index('slot', 2), record({ owner: optional(bool), n: int(0, 3) })),
  )
  const set_ = m.state('set', set(int(0, 3)))
  m.action('Write', { i: index('slot', 2) }, function* ({ i }) {
    proved<Same<typeof i, IndexTerm<'slot'>>>()
    yield* slots.at(i).field('n').set(3)
    yield* slots
      .at(i)
      .field('n')
      .update((n) => n.minus(1))
    yield* slots.at(i.next()).set({ owner: null, n: 2 })
    yield* slots.set((k) => slots.at(k.next()))
    // @ts-expect-error: a bool is no int
    yield* slots.at(i).field('n').set(true)
    // @ts-expect-error: what an optional has is no place
    yield* slots.at(i).field('owner').get().set(true)
    // @ts-expect-error: an array with another element is no place
    yield* slots.with(i, slots.at(i)).set(slots)
    // @ts-expect-error: a sum is no place
    yield* slots.at(i).field('n').plus(1).set(1)
    // @ts-expect-error: a union is no place
    yield* set_.add(1).set([])
  })
})

export const standing = model('standing', {}, (m) => {
  const n = m.state('n', int(0, 3))
  const resv = m.state('resv', mutex('resv'))

  m.action('Effects', {}, function* () {
    yield* when(n.eq(0), function* () {
      const k = yield* pick(int(0, 3))
      yield* when(k.eq(1), function* () {
        yield* n.set(k)
      })
    })
    yield* forEach(int(0, 3), function* () {
      yield* n.set(0)
    })
  })
  // @ts-expect-error: 'pick' is no statement
  m.process('a', function* () {
    yield* pick(int(0, 3))
  })
  // @ts-expect-error: with a 'pick' inside, 'when' is no statement
  m.process('b', function* () {
    yield* when(n.eq(0), function* () {
      yield* pick(int(0, 3))
    })
  })
  // @ts-expect-error: locking is no effect
  m.action('Lock', {}, function* () {
    yield* resv.lock()
  })
  // @ts-expect-error: with a lock inside, 'when' is no effect
  m.action('LockWhen', {}, function* () {
    yield* when(n.eq(0), function* () {
      yield* resv.lock()
    })
  })
  // @ts-expect-error: a label is no effect
  m.action('Label', {}, function* () {
    yield* label('here')
  })
  // @ts-expect-error: 'ret' is for procedures
  m.process('c', function* () {
    yield* ret()
  })
  // @ts-expect-error: 'ret' is for procedures, inside of a 'when' too
  m.process('d', function* () {
    yield* when(n.eq(0), function* () {
      yield* ret(1)
    })
  })
  // @ts-expect-error: the result is a bool
  procedure({ returns: bool }, function* wrongSort() {
    yield* ret(3)
  })
  // @ts-expect-error: the result is a bool, in a branch too
  procedure({ returns: bool }, function* wrongInside() {
    yield* either(
      function* () {
        yield* skip()
        yield* ret(3)
      },
      function* () {
        yield* skip()
      },
    )
    yield* ret(true)
  })
  // @ts-expect-error: no result is declared
  procedure(function* noResult() {
    yield* ret(3)
  })
  // @ts-expect-error: a result is declared
  procedure({ returns: bool }, function* noValue() {
    yield* ret()
  })
  // @ts-expect-error: a body is a generator function
  m.process('e', () => skip())
  // @ts-expect-error: a process has a number of instances, or a sort of them
  m.process('f', { count: 2, each: index('slot', 2) }, function* () {})
})

export const labels = model('labels', {}, (m) => {
  const n = m.state('n', int(0, 3))
  const inner = procedure(function* inner() {
    yield* label('deepest')
    yield* skip()
  })
  const outer = procedure({ params: { n: int(0, 3) }, returns: bool }, function* outer() {
    yield* inner()
    yield* label('deep')
    yield* ret(true)
  })
  const p = m.process('p', { count: 2 }, function* () {
    yield* label('top')
    yield* when(
      n.eq(0),
      function* () {
        yield* label('then')
      },
      function* () {
        yield* label('otherwise')
      },
    )
    yield* forever(function* () {
      yield* loop(function* () {
        yield* label('looping')
        yield* either(
          function* () {
            yield* skip()
            yield* label('left')
          },
          function* () {
            yield* outer({ n: 2 })
          },
        )
      })
    })
  })
  type Labels = Parameters<Parameters<Parameters<typeof p.every>[0]>[0]['at']>[0]
  proved<Same<Labels, 'top' | 'then' | 'otherwise' | 'looping' | 'left' | 'deep' | 'deepest'>>()
  p.every((each) => each.at('deepest').or(each.at('otherwise')))
  // @ts-expect-error: the label is mistyped
  p.some((each) => each.at('otherwize'))
  const silent = m.process('silent', function* () {
    yield* skip()
  })
  // @ts-expect-error: the process has no labels
  silent.only.at('top')
})
