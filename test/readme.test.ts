/** The README is true: its commands print what it says, and its spec has its verdicts. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { blocksOf, fencepost, root, shownIn, timeless } from './document.ts'

const blocks = blocksOf(readFileSync(join(root, 'README.md'), 'utf8'))

/** Inside of the project, where `fencepost` names the project itself, and where nothing else looks. */
mkdirSync(join(root, 'dist'), { recursive: true })
const folder = mkdtempSync(join(root, 'dist', 'readme-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const [model, spec, wait] = blocks
  .filter(({ language }) => language === 'ts')
  .map(({ text }) => text)
writeFileSync(join(folder, 'users.ts'), model ?? '')
writeFileSync(join(folder, 'users.spec.ts'), spec ?? '')
writeFileSync(join(folder, 'wait.ts'), wait ?? '')

test('it shows two models and a spec', () => {
  const imported = [model, spec, wait].map((text) => text?.includes("from 'fencepost'"))
  expect(imported).toEqual([true, true, true])
})

test('its spec has the verdicts that it expects', () => {
  const { status, stdout } = fencepost(folder, 'check users.spec.ts')
  expect(stdout).toContain('2 verdicts, all as expected.')
  expect(status).toBe(0)
})

describe('what it says that a command prints', () => {
  const shown = blocks.filter(({ language }) => language === 'console').map(shownIn)

  test.each(shown)('$line', ({ line, output }) => {
    const { stdout } = fencepost(line.includes('models/') ? root : folder, line)
    expect(timeless(stdout)).toBe(timeless(output))
  })
})
