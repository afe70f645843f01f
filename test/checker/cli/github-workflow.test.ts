/** The example of a workflow does what it says, as far as that can be tried without GitHub. */

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseXml } from '../report/parse-xml.ts'
import { root } from './fencepost.ts'

const workflow = readFileSync(join(root, 'specs/github-workflow.yml'), 'utf8')
const shards = (/shard: \[(.*)\]/.exec(workflow)?.[1] ?? '').split(', ')

/** What a step runs, with its folded lines on one. */
function commands(): readonly string[] {
  const runs = workflow.matchAll(/^( *)(?:- )?run: (?:>-\n((?:\1  .*\n)+)|(.*)\n)/gm)
  return [...runs].map(([, , folded = '', plain = '']) => {
    return (plain + folded).trim().replaceAll(/\n\s*/g, ' ')
  })
}

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fencepost-'))
  mkdirSync(join(folder, 'specs'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  spec('opposite')
  shell('git init -q && git add .')
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

function spec(order: string): void {
  writeFileSync(
    join(folder, 'specs/locks.spec.ts'),
    `import { check, deadlocks, holds, suite } from '${root}/dsl/index.ts'
import { abba } from '${root}/test/fixtures/models/abba.ts'
export default suite('locks', [
  check(abba, { order: 'same' }, holds()),
  check(abba, { order: '${order}', rounds: 2 }, deadlocks({ steps: 2 })),
])
`,
  )
}

function shell(line: string, shard = '') {
  const command = line
    .replace(/\$\{\{ matrix\.shard \}\}/g, shard)
    .replace('npx fencepost', `"${process.execPath}" "${join(root, 'checker/cli/main.ts')}"`)
  const { status, stdout } = spawnSync('bash', ['-e', '-c', command], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { status, stdout }
}

describe('the example of a workflow', () => {
  const [install, check = '', compare = ''] = commands()

  test('installs, checks and compares', () => {
    expect(install).toBe('npm ci')
    expect(check).toMatch(/^npx fencepost check /)
    expect(compare).toContain('git diff')
  })

  test('uses actions by their major versions', () => {
    const used = [...workflow.matchAll(/uses: (.*)/g)].map(([, action]) => action)
    expect(used.length).toBeGreaterThan(2)
    for (const action of used) expect(action).toMatch(/^actions\/[a-z-]+@v\d+$/)
  })

  test('checks as many parts as it says there are', () => {
    expect(shards).toEqual(['1', '2'])
    expect(check).toContain('--shard ${{ matrix.shard }}/2')
  })

  test('passes once the counterexamples are committed, and annotates what differs', () => {
    for (const shard of shards) {
      expect(shell(check, shard).status).toBe(0)
      const report = readFileSync(join(folder, 'results/verdicts.xml'), 'utf8')
      expect(parseXml(report).attributes).toMatchObject({ tests: '1', failures: '0' })
    }
    expect(existsSync(join(folder, 'results/itf/locks'))).toBe(true)
    expect(shell(compare).status).toBe(1)
    shell('git add traces')
    expect(shell(compare)).toEqual({ status: 0, stdout: '' })

    spec('same')
    const { status, stdout } = shell(check, '2')
    expect(status).toBe(1)
    expect(stdout).toContain('\n::error file=specs/locks.spec.ts,line=5,')
  })
})
