/** How far one step may go, and how wide. */

import { expect, test } from 'vitest'
import { interpret } from '../../../checker/reference/interpreter.ts'
import * as b from './build.ts'
import { initialState } from './explore.ts'

test('a step may have more successors than a way may have statements', () => {
  const wide = b.int(0, 300_000)
  const chosen = b.binder('k', wide)
  const pick = b.pick(chosen, b.sortDomain(wide))
  const step = b.step('choose', null, [pick, b.assign(b.variable(0, wide), b.use(chosen))])
  const system = interpret(
    b.model({
      variables: [['n', wide, b.literal(0, wide)]],
      processes: [['p', b.identity('p', 1), b.block([], step)]],
    }),
  )
  expect(system.expand(initialState(system)).length).toBe(300_001)
})

test('a process that goes on and on without a step is an error that names the statement', () => {
  const endless = b.block([], b.loop(b.block([])))
  const system = interpret(b.model({ processes: [['p', b.identity('p', 1), endless]] }))
  expect(() => system.initial()).toThrow('p#0: goes on and on without a step')
})
