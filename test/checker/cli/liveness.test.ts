/** `fencepost run` on temporal properties: the lasso, why it is fair, what is assumed, and `--no-liveness`. */

import { describe, expect, test } from 'vitest'
import { runCase } from '../../../checker/cli/run-case.ts'
import { breaksLiveness, check, holds, type Case } from '../../../dsl/index.ts'
import overtaken from '../../fixtures/models/overtaken.ts'
import { fencepost } from './fencepost.ts'

const model = 'test/fixtures/models/overtaken.ts'
const run = (...args: readonly string[]) => fencepost(['run', model, ...args])

/** Without what the run itself took. */
function report(stdout: string): readonly string[] {
  return stdout.split('\n').filter((line) => !line.includes(' generated, '))
}

describe.concurrent('a fair run that breaks a temporal property', () => {
  test('is shown as a lasso, with what it breaks and why it is fair', async () => {
    const { code, stdout } = await run()
    expect(report(stdout)).toEqual([
      'liveness: everybody is served',
      "  at the beginning `task 0 at 'waiting'` is true, and `task 0 at 'using'` never is from there on",
      '  declared at test/fixtures/models/overtaken.ts:22',
      '',
      'overtaken (fairness=weak): a loop of 2 steps',
      '',
      '  initially held = false',
      '',
      '  again and again:',
      "  1  task 1  take     test/fixtures/models/overtaken.ts:13  held: false -> true; task 1 at 'using'",
      "  2  task 1  release  test/fixtures/models/overtaken.ts:17  held: true -> false; task 1 at 'waiting'",
      '  back to the beginning',
      '',
      'where the loop begins',
      '  task 0  can go on with take at test/fixtures/models/overtaken.ts:13',
      '  task 1  can go on with take at test/fixtures/models/overtaken.ts:13',
      '',
      'why this run is fair',
      '  task 0  cannot go on after step 1, so weak fairness is met',
      '  task 1  takes steps 1 and 2',
      '',
      'Assumes sequential consistency; the compiled engine; weak fairness of task.',
      '',
    ])
    expect(code).toBe(13)
  })

  test('may stay where nothing is assumed of those who could go on', async () => {
    const { code, stdout } = await run('-p', 'fairness=none')
    expect(report(stdout).slice(4)).toEqual([
      'overtaken (fairness=none): it stays at the beginning',
      '',
      '  initially held = false',
      '',
      '  there it stays for ever',
      '',
      'at the end',
      '  task 0  can go on with take at test/fixtures/models/overtaken.ts:13',
      '  task 1  can go on with take at test/fixtures/models/overtaken.ts:13',
      '',
      'why it may stay there',
      '  task 0 and task 1  can go on, and no fairness is assumed',
      '',
      'Assumes sequential consistency; the compiled engine; nothing of task.',
      '',
    ])
    expect(code).toBe(13)
  })

  test('is the same for the interpreter and for two threads', async () => {
    const [one, two, slow] = await Promise.all([
      run('--json'),
      run('--json', '--workers', '2'),
      run('--json', '--engine', 'reference'),
    ])
    const lassos = [one, two, slow].map(({ stdout }) => {
      const { trace, lasso }: { trace: unknown; lasso: unknown } = JSON.parse(stdout)
      return { trace, lasso }
    })
    expect(lassos[1]).toEqual(lassos[0])
    expect(lassos[2]).toEqual(lassos[0])
  })

  test('is data in the JSON document', async () => {
    const { stdout } = await run('--json')
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'liveness',
      property: 'everybody is served',
      steps: 2,
      canonical: true,
      reasons: [expect.stringContaining('at the beginning `task 0')],
      assumptions: [
        { kind: 'memory order' },
        { kind: 'engine' },
        { kind: 'fairness', strength: 'weak', of: [{ kind: 'process', name: 'task' }] },
      ],
      lasso: {
        breach: {
          kind: 'unanswered',
          trigger: "task 0 at 'waiting'",
          response: "task 0 at 'using'",
          after: 0,
        },
        fair: [
          {
            of: { kind: 'thread', thread: 0 },
            assumed: 'weak',
            served: { kind: 'not always enabled', after: 1 },
          },
          {
            of: { kind: 'thread', thread: 1 },
            assumed: 'weak',
            served: { kind: 'taken', steps: [1, 2] },
          },
        ],
      },
      trace: { loop: 0 },
    })
  })
})

describe.concurrent('what holds', () => {
  test('holds under the fairness that is printed', async () => {
    const { code, stdout } = await run('-p', 'fairness=strong')
    expect(stdout).toMatch(/^holds\n/)
    expect(stdout).toContain('; strong fairness of task.\n')
    expect(code).toBe(0)
  })

  test('is not said of temporal properties that were not judged', async () => {
    const { code, stdout } = await run('--no-liveness')
    expect(stdout).toMatch(/^holds, as far as it was judged: temporal properties were not\n/)
    expect(stdout).toContain('that temporal properties do not matter: they were not judged.')
    expect(code).toBe(0)
  })

  test('is not said of them where a bound was hit', async () => {
    const { code, stdout } = await run('--max-depth', '1', '-p', 'fairness=strong')
    expect(stdout).toMatch(/^incomplete\n/)
    expect(stdout).toContain('\n  Temporal properties were not judged, or not all.\n')
    expect(code).toBe(20)
  })
})

describe('a case of a suite', () => {
  async function differences(one: Case): Promise<readonly string[]> {
    const { outcome } = await runCase(one)
    if (outcome.kind !== 'checked') throw new Error(outcome.message)
    return outcome.differences.map(({ what }) => what)
  }
  const expected = (stem: number, loop: number, property = 'everybody is served') =>
    check(overtaken, {}, breaksLiveness(property, { stem, loop }))

  test('pins the property, the stem and the loop', async () => {
    expect(await differences(expected(0, 2))).toEqual([])
    expect(await differences(expected(1, 2))).toEqual(['stem'])
    expect(await differences(expected(0, 3))).toEqual(['loop'])
    expect(await differences(expected(0, 2, 'another'))).toEqual(['verdict'])
  })

  test('may leave temporal properties out', async () => {
    expect(await differences(check(overtaken, {}, holds()))).toEqual(['verdict'])
    expect(await differences(check(overtaken, {}, holds(), { liveness: false }))).toEqual([])
  })
})
