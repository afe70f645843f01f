/** Counterexamples that `fencepost check` and `run` keep in files. */

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { fencepost, root } from './fencepost.ts'

const folders: string[] = []
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fencepost-'))
  folders.push(folder)
  mkdirSync(join(folder, 'specs'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  spec('locks', 'opposite')
})

afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true })
})

/** A suite of its own file, with one row. */
function spec(suite: string, order: 'same' | 'opposite', rounds = 1): void {
  const expected = order === 'same' ? 'holds()' : 'deadlocks({ steps: 2 })'
  writeFileSync(
    join(folder, `specs/${suite}.spec.ts`),
    `import { check, deadlocks, holds, suite } from '${root}/dsl/index.ts'
import { abba } from '${root}/test/fixtures/models/abba.ts'
const rounds = ${rounds}
export default suite('${suite}', [check(abba, { order: '${order}', rounds }, ${expected}, { scenario: 'x' })])
`,
  )
}

async function kept(...args: readonly string[]): Promise<readonly string[]> {
  const { code, stderr } = await fencepost(['check', '--traces', 'traces', ...args], {
    cwd: folder,
  })
  expect(code).toBe(0)
  return stderr.trimEnd().split('\n')
}

const ofLocks = 'locks/AB-BA,x,order=opposite,rounds=1.txt'

function path(file: string): string {
  return join(folder, 'traces', file)
}

describe('a folder of traces', () => {
  test('has a file for each row with a counterexample, and its neighbour for viewers', async () => {
    await kept('--itf', 'traces')
    const files = readdirSync(path('locks')).toSorted()
    expect(files).toEqual(
      ['itf.json', 'txt'].map((end) => `AB-BA,x,order=opposite,rounds=1.${end}`),
    )
  })

  test('does not change when nothing else does', async () => {
    expect(await kept()).toEqual(['Traces in traces/*/*.txt: 1 file, 1 new, 0 changed.'])
    const before = readFileSync(path(ofLocks), 'utf8')
    expect(await kept('--workers', '2')).toEqual([
      'Traces in traces/*/*.txt: 1 file, 0 new, 0 changed.',
    ])
    expect(readFileSync(path(ofLocks), 'utf8')).toBe(before)
  })

  test('is brought up to date', async () => {
    await kept()
    writeFileSync(path(ofLocks), readFileSync(path(ofLocks), 'utf8').replace('first', 'third'))
    expect(await kept()).toEqual(['Traces in traces/*/*.txt: 1 file, 0 new, 1 changed.'])
    expect(readFileSync(path(ofLocks), 'utf8')).not.toContain('third')
  })

  test('loses the file of a row in which nothing goes wrong any more', async () => {
    await kept()
    const held = path('locks/AB-BA,x,order=same,rounds=1.txt')
    writeFileSync(held, readFileSync(path(ofLocks), 'utf8'))
    spec('locks', 'same')
    const [, removed, left] = await kept()
    expect(removed).toContain('removed: locks/AB-BA,x,order=same,rounds=1.txt')
    expect(existsSync(held)).toBe(false)
    expect(left).toContain(`left over: ${ofLocks}`)
    expect(existsSync(path(ofLocks))).toBe(true)
  })

  test('keeps the file of a row of which nothing is known this time, and says so', async () => {
    await kept()
    const args = ['check', '--traces', 'traces', '--max-depth', '1']
    const { stderr } = await fencepost(args, { cwd: folder })
    expect(stderr).toContain(`stale: ${ofLocks}`)
    expect(existsSync(path(ofLocks))).toBe(true)
  })

  test('says nothing of rows in other spec files, or in other parts', async () => {
    spec('others', 'opposite')
    await kept()
    for (const args of [['specs/locks.spec.ts'], ['--shard', '1/2']]) {
      expect((await kept(...args)).filter((line) => line.includes('left over'))).toEqual([])
    }
  })

  test('may have files of somebody else, and none of them is touched', async () => {
    mkdirSync(path('locks'), { recursive: true })
    for (const file of ['locks/notes.txt', 'notes.txt']) writeFileSync(path(file), 'mine')
    expect(await kept()).toEqual(['Traces in traces/*/*.txt: 1 file, 1 new, 0 changed.'])
    expect(readFileSync(path('locks/notes.txt'), 'utf8')).toBe('mine')
  })

  test('is refused where somebody else has a file of that name', async () => {
    mkdirSync(path('locks'), { recursive: true })
    writeFileSync(path(ofLocks), 'mine')
    const { code, stdout, stderr } = await fencepost(['check', '--traces', 'traces'], {
      cwd: folder,
    })
    expect({ code, stdout }).toEqual({ code: 151, stdout: '' })
    expect(stderr).toBe(
      `traces/${ofLocks}: it is in the way of a trace, and fencepost has not written it. ` +
        'Move it, or name another folder.\n',
    )
    expect(readFileSync(path(ofLocks), 'utf8')).toBe('mine')
  })
})

describe('run --itf', () => {
  const model = join(root, 'test/fixtures/models/abba.ts')

  test('writes the counterexample', async () => {
    const args = ['run', model, '-p', 'order=opposite', '--itf', 'here/abba.itf.json']
    const { code, stderr } = await fencepost(args, { cwd: folder })
    expect({ code, stderr }).toEqual({ code: 11, stderr: '' })
    const document = JSON.parse(readFileSync(join(folder, 'here/abba.itf.json'), 'utf8'))
    expect(
      document.states.map((state: Record<string, unknown>) => state['mbt::actionTaken']),
    ).toEqual(['init', 'mutex_lock(a)', 'mutex_lock(b)'])
  })

  test('says that there is none', async () => {
    const args = ['run', model, '-p', 'order=same', '--itf', 'abba.itf.json']
    const { code, stderr } = await fencepost(args, { cwd: folder })
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'There is no run to show, so abba.itf.json is not written.\n',
    })
    expect(existsSync(join(folder, 'abba.itf.json'))).toBe(false)
  })

  test('does not write over the model', async () => {
    const { code } = await fencepost(['run', model, '--itf', model], { cwd: folder })
    expect(code).toBe(151)
  })
})
