/** Questions about control points in the generated code. */

import { expect, test } from 'vitest'
import { nowhere, outsideProcesses } from '../../../../checker/lower/context.ts'
import { lower } from '../../../../checker/lower/lower.ts'
import type { Expr, Sort, Statement } from '../../../../dsl/ir.ts'
import { processId } from '../../../ids.ts'
import { modelOf } from '../../../model.ts'
import { bound, expr } from '../../../random/nodes.ts'
import { label, process, step } from '../../lower/build.ts'
import { at, binder, bool, enumOf, record, terminated } from '../../lower/terms.ts'
import { compiled } from './kit.ts'

/** Statements that each rest at a point of its own; those of the numbers given carry the label. */
function body(length: number, labelled: readonly number[]): Statement[] {
  return Array.from({ length }, (_, i) => [
    ...(labelled.includes(i) ? [label('there')] : []),
    step(`s${i}`, null),
  ]).flat()
}

const sorts: readonly Sort[] = [
  bool,
  // Its codes have gaps.
  record({ a: bool, b: enumOf('one', 'two', 'three') }),
]

test.each<[string, number, readonly number[]]>([
  ['at none', 5, []],
  ['at the first', 5, [0]],
  ['at one', 5, [3]],
  ['at some that follow each other', 9, [3, 4, 5]],
  ['at all', 4, [0, 1, 2, 3]],
  ['at some here and there', 9, [0, 2, 3, 7]],
  ['at the last two of 64', 63, [2, 61, 62]],
  ['here and there among more than 64', 80, [0, 63, 64, 70, 79]],
  ['here and there among more than 128', 140, [1, 64, 129]],
])(
  'a process is at a label where its point has it, and nowhere else: %s',
  (_, length, labelled) => {
    for (const sort of sorts) {
      const program = lower(
        modelOf({
          processes: [
            process('first', [step('s', null)], { sort: bool }),
            process('p', body(length, labelled), { id: 1, sort }),
          ],
        }),
      )
      const it = binder(0, 'it', sort)
      const subjects = [at(1, bound(it), 'there'), terminated(1, bound(it))].map((whole) => ({
        expr: whole,
        process: null,
        binders: [it],
      }))
      const { evaluate } = compiled(subjects, program)
      const instances = program.processes[1]?.instances ?? 0
      const value = sort.kind === 'bool' ? 1 : [1, 1]
      const instance = sort.kind === 'bool' ? 1 : 4
      for (let point = nowhere; point <= length; point++) {
        // The others are where it is not.
        const others = labelled.includes(point) ? length : (labelled[0] ?? 0)
        const points = Array.from({ length: 2 + instances }, (_each, i) =>
          i === 2 + instance ? point : i < 2 ? 0 : others,
        )
        const state = outsideProcesses({ variables: [], points }, [value])
        const expected = [labelled.includes(point), point === length].map((holds) => ({
          value: holds ? 1 : 0,
        }))
        expect({ point, found: [evaluate(0, state), evaluate(1, state)] }).toEqual({
          point,
          found: expected,
        })
      }
    }
  },
)

test('a fault in the instance comes before the question', () => {
  const program = lower(modelOf({ processes: [process('p', body(2, [0]), { sort: bool })] }))
  const none: Expr = expr('unwrap', bool, {
    optional: expr('none', { kind: 'optional', of: bool }, {}),
  })
  const whole = expr('at', bool, { process: processId(0), instance: none, label: 'there' })
  const { evaluate } = compiled([{ expr: whole, process: null, binders: [] }], program)
  const state = outsideProcesses({ variables: [], points: [0, 0] })
  expect(evaluate(0, state)).toEqual({ fault: 'none', site: none.site })
})
