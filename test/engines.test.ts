/** The interpreter and the compiled engine give one answer: on every case of every spec, and on every model as it comes. */

import { globSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isTemplate } from '../checker/cli/kinds.ts'
import { load } from '../checker/cli/load.ts'
import { loadSuites, specFiles } from '../checker/cli/suite-files.ts'
import type { SearchOptions } from '../checker/exploration.ts'
import type { Model } from '../dsl/ir.ts'
import type { Verdict } from '../checker/verdict.ts'
import { checkIn } from './engines.ts'
import { judge, reportDifference } from './random/verdicts.ts'

const root = join(import.meta.dirname, '..')

/** As the case has it, and in the other one of the two ways to go on, on several threads. */
async function disagreements(model: Model, options: SearchOptions): Promise<readonly string[]> {
  const other = { ...options, continue: options.continue !== true, workers: 2 }
  const { disagreement, report, verdict } = await judge(model, options, ['compiled'])
  // The interpreter goes only one way where nothing is wrong, and the answer is the one that it has given.
  const otherwise = fine.has(verdict.kind)
    ? reportDifference(report, await checkIn('compiled', model, other))
    : (await judge(model, other, ['compiled'])).disagreement
  return [disagreement, otherwise].filter((each) => each !== null)
}

/** With these nothing is wrong: a search goes on to the end, or to a bound, whatever it is told. */
const fine: ReadonlySet<Verdict['kind']> = new Set(['holds', 'not reached', 'incomplete'])

for (const path of specFiles([], root)) {
  const { suites } = await loadSuites(path, root)
  for (const { name, cases } of suites) {
    describe(`${path}: ${name}`, () => {
      const named = cases.map((one, index) => {
        const values = Object.entries(one.parameters).map(([key, value]) => `${key}=${value}`)
        return [index + 1, one.model.name, values.join(', '), one] as const
      })
      test.each(named)('%i: %s (%s)', async (_index, _model, _values, one) => {
        const model = one.model.instantiate(one.parameters)
        expect(await disagreements(model, one.options)).toEqual([])
      })
    })
  }
}

/** Some of the models are there to be large. */
const most = { maxStates: 5000 }

const files = globSync('models/**/*.ts', { cwd: root }).toSorted()
const exports = await Promise.all(files.map((path) => load(path, root)))
const templates = [...new Set(exports.flatMap((each) => Object.values(each).filter(isTemplate)))]

describe('as it comes', () => {
  test.each(templates.map((template) => [template.name, template] as const))(
    '%s',
    async (_name, template) => {
      expect(await disagreements(template.instantiate(), most)).toEqual([])
    },
  )
})
