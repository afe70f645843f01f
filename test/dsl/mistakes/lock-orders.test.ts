/** Declared orders of lock classes that say nothing of the model. */

import { expect, test } from 'vitest'
import { mutex } from '../../../dsl/kernel/index.ts'
import { rejection } from '../rejection.ts'

const rejectedOrder = (...classes: readonly string[]) =>
  rejection((m) => {
    m.state('a', mutex('a'))
    m.state('b', mutex('b', { subclasses: 2 }))
    m.lockOrder(...classes) // here: lockOrder
  })

test('an order of which the model has one class is a mistake', () => {
  expect(rejectedOrder('a', 'bb')).toMatchInlineSnapshot(
    `"here: of the lock classes of an order the model has only 'a'. Name two of these: 'a', 'b', 'b/1'."`,
  )
})

test('an order of which the model has no class is a mistake', () => {
  expect(rejectedOrder('b/2', 'bb', 'c')).toMatchInlineSnapshot(
    `"here: of the lock classes of an order the model has none. Name two of these: 'a', 'b', 'b/1'."`,
  )
})

test('an order in a model without locks is a mistake', () => {
  const said = rejection((m) => {
    m.lockOrder('a', 'b') // here: lockOrder
  })
  expect(said).toMatchInlineSnapshot(
    `"here: of the lock classes of an order the model has none. Declare the locks, or leave the order out."`,
  )
})

test('an order is right where the model has two of its classes, and a subclass is one', () => {
  expect(rejectedOrder('fs_reclaim', 'b', 'b/1')).toBe('')
})
