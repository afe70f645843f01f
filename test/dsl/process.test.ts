/** Processes, and what a model keeps of its declarations. */

import { describe, expect, test } from 'vitest'
import {
  any,
  array,
  bag,
  bool,
  either,
  forever,
  identity,
  index,
  int,
  label,
  model,
  oneOf,
  optional,
  procedure,
  record,
  sequence,
  set,
  skip,
  thread,
  until,
  when,
  type ModelBuilder,
} from '../../dsl/index.ts'
import type { Expr, Model } from '../../dsl/ir.ts'
import { irText } from './ir-text.ts'

function built(build: (m: ModelBuilder) => void): Model {
  return model('m', {}, build).instantiate()
}

describe('a process', () => {
  test('has as many individuals as are counted, one without a count', () => {
    const { processes } = built((m) => {
      m.process('one', function* () {})
      m.process('three', { count: 3, daemon: true }, function* () {})
      m.process('seats', { each: index('seat', 4) }, function* () {})
    })
    expect(processes.map(({ name, sort, daemon }) => [name, sort, daemon])).toEqual([
      ['one', { kind: 'identity', name: 'one', size: 1 }, false],
      ['three', { kind: 'identity', name: 'three', size: 3 }, true],
      ['seats', { kind: 'index', name: 'seat', size: 4 }, false],
    ])
  })

  test('knows the labels in all its statements, and in the procedures that it calls', () => {
    const texts: string[] = []
    const { variables } = built((m) => {
      const n = m.state('n', int(0, 3))
      const inner = procedure(function* inner() {
        yield* label('inner')
        yield* skip()
      })
      const outer = procedure(function* outer() {
        yield* inner()
      })
      const p = m.process('p', { count: 2 }, function* () {
        yield* forever(function* () {
          yield* when(
            n.eq(0),
            function* () {
              yield* label('then')
            },
            function* () {
              yield* label('otherwise')
            },
          )
          yield* until(n.eq(1), function* () {
            yield* label('until')
          })
          yield* either(
            function* () {
              yield* skip()
              yield* outer()
            },
            function* () {
              yield* skip()
              yield* label('branch')
            },
          )
        })
      })
      const names = ['then', 'otherwise', 'until', 'inner', 'branch'] as const
      m.never(
        'everywhere',
        p.some((each) => {
          const [first, ...rest] = names.map((name) => each.at(name))
          for (const term of rest) texts.push(irText(term.expr, { variables: [] }))
          return first === undefined ? true : first.and(...rest)
        }),
      )
    })
    expect(variables).toHaveLength(1)
    expect(texts).toEqual(
      ['otherwise', 'until', 'inner', 'branch'].map((name) => `at(0, ?, ${name}): bool`),
    )
  })

  test('gives the instance that a value stands for', () => {
    const { properties, variables } = built((m) => {
      const workers = identity('worker', 2)
      const leader = m.state('leader', optional(workers))
      const p = m.process('worker', { each: workers }, function* () {
        yield* label('leading')
        yield* skip()
      })
      m.always('who leads', leader.isSome().implies(p.of(leader.get()).at('leading')))
    })
    expect(properties.map(({ expr }) => irText(expr, { variables }))).toEqual([
      'implies(isSome(leader), at(0, unwrap(leader), leading)): bool',
    ])
  })
})

describe('a variable', () => {
  test("starts with its sort's usual value where none is given", () => {
    const { variables } = built((m) => {
      m.state('bool', bool)
      m.state('int', int(-3, 3))
      m.state('positive', int(2, 5))
      m.state('negative', int(-5, -2))
      m.state('enum', oneOf('idle', 'busy'))
      m.state('index', index('slot', 3))
      m.state('optional', optional(thread))
      m.state('set', set(thread))
      m.state('sequence', sequence(bool, 2))
      m.state('bag', bag(bool, 2))
      m.state('record', record({ a: int(1, 2), b: bool }))
      m.state('array', array(bool, oneOf('x', 'y')))
    })
    const texts = variables.map(({ initial }) => {
      return initial.kind === 'value' ? irText(initial.value, { variables }).split(': ')[0] : ''
    })
    expect(texts).toEqual([
      'false',
      '0',
      '2',
      '-2',
      '"idle"',
      '0',
      'none',
      'collection',
      'collection',
      'collection',
      'record(a 1, b false)',
      'array("x")',
    ])
  })

  test('starts with the given value, any value, or any of a set', () => {
    const { variables } = built((m) => {
      m.state('two', int(0, 3), 2)
      m.state('any', int(0, 3), any())
      m.ghost('odd', int(0, 3), any([1, 3]))
    })
    expect(variables.map(({ ghost, initial }) => [ghost, initial.kind])).toEqual([
      [false, 'value'],
      [false, 'any'],
      [true, 'anyOf'],
    ])
  })
})

test('an action has its parameters in order, and no guard where none is given', () => {
  const { actions } = built((m) => {
    const n = m.state('n', int(0, 3))
    m.action('Free', {}, function* () {
      yield* n.set(0)
    })
    m.action(
      'Add',
      { k: int(1, 2), twice: bool },
      ({ k }) => n.plus(k).le(3),
      function* ({ k }) {
        yield* n.update((before) => before.plus(k))
      },
    )
  })
  expect(
    actions.map(({ name, guard, parameters }) => {
      return [name, guard === null, parameters.map((each) => each.name)]
    }),
  ).toEqual([
    ['Free', true, []],
    ['Add', false, ['k', 'twice']],
  ])
})

test('a definition is kept where it is used, under its name', () => {
  const definitions: Expr[] = []
  const { properties } = built((m) => {
    const n = m.state('n', int(0, 3))
    const full = m.define('full', n.eq(3))
    definitions.push(full.expr)
    m.never('full', full)
  })
  expect(properties.map(({ expr }) => expr)).toEqual(definitions)
  expect(definitions[0]).toMatchObject({ kind: 'definition', name: 'full' })
})

test('properties and conditions are kept in the order of the text', () => {
  const found = built((m) => {
    const n = m.state('n', int(0, 3), any())
    m.always('a', n.ge(0))
    m.step('b', n.ge(0))
    m.never('c', n.lt(0))
    m.reachable('d', n.eq(0))
    m.initially('e', n.lt(2))
    m.mayEnd('f', n.eq(3))
    m.constraint('g', n.lt(3))
  })
  expect(found.properties.map(({ kind, name }) => [kind, name])).toEqual([
    ['always', 'a'],
    ['step', 'b'],
    ['never', 'c'],
    ['reachable', 'd'],
  ])
  expect(
    [found.initially, found.ends, found.constraints].map((list) => list.map(({ name }) => name)),
  ).toEqual([['e'], ['f'], ['g']])
})
