/** A user's file that cannot be loaded is refused with its place, the reason and the remedy, and without a stack. */

import { spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fencepost, root } from './fencepost.ts'

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fencepost-'))
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

let folders = 0

/** Writes the files into a folder of their own, and runs the first. */
async function run(files: Readonly<Record<string, string>>, command = 'run') {
  const cwd = join(folder, `${folders++}`)
  for (const [name, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true })
    writeFileSync(join(cwd, name), text)
  }
  return fencepost([command, Object.keys(files)[0] ?? ''], { cwd })
}

const dsl = join(root, 'dsl/index.ts')

describe.concurrent('a file', () => {
  const wrong: [string, Record<string, string>, string][] = [
    [
      'with a syntax error',
      { 'a.ts': 'export const a: number = 1 +\n  ;\n' },
      'a.ts:2:3: Expression expected.\n',
    ],
    [
      'that declares a name twice, in a file that it imports',
      { 'a.ts': "import './b.ts'\n", 'b.ts': 'const b = 1\nconst b = 2\n' },
      "b.ts:2:7: Identifier 'b' has already been declared.\n",
    ],
    [
      'with TypeScript that leaves traces at run time',
      { 'a.ts': 'enum Colour { Red }\nexport const a = Colour.Red\n' },
      'a.ts:1:1: TypeScript enum is not supported in strip-only mode. Files run as they are, their types erased: write it in plain JavaScript.\n',
    ],
    [
      'that imports what is not exported',
      {
        'a.ts': "import { b } from './b.ts'\nexport const a = b\n",
        'b.ts': 'export const c = 1\n',
      },
      "a.ts:1:10: The requested module './b.ts' does not provide an export named 'b'. Check the name; a type is imported with 'import type'.\n",
    ],
    [
      'that imports a module that is not there',
      { 'a.ts': "import './b.ts'\n", 'b.ts': "const x = 1\nimport { c } from './c'\n" },
      "b.ts:2:19: there is no module 'c'. Check the path; a relative import ends in the file's own extension, \".ts\".\n",
    ],
    [
      'that imports a package that is not there',
      { 'a.ts': "import { model } from 'fencepots'\n" },
      "a.ts:1:23: there is no package 'fencepots'. Install it with npm.\n",
    ],
    [
      'that throws',
      { 'a.ts': "export const a = 1\nfunction f() {\n  throw new Error('no idea')\n}\nf()\n" },
      'a.ts:3:9: no idea.\n',
    ],
    ['that throws no error', { 'a.ts': "throw 'a tantrum'\n" }, 'a.ts: it throws a tantrum.\n'],
    [
      'that Node takes for CommonJS',
      { 'a.ts': `import { model } from '${dsl}'\n`, 'package.json': '{"type":"commonjs"}' },
      'a.ts:1:1: Cannot use import statement outside a module. Add "type": "module" to the package.json beside it, or name the file .mts.\n',
    ],
    [
      'that is no module',
      { 'a.md': '# A model\n' },
      'a.md: Unknown file extension ".md" for a.md. Write models and specs as .ts or .js files.\n',
    ],
    [
      'without a model',
      { 'a.ts': 'export const a = 1\n' },
      "a.ts: it exports no model. Export what 'model(…)' returns.\n",
    ],
    [
      'with a suite alone',
      { 'a.ts': `import { suite } from '${dsl}'\nexport default suite('s', [])\n` },
      "a.ts: it exports no model, but a suite. Run it with 'fencepost check a.ts'.\n",
    ],
    [
      'with a model that is wrong',
      {
        'a.ts': `import { bool, model } from '${dsl}'
export const wrong = model('wrong', {}, (m) => {
  const x = m.state('x', bool)
  m.always('p', x)
  m.always('p', x)
})
`,
      },
      'a.ts:5:5: ',
    ],
    [
      'with a model whose own code throws',
      {
        'a.ts': `import { model } from '${dsl}'
export const wrong = model('wrong', {}, () => {
  throw new TypeError('of its own')
})
`,
      },
      'a.ts:3:9: of its own.\n',
    ],
    [
      'with a model that calls what does not exist',
      {
        'a.ts': `import { model } from '${dsl}'
export const wrong = model('wrong', {}, (m) => {
  m.stat('n')
})
`,
      },
      "a.ts:3:5: m.stat is not a function. Check the names and arguments in this line: an editor, or 'tsc --noEmit', tells which is wrong.\n",
    ],
    [
      'with a model that throws no error',
      {
        'a.ts': `import { model } from '${dsl}'
export const wrong = model('wrong', {}, () => {
  throw 'a tantrum'
})
`,
      },
      "the model 'wrong' throws a tantrum. Throw an Error, which knows its place.\n",
    ],
  ]

  test.each(wrong)('%s', async (_what, files, message) => {
    const { code, stdout, stderr } = await run(files)
    // Node warns about a file that it takes for CommonJS before anybody can keep it from doing so.
    const own = stderr.replaceAll(/^\(.*\n/gm, '')
    expect(own).toContain(message)
    expect(own.indexOf(message)).toBe(0)
    expect(own).not.toMatch(/^ +at /m)
    expect(stdout).toBe('')
    expect(code).toBe(150)
  })

  test('with one model and its alias needs no name', async () => {
    const source = `import { bool, model } from '${dsl}'
export const one = model('one', {}, (m) => {
  const x = m.state('x', bool)
  m.action('flip', {}, () => true, function* () {
    yield* x.set(x.not())
  })
  m.reachable('x', x)
})
export default one
`
    const { code, stderr } = await run({ 'a.ts': source })
    expect(stderr).toBe('')
    expect(code).toBe(0)
  })

  test('that is a folder is refused as one', async () => {
    const ended = await fencepost(['run', 'dsl'])
    expect(ended.stderr).toBe('dsl: it is a folder. Name a file in it.\n')
    expect(ended.code).toBe(151)
  })

  test('whose name has a # in it is found', async () => {
    const { stderr } = await run({ 'a#1.ts': 'export const a = 1\n' })
    expect(stderr).toContain('a#1.ts: it exports no model')
  })

  test('of a system that fails ends with its stack and code 153', async () => {
    const source = `export const broken = {
  kind: 'fencepost model', name: 'broken', declared: [], instantiate: () => ({}),
}
`
    const { code, stderr } = await run({ 'a.ts': source })
    expect(stderr).toContain('an error of its own, please report it')
    expect(code).toBe(153)
  })
})

describe.concurrent('a spec file', () => {
  test('without a suite is refused', async () => {
    const { code, stderr } = await run({ 'a.spec.ts': 'export const a = 1\n' }, 'check')
    expect(stderr).toBe(
      "a.spec.ts: it exports no suite. Write 'export default suite(name, cases)'.\n",
    )
    expect(code).toBe(150)
  })

  test('with a suite that checks nothing is refused', async () => {
    const source = `import { suite } from '${dsl}'\nexport default suite('s', [])\n`
    const { code, stderr } = await run({ 'a.spec.ts': source }, 'check')
    expect(stderr).toBe(
      "a.spec.ts: its suite 's' has no case. Write 'check(model, parameters, expected)'.\n",
    )
    expect(code).toBe(150)
  })

  test('that is not there is refused', async () => {
    const ended = await fencepost(['check', 'nowhere.spec.ts'], { cwd: folder })
    expect(ended.stderr).toBe('nowhere.spec.ts: there is no such file or folder.\n')
    expect(ended.code).toBe(151)
  })

  test('is missed in a folder that has none', async () => {
    const ended = await fencepost(['check', '.'], { cwd: join(root, 'dsl') })
    expect(ended.stderr).toBe('.: there is no spec in this folder. Their names end in .spec.ts.\n')
    expect(ended.code).toBe(151)
  })

  test('is missed where nobody names one and there are none', async () => {
    const ended = await fencepost(['check'], { cwd: join(root, 'dsl') })
    expect(ended.stderr).toContain('There are no specs here')
    expect(ended.code).toBe(151)
  })
})

describe.concurrent('the command itself', () => {
  test('prints its version', async () => {
    const { stdout, code } = await fencepost(['--version'])
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(code).toBe(0)
  })

  test.each([['--help'], ['run', '--help'], ['check', '--help']])(
    'prints help with examples, at most 100 columns wide: %s %s',
    async (...args) => {
      const { stdout, code } = await fencepost(args)
      expect(stdout).toMatch(/^Examples:$/m)
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
      expect(code).toBe(0)
    },
  )

  test.runIf(existsSync('/dev/full'))('does not end well when its output is lost', () => {
    const main = join(root, 'checker/cli/main.ts')
    const full = openSync('/dev/full', 'w')
    const { status, stderr } = spawnSync(process.execPath, [main, '--version'], {
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    })
    closeSync(full)
    expect(stderr).toMatch(/^The output could not be written: ENOSPC.*\.\n$/)
    expect(status).toBe(153)
  })

  test('without a subcommand prints help, and fails', async () => {
    const { stderr, code } = await fencepost([])
    expect(stderr).toContain('Usage: fencepost')
    expect(code).toBe(151)
  })
})
