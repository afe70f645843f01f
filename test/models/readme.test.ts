/** The tables in the page about the models are those that the specs give. `npm run tables` writes them anew. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fencepost, root } from '../checker/cli/fencepost.ts'

const page = join(root, 'models/README.md')
const text = readFileSync(page, 'utf8')

/** What stands between a command in a comment and the comment that ends it. */
const marked = /^<!-- fencepost (table .*) -->\n[^]*?^<!-- end of table -->$/gm
const specs = ['shmem', 'dma-fence', 'gpuvm', 'dma-fence-lifetime', 'sync-file', 'dma-buf']

const commands = Array.from(text.matchAll(marked), ([, command = '']) => command)

test('each thread has its table, and the contract that came of the first', () => {
  const tables = specs.map((name) => `table specs/${name}.spec.ts --format markdown`)
  expect(commands).toEqual(tables)
})

test("the tables are up to date; where they are not, 'npm run tables' mends that", async () => {
  const tables = new Map<string, string>()
  for (const command of commands) {
    const { code, stdout, stderr } = await fencepost(command.split(' '))
    expect(code, `${command}\n${stdout}${stderr}`).toBe(0)
    tables.set(command, stdout)
  }
  const current = text.replaceAll(
    marked,
    (_, command: string) =>
      `<!-- fencepost ${command} -->\n\n${tables.get(command) ?? ''}\n<!-- end of table -->`,
  )
  await expect(current).toMatchFileSnapshot(page)
}, 120_000)
