/** The generated code is the flat executor's equal: on the models of all specs, and on random ones. */

import { sample } from 'fast-check'
import { describe, expect, test } from 'vitest'
import classics from '../../../../specs/classics.spec.ts'
import shmem from '../../../../specs/shmem.spec.ts'
import type { Program } from '../../../../checker/lower/program.ts'
import { models } from '../../../random/arbitrary.ts'
import { compiledDifference } from '../../../random/compiled-agreement.ts'
import { answersOf } from '../../../random/compiled.ts'
import { action, assign, model } from '../../lower/build.ts'
import { int, num, variable } from '../../lower/terms.ts'

const seed = 20_261_121

describe.each([classics, shmem])(
  'steps and judgements are those of the executor in the models of $name',
  ({ cases }) => {
    test.each(cases)(
      '$model.name $options.scenario $parameters',
      ({ model: template, parameters }) => {
        const found = compiledDifference(template.instantiate(parameters), {
          states: 120,
          depth: 40,
        })
        expect(found).toBeNull()
      },
    )
  },
)

test('random models have the steps and judgements that the executor finds', () => {
  const found = sample(models(), { seed, numRuns: 100 }).map((one) =>
    compiledDifference(one, { states: 40, depth: 8 }),
  )
  expect(found.filter((each) => each !== null)).toEqual([])
})

test('outcomes are taken out of the way at any time', () => {
  const oneByOne = (program: Program) => answersOf(program, 1)
  const found = sample(models(), { seed: seed + 1, numRuns: 40 }).map((one) =>
    compiledDifference(one, { states: 20, depth: 6 }, oneByOne),
  )
  expect(found.filter((each) => each !== null)).toEqual([])
})

test('a module of another model is told apart', () => {
  const x = variable(0, 'x', int(0, 3), num(0))
  const to = (value: number) =>
    model({ variables: [x], actions: [action('A', [], null, assign(x, num(value)))] })
  const limits = { states: 10, depth: 10 }
  expect(compiledDifference(to(1), limits)).toBeNull()
  const other = (program: Program) => {
    const effects = to(2).actions.flatMap((each) => each.effects)
    return answersOf({ ...program, actions: program.actions.map((each) => ({ ...each, effects })) })
  }
  expect(compiledDifference(to(1), limits, other)).toContain('outcome 0')
})
