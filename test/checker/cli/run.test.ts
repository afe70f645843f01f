/** `fencepost run` as a user runs it: what it prints, and with which code it ends. */

import { describe, expect, test } from 'vitest'
import { defaultEngine } from '../../../checker/engine.ts'
import { widthOf } from '../../../checker/report/lines.ts'
import { fencepost, interrupting } from './fencepost.ts'

const verdicts = 'test/fixtures/models/verdicts.ts'
const abba = 'test/fixtures/models/abba.ts'

describe.concurrent('the exit code', () => {
  const codes: [number, string, string[]][] = [
    [0, 'holds', [`${abba}#abba`, '--param', 'order=same']],
    [10, 'top is not nine', [`${verdicts}#counter`, '-p', 'top=9']],
    [11, 'deadlock', [abba]],
    [12, 'violated: below three (always)', [`${verdicts}#invariant`]],
    [12, 'not reached: three', [`${verdicts}#witness`]],
    [14, 'assertion: n is not held', [`${verdicts}#assertion`]],
    [15, 'fault: ', [`${verdicts}#fault`]],
    [15, 'fault: never get here', [`${verdicts}#failing`]],
    [20, 'incomplete', [`${verdicts}#counter`, '--max-depth', '1']],
    [20, 'incomplete', [`${verdicts}#endless`, '--max-states', '100']],
    [20, 'incomplete', [`${verdicts}#endless`, '--timeout', '200ms']],
    [20, 'The memory of 20 MiB was full.', [`${verdicts}#endless`, '--memory', '20M']],
    [151, 'it exports several models', [verdicts]],
    [151, "it exports no 'cuonter'. Did you mean 'counter'?", [`${verdicts}#cuonter`]],
    [
      151,
      "'counter' has no parameter 'tops'. Did you mean 'top'?",
      [`${verdicts}#counter`, '-p', 'tops=2'],
    ],
    [151, "'10' is no value of 'top'", [`${verdicts}#counter`, '-p', 'top=10']],
    [151, 'there is no such file', ['nowhere.ts']],
    [151, 'unknown option', [abba, '--fast']],
    [151, 'Give a whole number', [abba, '--max-depth', 'deep']],
    [151, '16 GiB at most', [abba, '--memory', '17G']],
    [151, 'Give a number of threads', [abba, '--workers', 'many']],
    [151, "'--layout' cannot be used with option '--json'", [abba, '--layout', '--json']],
    [151, "'--source' cannot be used with option '--json'", [abba, '--source', '--json']],
    [151, "'--layout' cannot be used with option '--source'", [abba, '--layout', '--source']],
    [151, 'Allowed choices are compiled, reference', [abba, '--engine', 'fast']],
  ]

  test.each(codes)('%i: %s', async (code, text, args) => {
    const ended = await fencepost(['run', ...args])
    expect(ended.stdout + ended.stderr).toContain(text)
    expect(ended.code).toBe(code)
    const quiet = code < 100 && code !== 10 ? ended.stderr : ended.stdout
    expect(quiet.replace('built\n', '')).toBe('')
  })

  test('150: a model without initial states, whose verdict is printed as any', async () => {
    const ended = await fencepost(['run', `${verdicts}#nowhere`])
    expect(ended.stdout).toMatch(/^no initial state\n/)
    expect(ended.code).toBe(150)
  })

  test('130: Ctrl-C, with what was found by then', async () => {
    const ended = await fencepost(['run', `${verdicts}#endless`], { during: interrupting })
    expect(ended.stdout).toMatch(/^interrupted\n {2}(Every state up to depth \d+|Not every)/)
    expect(ended.stdout).toMatch(/\n[\d,]+ states, [\d,]+ generated/)
    expect(ended.code).toBe(130)
  })
})

describe.concurrent('the options', () => {
  test('--no-deadlock finds none, and the verdict says so', async () => {
    const { code, stdout } = await fencepost(['run', abba, '--no-deadlock', '--no-lock-order'])
    expect(code).toBe(0)
    expect(stdout).toContain('deadlocks do not matter')
  })

  test('--continue counts everything, and reports the same', async () => {
    const short = await fencepost(['run', abba, '--json'])
    const long = await fencepost(['run', abba, '--json', '--continue'])
    const [first, second] = [short, long].map(({ stdout }) => JSON.parse(stdout))
    expect(second.trace).toEqual(first.trace)
    expect([first.distinct, second.distinct]).toEqual([8, 19])
  })
})

describe.concurrent('--layout', () => {
  test('prints the bits of each variable, and checks nothing', async () => {
    const { code, stdout } = await fencepost(['run', abba, '--layout'])
    expect(stdout).toMatch(/^AB-BA: a state has \d+ bits in 1 word of 64\n/)
    expect(stdout).toMatch(/\n +2 +a +optional thread\n/)
    expect(stdout).not.toContain('deadlock')
    expect(code).toBe(0)
  })
})

describe.concurrent('--source', () => {
  test('prints the module with the statements that it was made of, and checks nothing', async () => {
    const { code, stdout } = await fencepost(['run', abba, '--source'])
    expect(stdout).toMatch(/^\(module\n {2}\(func \$expand\n/)
    expect(stdout).toContain(';; step first#0 mutex_lock(a)\n')
    expect(stdout).not.toContain('deadlock:')
    expect(code).toBe(0)
  })
})

describe.concurrent('the text', () => {
  test('has the verdict first, then a column for each process, then who waits for whom', async ({
    expect,
  }) => {
    const { stdout } = await fencepost(['run', abba])
    expect(stdout.replace(/[\d.]+ m?s\./, '9 ms.')).toMatchInlineSnapshot(`
      "deadlock: first and second can never run again
        No step is enabled, and that is no legitimate end.
        first waits for second, and second for first.

      AB-BA (order=opposite, rounds=1): after 2 steps

      =============================================
      WARNING: circular locking dependency detected
      ---------------------------------------------
      second is trying to acquire lock:
       a (a_class){+.+.}-{sleep}, at: mutex_lock(a), test/fixtures/models/abba.ts:22

      but task is already holding lock:
       b (b_class){+.+.}-{sleep}, at: mutex_lock(b), test/fixtures/models/abba.ts:21

       Unsafe locking scenario, as it happened:

             CPU0                    CPU1
             first                   second
             ----                    ----
        mutex_lock(a);
                                     mutex_lock(b);
        mutex_lock(b);
                                     mutex_lock(a);

       *** DEADLOCK ***

      1 lock held by first:
       #0: a (a_class){+.+.}-{sleep}, at: mutex_lock(a), test/fixtures/models/abba.ts:13
      1 lock held by second:
       #0: b (b_class){+.+.}-{sleep}, at: mutex_lock(b), test/fixtures/models/abba.ts:21

        initially a = none; b = none

           first          second
        1  mutex_lock(a)                 test/fixtures/models/abba.ts:13  a: none -> first
        2                 mutex_lock(b)  test/fixtures/models/abba.ts:21  b: none -> second

      at the end
        first   is blocked in mutex_lock(b) at test/fixtures/models/abba.ts:14: waits for b, held by
                second
        second  is blocked in mutex_lock(a) at test/fixtures/models/abba.ts:22: waits for a, held by first

      8 states, 9 generated, depth 3, 9 ms.
      Assumes sequential consistency; the compiled engine.
      "
    `)
  })

  test('is plain when piped, and coloured when that is forced', async () => {
    const plain = await fencepost(['run', abba])
    const coloured = await fencepost(['run', abba], { env: { FORCE_COLOR: '1' } })
    const both = await fencepost(['run', abba], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })
    expect(plain.stdout).not.toContain('\u001b')
    expect(coloured.stdout).toContain(
      '\u001b[31mdeadlock: first and second can never run again\u001b[39m',
    )
    expect(both.stdout).not.toContain('\u001b')
  })

  test.each([abba, `${verdicts}#invariant`, `${verdicts}#fault`])(
    'of %s is at most 100 columns wide',
    async (argument) => {
      const { stdout } = await fencepost(['run', argument])
      for (const line of stdout.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(100)
    },
  )
})

describe.concurrent('the JSON document', () => {
  test('has every field, for a violation', async () => {
    const { stdout } = await fencepost(['run', `${verdicts}#invariant`, '--json'])
    const place = { file: verdicts, line: expect.any(Number), column: expect.any(Number) }
    expect(JSON.parse(stdout)).toEqual({
      model: 'invariant',
      parameters: {},
      verdict: 'violated',
      property: 'below three',
      propertyKind: 'always',
      at: place,
      steps: 3,
      canonical: true,
      expected: null,
      ok: null,
      distinct: 4,
      generated: 4,
      depth: 3,
      seconds: expect.any(Number),
      searchSeconds: expect.any(Number),
      memory: { arenaBytes: expect.any(Number), tableBytes: expect.any(Number) },
      assumptions: [
        { kind: 'memory order', order: 'sequential consistency' },
        { kind: 'engine', engine: defaultEngine },
      ],
      lockOrder: null,
      reasons: [expect.stringContaining('seen')],
      deadlock: null,
      growth: null,
      lasso: null,
      refinement: null,
      refines: null,
      vacuity: [],
      coverage: null,
      situation: {
        threads: [
          {
            thread: 0,
            standing: 'blocked',
            id: 'counter#1',
            name: 'increment',
            waits: [],
            ...place,
          },
        ],
        locks: [],
      },
      trace: {
        loop: null,
        initial: { state: expect.objectContaining({ variables: { n: 0, seen: [] } }) },
        steps: [1, 2, 3].map((n) => ({
          id: expect.stringMatching(/^counter#\d+$/),
          actor: 'counter',
          thread: 0,
          name: 'increment',
          ...place,
          calls: [],
          choices: [],
          state: expect.objectContaining({
            variables: { n, seen: Array.from({ length: n }, (_, at) => at) },
          }),
        })),
      },
    })
  })

  test('has the same fields, for a model that holds', async () => {
    const { stdout } = await fencepost([
      'run',
      abba,
      '-p',
      'order=same',
      '--json',
      '--max-states',
      '99',
    ])
    expect(JSON.parse(stdout)).toEqual({
      model: 'AB-BA',
      parameters: { order: 'same', rounds: 1 },
      verdict: 'holds',
      property: null,
      steps: null,
      canonical: null,
      expected: null,
      ok: null,
      distinct: 16,
      generated: 17,
      depth: 8,
      seconds: expect.any(Number),
      searchSeconds: expect.any(Number),
      memory: { arenaBytes: expect.any(Number), tableBytes: expect.any(Number) },
      assumptions: [
        { kind: 'memory order', order: 'sequential consistency' },
        { kind: 'engine', engine: defaultEngine },
        { kind: 'bound', bound: 'states', limit: 99, hit: false },
      ],
      lockOrder: expect.objectContaining({ complete: true, problem: null }),
      reasons: [],
      deadlock: null,
      growth: null,
      lasso: null,
      refinement: null,
      vacuity: [],
      coverage: null,
      situation: null,
      trace: null,
    })
  })

  test('is one also for a bound that was hit', async () => {
    const { stdout } = await fencepost(['run', `${verdicts}#witness`, '--max-depth', '1', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'incomplete',
      cuts: [{ bound: 'depth', limit: 1 }],
      frontier: 1,
      completeDepth: 0,
      unreached: ['three'],
    })
  })
})
