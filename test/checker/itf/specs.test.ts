/** Every counterexample of the specs can be said in ITF, and says there what it is. */

import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCase } from '../../../checker/cli/run-case.ts'
import { loadSuites, specFiles } from '../../../checker/cli/suite-files.ts'
import { itfText } from '../../../checker/itf/trace.ts'
import type { Report } from '../../../checker/check.ts'
import type { Result, DecodedState } from '../../../checker/system.ts'
import { threadNames } from '../../../checker/value-text.ts'
import { key, list, read } from './read.ts'

const cwd = join(import.meta.dirname, '../../..')

interface StateOfTrace {
  readonly variables: unknown
  readonly at: unknown
  readonly labels: unknown
}

function told({ variables, processes }: DecodedState): StateOfTrace {
  return {
    variables,
    at: processes.map(({ at }) => at ?? 'Done'),
    labels: processes.map(({ labels }) => labels),
  }
}

function statesOf({ trace }: Report): readonly StateOfTrace[] {
  if (trace === null) return []
  const results: readonly Result<DecodedState>[] = [
    trace.initial,
    ...trace.steps.map(({ result }) => result),
  ]
  return results.flatMap((result) => (result.kind === 'state' ? [told(result.state)] : []))
}

/** In order of threads; none where the model has none. */
function ofThreads(state: unknown, name: string, threads: readonly string[]): readonly unknown[] {
  if (threads.length === 0) return []
  const entries = list(key(key(state, name), '#map')).map(list)
  expect(entries.map(([thread]) => thread)).toEqual(threads)
  return entries.map(([, value]) => value)
}

function readBack(state: unknown, { model }: Report): StateOfTrace {
  const threads = threadNames(model)
  return {
    variables: Object.fromEntries(
      model.variables.map(({ name, sort }) => [name, read(key(state, name), sort, model)]),
    ),
    at: ofThreads(state, 'fencepost::pc', threads),
    labels: ofThreads(state, 'fencepost::labels', threads).map((labels) => key(labels, '#set')),
  }
}

for (const path of specFiles([], cwd)) {
  const { suites } = await loadSuites(path, cwd)
  describe.each(suites)(`${path}: $name`, ({ cases }) => {
    test('says the states of each trace, and where its loop begins', async () => {
      for (const one of cases.filter(({ expected }) => expected.kind !== 'holds')) {
        const { outcome } = await runCase(one, { vacuity: false }, cwd)
        if (outcome.kind !== 'checked' || outcome.report.trace === null) continue
        const { report } = outcome
        const document: unknown = JSON.parse(itfText(report, cwd) ?? '')
        const states = list(key(document, 'states'))
        expect(states.map((state) => readBack(state, report))).toEqual(statesOf(report))
        const variables = ['#meta', ...list(key(document, 'vars'))]
        for (const state of states) expect(Object.keys(Object(state))).toEqual(variables)
        expect(document).toHaveProperty(['#meta', 'model'], report.model.name)
        const { loop } = outcome.report.trace
        expect(Object(document).loop).toBe(loop)
        // Without a loop, the last state is compared with itself.
        const again = states.at(loop ?? -1)
        expect(again).toMatchObject(withoutHistory(states.at(-1)))
      }
    }, 60_000)
  })
}

/** What the loop leads back to came about in another way the first time. */
function withoutHistory(state: unknown): object {
  const {
    '#meta': _,
    'mbt::actionTaken': _action,
    'mbt::nondetPicks': _picks,
    ...rest
  } = Object(state)
  return rest
}
