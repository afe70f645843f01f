/** `fencepost run` on deadlocks while somebody runs on: what the text and the JSON document say, and `--stuck`. */

import { describe, expect, test } from 'vitest'
import { fencepost } from './fencepost.ts'

const model = 'test/fixtures/models/never-released.ts'

describe.concurrent('a deadlock while another runs on', () => {
  test('names who can never run again, and who waits for whom', async () => {
    const { code, stdout } = await fencepost(['run', model])
    expect(code).toBe(11)
    expect(stdout).toMatch(/^deadlock: native and reclaim can never run again\n/)
    expect(stdout).toContain('\n  Nobody who can still run will ever write what they wait for.\n')
    expect(stdout).toContain('\n  native waits for reclaim, and reclaim for native.\n')
  })

  test('is data in the JSON document', async () => {
    const { stdout } = await fencepost(['run', model, '--json'])
    const document: unknown = JSON.parse(stdout)
    expect(document).toMatchObject({
      verdict: 'deadlock',
      deadlock: {
        shape: 'circular',
        decidedOn: 'state',
        stuck: [0, 1],
        daemons: [],
        cycle: [0, 1],
      },
    })
  })
})

describe.concurrent('--stuck', () => {
  const hidden = [model, '-p', 'third=could', '--no-lock-order']

  test('finds whom no run releases, and says how that was decided', async () => {
    const without = await fencepost(['run', ...hidden])
    expect(without.code).toBe(0)
    const { code, stdout } = await fencepost(['run', ...hidden, '--stuck'])
    expect(code).toBe(11)
    expect(stdout).toContain('\n  Decided on the state graph: no run from here ever lets')
  })
})
