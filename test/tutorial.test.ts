/** The tutorial is true: who follows it from top to bottom has its files, and its commands print what it says. */

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { blocksOf, fencepost, root, shownIn, timeless } from './document.ts'

const blocks = blocksOf(readFileSync(join(root, 'models/TUTORIAL.md'), 'utf8'))

/** Inside of the project, where `fencepost` names the project itself, and where nothing else looks. */
mkdirSync(join(root, 'dist'), { recursive: true })
const place = mkdtempSync(join(root, 'dist', 'tutorial-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

interface Shown {
  readonly line: string
  readonly output: string
  /** The reader's folder as it is by then. */
  readonly folder: string
}

const last = join(place, 'last')

/** Does what the reader does, and keeps his folder for each command. */
function follow(): readonly Shown[] {
  mkdirSync(last)
  return blocks.flatMap((block, index) => {
    const { language, text } = block
    if (language === 'console') {
      const folder = join(place, `${index}`)
      cpSync(last, folder, { recursive: true })
      return [{ ...shownIn(block), folder }]
    }
    if (language === 'diff') execFileSync('git', ['apply'], { cwd: last, input: text })
    else writeNamed(text)
    return []
  })
}

/** Writes a file whose first line says where it is. */
function writeNamed(text: string): void {
  const name = /^(?:\/\/|#) (\S+)\n/.exec(text)?.[1]
  if (name === undefined) return
  mkdirSync(dirname(join(last, name)), { recursive: true })
  writeFileSync(join(last, name), text)
}

const shown = follow()

describe('what it says that a command prints', () => {
  test.each(shown)('$line', ({ line, output, folder }) => {
    const { stdout } = fencepost(folder, line)
    expect(timeless(stdout)).toBe(timeless(output))
  })
})

test('the files that it makes are free of type errors', () => {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024']
  const loose = ['--allowImportingTsExtensions', '--skipLibCheck', '--types', 'node']
  const files = ['blit.ts', 'specs/blit.spec.ts']
  const args = [compiler, '--ignoreConfig', ...options, ...loose, ...files]
  expect(execFileSync(process.execPath, args, { cwd: last, encoding: 'utf8' })).toBe('')
})

test('its CI job passes with these files', () => {
  const job = readFileSync(join(last, '.github/workflows/fencepost.yml'), 'utf8')
  const line = /- run: npx fencepost (.*)/.exec(job)?.[1] ?? ''
  expect(line).toContain('check')
  expect(fencepost(last, line)).toMatchObject({ status: 0, stderr: '' })
})
