/** Every case of every spec has the verdict that it expects. */

import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isAsExpected } from '../checker/case-result.ts'
import { runCase } from '../checker/cli/run-case.ts'
import { loadSuites, specFiles } from '../checker/cli/suite-files.ts'
import { formats } from '../checker/report/formats.ts'
import { page } from '../checker/report/page.ts'

const cwd = join(import.meta.dirname, '..')

for (const path of specFiles([], cwd)) {
  const { suites } = await loadSuites(path, cwd)
  for (const { name, cases } of suites) {
    describe(`${path}: ${name}`, () => {
      const named = cases.map((one, index) => {
        const values = Object.entries(one.parameters).map(([key, value]) => `${key}=${value}`)
        return [index + 1, one.model.name, values.join(', '), one] as const
      })
      test.each(named)('%i: %s (%s)', async (_index, _model, _parameters, one) => {
        const result = await runCase(one, {}, cwd)
        if (isAsExpected(result)) return
        const results = [{ suite: name, file: path, cases: [result] }]
        expect.fail(formats.text.summary(results, 0, page({}, {}, cwd)))
      })
    })
  }
}
