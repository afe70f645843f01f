/** The bench as a command: it measures what it is asked for, and says what it does not know. */

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from './child.ts'

const main = join(import.meta.dirname, 'main.ts')

test('a quick look at two parts gives their figures as JSON, and those alone', async () => {
  const options = ['--quick', '--sources', '--parts', 'width', 'startup', '--json', '-']
  const { code, stdout } = await run(process.execPath, [main, ...options])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    quick: true,
    runs: 1,
    comparisons: [],
    growth: [],
    widths: [60, 120, 300, 1000].map(() => ({ states: 256, transitions: 2049 })),
    large: null,
    startup: { model: 'peterson', states: 42 },
  })
})

test('a model that is not known is refused, with those that are', async () => {
  const { code, stderr } = await run(process.execPath, [main, '--models', 'philosophers-99'])
  expect(code).toBe(1)
  expect(stderr).toContain('shmem-universal')
})

test('a number of runs must be one', async () => {
  const { code, stderr } = await run(process.execPath, [main, '--runs', '0'])
  expect(code).toBe(1)
  expect(stderr).toContain('It must be a whole number from 1.')
})
