/** A run in words has the values that its steps do not tell; JSON has all of them. */

import { expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import { jsonFormat } from '../../../checker/report/json.ts'
import { page } from '../../../checker/report/page.ts'
import { initialLines, stepLines } from '../../../checker/report/trace-text.ts'
import { array, bool, index, model, type ModelBuilder, type Primitive } from '../../../dsl/index.ts'
import { preempt_disable, spinlock } from '../../../dsl/kernel/index.ts'

const onto = page({}, {}, import.meta.dirname)

async function reportOf(build: (m: ModelBuilder) => void) {
  const report = await check(model('small', {}, build).instantiate())
  if (report.trace === null) throw new Error('nothing is wrong')
  const { trace } = report
  const lines = [
    ...initialLines(trace, report.model, onto),
    ...stepLines(trace, report.model, onto),
  ]
  return { report, text: `\n${lines.join('\n')}\n`.replaceAll(/ts:\d+/g, 'ts') }
}

/** Twice the same lock: with it preemption is off, which its function says. */
function stuck(m: ModelBuilder) {
  const lock = m.state('lock', spinlock('lock'))
  m.process('task', function* () {
    yield* preempt_disable()
    yield* lock.lock()
    yield* lock.lock()
  })
}

test('what preempt_count is goes without saying', async () => {
  const { text } = await reportOf(stuck)
  expect(text).toMatchInlineSnapshot(`
    "

      initially lock = none

      1  task  preempt_disable()  trace-text.test.ts
      2  task  spin_lock(lock)    trace-text.test.ts  lock: none -> task
    "
  `)
})

test('but not in JSON', async () => {
  const { report } = await reportOf(stuck)
  expect(jsonFormat.run(report, onto)).toContain('"preempt_count"')
})

test('a primitive of an author’s own says so too, and is quiet in an array', async () => {
  const flag = (quiet: boolean): Primitive<typeof bool, null> => ({
    sort: bool,
    quiet,
    attach: () => null,
  })
  const { text } = await reportOf((m) => {
    m.state('loud', array(index('cpu', 2), flag(false)))
    m.state('quiet', array(index('cpu', 2), flag(true)))
    stuck(m)
  })
  expect(text).toMatchInlineSnapshot(`
    "

      initially loud = [cpu 0: false, cpu 1: false]; lock = none

      1  task  preempt_disable()  trace-text.test.ts
      2  task  spin_lock(lock)    trace-text.test.ts  lock: none -> task
    "
  `)
})
