/** What `m.refines` cannot be given, said at its line. */

import { expect, test } from 'vitest'
import { after, bool, int, model, optional, thread, type ModelBuilder } from '../../../dsl/index.ts'
import type { Model } from '../../../dsl/ir.ts'
import { rejection } from '../rejection.ts'

const counter = model('counter', {}, (m) => {
  const n = m.state('n', int(0, 3))
  m.action(
    'Increment',
    {},
    () => n.lt(3),
    function* () {
      yield* n.update((before) => before.plus(1))
    },
  )
})

function refining(other: Model, mapping: (x: ReturnType<typeof number>) => object) {
  return (m: ModelBuilder) => {
    const x = number(m)
    m.refines('counts', other, { ...mapping(x) })
  }
}

function number(m: ModelBuilder) {
  return m.state('x', int(0, 3))
}

test('a model with processes', () => {
  const other = model('other', {}, (m) => {
    const n = m.state('n', int(0, 3))
    m.process('p', function* () {
      yield* n.set(1)
    })
  }).instantiate()
  const said = rejection(refining(other, (n) => ({ n })))
  expect(said).toMatch(
    /: 'other' has the process 'p', of whose control points there is no image\. Give a model of variables and actions\.$/,
  )
})

test('a model with threads in its sorts', () => {
  const other = model('other', {}, (m) => {
    m.state('owner', optional(thread))
  }).instantiate()
  const said = rejection(refining(other, () => ({ owner: null })))
  expect(said).toMatch(/: 'other' has values of the sort thread, and no threads\. /)
})

test('a model without its parameters', () => {
  // A JavaScript author has nobody to tell him.
  const loose = counter as unknown as Model
  const said = rejection(refining(loose, (n) => ({ n })))
  expect(said).toMatch(
    /: 'counter' waits for its parameters\. Give the model that its 'instantiate/,
  )
})

test('no term for a variable, or one for none', () => {
  const other = counter.instantiate()
  expect(rejection(refining(other, () => ({})))).toMatch(
    /: there is no term for the variable 'n'\. Give one for each variable\.$/,
  )
  expect(rejection(refining(other, (n) => ({ n, m: 1 })))).toMatch(
    /: 'counter' has no variable 'm'\. It has n\.$/,
  )
})

test('a term of another sort', () => {
  const said = rejection(refining(counter.instantiate(), (x) => ({ n: x.eq(1) })))
  expect(said).toMatch(/: bool is given where int\(0, 3\) is expected\. /)
})

test("an 'after' in the mapping", () => {
  const said = rejection(refining(counter.instantiate(), (x) => ({ n: after(x) })))
  expect(said).toMatch(/: 'after' stands in a mapping\. Say what the value is in one state\.$/)
})

test('a name that another property has', () => {
  const said = rejection((m) => {
    const x = number(m)
    m.always('counts', x.ge(0))
    m.refines('counts', counter.instantiate(), { n: x })
  })
  expect(said).toMatch(/: the property 'counts' is declared twice /)
})

test('the place is that of the call', () => {
  const said = rejection((m) => {
    const b = m.state('b', bool)
    m.refines('counts', counter.instantiate(), { n: b }) // call: refines
  })
  expect(said).toMatch(/^call: /)
})
