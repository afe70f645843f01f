/** The package as it is published: built, packed, installed in an empty folder, and used there. */

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }

const root = join(import.meta.dirname, '..')
const place = realpathSync(mkdtempSync(join(tmpdir(), 'fencepost-package-')))
const user = join(place, 'user')

const model = `import { model, oneOf } from 'fencepost'
import { mutex } from 'fencepost/kernel'

export const abba = model('abba', { order: oneOf('same', 'opposite') }, (m, { order }) => {
  const a = m.state('a', mutex('a'))
  const b = m.state('b', mutex('b'))
  const [first, second] = order === 'same' ? [a, b] : [b, a]

  m.process('left', function* () {
    yield* a.lock()
    yield* b.lock()
    yield* b.unlock()
    yield* a.unlock()
  })
  m.process('right', function* () {
    yield* first.lock()
    yield* second.lock()
    yield* second.unlock()
    yield* first.unlock()
  })
})
`

/** Statements with others inside, whose types say what is in them. */
const loopingModel = `import { bool, forever, model, procedure, ret, when } from 'fencepost'
import { completion } from 'fencepost/kernel'

export const looping = model('looping', {}, (m) => {
  const done = m.state('done', completion())
  const tried = procedure({ returns: bool }, function* tried() {
    const had = yield* done.tryWait()
    yield* ret(had)
  })
  m.process('poller', function* () {
    yield* forever(function* () {
      const had = yield* tried()
      yield* when(had, function* () {
        yield* done.complete()
      })
    })
  })
})
`

const wrongModel = `import { int, model } from 'fencepost'

export const wrong = model('wrong', {}, (m) => {
  const count = m.state('count', int(0, 3))
  m.always('small', count.lt('three'))
})
`

/** What npm tells the scripts it runs would make a second npm act on the project; how to reach the registry stays. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^npm_/i.test(name) || /^npm_config_(cache|cafile|\w*config|\w*proxy|registry)$/i.test(name),
  ),
)

/** Runs a program in the user's folder under the Node that runs this test, and says what came of it. */
function run(program: string, ...args: readonly string[]) {
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter)
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: user,
    encoding: 'utf8',
    env: { ...environment, PATH: path },
    shell: process.platform === 'win32',
  })
  if (error !== undefined) throw error
  return { status, stdout, stderr }
}

/** Runs the installed command. */
function fencepost(...args: readonly string[]) {
  return run('npx', '--no-install', 'fencepost', ...args)
}

/** Like `run`, for what has to succeed before anything can be tested. */
function prepare(program: string, ...args: readonly string[]): void {
  const { status, stdout, stderr } = run(program, ...args)
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stdout}${stderr}`)
}

/** Type-checks a file of the user's as strictly as he could ask for, without any types but the package's. */
function typeCheck(file: string) {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const options = '--noEmit --strict --skipLibCheck false --module nodenext --target es2024'
  return run(process.execPath, compiler, ...options.split(' '), file)
}

beforeAll(() => {
  mkdirSync(user)
  prepare(process.execPath, join(root, '.ci/build.ts'), join(place, 'built'))
  prepare('npm', 'pack', join(place, 'built'), '--pack-destination', place)
  const tarball = join(place, `fencepost-${manifest.version}.tgz`)
  prepare('npm', 'install', '--prefer-offline', '--no-audit', tarball)
  writeFileSync(join(user, 'abba.ts'), model)
  writeFileSync(join(user, 'jugs.ts'), "export * from 'fencepost/models/classics/die-hard'\n")
  writeFileSync(join(user, 'looping.ts'), loopingModel)
  writeFileSync(join(user, 'wrong.ts'), wrongModel)
}, 120_000)

afterAll(() => {
  rmSync(place, { recursive: true, force: true })
})

describe('the package, installed in an empty folder,', () => {
  test('holds what runs and is read, and no source, spec or test', () => {
    const folder = join(user, 'node_modules/fencepost')
    expect(readdirSync(folder).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'checker',
      'dsl',
      'models',
      'package.json',
    ])
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    expect(files.filter((file) => /(?<!\.d)\.ts$/.test(file))).toEqual([])
  })

  test('finds that a model written in TypeScript holds', () => {
    const { status, stdout } = fencepost('run', 'abba.ts')
    expect(stdout).toMatch(/^holds$/m)
    expect(status).toBe(0)
  })

  test('shows a deadlock at the lines of the model', () => {
    const { status, stdout } = fencepost('run', 'abba.ts', '--param', 'order=opposite')
    expect(stdout).toMatch(/^deadlock: left and right can never run again$/m)
    expect(stdout).toContain('mutex_lock(b) at abba.ts:11')
    expect(status).toBe(11)
  })

  test('brings models that a file can import', () => {
    const { status, stdout } = fencepost('run', 'jugs.ts')
    expect(stdout).toMatch(/^violated/m)
    expect(status).toBe(12)
  })

  test.each(['abba.ts', 'looping.ts'])('type-checks %s', (file) => {
    expect(typeCheck(file)).toEqual({ status: 0, stdout: '', stderr: '' })
  })

  test('rejects a wrong sort where it stands', () => {
    const { status, stdout } = typeCheck('wrong.ts')
    expect(stdout).toMatch(/^wrong\.ts\(5,30\): error TS2345/)
    expect(status).not.toBe(0)
  })
})
