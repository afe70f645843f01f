/** `fencepost table` as a user runs it. */

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exitCodes } from '../../../checker/verdict.ts'
import { widthOf } from '../../../checker/report/lines.ts'
import { fencepost, root } from './fencepost.ts'

const dsl = join(root, 'dsl/index.ts')

const model = `import { bool, int, model, oneOf, waitUntil } from '${dsl}'
import { mutex } from '${join(root, 'dsl/kernel/index.ts')}'

const parameters = {
  order: oneOf('a first', 'b first'),
  tasks: oneOf('two', 'three', 'four'),
  checked: bool.default(true),
}
export const abba = model('abba', parameters, (m, { order, tasks, checked }) => {
  const a = m.state('a', mutex('a'))
  const b = m.state('b', mutex('b'))
  const [first, second] = order === 'b first' ? [b, a] : [a, b]
  m.process('one', function* () {
    yield* a.lock()
    yield* b.lock()
    yield* b.unlock()
    yield* a.unlock()
  })
  const count = { two: 1, three: 2, four: 3 }[tasks]
  m.process('other', { count }, function* () {
    yield* first.lock()
    yield* second.lock()
    yield* second.unlock()
    yield* first.unlock()
  })
  if (checked) m.reachable('b is taken', b.isLocked())
})
export const waiter = model('waiter', { n: int(1, 3) }, (m) => {
  const ready = m.state('ready', bool)
  m.process('waiter', function* () {
    yield* waitUntil(ready)
  })
})
`

const spec = `import { check, deadlocks, holds, suite } from '${dsl}'
import { abba, waiter } from '../models/abba.ts'

export default suite('two locks', [
  check(abba, {}, holds()),
  check(abba, { tasks: 'three' }, holds()),
  check(abba, { order: 'b first' }, deadlocks({ steps: 2 })),
  check(abba, { order: 'b first', tasks: 'three' }, deadlocks({ steps: 2 })),
  check(abba, { order: 'b first', tasks: 'four', checked: false }, deadlocks({ steps: 2 })),
  check(waiter, { n: 2 }, holds(), { scenario: 'deadlocks allowed', deadlock: false }),
])
`

const text = `\
two locks                                                                         specs/good.spec.ts

  abba

  tasks / order  a first  b first
  two            holds    deadlock
  three          holds    deadlock

  order, tasks                  verdict
  b first, four, checked=false  deadlock

  b first, two: deadlock after 2 steps: one waits for b, held by other;
    other waits for a, held by one
    npx fencepost run models/abba.ts#abba -p 'order=b first'

  b first, three: deadlock after 2 steps: one waits for b, held by other 0;
    other 0 waits for a, held by one; other 1 waits for b, held by other 0
    npx fencepost run models/abba.ts#abba -p 'order=b first' -p tasks=three

  b first, four, checked=false: deadlock after 2 steps: one waits for b, held by other 0;
    other 0 waits for a, held by one; other 1 waits for b, held by other 0;
    other 2 waits for b, held by other 0
    npx fencepost run models/abba.ts#abba -p 'order=b first' -p tasks=four -p checked=false

  waiter

  scenario           verdict
  deadlocks allowed  holds
`

const markdown = String.raw`### two locks

**abba**

| tasks / order | a first | b first |
| --- | --- | --- |
| two | holds | **deadlock** |
| three | holds | **deadlock** |

| order, tasks | verdict |
| --- | --- |
| b first, four, checked=false | **deadlock** |

- **b first, two**: deadlock after 2 steps: one waits for b, held by other; other waits for a, held by one\
  ${'`'}npx fencepost run models/abba.ts#abba -p 'order=b first'${'`'}
`

const wrong = `import { check, deadlocks, suite } from '${dsl}'
import { abba } from './models/abba.ts'

export default suite('wrong', [
  check(abba, { order: 'a first' }, deadlocks({ steps: 2 })),
  check(abba, { order: 'b first' }, deadlocks({ steps: 3 })),
])
`

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fencepost-'))
  mkdirSync(join(folder, 'specs'))
  mkdirSync(join(folder, 'models'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(join(folder, 'models/abba.ts'), model)
  writeFileSync(join(folder, 'specs/good.spec.ts'), spec)
  writeFileSync(join(folder, 'wrong.ts'), wrong)
})

afterAll(() => rmSync(folder, { recursive: true }))

describe.concurrent('table', () => {
  test('prints a cross table, what is not in it, and how to reproduce what goes wrong', async () => {
    const { code, stdout } = await fencepost(['table'], { cwd: folder })
    expect(stdout).toBe(text)
    expect(code).toBe(0)
  })

  test('prints the same as Markdown', async () => {
    const { stdout } = await fencepost(['table', '--format', 'markdown'], { cwd: folder })
    expect(stdout.slice(0, markdown.length)).toBe(markdown)
  })

  test('fits the width of a mail, its commands too', async () => {
    const env = { COLUMNS: '72' }
    const { stdout } = await fencepost(['table', 'specs/shmem.spec.ts'], { env })
    expect(Math.max(...stdout.split('\n').map(widthOf))).toBeLessThanOrEqual(72)
    expect(stdout).toContain(' \\\n      -p ')
  })

  test('prints parts of a cross table that is too wide, each with whole words', async () => {
    const env = { COLUMNS: '72' }
    const { stdout } = await fencepost(['table', 'specs/shmem.spec.ts'], { env })
    const headers = stdout.split('\n').filter((line) => line.includes('scenario / convention'))
    expect(headers.map((line) => line.trim().split(/ {2,}/).slice(1))).toEqual([
      ['legacy', 'universal', 'drm-only', 'exporter-locks'],
      ['separate-vmap-lock', 'interim'],
    ])
  })

  test('marks what is not as expected, says why, and exits with 1', async () => {
    const { code, stdout, stderr } = await fencepost(['table', 'wrong.ts'], { cwd: folder })
    expect(stdout).toContain('a first  ✗ holds\n  b first  ✗ deadlock\n')
    expect(stdout).toContain('a first: holds\n    ✗ verdict: expected deadlock, but it is holds\n')
    expect(stdout).toContain('    ✗ steps: expected 3, but it is 2\n')
    expect(stderr).toContain('Of 2 rows 2 are not as expected.\n')
    expect(code).toBe(1)
  })

  test('repeats the bounds that it was given in its commands', async () => {
    const { stdout } = await fencepost(['table', '--max-depth', '1', '--no-lock-order'], {
      cwd: folder,
    })
    expect(stdout).toContain('run models/abba.ts#abba --max-depth 1 --no-lock-order\n')
  })

  test('prints commands that give the verdict in a shell', async () => {
    const { stdout } = await fencepost(['table', '--format', 'markdown'], { cwd: folder })
    const commands = Array.from(stdout.matchAll(/`npx fencepost (.*)`/g), ([, words = '']) => words)
    const main = join(root, 'checker/cli/main.ts')
    const codes = commands.map((words) => {
      const line = `"$0" "$1" ${words}`
      return spawnSync('sh', ['-c', line, process.execPath, main], { cwd: folder }).status
    })
    expect(codes).toEqual([exitCodes.deadlock, exitCodes.deadlock, exitCodes.deadlock])
  })
})
