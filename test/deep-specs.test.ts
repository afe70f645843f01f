/** The deep run is one of its own: nothing else explores its rows, and each of them is a safe one that is pinned. */

import { globSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { loadSuites, specFiles } from '../checker/cli/suite-files.ts'

const cwd = join(import.meta.dirname, '..')
const pattern = 'specs/deep/*.deep.ts'
const files = globSync(pattern, { cwd }).map((file) => file.replaceAll('\\', '/'))

test('npm run check:deep explores each file of the folder', () => {
  expect(manifest.scripts['check:deep'].endsWith(` --strict ${pattern}`)).toBe(true)
  expect(globSync('specs/deep/*', { cwd })).toHaveLength(files.length)
  expect(files.length).toBeGreaterThan(0)
})

test('npm run check leaves them out', () => {
  expect(specFiles([], cwd).filter((file) => file.includes('deep'))).toEqual([])
})

test.each(files)(
  '%s has parameters that its models know, and pins how many states there are',
  async (file) => {
    const { suites } = await loadSuites(file, cwd)
    for (const { model, parameters, expected } of suites.flatMap(({ cases }) => cases)) {
      expect(expected).toEqual({ kind: 'holds', distinct: expect.any(Number) })
      expect(() => model.instantiate(parameters)).not.toThrow()
    }
  },
)
