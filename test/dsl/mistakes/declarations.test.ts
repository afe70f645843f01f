/** Declarations that do not fit: names, parameters, sizes, labels, ghosts. */

import { describe, expect, test } from 'vitest'
import {
  all,
  AssumptionError,
  bool,
  identity,
  index,
  int,
  label,
  model,
  oneOf,
  ParameterError,
  procedure,
  record,
  sequence,
  set,
  skip,
  step,
  thread,
  when,
} from '../../../dsl/index.ts'
import { rejection, rejectionOf } from '../rejection.ts'

describe('two of one name', () => {
  test('variables', () => {
    const said = rejection((m) => {
      m.state('n', int(0, 3)) // first: state
      m.ghost('n', int(0, 3)) // second: ghost
    })
    expect(said).toMatchInlineSnapshot(
      `"second: the variable 'n' is declared twice (first at first). Rename one."`,
    )
  })

  test('processes', () => {
    const said = rejection((m) => {
      // prettier-ignore
      m.process('worker', function* () { yield* skip() }) // first: process
      // prettier-ignore
      m.process('worker', function* () { yield* skip() }) // second: process
    })
    expect(said).toMatchInlineSnapshot(
      `"second: the process 'worker' is declared twice (first at first). Rename one."`,
    )
  })

  test('actions', () => {
    const said = rejection((m) => {
      m.action('Next', {}, function* () {}) // first: action
      m.action('Next', {}, function* () {}) // second: action
    })
    expect(said).toMatchInlineSnapshot(
      `"second: the action 'Next' is declared twice (first at first). Rename one."`,
    )
  })

  test('properties, ends and constraints', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.always('small', n.lt(3)) // first: always
      m.reachable('small', n.eq(0)) // second: reachable
      m.mayEnd('small', n.eq(0)) // third: mayEnd
    })
    expect(said).toMatchInlineSnapshot(`
      "second: the property 'small' is declared twice (first at first). Rename one.
      third: the property 'small' is declared twice (first at first). Rename one."
    `)
  })

  test('initial conditions', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.initially('small', n.lt(3)) // first: initially
      m.initially('small', n.lt(2)) // second: initially
    })
    expect(said).toMatchInlineSnapshot(
      `"second: the initial condition 'small' is declared twice (first at first). Rename one."`,
    )
  })

  test('definitions', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.define('small', n.lt(3)) // first: define
      m.define('small', n.lt(2)) // second: define
    })
    expect(said).toMatchInlineSnapshot(
      `"second: the definition 'small' is declared twice (first at first). Rename one."`,
    )
  })
})

describe('a label', () => {
  test('that the process does not have', () => {
    const said = rejection((m) => {
      const p = m.process('p', function* () {
        yield* label('using')
        yield* when(true, function* () {
          yield* label('waiting')
        })
        yield* skip()
      })
      // @ts-expect-error: the label is mistyped
      m.always('used', p.only.at('usin')) // here: at
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'p' has no label 'usin'. Its labels are using, waiting."`,
    )
  })

  test('of a process that has none', () => {
    const said = rejection((m) => {
      const p = m.process('p', function* () {
        yield* skip()
      })
      // @ts-expect-error: there is no label
      m.always('used', p.only.at('using')) // here: at
    })
    expect(said).toMatchInlineSnapshot(`"here: 'p' has no label 'using'. It has none."`)
  })
})

test('the only instance of a process that has two', () => {
  const said = rejection((m) => {
    const p = m.process('p', { count: 2 }, function* () {
      yield* skip()
    })
    m.always('ends', p.only.terminated()) // here: only
  })
  expect(said).toMatchInlineSnapshot(`"here: 'p' has 2 instances. Use 'every', 'some' or 'all'."`)
})

test('a process of no instances', () => {
  const said = rejection((m) => {
    // prettier-ignore
    m.process('p', { count: 0 }, function* () { yield* skip() }) // here: process
  })
  expect(said).toMatchInlineSnapshot(`"here: 'p' has the size 0. Give a whole number from 1."`)
})

test('more process instances than a model can have', () => {
  const said = rejection((m) => {
    m.process('p', { count: 300 }, function* () {
      yield* skip()
    })
  })
  expect(said.replace(/^\S+: /, '')).toMatchInlineSnapshot(
    `"the model has 300 process instances. Use at most 256."`,
  )
})

describe('a body that is no generator function', () => {
  test('of a process', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      // @ts-expect-error: the star is missing
      m.process('p', () => n.set(1)) // here: process
    })
    expect(said).toMatchInlineSnapshot(
      `"here: a body must be a generator function. Write 'function* () { … }'."`,
    )
  })

  test("of a 'when'", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        // @ts-expect-error: the star is missing
        yield* when(n.eq(0), () => {}) // here: when
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: a body must be a generator function. Write 'function* () { … }'."`,
    )
  })
})

test('a procedure without a name', () => {
  const said = rejectionOf(() => procedure(function* () {})) // here: procedure
  expect(said).toMatchInlineSnapshot(
    `"here: the procedure has no name. Write 'function* name() { … }' with the kernel function's name."`,
  )
})

test('a procedure without a body', () => {
  // @ts-expect-error: there is no body
  const said = rejectionOf(() => procedure({ returns: bool })) // here: procedure
  expect(said).toMatchInlineSnapshot(
    `"here: the procedure has no body. Give it a generator function."`,
  )
})

describe('a domain', () => {
  test('with too many values to be gone through', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 2 ** 30))
      const all_below = all(int(0, 2 ** 30), (k) => n.ge(k)) // here: all(
      m.always('positive', all_below)
    })
    expect(said).toMatchInlineSnapshot(
      `"here: int(0, 1073741824) has too many values to go through. Use a sort of at most 1048576 values."`,
    )
  })

  test('of an action with too many values', () => {
    const said = rejection((m) => {
      m.action('Send', { message: set(int(0, 99)) }, function* () {}) // here: action
    })
    expect(said).toMatchInlineSnapshot(
      `"here: set(int(0, 99)) has too many values to go through. Use a sort of at most 1048576 values."`,
    )
  })

  test('that is a term without elements', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      // @ts-expect-error: an int has no elements
      const every_bit = all(n, () => true) // here: all
      m.always('every bit', every_bit)
    })
    expect(said).toMatchInlineSnapshot(
      `"here: int(0, 3) has no elements to go through. Give a sort, a process, a set, a sequence or a bag."`,
    )
  })

  test('of initial states with too many values', () => {
    const said = rejection((m) => {
      m.state('log', sequence(int(0, 9), 9), { anyOf: null }) // here: state
    })
    expect(said).toMatchInlineSnapshot(
      `"here: sequence(int(0, 9), 9) has too many values to go through. Use a sort of at most 1048576 values."`,
    )
  })
})

describe('ghost state', () => {
  test('read by a guard', () => {
    const said = rejection((m) => {
      const owner = m.ghost('owner', bool)
      m.process('p', function* () {
        yield* step('take', { guard: owner.not() }, function* () {
          // here: not
          yield* owner.set(true)
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the ghost 'owner' decides what the model does. Read it only in properties, or declare it with 'm.state'."`,
    )
  })

  test('read by a test', () => {
    const said = rejection((m) => {
      const owner = m.ghost('owner', bool)
      m.process('p', function* () {
        yield* when(owner, function* () {
          // here: when
          yield* skip()
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the ghost 'owner' decides what the model does. Read it only in properties, or declare it with 'm.state'."`,
    )
  })

  test('written to a variable', () => {
    const said = rejection((m) => {
      const [ghost, n] = [m.ghost('ghost', int(0, 3)), m.state('n', int(0, 3))]
      m.process('p', function* () {
        yield* n.set(ghost) // here: set
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the ghost 'ghost' decides what the model does. Read it only in properties, or declare it with 'm.state'."`,
    )
  })

  test('read by an end and an initial condition', () => {
    const said = rejection((m) => {
      const ghost = m.ghost('ghost', int(0, 3))
      m.initially('small', ghost.lt(2)) // first: lt
      m.mayEnd('done', ghost.eq(3)) // second: eq
    })
    expect(said).toMatchInlineSnapshot(`
      "first: the ghost 'ghost' decides what the model does. Read it only in properties, or declare it with 'm.state'.
      second: the ghost 'ghost' decides what the model does. Read it only in properties, or declare it with 'm.state'."
    `)
  })

  test('written from itself and from variables, and asserted, is none', () => {
    const said = rejection((m) => {
      const [ghost, n] = [m.ghost('ghost', int(0, 3)), m.state('n', int(0, 3))]
      m.process('p', function* () {
        yield* step('count', {}, function* () {
          yield* when(ghost.lt(3), function* () {
            yield* ghost.set(ghost.plus(1))
          })
          yield* n.set(1)
        })
      })
      m.always('counted', n.le(ghost.plus(1)))
    })
    expect(said).toBe('')
  })
})

describe('a parameter', () => {
  const sized = model(
    'sized',
    { size: int(1, 4).default(2), order: oneOf('fifo', 'lifo') },
    (m) => {
      m.assume('something', true)
    },
  )
  const refusal = (run: () => unknown): string => {
    try {
      run()
    } catch (error) {
      if (error instanceof ParameterError) return error.message
      throw error
    }
    return ''
  }

  test('that is not declared', () => {
    // @ts-expect-error: the name is mistyped
    expect(refusal(() => sized.instantiate({ sise: 3 }))).toMatchInlineSnapshot(
      `"there is no parameter 'sise'; the model has size, order"`,
    )
  })

  test('of a model that has none', () => {
    const bare = model('bare', {}, () => {})
    expect(refusal(() => bare.instantiate({ size: 3 }))).toMatchInlineSnapshot(
      `"there is no parameter 'size'; the model has none"`,
    )
  })

  test('outside its range', () => {
    expect(refusal(() => sized.instantiate({ size: 5 }))).toMatchInlineSnapshot(
      `"'size' is 5, which is not in int(1, 4)"`,
    )
  })

  test('that is none of the names', () => {
    // @ts-expect-error: no such name
    expect(refusal(() => sized.instantiate({ order: 'filo' }))).toMatchInlineSnapshot(
      `"'order' is filo, which is not in oneOf('fifo', 'lifo')"`,
    )
  })

  test('with a default outside its range', () => {
    const said = rejectionOf(() => model('m', { size: int(1, 4).default(0) }, () => {})) // here: model
    expect(said).toMatchInlineSnapshot(
      `"here: the default 0 of 'size' is not in int(1, 4). Give 'default' a value of the sort."`,
    )
  })

  test('that breaks an assumption', () => {
    const strict = model('strict', { size: int(1, 4) }, (m, { size }) => {
      m.assume('the size is even', size % 2 === 0)
    })
    expect(() => strict.instantiate({ size: 3 })).toThrow(AssumptionError)
    expect(() => strict.instantiate({ size: 3 })).toThrow(
      /declarations\.test\.ts:\d+:\d+: the parameters do not satisfy 'the size is even'$/,
    )
    expect(strict.instantiate({ size: 2 }).name).toBe('strict')
  })
})

test('state outside of a model', () => {
  const said = rejectionOf(() => all(identity('fence', 2), (f) => f.eq(f))) // here: all
  expect(said).toMatchInlineSnapshot(
    `"here: 'all' outside of a model. Use it inside the function given to 'model'."`,
  )
})

test('unused variables, labels, processes and parameters raise no false alarm', () => {
  const said = rejection((m) => {
    m.state('slot', index('slot', 3))
    m.state('waiting', set(thread))
    m.state('job', record({ id: int(0, 3) }))
    m.process('p', { each: index('slot', 3) }, function* () {
      yield* label('never asked for')
      yield* skip()
    })
  })
  expect(said).toBe('')
})
