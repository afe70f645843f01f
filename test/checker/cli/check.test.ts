/** `fencepost check` as a user runs it, and its parts as a test runner uses them. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isAsExpected } from '../../../checker/case-result.ts'
import { runCase } from '../../../checker/cli/run-case.ts'
import { loadSuites, specFiles } from '../../../checker/cli/suite-files.ts'
import { widthOf } from '../../../checker/report/lines.ts'
import { fencepost, interrupting, root } from './fencepost.ts'

const dsl = join(root, 'dsl/index.ts')
const models = join(root, 'test/fixtures/models')
const imports = `import { check, deadlocks, failsAssertion, holds, isIncomplete, suite, violates } from '${dsl}'
import { abba } from '${models}/abba.ts'
import { assertion, counter, invariant } from '${models}/verdicts.ts'
`

const good = `${imports}
export default suite('lock order', [
  check(abba, { order: 'same' }, holds({ distinct: 16, generated: 17 })),
  check(abba, { order: 'opposite' }, deadlocks({ steps: 2 })),
  check(abba, { order: 'opposite' }, holds(), {
    scenario: 'deadlocks allowed',
    deadlock: false,
    lockOrder: false,
  }),
  check(abba, { order: 'same' }, isIncomplete(), { scenario: 'two steps', maxDepth: 2 }),
])
`

const bad = `${imports}
export const first = suite('wrong verdicts', [
  check(abba, { order: 'opposite' }, holds()),
  check(abba, { order: 'same' }, deadlocks({ steps: 2 })),
  check(abba, { order: 'opposite' }, deadlocks({ steps: 3 })),
  check(abba, { order: 'same' }, holds({ distinct: 15 })),
  check(invariant, {}, violates('above three', { steps: 3 })),
  check(assertion, {}, failsAssertion('n is not held', { steps: 1 })),
])
export const second = suite('wrong parameters', [
  check(counter, { top: 9 }, holds()),
])
`

const refused = `${imports}
export default suite('no model', [
  check(counter, { top: 99 }, holds()),
])
`

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fencepost-'))
  mkdirSync(join(folder, 'specs/deeper'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(join(folder, 'specs/deeper/good.spec.ts'), good)
  writeFileSync(join(folder, 'specs/notes.ts'), 'throw new Error("nobody imports this")')
  writeFileSync(join(folder, 'bad.ts'), bad)
  writeFileSync(join(folder, 'refused.ts'), refused)
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe.concurrent('check', () => {
  test('finds the specs, prints a table for each suite, and exits with 0', async () => {
    const { code, stdout } = await fencepost(['check'], { cwd: folder })
    expect(stdout.replaceAll(/ +(time|[\d.]+ m?s)$/gm, ' …')).toBe(`\
lock order                                                                 specs/deeper/good.spec.ts
     scenario           order     verdict     states  steps …
  ✓                     same      holds           16 …
  ✓                     opposite  deadlock         8      2 …
  ✓  deadlocks allowed  opposite  holds           19 …
  ✓  two steps          same      incomplete       5 …

4 verdicts, all as expected.
`)
    expect(code).toBe(0)
  })

  test('exits with 1 when a verdict differs, and prints expected, actual and the trace', async () => {
    const { code, stdout } = await fencepost(['check', 'bad.ts'], { cwd: folder })
    expect(code).toBe(1)
    expect(stdout).toContain('7 verdicts, 6 not as expected.')
    expect(stdout).toContain('verdict: expected holds, but it is deadlock')
    expect(stdout).toContain('verdict: expected deadlock, but it is holds')
    expect(stdout).toContain('steps: expected 3, but it is 2')
    expect(stdout).toContain('distinct: expected 15, but it is 16')
    expect(stdout).toContain(
      'verdict: expected violated: above three, but it is violated: below three',
    )
    // Where these lines are broken depends on the path of the project.
    const text = stdout.replaceAll(/\s+/g, ' ')
    expect(text).toContain("the parameters do not satisfy 'top is not nine'")
    expect(text).toMatch(/mutex_lock\(b\).* b: none -> second/)
    for (const line of stdout.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(100)
  })

  test('exits with the code of a model that cannot be built', async () => {
    const { code, stdout } = await fencepost(['check', 'refused.ts'], { cwd: folder })
    expect(stdout).toContain('refused')
    expect(code).toBe(151)
  })

  test('lets the command line go before a case’s own bounds', async () => {
    const { code, stdout } = await fencepost(['check', 'specs', '--max-depth', '1'], {
      cwd: folder,
    })
    expect(stdout).toContain('incomplete (expected: holds)')
    expect(code).toBe(1)
  })

  test('prints one JSON document', async () => {
    const { code, stdout } = await fencepost(['check', '--json', 'specs', 'bad.ts'], {
      cwd: folder,
    })
    const document = JSON.parse(stdout)
    expect(code).toBe(1)
    expect(document).toMatchObject({
      ok: false,
      suites: [
        { suite: 'lock order', file: 'specs/deeper/good.spec.ts', ok: true },
        { suite: 'wrong verdicts', file: 'bad.ts', ok: false },
        { suite: 'wrong parameters', ok: false },
      ],
    })
    expect(document.suites[0].cases[1]).toMatchObject({
      model: 'AB-BA',
      parameters: { order: 'opposite', rounds: 1 },
      scenario: null,
      verdict: 'deadlock',
      property: null,
      expected: { verdict: 'deadlock', steps: 2 },
      ok: true,
      differences: [],
      distinct: 8,
      generated: 9,
      depth: 3,
      seconds: expect.any(Number),
      assumptions: expect.any(Array),
      trace: { steps: [{ name: 'mutex_lock(a)' }, { name: 'mutex_lock(b)' }] },
    })
    expect(document.suites[1].cases[3]).toMatchObject({
      ok: false,
      differences: [{ what: 'distinct', expected: '15', actual: '16' }],
    })
    expect(document.suites[2].cases[0]).toMatchObject({
      verdict: 'refused',
      message: expect.stringContaining('top is not nine'),
      ok: false,
    })
  })

  test('does not end as if all were well when its reader has enough', async () => {
    const slow = `${imports}
import { endless } from '${models}/verdicts.ts'
export const first = suite('quick', [check(abba, { order: 'same' }, holds())])
export const second = suite('slow', [check(endless, {}, holds())])
export const third = suite('too late', [check(endless, {}, holds())])
`
    writeFileSync(join(folder, 'slow.ts'), slow)
    const { code } = await fencepost(['check', 'slow.ts', '--timeout', '1s'], {
      cwd: folder,
      during: ({ stdout }) => stdout?.once('data', () => stdout.destroy()),
    })
    expect(code).toBe(141)
  })

  test('exits with 153 when a thread dies, and finishes the other cases', async () => {
    // On a slow machine the quick cases may have threads too: they are bounded, and spared.
    const dying = `import { parentPort } from 'node:worker_threads'
parentPort?.on('message', ({ job }) => {
  if (job.bounds.maxDepth === null) setTimeout(() => process.exit(7), 100)
})
`
    const mixed = `${imports}
import { endless } from '${models}/verdicts.ts'
export default suite('mixed', [
  check(abba, { order: 'same' }, holds(), { maxDepth: 99 }),
  check(endless, {}, holds()),
  check(abba, { order: 'opposite' }, deadlocks({ steps: 2 }), { maxDepth: 99 }),
])
`
    writeFileSync(join(folder, 'dying.mjs'), dying)
    writeFileSync(join(folder, 'mixed.ts'), mixed)
    const env = { NODE_OPTIONS: `--import=${pathToFileURL(join(folder, 'dying.mjs')).href}` }
    const { code, stdout } = await fencepost(['check', 'mixed.ts', '--engine', 'compiled'], {
      cwd: folder,
      env,
    })
    expect(stdout).toContain('✗  failed')
    expect(stdout).toContain('A thread has died in its search, with exit code 7.')
    expect(stdout).toContain('3 verdicts, 1 not as expected.')
    expect(code).toBe(153)
  })

  test('stops at Ctrl-C with what it has, and 130', async () => {
    // One more than can go on at once.
    const cases = availableParallelism() + 1
    const endless = `${imports}
import { endless } from '${models}/verdicts.ts'
export default suite('endless', Array.from({ length: ${cases} }, () => check(endless, {}, holds())))
`
    writeFileSync(join(folder, 'endless.ts'), endless)
    const { code, stdout } = await fencepost(['check', 'endless.ts'], {
      cwd: folder,
      during: interrupting,
    })
    expect(stdout).toContain('interrupted (expected: holds)')
    const [, done, wrong, rest] =
      /(\d+) verdicts?, (\d+) not as expected. Interrupted: (\d+) more were/.exec(stdout) ?? []
    expect(Number(done) + Number(rest)).toBe(cases)
    expect(wrong).toBe(done)
    expect(code).toBe(130)
  })
})

describe('a test runner', () => {
  test('checks the cases of a spec file by the same functions', async () => {
    const files = specFiles([], folder)
    expect(files).toEqual(['specs/deeper/good.spec.ts'])
    const { suites } = await loadSuites(files[0] ?? '', folder)
    const cases = suites.flatMap((suite) => suite.cases)
    expect(cases.length).toBe(4)
    for (const one of cases) expect(isAsExpected(await runCase(one))).toBe(true)
  })

  test('learns that the check itself failed, and of one case', async () => {
    const { suites } = await loadSuites('bad.ts', folder)
    const [first] = suites.flatMap((suite) => suite.cases)
    const dying = () => Promise.reject(new Error('a thread has died'))
    const result = first === undefined ? null : await runCase(first, {}, folder, dying)
    expect(result?.outcome).toEqual({
      kind: 'failed',
      message: expect.stringMatching(/please report it\.\nError: a thread has died\n +at /),
    })
    expect(result === null || isAsExpected(result)).toBe(false)
  })

  test('learns in what a case differs', async () => {
    const { suites } = await loadSuites('bad.ts', folder)
    const [first] = suites.flatMap((suite) => suite.cases)
    const result = first === undefined ? null : await runCase(first)
    expect(result?.outcome).toMatchObject({
      kind: 'checked',
      differences: [{ what: 'verdict', expected: 'holds', actual: 'deadlock' }],
    })
  })
})
