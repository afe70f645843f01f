/** Reporters of `fencepost check`, and the parts that it can be divided into, as a CI job uses them. */

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseXml } from '../report/parse-xml.ts'
import { fencepost, root } from './fencepost.ts'

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fencepost-'))
  mkdirSync(join(folder, 'kept'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(
    join(folder, 'locks.spec.ts'),
    `import { check, deadlocks, holds, suite } from '${root}/dsl/index.ts'
import { abba } from '${root}/test/fixtures/models/abba.ts'
export default suite('locks', [
  check(abba, { order: 'same' }, holds()),
  check(abba, { order: 'opposite' }, holds()),
  check(abba, { order: 'opposite', rounds: 2 }, deadlocks({ steps: 2 })),
])
`,
  )
  symlinkSync(join(folder, 'locks.spec.ts'), join(folder, 'link.xml'))
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

function checked(...args: readonly string[]) {
  return fencepost(['check', 'locks.spec.ts', ...args], { cwd: folder })
}

function textOf(file: string): string {
  return readFileSync(join(folder, file), 'utf8')
}

describe.concurrent('reporters', () => {
  test('may be several, onto the standard output and into files', async () => {
    writeFileSync(join(folder, 'old.xml'), 'what was there before')
    const { code, stdout, stderr } = await checked(
      '--reporter',
      'text',
      '--reporter',
      'github',
      '--reporter',
      'junit=old.xml',
      '--reporter',
      'json=new/folder/verdicts.json',
      '--reporter',
      'text=tables.txt',
    )
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toContain('3 verdicts, 1 not as expected.')
    expect(stdout).toContain('\n::error file=locks.spec.ts,line=5,')
    expect(parseXml(textOf('old.xml')).attributes).toMatchObject({ tests: '3', failures: '1' })
    expect(JSON.parse(textOf('new/folder/verdicts.json'))).toMatchObject({ ok: false })
    expect(textOf('tables.txt')).toContain('3 verdicts, 1 not as expected.')
    expect(readdirSync(join(folder, 'new/folder'))).toEqual(['verdicts.json'])
  })

  test('take the place of the text, and --json is one of them', async () => {
    const { stdout } = await checked('--reporter', 'junit')
    expect(parseXml(stdout).attributes).toMatchObject({ tests: '3' })
    const both = await checked('--json', '--reporter', 'junit=with-json.xml')
    expect(JSON.parse(both.stdout)).toMatchObject({ ok: false })
    expect(parseXml(textOf('with-json.xml')).attributes).toMatchObject({ tests: '3' })
  })

  test('never write over a source file, also where a link leads there', async () => {
    const before = textOf('locks.spec.ts')
    for (const file of ['locks.spec.ts', 'link.xml', 'new-one.mts', 'a.js']) {
      const { code, stderr } = await checked('--reporter', `junit=${file}`)
      expect(code).toBe(151)
      expect(stderr).toBe(
        `${file}: nothing is written there: it is the name of a source file. Name another file.\n`,
      )
    }
    expect(textOf('locks.spec.ts')).toBe(before)
  })

  test.each([
    [['--reporter', 'xml'], 'Give one of text, json, junit, github.'],
    [['--reporter', 'juint=a.xml'], "Is 'junit' meant?"],
    [['--reporter', 'junit='], 'Give a file: junit=FILE.'],
    [['--reporter', 'junit=kept'], 'kept: nothing is written there: it is a folder.'],
    [['--reporter', 'json', '--reporter', 'text'], 'cannot share the standard output'],
    [['--reporter', 'json=twice', '--reporter', 'junit=./twice'], 'cannot go into one file'],
    [['--shard', '3/2'], 'Give which part, and of how many, such as 1/3.'],
  ])('are refused before anything is checked: %j', async (args, message) => {
    const { code, stdout, stderr } = await checked(...args)
    expect({ code, stdout }).toEqual({ code: 151, stdout: '' })
    expect(stderr).toContain(message)
  })

  test.skipIf(!existsSync('/dev/full'))(
    'that cannot write say so, after the others have written',
    async () => {
      const args = ['--reporter', 'json=/dev/full', '--reporter', 'text=still.txt']
      const { code, stderr } = await checked(...args)
      expect(code).toBe(153)
      expect(stderr).toMatch(/^\/dev\/full: it cannot be written: ENOSPC/)
      expect(textOf('still.txt')).toContain('3 verdicts')
    },
  )
})

describe.concurrent('shards', () => {
  test('check every row between them, each once', async () => {
    const parts = await Promise.all(
      ['1/2', '2/2'].map((part) => checked('--json', '--shard', part)),
    )
    expect(parts.map(({ stderr }) => stderr)).toEqual([
      'Shard 1/2: 2 of 3 rows.\n',
      'Shard 2/2: 1 of 3 rows.\n',
    ])
    const lines = parts.flatMap(({ stdout }) => {
      const { suites } = JSON.parse(stdout)
      return suites.flatMap(({ cases }: { cases: { line: number }[] }) =>
        cases.map(({ line }) => line),
      )
    })
    expect(lines.toSorted((a, b) => a - b)).toEqual([4, 5, 6])
    expect(parts.map(({ code }) => code)).toEqual([0, 1])
  })

  test('may be empty', async () => {
    const { code, stdout, stderr } = await checked('--shard', '4/4')
    expect({ code, stdout }).toEqual({ code: 0, stdout: '0 verdicts, all as expected.\n' })
    expect(stderr).toBe('Shard 4/4: none of 3 rows.\n')
  })
})
