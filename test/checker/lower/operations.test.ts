import { expect, test } from 'vitest'
import { lower } from '../../../checker/lower/lower.ts'
import { compact, reachable, successors } from '../../../checker/lower/operations.ts'
import type { FlatProcess, Operation } from '../../../checker/lower/program.ts'
import {
  asStep,
  assign,
  atomic,
  block,
  compute,
  either,
  loop,
  model,
  process,
  step,
  when,
} from './build.ts'
import { eq, get, int, local, num, of, variable } from './terms.ts'

const x = variable(0, 'x', int(0, 3), num(0))
const a = local(0, 'a', int(0, 3))
const toX = (value: number) => step('store', null, assign(x, num(value)))

function lowered(): FlatProcess {
  const body = block(
    [a],
    compute(assign(a, num(0))),
    loop([
      either(
        [either([toX(1)], [toX(2)]), when(eq(get(a), num(0)), [compute(assign(a, num(1)))])],
        [atomic('both', [toX(3), asStep(when(eq(of(x), num(3)), [toX(0)]))])],
      ),
    ]),
  )
  const [flat] = lower(model({ variables: [x], processes: [process('p', body)] })).processes
  if (flat === undefined) throw new Error('the process was lost')
  return flat
}

test('operations go on only to smaller numbers', () => {
  const { operations } = lowered()
  for (const [number, operation] of operations.entries()) {
    expect(Math.max(-1, ...successors(operation))).toBeLessThan(number)
  }
})

test('every operation is reached from the start or a transition', () => {
  const { operations, points, start } = lowered()
  const entries = points.flatMap(({ transitions }) => transitions.map(({ entry }) => entry))
  expect(reachable(operations, [start, ...entries])).toHaveLength(operations.length)
})

test('every point that an operation rests at is there', () => {
  const { operations, points } = lowered()
  const rests = operations.flatMap((each) => (each.kind === 'rest' ? [each.point] : []))
  expect(rests.toSorted((one, other) => one - other)).toEqual([...points.keys()])
})

test('compacting leaves out what nothing leads to, and renumbers the rest', () => {
  const operations: Operation[] = [
    { kind: 'rest', point: 0 },
    { kind: 'kill', slots: [0], next: 0 },
    { kind: 'depart', next: 0 },
    { kind: 'take', statement: 0, next: 2 },
  ]
  const { operations: kept, renumber } = compact(operations, [3])
  expect(kept).toEqual([
    { kind: 'rest', point: 0 },
    { kind: 'depart', next: 0 },
    { kind: 'take', statement: 0, next: 1 },
  ])
  expect(renumber(3)).toBe(2)
  expect(() => renumber(1)).toThrow('left out')
})
