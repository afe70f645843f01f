/** Random models of locks in an array, whose indices are told in every way in which they can be known, or not. */

import { array as list, boolean, constantFrom, integer, record, tuple } from 'fast-check'
import type { Arbitrary } from 'fast-check'
import {
  array,
  bool,
  forever,
  index,
  int,
  local,
  model,
  not,
  procedure,
  step,
  when,
  type BoolTerm,
  type IntTerm,
  type StatementNode,
} from '../../dsl/index.ts'
import type { Model } from '../../dsl/ir.ts'

const locks = 3
const which = int(0, locks - 1)

type Told = 'literal' | 'self' | 'arithmetic' | 'local' | 'parameter' | 'variable' | 'one of two'

interface Operation {
  readonly what: 'take' | 'put' | 'try'
  readonly told: Told
  readonly lock: number
}

interface Player {
  readonly count: number
  readonly daemon: boolean
  readonly forever: boolean
  /** It runs only while this one is free. */
  readonly behind: number | null
  readonly operations: readonly Operation[]
}

interface Drawn {
  readonly players: readonly Player[]
  /** The lock that an action may put. */
  readonly reset: number | null
}

const operation: Arbitrary<Operation> = record({
  what: constantFrom('take', 'take', 'take', 'put', 'put', 'try'),
  told: constantFrom<Told[]>(
    'literal',
    'literal',
    'self',
    'arithmetic',
    'local',
    'parameter',
    'variable',
    'one of two',
  ),
  lock: integer({ min: 0, max: locks - 1 }),
})

const player: Arbitrary<Player> = record({
  count: constantFrom(1, 1, 2),
  daemon: constantFrom(false, false, true),
  forever: boolean(),
  behind: constantFrom(null, null, null, null, 0, 2),
  operations: list(operation, { minLength: 1, maxLength: 4 }),
})

/** Two or three kinds of processes, and now and then an action. */
export const lockModels: Arbitrary<Model> = tuple(
  list(player, { minLength: 2, maxLength: 3 }),
  constantFrom(null, null, null, 0, 2),
).map(([players, reset]) => built({ players, reset }))

function built({ players, reset }: Drawn): Model {
  const template = model('locks', {}, (m) => {
    const taken = m.state('taken', array(which, bool))
    const favourite = m.state('favourite', which, 1)
    const at = (lock: IntTerm | number): BoolTerm => taken.at(lock)
    const operations = {
      take: (lock: IntTerm | number) =>
        step('take', { guard: at(lock).not() }, function* () {
          yield* taken.at(lock).set(true)
        }),
      put: (lock: IntTerm | number) =>
        step('put', {}, function* () {
          yield* taken.at(lock).set(false)
        }),
      try: (lock: IntTerm | number) =>
        step('try', {}, function* () {
          yield* taken.at(lock).set(true)
        }),
    }
    const inProcedure = (operate: (lock: IntTerm) => StatementNode<never, void>) =>
      procedure({ params: { lock: which } }, function* one({ lock }) {
        yield* operate(lock)
      })
    const called = {
      take: inProcedure(operations.take),
      put: inProcedure(operations.put),
      try: inProcedure(operations.try),
    }
    for (const [number, one] of players.entries()) {
      const { count, daemon, behind } = one
      const on = behind === null ? {} : { on: { runs: () => not(at(behind)) } }
      const each = index(`p${number}`, count)
      m.process(`p${number}`, { each, daemon, ...on }, function* (self) {
        const mine = yield* local('mine', which, self.ordinal().plus(1))
        const chosen = yield* local('chosen', which, 0)
        yield* when(taken.at(2), function* () {
          yield* chosen.set(2)
        })
        function* round() {
          for (const { what, told, lock } of one.operations) {
            const operate = operations[what]
            switch (told) {
              case 'literal':
                yield* operate(lock)
                break
              case 'self':
                yield* operate(self.ordinal())
                break
              case 'arithmetic':
                yield* operate(self.ordinal().plus(lock).mod(locks))
                break
              case 'local':
                yield* operate(mine)
                break
              case 'parameter':
                yield* called[what]({ lock })
                break
              case 'variable':
                yield* operate(favourite)
                break
              case 'one of two':
                yield* operate(chosen)
                break
            }
          }
        }
        if (one.forever) yield* forever(round)
        else yield* round()
      })
    }
    if (reset !== null) {
      m.action(
        'Reset',
        {},
        () => true,
        function* () {
          yield* taken.at(reset).set(false)
        },
      )
    }
  })
  return template.instantiate()
}
