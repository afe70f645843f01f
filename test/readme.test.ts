/** The README is true: its commands print what it says, and its spec has its verdicts. */

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const command = join(root, 'checker/cli/main.ts')

/** Inside of the project, where `fencepost` names the project itself, and where nothing else looks. */
mkdirSync(join(root, 'dist'), { recursive: true })
const folder = mkdtempSync(join(root, 'dist', 'readme-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const [model, spec] = blocks('ts')
writeFileSync(join(folder, 'users.ts'), model ?? '')
writeFileSync(join(folder, 'users.spec.ts'), spec ?? '')

/** The fenced blocks of a language, in order. */
function blocks(language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms')
  return [...readme.matchAll(fence)].map(([, text]) => text ?? '')
}

function node(cwd: string, ...args: readonly string[]) {
  const env = { ...process.env, NO_COLOR: '1', COLUMNS: '100' }
  return spawnSync(process.execPath, args, { cwd, encoding: 'utf8', env })
}

/** Times differ from run to run. */
function timeless(text: string): string {
  return text.replaceAll(/\d+(\.\d+)? m?s\b/g, 'a moment').trimEnd()
}

test('it shows a model and a spec', () => {
  expect([model, spec].map((text) => text?.includes("from 'fencepost'"))).toEqual([true, true])
})

test('its spec has the verdicts that it expects', () => {
  const { status, stdout } = node(folder, command, 'check', 'users.spec.ts')
  expect(stdout).toContain('2 verdicts, all as expected.')
  expect(status).toBe(0)
})

describe('what it says that a command prints', () => {
  const shown = blocks('console').map((block) => {
    const [line = '', ...output] = block.split('\n')
    return { line: line.replace('$ npx fencepost ', ''), output: output.join('\n') }
  })

  test.each(shown)('$line', ({ line, output }) => {
    const cwd = line.includes('models/') ? root : folder
    const { stdout } = node(cwd, command, ...line.split(' '))
    expect(timeless(stdout)).toBe(timeless(output))
  })
})
