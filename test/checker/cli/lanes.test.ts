/** Tasks run side by side, as many as may, and are begun in order. */

import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inLanes } from '../../../checker/cli/lanes.ts'

/** Runs tasks that take so many milliseconds each; the log has what begins and ends. */
async function run(times: readonly number[], lanes: number, stopped?: () => boolean) {
  const log: string[] = []
  const items = times.map((time, number) => ({ time, number }))
  const answers = inLanes(
    items,
    lanes,
    async ({ time, number }) => {
      log.push(`+${number}`)
      await setTimeout(time)
      log.push(`-${number}`)
      return number
    },
    stopped,
  )
  return { log, answers: await Promise.all(answers) }
}

test('one lane runs one task after the other', async () => {
  const { log, answers } = await run([20, 0], 1)
  expect(log).toEqual(['+0', '-0', '+1', '-1'])
  expect(answers).toEqual([0, 1])
})

test('a lane that is free takes the next task, whatever the others do', async () => {
  const { log, answers } = await run([200, 0, 0, 0], 2)
  expect(log).toEqual(['+0', '+1', '-1', '+2', '-2', '+3', '-3', '-0'])
  expect(answers).toEqual([0, 1, 2, 3])
})

test('an answer is there before those of later tasks', async () => {
  const answers = inLanes([0, 10_000], 2, (time) => setTimeout(time, time, { ref: false }))
  expect(await answers[0]).toBe(0)
})

test('a task whose turn does not come has no answer', async () => {
  let ended = false
  const answers = inLanes(
    [1, 2, 3],
    1,
    (item) => {
      ended = item === 2
      return Promise.resolve(item)
    },
    () => ended,
  )
  expect(await Promise.all(answers)).toEqual([1, 2, null])
})
