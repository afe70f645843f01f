/** Wherever a step reads an object that is not alive, that is found; and where it does not read it, nothing is. */

import { describe, expect, test } from 'vitest'
import {
  all,
  arrayOf,
  assert,
  atomic,
  bool,
  choose,
  cond,
  count,
  fail,
  fold,
  forEach,
  given,
  identity,
  image,
  individual,
  int,
  local,
  model,
  none,
  optional,
  procedure,
  ret,
  skip,
  some,
  step,
  struct,
  until,
  variant,
  waitUntil,
  when,
  type AnyStatement,
  type BoolTerm,
  type ModelBuilder,
} from '../../dsl/index.ts'
import { objects, plain, type ObjectsOptions } from '../../dsl/kernel/index.ts'
import { answer } from './kernel/answer.ts'

type Bos = ReturnType<typeof buffers>['bos']

/** Buffers with a size. */
function buffers(m: ModelBuilder, count: number, options: ObjectsOptions = {}) {
  const bo = identity('bo', count)
  return { bo, bos: m.state('bos', objects(bo, struct({ size: plain(int(0, 2)) }), options)) }
}

describe('a use after free is seen in', () => {
  const freed = (
    use: (bos: Bos, m: ModelBuilder) => Generator<AnyStatement<string, never>, void, unknown>,
  ) => {
    return (m: ModelBuilder) => {
      const { bos } = buffers(m, 2, { allocated: 1, mayLeak: true })
      m.process('user', () => use(bos, m))
    }
  }
  const first = (bos: Bos) => bos.at(individual(bos.sort, 0))
  const free = (bos: Bos) => bos.free(individual(bos.sort, 0))

  test('a test', async () => {
    const build = freed(function* (bos) {
      yield* free(bos)
      yield* when(first(bos).size.value.eq(0), function* () {
        yield* skip()
      })
    })
    expect(await answer(build)).toBe('fault: use-after-free: bos, 2 steps')
  })

  test('a test that follows NULL', async () => {
    const build = (m: ModelBuilder) => {
      const { bo, bos } = buffers(m, 1)
      const shared = m.state('shared', optional(bo))
      m.process('user', function* () {
        yield* when(bos.at(shared).size.value.eq(0), function* () {
          yield* skip()
        })
      })
    }
    expect(await answer(build)).toBe('fault: NULL pointer dereference: bos, 1 steps')
  })

  test('each test of a loop', async () => {
    const build = freed(function* (bos) {
      yield* until(first(bos).size.value.eq(1), function* () {
        yield* free(bos)
      })
    })
    expect(await answer(build)).toBe('fault: use-after-free: bos, 3 steps')
  })

  test('a test and a result inside of an atomic', async () => {
    const tested = freed(function* (bos) {
      yield* free(bos)
      yield* atomic(function* () {
        yield* skip()
        yield* when(first(bos).size.value.eq(0), function* () {
          yield* skip()
        })
      })
    })
    expect(await answer(tested)).toBe('fault: use-after-free: bos, 2 steps')
    const freeing = freed(function* (bos) {
      yield* atomic(function* () {
        yield* free(bos)
        yield* first(bos).size.load()
      })
    })
    expect(await answer(freeing)).toBe('fault: use-after-free: bos, 1 steps')
  })

  test('what a procedure gives back', async () => {
    const build = freed(function* (bos) {
      const size = procedure({ returns: int(0, 2) }, function* size() {
        yield* when(
          first(bos).size.value.eq(1),
          function* () {
            yield* ret(1)
          },
          function* () {
            yield* ret(first(bos).size.value)
          },
        )
      })
      yield* size()
      yield* free(bos)
      yield* size()
    })
    expect(await answer(build)).toBe('fault: use-after-free: bos, 4 steps')
  })

  test('an effect that stands alone, and the value of a local', async () => {
    const effect = freed(function* (bos, m) {
      const seen = m.state('seen', int(0, 2))
      yield* free(bos)
      yield* seen.set(first(bos).size.value)
    })
    expect(await answer(effect)).toBe('fault: use-after-free: bos, 2 steps')
    const initial = freed(function* (bos) {
      yield* free(bos)
      const seen = yield* local('seen', int(0, 2), first(bos).size.value)
      yield* seen.set(0)
    })
    expect(await answer(initial)).toBe('fault: use-after-free: bos, 2 steps')
  })

  test('a quantifier, up to the element that decides', async () => {
    const searched = (size: number) =>
      freed(function* (bos) {
        yield* first(bos).size.store(1)
        yield* waitUntil(some(bos.sort, (each) => bos.at(each).size.value.eq(size)))
      })
    expect(await answer(searched(1))).toBe('holds')
    expect(await answer(searched(2))).toBe('fault: use-after-free: bos, 2 steps')
  })

  test('an effect for each, and a choice', async () => {
    const forAll = freed(function* (bos) {
      yield* step('clear', {}, function* () {
        yield* forEach(bos.sort, function* (each) {
          yield* when(bos.at(each).size.value.gt(0), function* () {
            yield* fail('impossible')
          })
        })
      })
    })
    expect(await answer(forAll)).toBe('fault: use-after-free: bos, 1 steps')
    const chosen = freed(function* (bos) {
      yield* choose(bos.sort, (each) => bos.at(each).size.value.eq(0))
    })
    expect(await answer(chosen)).toBe('fault: use-after-free: bos, 1 steps')
  })

  test('an action', async () => {
    const build = (m: ModelBuilder) => {
      const { bos } = buffers(m, 1, { allocated: 1 })
      m.process('user', function* () {
        yield* free(bos)
      })
      m.action(
        'device',
        {},
        () => first(bos).size.value.eq(1),
        function* () {},
      )
    }
    expect(await answer(build)).toBe('fault: use-after-free: bos, 2 steps')
  })
})

describe('in an expression, a use after free is seen in', () => {
  /** Buffer 0 is alive, and 1 is not. What is answered where a step asks for this. */
  const asked = (ask: (bos: Bos, m: ModelBuilder) => BoolTerm) =>
    answer((m) => {
      const { bos } = buffers(m, 2, { allocated: 1, mayLeak: true })
      m.process('user', function* () {
        const test = ask(bos, m)
        yield* step('ask', {}, function* () {
          yield* assert(test, 'it is not so')
        })
      })
    })
  const used = 'fault: use-after-free: bos, 1 steps'
  const size = (bos: Bos, number: number) => bos.at(individual(bos.sort, number)).size.value
  const small = int(0, 2)

  test('the branch of a conditional that is taken', async () => {
    const branch = (taken: boolean) =>
      asked((bos) => cond(size(bos, 0).eq(taken ? 1 : 0), size(bos, 0), size(bos, 1)).eq(0))
    expect(await branch(false)).toBe('holds')
    expect(await branch(true)).toBe(used)
  })

  test('the right side of and, or, implies, where the left does not decide', async () => {
    const right = (bos: Bos) => size(bos, 1).eq(0)
    expect(await asked((bos) => size(bos, 0).eq(0).or(right(bos)))).toBe('holds')
    expect(await asked((bos) => size(bos, 0).eq(1).implies(right(bos)))).toBe('holds')
    expect(await asked((bos) => size(bos, 0).eq(1).and(right(bos)).not())).toBe('holds')
    expect(await asked((bos) => size(bos, 0).eq(1).or(right(bos)))).toBe(used)
    expect(await asked((bos) => size(bos, 0).eq(0).implies(right(bos)))).toBe(used)
    expect(await asked((bos) => size(bos, 0).eq(0).and(right(bos)))).toBe(used)
  })

  test('every element that a quantifier visits', async () => {
    const is = (number: number) => (bos: Bos) =>
      all(bos.sort, (each) => bos.at(each).size.value.eq(number))
    expect(await asked((bos) => is(1)(bos).not())).toBe('holds')
    expect(await asked(is(0))).toBe(used)
    const one = (bos: Bos) => count(bos.sort, (each) => bos.at(each).size.value.eq(1)).eq(0)
    expect(await asked(one)).toBe(used)
  })

  test('every element of an image, and of a fold', async () => {
    const sizes = (bos: Bos) => image(bos.sort, small, (each) => bos.at(each).size.value).has(0)
    expect(await asked(sizes)).toBe(used)
    const sum = (bos: Bos) =>
      fold(bos.sort, small, 0, (sofar, each) => sofar.max(bos.at(each).size.value)).eq(0)
    expect(await asked(sum)).toBe(used)
  })

  test('what a fold asks for by the value so far', async () => {
    const until = (last: number) => (bos: Bos) =>
      fold(bos.sort, small, 0, (sofar, each) =>
        cond(sofar.ge(last), sofar, bos.at(each).size.value.plus(1)),
      ).ge(1)
    expect(await asked(until(1))).toBe('holds')
    expect(await asked(until(2))).toBe(used)
  })

  test('a value under a name, and what is asked of it', async () => {
    const first = (bos: Bos) => individual(bos.sort, 0)
    const second = (bos: Bos) => individual(bos.sort, 1)
    const given1 = (at: (bos: Bos) => ReturnType<typeof first>) => (bos: Bos) =>
      given(at(bos), bool, (it) => bos.at(it).size.value.eq(0))
    expect(await asked(given1(first))).toBe('holds')
    expect(await asked(given1(second))).toBe(used)
    expect(await asked((bos) => given(size(bos, 1), bool, (n) => n.eq(0)))).toBe(used)
  })

  test('the case of a match that is met', async () => {
    const which = variant({ near: null, far: null })
    const met = (tag: 'near' | 'far') => (bos: Bos, m: ModelBuilder) =>
      m.state('which', which, { tag }).match(bool, {
        near: () => size(bos, 0).eq(0),
        far: () => size(bos, 1).eq(0),
      })
    expect(await asked(met('near'))).toBe('holds')
    expect(await asked(met('far'))).toBe(used)
  })

  test('derived state', async () => {
    const derived = (bos: Bos, m: ModelBuilder) => m.define('size', size(bos, 1)).eq(0)
    expect(await asked(derived)).toBe(used)
  })

  test('every element of an array that is made', async () => {
    const made = (bos: Bos) =>
      arrayOf(bos.sort, small, (each) => bos.at(each).size.value)
        .at(individual(bos.sort, 0))
        .eq(0)
    expect(await asked(made)).toBe(used)
  })
})

describe('no use after free is seen in', () => {
  test('what is not evaluated', async () => {
    const build = (m: ModelBuilder) => {
      const { bo, bos } = buffers(m, 1)
      const shared = m.state('shared', optional(bo))
      m.process('user', function* () {
        const ptr = yield* bos.alloc()
        yield* shared.set(ptr)
        yield* shared.set(none)
        yield* bos.free(ptr)
      })
      m.process('reader', function* () {
        yield* when(shared.isSome().and(bos.at(shared).size.value.gt(0)), function* () {
          yield* skip()
        })
        yield* waitUntil(shared.isNone().or(bos.at(shared).size.value.gt(0)))
      })
    }
    expect(await answer(build)).toBe('holds')
  })

  test('properties, and what is written to ghosts', async () => {
    const build = (m: ModelBuilder) => {
      const { bo, bos } = buffers(m, 1)
      const last = m.ghost('last', int(0, 2))
      m.process('user', function* () {
        const ptr = yield* bos.alloc()
        yield* bos.free(ptr)
        yield* last.set(bos.at(ptr).size.value)
      })
      m.always(
        'small',
        some(bo, (each) => bos.at(each).size.value.eq(0)),
      )
    }
    expect(await answer(build)).toBe('holds')
  })
})

test('an argument that reads an object is refused, since no step evaluates it', () => {
  const build = () =>
    model('small', {}, (m) => {
      const { bos } = buffers(m, 1, { allocated: 1, mayLeak: true })
      const use = procedure({ params: { n: int(0, 2) } }, function* use({ n }) {
        yield* when(n.eq(0), function* () {
          yield* skip()
        })
        yield* skip()
      })
      m.process('user', function* () {
        yield* use({ n: bos.at(individual(bos.sort, 0)).size.value })
      })
    }).instantiate()
  expect(build).toThrow('an argument reads an object that may be freed')
})
