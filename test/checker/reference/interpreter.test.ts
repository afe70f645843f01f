import { expect, test } from 'vitest'
import { interpret } from '../../../checker/reference/interpreter.ts'
import * as b from './build.ts'
import { after, explore, initialState } from './explore.ts'
import { twoPhase } from './two-phase.ts'

test.each([
  [3, 288, 1146],
  [5, 8832, 58146],
])(
  'two-phase commit with %d managers has its published counts',
  (managers, distinct, generated) => {
    const found = explore(interpret(twoPhase(managers)))
    expect([found.distinct, found.generated]).toEqual([distinct, generated])
  },
)

const digits = b.int(0, 9)
const x = b.variable(0, b.setOf(digits))
const add = (value: number) => {
  const one = b.collection(x.sort, [b.number(value)])
  const union = { operator: 'union' as const, left: x, right: one }
  return b.step(`add ${value}`, null, [b.assign(x, b.node('setOperation', x.sort, union))])
}
const local = b.local('seen', digits)
const model = b.model({
  variables: [['x', x.sort, b.collection(x.sort, [])]],
  processes: [
    ['left', b.identity('left', 1), [add(1)]],
    [
      'right',
      b.identity('right', 1),
      b.block([local], add(2), b.compute(b.assign(local, b.number(5))), b.label('seen'), add(3)),
    ],
  ],
})

test('states reached in different orders are equal and have equal hashes', () => {
  const system = interpret(model)
  const [one, other] = [after(system, 0, 0), after(system, 1, 0)]
  expect(system.equal(one, other)).toBe(true)
  expect(system.hash(one)).toBe(system.hash(other))
})

test('states that differ are not equal', () => {
  const system = interpret(model)
  expect(system.equal(after(system, 0), after(system, 1))).toBe(false)
  expect(system.equal(after(system, 0), initialState(system))).toBe(false)
})

test('a state is told as plain data', () => {
  const system = interpret(model)
  expect(system.decode(after(system, 0, 0))).toEqual({
    variables: { x: [1, 2] },
    processes: [
      { process: 'left', instance: 0, at: null, labels: [], locals: [] },
      {
        process: 'right',
        instance: 0,
        at: 'right#3',
        labels: ['seen'],
        locals: [{ name: 'seen', value: 5 }],
      },
    ],
  })
})

test('two systems of one model understand the states of each other', () => {
  const state = after(interpret(model), 0, 0)
  expect(
    interpret(model)
      .expand(state)
      .map(({ step }) => step.id),
  ).toEqual(['right#3'])
})

test('a sort too large to go through is refused when it would be', () => {
  const wide = b.binder('n', b.int(0, 2 ** 30))
  const huge = b.model({ actions: [['act', [wide], null, []]] })
  expect(() => interpret(huge)).toThrow('int(0..1073741824) has more than 1048576 values')
})
