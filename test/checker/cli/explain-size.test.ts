/** `fencepost run --explain-size`, as a user runs it. */

import { describe, expect, test } from 'vitest'
import { fencepost } from './fencepost.ts'

const abba = 'test/fixtures/models/abba.ts'

describe.concurrent('--explain-size', () => {
  test('counts each part of the states, and judges as ever', async () => {
    const { code, stdout } = await fencepost(['run', abba, '--explain-size', '--continue'])
    expect(stdout).toMatch(/^deadlock: first and second/)
    expect(stdout).toMatch(/\n\nwhat makes 19 states\n {2}without +values +factor +bits\n/)
    expect(stdout).toMatch(/\n {2}first: control point +\d+ +\d\.\d\d +\d\n/)
    expect(code).toBe(11)
  })

  test('says that a search that was cut has not found all', async () => {
    const cut = await fencepost(['run', abba, '--explain-size', '--max-depth', '1'])
    expect(cut.stdout).toMatch(/\n\nwhat makes \d+ states, of those that were found\n/)
  })

  test('is a field of the document, which is null without it', async () => {
    const [asked, plain] = await Promise.all([
      fencepost(['run', abba, '--explain-size', '--continue', '--json']),
      fencepost(['run', abba, '--continue', '--json']),
    ])
    const { growth, distinct } = JSON.parse(asked.stdout)
    expect(growth).toMatchObject({ states: distinct, complete: true, missing: [], stop: null })
    expect(JSON.parse(plain.stdout).growth).toBeNull()
  })

  test('does not go with what checks nothing', async () => {
    const { code, stderr } = await fencepost(['run', abba, '--explain-size', '--layout'])
    expect(stderr).toContain("'--explain-size' cannot be used with option '--layout'")
    expect(code).toBe(151)
  })
})
