/** The examples of the documentation: each is a module that type-checks and runs, and whose models hold. */

import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import * as kernel from '../dsl/kernel/index.ts'
import * as language from '../dsl/index.ts'

const root = join(import.meta.dirname, '..')

interface Example {
  /** Where it is written. */
  readonly place: string
  readonly file: string
  readonly text: string
}

/** The code blocks in docstrings and in Markdown. A file is named by what its block exports first. */
function examplesIn(path: string): readonly Example[] {
  const source = readFileSync(join(root, path), 'utf8')
  const text = path.endsWith('.ts') ? source.replaceAll(/^ *\* ?/gm, '') : source
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, block = ''], position) => {
    const line = text.slice(0, text.indexOf(block)).split('\n').length
    const code = /^import /m.test(block) ? block : exported(block)
    const name = /^export const (\w+)/m.exec(code)?.[1] ?? `example${position}`
    return { place: `${path}:${line}`, file: `${name}.ts`, text: code }
  })
}

/** A block of a docstring as a module: it imports what it names, and exports what it declares. */
function exported(block: string): string {
  const imports = Object.entries({ fencepost: language, 'fencepost/kernel': kernel }).map(
    ([from, module]) => {
      const names = Object.keys(module).filter((name) => new RegExp(`\\b${name}\\b`).test(block))
      return names.length === 0 ? '' : `import { ${names.join(', ')} } from '${from}'\n`
    },
  )
  return `${imports.join('')}${block.replaceAll(/^const /gm, 'export const ')}`
}

const sources = [
  'README.md',
  ...globSync('dsl/**/*.{ts,md}', { cwd: root }).toSorted(),
  'models/dma-buf/contract.ts',
]
const examples = sources.flatMap(examplesIn)

describe('the examples', () => {
  // Inside of the package, so that they import it by its name as a reader would.
  mkdirSync(join(root, 'dist'), { recursive: true })
  const folder = mkdtempSync(join(root, 'dist', 'examples-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  // An example may import, or declare, more than it needs.
  const options = { noUnusedLocals: false, noUnusedParameters: false }
  const project = { extends: '../../tsconfig.json', include: ['*.ts'], compilerOptions: options }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project))
  for (const { file, text } of examples) writeFileSync(join(folder, file), text)
  const imports = examples.map(({ file }) => `await import('./${file}')`).join(', ')
  writeFileSync(
    join(folder, 'run.mjs'),
    `import { check } from '../../checker/check.ts'
import { describe } from '../../checker/verdict.ts'
for (const module of [${imports}]) {
  for (const value of Object.values(module)) {
    if (value?.kind !== 'fencepost model') continue
    const { verdict } = await check(value.instantiate())
    console.log(value.name + ': ' + describe(verdict))
  }
}`,
  )

  const output = (...args: readonly string[]): string => {
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
    return `${stdout}${stderr}`.trim()
  }

  test('have names of their own', () => {
    const files = examples.map(({ file }) => file)
    expect(files).toEqual([...new Set(files)])
    expect(files.length).toBeGreaterThan(2)
  })

  test('type-check', () => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    expect(output(tsc, '--project', folder)).toBe('')
  })

  test('run, and their models hold', () => {
    expect(output('run.mjs').split('\n')).toEqual([
      'users of a mapping: holds',
      'wait for a fence: holds',
      'link: holds',
      'dimmer: holds',
      'light: holds',
      'lossy channel: holds',
      'retiring: holds',
      'counter: holds',
      'printing: holds',
      'requests: holds',
      'ticket: holds',
      'my driver: holds',
    ])
  })
})
