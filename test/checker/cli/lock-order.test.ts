/** `fencepost run` on the order of locks: the report, the graph, and what primes lockdep. */

import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { widthOf } from '../../../checker/report/lines.ts'
import { fencepost } from './fencepost.ts'

const abba = 'test/fixtures/models/abba.ts'
const verdicts = 'test/fixtures/models/verdicts.ts'
const outer = 'test/fixtures/models/outer-lock.ts'

describe.concurrent('a class cycle that no run hits', () => {
  test('is told as lockdep would, is not called a deadlock, and ends with 16', async ({
    expect,
  }) => {
    const { code, stdout } = await fencepost(['run', outer], { env: { COLUMNS: '72' } })
    expect(code).toBe(16)
    expect(stdout.replace(/[\d.]+ m?s\./, '9 ms.')).toMatchInlineSnapshot(`
      "lock order: possible circular locking dependency (no run deadlocks)
        circular: a_class -> b_class -> a_class

      outer lock

      ======================================================
      WARNING: possible circular locking dependency detected
      ------------------------------------------------------
      first is trying to acquire lock:
       (b_class){+.+.}-{sleep}, at: mutex_lock(b),
         test/fixtures/models/outer-lock.ts:13

      but task is already holding lock:
       a (a_class){+.+.}-{sleep}, at: mutex_lock(a),
         test/fixtures/models/outer-lock.ts:12

      the existing dependency chain (in reverse order) is:

      -> #1 (a_class){+.+.}-{sleep}:
             mutex_lock(a)
             second  test/fixtures/models/outer-lock.ts:21

      -> #0 (b_class){+.+.}-{sleep}:
             mutex_lock(b)
             first  test/fixtures/models/outer-lock.ts:13

       Possible unsafe locking scenario:

             CPU0                    CPU1
             ----                    ----
        lock(a_class);
                                     lock(b_class);
                                     lock(a_class);
        lock(b_class);

       *** DEADLOCK ***

      2 locks held by first:
       #0: outer (outer_class){+.+.}-{sleep}, at: mutex_lock(outer),
         test/fixtures/models/outer-lock.ts:11
       #1: a (a_class){+.+.}-{sleep}, at: mutex_lock(a),
         test/fixtures/models/outer-lock.ts:12

      the shortest run to a_class -> b_class (2 steps):

        initially outer = none; a = none; b = none

        1  first  mutex_lock(outer)  outer-lock.ts:11  outer: none -> first
        2  first  mutex_lock(a)      outer-lock.ts:12  a: none -> first
        in test/fixtures/models/: outer-lock.ts

        and first asks: mutex_lock(b), test/fixtures/models/outer-lock.ts:13

      the shortest run to b_class -> a_class (2 steps):

        1  second  mutex_lock(outer)  outer-lock.ts:19  outer: none -> second
        2  second  mutex_lock(b)      outer-lock.ts:20  b: none -> second
        in test/fixtures/models/: outer-lock.ts

        and second asks: mutex_lock(a), test/fixtures/models/outer-lock.ts:21

      24 states, 25 generated, depth 12, 9 ms.
      Assumes sequential consistency; the compiled engine.
      "
    `)
  })

  test('is plain when piped, and coloured when that is forced', async () => {
    const plain = await fencepost(['run', outer])
    const coloured = await fencepost(['run', outer], { env: { FORCE_COLOR: '1' } })
    expect(plain.stdout).not.toContain('\u001b')
    expect(coloured.stdout).toContain('\u001b[31mWARNING: possible circular locking')
  })

  test.each([72, 100])('fits %i columns', async (columns) => {
    const { stdout } = await fencepost(['run', outer], { env: { COLUMNS: `${columns}` } })
    for (const line of stdout.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(columns)
  })

  test('without looking for deadlocks, nothing is said about them', async () => {
    const { code, stdout } = await fencepost(['run', abba, '--no-deadlock'])
    expect(stdout).toMatch(/^lock order: .* \(deadlocks were not looked for\)\n/)
    expect(code).toBe(16)
  })

  test('one order has no banner', async () => {
    const { code, stdout } = await fencepost(['run', abba, '-p', 'order=same'])
    expect(stdout).toMatch(/^holds\n/)
    expect(stdout).not.toContain('=====')
    expect(code).toBe(0)
  })
})

describe.concurrent('--lock-graph', () => {
  test('prints the classes and what is taken under each, and ends as run does', async ({
    expect,
  }) => {
    const { code, stdout } = await fencepost(['run', outer, '--lock-graph'])
    expect(code).toBe(16)
    expect(stdout).toMatchInlineSnapshot(`
      "lock classes of outer lock:

      (outer_class){+.+.}-{sleep}
        -> a_class
            mutex_lock(a), test/fixtures/models/outer-lock.ts:12
            mutex_lock(a), test/fixtures/models/outer-lock.ts:21
        -> b_class
            mutex_lock(b), test/fixtures/models/outer-lock.ts:13
            mutex_lock(b), test/fixtures/models/outer-lock.ts:20
      (a_class){+.+.}-{sleep}
        -> b_class
            mutex_lock(b), test/fixtures/models/outer-lock.ts:13
      (b_class){+.+.}-{sleep}
        -> a_class
            mutex_lock(a), test/fixtures/models/outer-lock.ts:21
      "
    `)
  })

  test('=dot is for graphviz', async () => {
    const { code, stdout } = await fencepost(['run', abba, '-p', 'order=same', '--lock-graph=dot'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^digraph "AB-BA \(order=same, rounds=1\)" \{\n/)
    expect(stdout).toMatch(/\n {2}"a_class" -> "b_class" \[label="mutex_lock\(b\), .*"\];\n\}\n$/)
  })

  test('of a model that deadlocks has what lies past the deadlock too', async () => {
    const { code, stdout } = await fencepost(['run', abba, '--lock-graph'])
    expect(code).toBe(11)
    expect(stdout).not.toContain('Not everything was explored')
  })

  test('of what was not explored to the end says so', async () => {
    const { code, stdout } = await fencepost(['run', abba, '--lock-graph', '--max-depth', '1'])
    expect(code).toBe(20)
    expect(stdout).toContain('Not everything was explored')
  })

  const graphviz = spawnSync('dot', ['-V']).error === undefined
  test.runIf(graphviz)('graphviz reads it', async () => {
    const { stdout } = await fencepost(['run', outer, '--lock-graph=dot'])
    const { status, stderr } = spawnSync('dot', ['-Tplain'], { input: stdout, encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(status).toBe(0)
  })
})

describe.concurrent('--prime', () => {
  test('prints C that takes each class under those before it', async ({ expect }) => {
    const { code, stdout, stderr } = await fencepost(['run', abba, '-p', 'order=same', '--prime'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatchInlineSnapshot(`
      "/*
       * The order of lock classes in AB-BA (order=same, rounds=1), for lockdep to know from boot on.
       */
      static int __init ab_ba_lockdep(void)
      {
      	mutex_lock(&a_class);
      	mutex_lock(&b_class); /* mutex_lock(b), test/fixtures/models/abba.ts:14 */
      	mutex_unlock(&b_class);
      	mutex_unlock(&a_class);

      	return 0;
      }
      subsys_initcall(ab_ba_lockdep);
      "
    `)
  })

  test('of a cyclic order prints none, names the cycle, and ends with 16', async () => {
    const { code, stdout, stderr } = await fencepost(['run', outer, '--prime'])
    expect(stdout).toBe('')
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(': a_class -> b_class -> a_class.')
    expect(code).toBe(16)
  })

  test('where no class is taken under another prints none', async () => {
    const { code, stdout, stderr } = await fencepost(['run', `${verdicts}#counter`, '--prime'])
    expect(stdout).toBe('')
    expect(stderr).toContain('No lock class is taken under another')
    expect(code).toBe(0)
  })

  test('of what was not explored to the end prints none', async () => {
    const args = ['run', abba, '-p', 'order=same', '--max-depth', '1', '--prime']
    const { code, stdout, stderr } = await fencepost(args)
    expect(stdout).toBe('')
    expect(stderr).toContain('Not everything was explored')
    expect(code).toBe(20)
  })
})

test.each([
  ['--lock-graph', '--json'],
  ['--lock-graph', '--prime'],
  ['--prime', '--no-lock-order'],
])('%s does not go with %s', async (one, other) => {
  const { code, stderr } = await fencepost(['run', abba, one, other])
  expect(stderr).toContain('cannot be used with option')
  expect(code).toBe(151)
})
