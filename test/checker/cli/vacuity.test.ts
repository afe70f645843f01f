/** What proves nothing, and what was executed, as a user is told of it. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { widthOf } from '../../../checker/report/lines.ts'
import { fencepost, root } from './fencepost.ts'

const dsl = join(root, 'dsl/index.ts')

/** With one gate `late` is never taken; with two, nothing is vacuous. */
const gates = `import { and, bool, int, model, step } from '${dsl}'
export const gates = model('gates', { open: int(1, 2).default(1) }, (m, { open }) => {
  const first = m.state('first', bool)
  const second = m.state('second', bool)
  m.process('keeper', function* () {
    yield* first.set(true)
    yield* second.set(open === 2)
  })
  m.process('guest', { daemon: true }, function* () {
    yield* step('late', { guard: and(first, second) }, function* () {})
  })
})
`

const spec = (accept: string) => `import { check, holds, suite } from '${dsl}'
import { gates } from '../gates.ts'
export default suite('gates', [
  check(gates, { open: 2 }, holds()),
  check(gates, { open: 1 }, holds(), { accept: ${accept} }),
])
`

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fencepost-vacuity-'))
  mkdirSync(join(folder, 'specs'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(join(folder, 'gates.ts'), gates)
  writeFileSync(join(folder, 'specs/silent.spec.ts'), spec('[]'))
  writeFileSync(join(folder, 'specs/accepting.spec.ts'), spec(`['never taken: guest: late']`))
  writeFileSync(
    join(folder, 'specs/wrong.spec.ts'),
    spec(`['never taken: guest: late', 'never taken: guest: early']`),
  )
})

afterAll(() => rmSync(folder, { recursive: true }))

const inFolder = (...args: string[]) => fencepost(args, { cwd: folder })

describe('run', () => {
  test('tells in a note what is never taken, and which conjunct keeps it from that', async () => {
    const { code, stdout } = await inFolder('run', 'gates.ts')
    expect(code).toBe(0)
    expect(stdout).toMatch(/\nNote: .*\n {2}never taken: guest: late \(gates\.ts:10\): 'second' is/)
  })

  test('says nothing where there is nothing to say', async () => {
    const { stdout } = await inFolder('run', 'gates.ts', '--param', 'open=2')
    expect(stdout).not.toContain('Note')
  })

  test('has all of it in JSON', async () => {
    const { stdout } = await inFolder('run', 'gates.ts', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      vacuity: [
        {
          name: 'never taken: guest: late',
          kind: 'never taken',
          at: { file: 'gates.ts', line: 10 },
        },
      ],
      coverage: null,
    })
  })
})

describe('run --coverage', () => {
  /** Of the lines of the file that begin with the number of a line, by this number. */
  async function covered(...args: string[]): Promise<readonly string[]> {
    const { code, stdout } = await inFolder('run', 'gates.ts', '--coverage', ...args)
    expect(code).toBe(0)
    const lines = stdout.split('\n')
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(100)
    return lines.slice(lines.indexOf('gates.ts') + 1)
  }

  test('prints how often each line took a step beside the source', async () => {
    const lines = await covered('--param', 'open=2')
    expect(lines[5]).toMatch(/^ {2}1 +6 {5}yield\* first\.set\(true\)$/)
    expect(lines[0]).toMatch(/^ +1 import \{ and/)
  })

  test('marks what was never executed, and tells how often each conjunct was true', async () => {
    const lines = await covered()
    expect(lines[9]).toMatch(/^! 0 2\/3 0\/2 10 {5}yield\* step\('late'/)
  })

  test('has the same in JSON', async () => {
    const { stdout } = await inFolder('run', 'gates.ts', '--coverage', '--json')
    const { coverage } = JSON.parse(stdout) as { coverage: readonly { lines: readonly object[] }[] }
    expect(coverage[0]?.lines.at(-1)).toEqual({
      line: 10,
      executed: 0,
      tests: [
        [
          { true: 2, asked: 3 },
          { true: 0, asked: 2 },
        ],
      ],
    })
  })
})

describe('check', () => {
  test('only counts in its last line what proves nothing and is not accepted', async () => {
    const { code, stdout } = await inFolder('check', 'specs/silent.spec.ts')
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /2 verdicts, all as expected\. 1 note of what proves nothing: see --strict\.\n$/,
    )
    const accepting = await inFolder('check', 'specs/accepting.spec.ts')
    expect(accepting.stdout).toMatch(/2 verdicts, all as expected\.\n$/)
  })

  test('fails with --strict for what is not accepted', async () => {
    const { code, stdout } = await inFolder('check', 'specs/silent.spec.ts', '--strict')
    expect(code).toBe(1)
    expect(stdout).toContain('holds (notes not as accepted)')
    expect(stdout).toContain(
      "proves nothing, and the spec does not accept it: 'never taken: guest: late'",
    )
    expect(stdout).toMatch(/2 verdicts, 1 not as expected\.\n$/)
  })

  test('passes with --strict where all of it is accepted', async () => {
    const { code } = await inFolder('check', 'specs/accepting.spec.ts', '--strict')
    expect(code).toBe(0)
  })

  test('fails with --strict for what is accepted and does not occur', async () => {
    const { code, stdout } = await inFolder('check', 'specs/wrong.spec.ts', '--strict')
    expect(code).toBe(1)
    expect(stdout).toContain(
      "accepted by the spec, and does not occur: 'never taken: guest: early'",
    )
  })
})
