/** An action's parameters have every combination of their values. */

import { expect, test } from 'vitest'
import { combinationsOf } from '../../../checker/liveness/combinations.ts'
import { lower } from '../../../checker/lower/lower.ts'
import { bool, int, oneOf } from '../../../dsl/index.ts'
import { built } from './small-models.ts'

const model = built((m) => {
  const on = m.state('on', bool)
  m.action('plain', {}, function* () {
    yield* on.set(true)
  })
  m.action('with two', { a: int(1, 2), b: oneOf('x', 'y') }, function* ({ a, b }) {
    yield* on.set(a.eq(1).and(b.eq('x')))
  })
})

test('of two parameters the second varies faster', () => {
  expect(combinationsOf(lower(model))(1)).toEqual([
    [1, 'x'],
    [1, 'y'],
    [2, 'x'],
    [2, 'y'],
  ])
})

test('without parameters there is one', () => {
  expect(combinationsOf(lower(model))(0)).toEqual([[]])
})
