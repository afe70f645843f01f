/** What is counted, derived by hand on a small model, and the same for every engine and any number of workers. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { countedBySystem } from '../../../checker/coverage/count-system.ts'
import { timesAsked, timesEach, timesExecuted } from '../../../checker/coverage/covered.ts'
import type { Covered } from '../../../checker/coverage/covered.ts'
import { coveredFiles } from '../../../checker/coverage/lines.ts'
import { runJob } from '../../../checker/compiled/host/run-job.ts'
import { exploreCompiled } from '../../../checker/explore-compiled.ts'
import type { SearchOptions } from '../../../checker/exploration.ts'
import { and, bool, index, int, label, model, step, when } from '../../../dsl/index.ts'
import type { Model } from '../../../dsl/ir.ts'
import { filterLock } from '../../../models/classics/filter-lock.ts'

/**
 * Two instances. Each adds 1 to `n`; then it enters, once both have added; then it asks whether it is the last to go. The states by
 * where the two are (a: adds, e: enters, g: goes, t: has ended), of which n says how many have added, and `gone` how many have gone:
 *
 *     aa; ae, ea; ee; ge, eg; gg, te, et; tg, gt; tt      12 states
 *
 * `add` is taken by two in aa and by one in ae and ea: 4 times. In ae and ea the other's guard is asked, and is false by its first
 * conjunct. It is true of both in ee, and of one in ge, eg, te and et: 6 times. `gone = 1` is asked by who goes: of one in ge, eg, of
 * two in gg, of one in tg, gt; it is true in the last two alone.
 */
const meeting = model('meeting', {}, (m) => {
  const n = m.state('n', int(0, 2))
  const gone = m.state('gone', int(0, 2))
  const open = m.state('open', bool, true)
  m.process('p', { count: 2 }, function* () {
    yield* n.set(n.plus(1))
    yield* step('enter', { guard: and(n.eq(2), open) }, function* () {})
    yield* label('inside')
    yield* step('go', {}, function* () {
      yield* when(gone.eq(1), function* () {
        yield* open.set(true)
      })
      yield* gone.set(gone.plus(1))
    })
  })
}).instantiate()

const source = readFileSync(import.meta.filename, 'utf8').split('\n')

/** Of the line with this text in this file. */
function lineOf(covered: Covered, of: Model, text: string): unknown {
  const [file, ...others] = coveredFiles(of, covered)
  expect(others).toEqual([])
  const at = source.findIndex((line) => line.includes(text)) + 1
  return file?.lines.find(({ line }) => line === at)
}

async function compiledCounts(of: Model, options: SearchOptions = {}): Promise<Covered> {
  const explored = await exploreCompiled(of, { coverage: true, liveness: false, ...options })
  const covered = await explored.covered()
  if (covered === null) throw new Error('nothing was counted')
  return covered
}

async function flatCounts(of: Model, options: SearchOptions = {}): Promise<Covered> {
  const covered = await countedBySystem(of, options)
  if (covered === null) throw new Error('nothing was counted')
  return covered
}

describe.each([
  ['the compiled engine', compiledCounts],
  ['the plain executor', flatCounts],
])('%s', (_name, counts) => {
  test('counts the steps that are taken', async () => {
    const covered = await counts(meeting)
    expect(lineOf(covered, meeting, 'yield* n.set(n.plus(1))')).toMatchObject({ executed: 4 })
    expect(lineOf(covered, meeting, "yield* step('go'")).toMatchObject({ executed: 6 })
  })

  test('counts a guard conjunct by conjunct', async () => {
    const covered = await counts(meeting)
    expect(lineOf(covered, meeting, "yield* step('enter'")).toMatchObject({
      executed: 6,
      tests: [
        [
          { asked: 8, isTrue: 6 },
          { asked: 6, isTrue: 6 },
        ],
      ],
    })
  })

  test('counts the test of an effect', async () => {
    const covered = await counts(meeting)
    expect(lineOf(covered, meeting, 'yield* when(gone.eq(1)')).toEqual({
      line: expect.any(Number),
      executed: 6,
      tests: [[{ asked: 6, isTrue: 2 }]],
    })
  })

  test('counts what is executed on the way to the initial states', async () => {
    const side = index('side', 3)
    const beginning = model('beginning', {}, (m) => {
      const n = m.state('n', int(0, 2))
      m.process('q', { each: side }, function* (self) {
        yield* when(self.eq(self), function* () {
          yield* n.set(1)
        })
      })
    }).instantiate()
    const { spots, ...rest } = await counts(beginning)
    const [decided] = spots.list.filter(({ kind }) => kind === 'test')
    if (decided?.kind !== 'test') throw new Error('there is a test')
    expect(timesAsked(rest, decided)).toBe(3)
    expect(timesEach(rest, decided)).toEqual([3])
  })

  test('counts no state outside a constraint', async () => {
    const bounded = model('bounded', {}, (m) => {
      const n = m.state('n', int(0, 9))
      m.action(
        'up',
        {},
        () => n.lt(9),
        function* () {
          yield* n.set(n.plus(1))
        },
      )
      m.constraint('small', n.lt(3))
    }).instantiate()
    const covered = await counts(bounded)
    expect(covered.spots.list.map((spot) => timesExecuted(covered, spot))).toEqual([3])
  })
})

test('any number of workers counts the same', async () => {
  const large = filterLock.instantiate({ n: 3, wait: 'at-once' })
  // Every level is shared, and nobody begins before all are there.
  const divided: typeof runJob = (job, options) =>
    runJob(job, { ...options, sharing: { level: 1, wait: true } })
  const counted = async (workers: number) => {
    const options = { coverage: true, liveness: false, workers }
    return (await exploreCompiled(large, options, divided)).covered()
  }
  const [alone, three] = [await counted(1), await counted(3)]
  expect(three?.counts).toEqual(alone?.counts)
  expect(three?.seen).toEqual(alone?.seen)
})

test('what is not counted is noted all the same', async () => {
  const { counts } = await compiledCounts(meeting)
  const explored = await exploreCompiled(meeting, {})
  const noted = await explored.covered()
  expect(noted?.exact).toBe(false)
  const executed = (covered: Pick<Covered, 'counts'>): readonly boolean[] =>
    (noted?.spots.list ?? []).map((spot) => timesExecuted(covered, spot) > 0)
  expect(executed(noted ?? { counts: [] })).toEqual(executed({ counts }))
})

test('where nothing is to be noted nothing is', async () => {
  const explored = await exploreCompiled(meeting, { vacuity: false })
  expect(await explored.covered()).toBeNull()
})
