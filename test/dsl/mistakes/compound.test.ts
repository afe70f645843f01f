/** Records, variants, calls and sorts that are not built as they are declared. */

import { describe, expect, test } from 'vitest'
import {
  array,
  bool,
  identity,
  int,
  oneOf,
  procedure,
  record,
  ret,
  sequence,
  set,
  step,
  variant,
} from '../../../dsl/index.ts'
import { rejection, rejectionOf } from '../rejection.ts'

describe('a record or variant', () => {
  const Message = variant({ prepared: int(0, 3), commit: null })

  test('with a missing field', () => {
    const said = rejection((m) => {
      const job = record({ id: int(0, 3), done: bool })
      // @ts-expect-error: 'done' is missing
      m.state('job', job, { id: 1 }) // here: state
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the field 'done' is missing. Give every field of the record."`,
    )
  })

  test('with an unknown field', () => {
    const said = rejection((m) => {
      const job = record({ id: int(0, 3), done: bool })
      // @ts-expect-error: there is no 'owner'
      m.state('job', job, { id: 1, done: true, owner: 3 }) // here: state
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the record has no field 'owner'. Its fields are id, done."`,
    )
  })

  test('that is asked for an unknown field', () => {
    const said = rejection((m) => {
      const job = m.state('job', record({ id: int(0, 3), done: bool }))
      // @ts-expect-error: there is no 'owner'
      m.always('owned', job.field('owner').eq(1)) // here: field
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the record has no field 'owner'. Its fields are id, done."`,
    )
  })

  test('of an unknown case', () => {
    const said = rejection((m) => {
      const sent = m.state('sent', set(Message))
      // @ts-expect-error: there is no 'abort'
      m.never('aborted', sent.has({ tag: 'abort' })) // here: has
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the variant has no case 'abort'. Its cases are prepared, commit."`,
    )
  })

  test('that is asked for an unknown case', () => {
    const said = rejection((m) => {
      const last = m.state('last', Message, { tag: 'commit' })
      // @ts-expect-error: there is no 'abort'
      m.never('aborted', last.is('abort')) // here: is
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the variant has no case 'abort'. Its cases are prepared, commit."`,
    )
  })

  test('whose case carries nothing', () => {
    const said = rejection((m) => {
      // @ts-expect-error: 'commit' carries nothing
      m.state('last', Message, { tag: 'commit', value: 3 }) // here: state
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the case 'commit' carries no value. Give its 'tag' alone."`,
    )
  })

  test('whose payload is missing', () => {
    const said = rejection((m) => {
      // @ts-expect-error: 'prepared' carries a number
      m.state('last', Message, { tag: 'prepared' }) // here: state
    })
    expect(said).toMatchInlineSnapshot(
      `"here: nothing is given where int(0, 3) is expected. Give a term or value of that sort."`,
    )
  })

  test('matched without one of its cases', () => {
    const said = rejection((m) => {
      const last = m.state('last', Message, { tag: 'commit' })
      // @ts-expect-error: 'commit' is missing
      const sender = last.match(int(0, 3), { prepared: (from) => from }) // here: match
      m.always('sent', sender.ge(0))
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the case 'commit' is missing. Give each case of the variant."`,
    )
  })
})

describe('an initial value', () => {
  test('that an identity does not have by itself', () => {
    const said = rejection((m) => {
      m.state('owner', identity('fence', 3)) // here: state
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'owner' has no initial value, and identity('fence', 3) has no usual one. Give one, or 'any()'."`,
    )
  })

  test('that a variant in an array does not have by itself', () => {
    const said = rejection((m) => {
      m.state('log', array(bool, variant({ yes: null, no: null }))) // here: state
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'log' has no initial value, and variant({ yes: null, no: null }) has no usual one. Give one, or 'any()'."`,
    )
  })
})

describe('a call', () => {
  const pin = procedure({ params: { n: int(0, 3) }, returns: bool }, function* pin({ n }) {
    yield* ret(n.gt(0))
  })

  test('without an argument', () => {
    const said = rejection((m) => {
      m.process('p', function* () {
        // @ts-expect-error: 'n' is missing
        yield* pin({}) // here: pin
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'pin' is called without 'n'. Give every parameter by name: 'pin({ n: … })'."`,
    )
  })

  test('with an unknown argument', () => {
    const said = rejection((m) => {
      m.process('p', function* () {
        // @ts-expect-error: there is no 'count'
        yield* pin({ n: 1, count: 2 }) // here: pin
      })
    })
    expect(said).toMatchInlineSnapshot(`"here: 'pin' has no parameter 'count'. It has n."`)
  })

  test('with an argument outside its range', () => {
    const said = rejection((m) => {
      m.process('p', function* () {
        yield* pin({ n: 9 }) // here: pin
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 9 is outside of int(0, 3). Give a value in the range, or widen the range."`,
    )
  })

  test('with an argument given by position', () => {
    const said = rejection((m) => {
      m.process('p', function* () {
        // @ts-expect-error: arguments are given by name
        yield* pin(1) // here: pin
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'pin' is called without 'n'. Give every parameter by name: 'pin({ n: … })'."`,
    )
  })

  test('of a step whose result is no term', () => {
    const said = rejection((m) => {
      m.process('p', function* () {
        yield* step('read', {}, function* () {
          // here: step
          return 3
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the result of the step 'read' is no term. Return a term, such as 'value(bool, true)'."`,
    )
  })
})

describe('a sort', () => {
  test('without values', () => {
    const said = rejectionOf(() => int(3, 1)) // here: int
    expect(said).toMatchInlineSnapshot(
      `"here: int(3, 1) has no values. Give the lower bound first."`,
    )
  })

  test('with a name given twice', () => {
    const said = rejectionOf(() => oneOf('idle', 'busy', 'idle')) // here: oneOf
    expect(said).toMatchInlineSnapshot(
      `"here: the value 'idle' is given twice. Remove one of them."`,
    )
  })

  test('of no individuals', () => {
    const said = rejectionOf(() => identity('fence', 0)) // here: identity
    expect(said).toMatchInlineSnapshot(
      `"here: 'fence' has the size 0. Give a whole number from 1."`,
    )
  })

  test('without cases', () => {
    const said = rejectionOf(() => variant({})) // here: variant
    expect(said).toMatchInlineSnapshot(
      `"here: a variant without cases has no values. Give it a case."`,
    )
  })

  test('with too many values for an index', () => {
    const said = rejection((m) => {
      m.state('table', array(int(0, 2 ** 20), bool)) // here: state
    })
    expect(said).toMatchInlineSnapshot(
      `"here: int(0, 1048576) has too many values to go through. Use a sort of at most 1048576 values."`,
    )
  })

  test('with too many values for a set', () => {
    const said = rejection((m) => {
      m.state('seen', set(sequence(int(0, 9), 9))) // here: state
    })
    expect(said).toMatchInlineSnapshot(
      `"here: sequence(int(0, 9), 9) has too many values to go through. Use a sort of at most 1048576 values."`,
    )
  })
})
