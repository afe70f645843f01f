/** Names that are used where they mean nothing: locals, bound names, `self`, `current`, `after`. */

import { describe, expect, test } from 'vitest'
import {
  after,
  all,
  any,
  bool,
  changed,
  current,
  either,
  filter,
  given,
  int,
  just,
  local,
  loop,
  model,
  leave,
  optional,
  pick,
  procedure,
  set,
  skip,
  step,
  thread,
  when,
  type IdentityTerm,
  type IntTerm,
} from '../../../dsl/index.ts'
import { once } from '../../../dsl/kernel/index.ts'
import { rejection } from '../rejection.ts'

describe('a local', () => {
  test('used after the block that declares it', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        let inner: IntTerm | undefined
        yield* when(n.eq(0), function* () {
          inner = yield* local('inner', int(0, 3), n)
        })
        if (inner !== undefined) yield* n.set(inner) // here: set
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the local 'inner' is used where it does not live. Use it inside its block."`,
    )
  })

  test('that is the result of a load in another branch', () => {
    const said = rejection((m) => {
      const n = m.state('n', once(int(0, 3)))
      const seen = m.state('seen', bool)
      m.process('p', function* () {
        let before: IntTerm | undefined
        yield* either(
          function* () {
            before = yield* n.load()
          },
          function* () {
            yield* skip()
            if (before !== undefined) yield* seen.set(before.eq(0)) // here: eq
          },
        )
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the local 'READ_ONCE(n)' is used where it does not live. Use it inside its block."`,
    )
  })

  test('used in a property', () => {
    const said = rejection((m) => {
      let mine: IntTerm | undefined
      m.process('p', function* () {
        mine = yield* local('mine', int(0, 3), 0)
        yield* skip()
      })
      if (mine !== undefined) m.always('small', mine.lt(3)) // here: lt
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the local 'mine' is used where it does not live. Quantify over the process's instances, or use a state variable."`,
    )
  })

  test('of the caller, used in a procedure', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        const mine = yield* local('mine', int(0, 3), 0)
        const store = procedure(function* store() {
          yield* n.set(mine) // here: set
        })
        yield* store()
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the local 'mine' is used where it does not live. Give it to the procedure as an argument."`,
    )
  })

  test('written after the block that declares it', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        let write = () => n.set(0)
        yield* loop(function* () {
          const inner = yield* local('inner', int(0, 3), n)
          write = () => inner.set(1) // here: set
          yield* leave()
        })
        yield* write()
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the local 'inner' is written where it does not live. Use it inside its block."`,
    )
  })
})

describe('a bound name', () => {
  test('leaked out of its quantifier', () => {
    const said = rejection((m) => {
      const free = m.state('free', set(int(0, 3)))
      let leaked: IntTerm | undefined
      m.always(
        'a',
        all(free, (k) => (leaked = k).lt(4)),
      )
      if (leaked !== undefined) m.always('b', leaked.lt(4)) // here: lt
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'k' is used outside of what binds it. Use it only inside the function that gets it."`,
    )
  })

  test('leaked out of a definition', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      let leaked: IntTerm | undefined
      m.always(
        'a',
        given(n.plus(1), bool, (next) => (leaked = next).lt(5)),
      )
      if (leaked !== undefined) m.always('b', leaked.lt(5)) // here: lt
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'next' is used outside of what binds it. Use it only inside the function that gets it."`,
    )
  })

  test("that is picked inside of a 'when'", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.action('Set', {}, function* () {
        let picked: IntTerm | undefined
        yield* when(n.eq(0), function* () {
          picked = yield* pick(int(0, 3), (k) => k.gt(0))
        })
        if (picked !== undefined) yield* n.set(picked) // here: set
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'k' is used outside of what binds it. Use it only inside the function that gets it."`,
    )
  })
})

describe("a process's own instance", () => {
  test('used in a property', () => {
    const said = rejection((m) => {
      let me: IdentityTerm<'p'> | undefined
      const owner = m.state('owner', optional(thread))
      const p = m.process('p', function* (self) {
        me = self
        yield* owner.set(null)
      })
      if (me !== undefined) m.always('mine', p.of(me).terminated()) // here: terminated
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the instance of a process is used outside of it. Quantify over the process's instances, or use a state variable."`,
    )
  })

  test('used in a procedure', () => {
    const said = rejection((m) => {
      const owners = m.state('owners', set(thread))
      m.process('p', { count: 2 }, function* (self) {
        const take = procedure(function* take() {
          yield* owners.update((held) => held.add(self.thread())) // here: thread
        })
        yield* take()
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the instance of a process is used outside of it. Give it to the procedure as an argument."`,
    )
  })

  test('used in another process of the same sort', () => {
    const said = rejection((m) => {
      const owners = m.state('owners', set(thread))
      let other = current
      const p = m.process('p', { count: 2 }, function* (self) {
        other = () => self.thread() // here: thread
        yield* skip()
      })
      m.process('q', { each: p.sort }, function* () {
        yield* owners.update((held) => held.add(other()))
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the instance of a process is used outside of it. Use this process's own."`,
    )
  })
})

describe("'current()'", () => {
  test('in an action', () => {
    const said = rejection((m) => {
      const owners = m.state('owners', set(thread))
      m.action('Take', {}, function* () {
        yield* owners.update((held) => held.add(current())) // here: current
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'current()' is used where no process executes. Give the action a parameter, such as '{ p: importer }'."`,
    )
  })

  test('in a property', () => {
    const said = rejection((m) => {
      const owners = m.state('owners', set(thread))
      m.never('held', owners.has(current())) // here: current
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'current()' is used where no process executes. Quantify over the process's instances, or use a state variable."`,
    )
  })
})

describe("'after'", () => {
  test('outside of a step property', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.always('growing', after(n).ge(n)) // here: after
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'after' stands outside of a step property, in a definition, or in an 'after'. Use it in 'm.step' or 'taken', around the whole term."`,
    )
  })

  test("inside of an 'after'", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.step('growing', after(after(n).ge(n))) // here: after(n)
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'after' stands outside of a step property, in a definition, or in an 'after'. Use it in 'm.step' or 'taken', around the whole term."`,
    )
  })

  test('inside of a definition', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      const grown = m.define('grown', after(n).gt(n)) // here: after
      m.step('growing', grown)
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'after' stands outside of a step property, in a definition, or in an 'after'. Use it in 'm.step' or 'taken', around the whole term."`,
    )
  })

  test("in a step property, as 'changed' too, raises no alarm", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      const full = m.define('full', n.eq(3))
      m.step('growing', changed(n).implies(after(n).gt(n).and(after(full).or(full.not()))))
    })
    expect(said).toBe('')
  })
})

describe('an initial value', () => {
  test('that reads the state', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.state('k', int(0, 3), n) // here: state
    })
    expect(said).toMatchInlineSnapshot(
      `"here: an initial value reads the state. Use 'm.initially' to relate variables."`,
    )
  })

  test('out of a set that reads the state', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.state('k', int(0, 3), any(filter(int(0, 3), (k) => k.lt(n)))) // here: lt
    })
    expect(said).toMatchInlineSnapshot(
      `"here: an initial value reads the state. Use 'm.initially' to relate variables."`,
    )
  })
})

test('a variable of another model', () => {
  const kept: IntTerm[] = []
  model('first', {}, (m) => {
    kept.push(m.state('n', int(0, 3)))
  }).instantiate()
  const said = rejection((m) => {
    const n = m.state('n', int(0, 3))
    for (const other of kept) m.always('equal', n.eq(other)) // here: eq
  })
  expect(said).toMatchInlineSnapshot(
    `"here: a variable of another model is used. Declare it with this model's 'm'."`,
  )
})

test('an initial condition that asks where a process is', () => {
  const said = rejection((m) => {
    const p = m.process('p', function* () {
      yield* skip()
    })
    m.initially('not ended', p.only.terminated().not()) // here: terminated
  })
  expect(said).toMatchInlineSnapshot(
    `"here: a condition on initial states asks where a process is. Ask only for variables."`,
  )
})

test('names used where they live raise no alarm', () => {
  const said = rejection((m) => {
    const n = m.state('n', int(0, 3))
    const last = m.state('last', optional(thread))
    const bump = procedure({ params: { by: int(0, 1) } }, function* bump({ by }) {
      const before = yield* local('before', int(0, 3), n)
      yield* step('bump', {}, function* () {
        const k = yield* pick(int(0, 3), (k) => k.le(by))
        yield* n.set(before.plus(k).min(3))
        yield* last.set(just(current()))
      })
      yield* by.set(0)
    })
    m.process('p', function* (self) {
      yield* when(last.is(self.thread()), function* () {
        const seen = yield* local('seen', int(0, 3), n)
        yield* when(seen.eq(1), function* () {
          yield* n.set(seen)
        })
        yield* bump({ by: 1 })
      })
    })
  })
  expect(said).toBe('')
})
