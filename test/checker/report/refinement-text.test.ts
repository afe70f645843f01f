/** A report says what the step that is no step of the other model is there, and what that could do instead. */

import { expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import { jsonFormat } from '../../../checker/report/json.ts'
import { page } from '../../../checker/report/page.ts'
import { verdictLines } from '../../../checker/report/verdict-text.ts'
import {
  and,
  any,
  assert,
  identity,
  int,
  just,
  model,
  none,
  optional,
  type ModelBuilder,
} from '../../../dsl/index.ts'
import type { Model } from '../../../dsl/ir.ts'

const task = identity('task', 2)

/** One owner at a time, who comes at most twice. */
const owning = model('one owner', {}, (m) => {
  const owner = m.state('owner', optional(task))
  const times = m.state('times', int(0, 2))
  m.action(
    'Acquire',
    { t: task },
    () => and(times.lt(2), owner.isNone()),
    function* ({ t }) {
      yield* owner.set(just(t))
      yield* times.update((n) => n.plus(1))
    },
  )
  m.action(
    'Release',
    { t: task },
    ({ t }) => owner.eq(just(t)),
    function* ({ t }) {
      yield* assert(owner.eq(just(t)), 'never')
      yield* owner.set(none)
    },
  )
  m.action(
    'Fail',
    {},
    () => owner.isSome(),
    function* () {
      yield* assert(owner.isNone(), 'nobody owns it')
    },
  )
}).instantiate()

async function linesOf(other: Model, build: (m: ModelBuilder) => void): Promise<readonly string[]> {
  const report = await check(model('steals', {}, build).instantiate())
  const lines = verdictLines(report, page({}, {}, import.meta.dirname))
  expect(report.verdict).toMatchObject({ kind: 'violated', property: { refines: other.name } })
  return lines.filter((line) => !line.includes('declared at'))
}

const stealing = (m: ModelBuilder): void => {
  const owner = m.state('owner', optional(task))
  const taken = m.state('taken', int(0, 2))
  m.action(
    'Take',
    { t: task },
    ({ t }) => owner.ne(just(t)),
    function* ({ t }) {
      yield* owner.set(just(t))
      yield* taken.set(1)
    },
  )
  m.refines('owns', owning, { owner, times: taken })
}

test('the step, and for each action the nearest that it comes to it', async () => {
  expect(await linesOf(owning, stealing)).toEqual([
    'violated: owns (refines one owner)',
    "  As a state of 'one owner', before the last step: owner = task 0; times = 1.",
    '  The last step changes owner: task 0 -> task 1.',
    '  Acquire is not enabled: owner != none is true (owner = task 0).',
    '  Release (t = task 0) would leave owner = none.',
    '  Fail would end in a failed assertion: nobody owns it.',
  ])
})

test('of an action that is not enabled, what is false for the parameters for which most of its guard is true', async () => {
  const other = model('ordered', {}, (m) => {
    const n = m.state('n', int(0, 3))
    m.action(
      'Add',
      { by: int(1, 3) },
      ({ by }) => and(by.ge(2), n.ge(by)),
      function* ({ by }) {
        yield* n.set(by)
      },
    )
  }).instantiate()
  const build = (m: ModelBuilder): void => {
    const x = m.state('x', int(0, 3))
    m.process('p', function* () {
      yield* x.set(1)
    })
    m.refines('adds', other, { n: x })
  }
  expect(await linesOf(other, build)).toEqual([
    'violated: adds (refines ordered)',
    "  As a state of 'ordered', before the last step: n = 0.",
    '  The last step changes n: 0 -> 1.',
    '  Add is not enabled: for by = 2: n >= by is false (n = 0).',
  ])
})

test('of a first state, the nearest with which the other begins', async () => {
  const other = model('begins', {}, (m) => {
    m.state('a', int(0, 3), any([1, 2]))
    m.state('b', int(0, 3), 0)
  }).instantiate()
  const build = (m: ModelBuilder): void => {
    const x = m.state('x', int(0, 3), 2)
    m.mayEnd('always', x.ge(0))
    m.refines('begins so', other, { a: x, b: x })
  }
  expect(await linesOf(other, build)).toEqual([
    'violated: begins so (refines begins)',
    "  As a state of 'begins' it begins with a = 2; b = 2.",
    "  'begins' begins with b = 0.",
  ])
})

test('that the other has no state to begin with', async () => {
  const other = model('impossible', {}, (m) => {
    const a = m.state('a', int(0, 3))
    m.initially('another', a.eq(1))
  }).instantiate()
  const build = (m: ModelBuilder): void => {
    const x = m.state('x', int(0, 3))
    m.mayEnd('always', x.ge(0))
    m.refines('begins so', other, { a: x })
  }
  expect(await linesOf(other, build)).toContain("  'impossible' has no initial state.")
})

test('all of it as data', async () => {
  const report = await check(model('steals', {}, stealing).instantiate())
  const document: unknown = JSON.parse(jsonFormat.run(report, page({}, {}, import.meta.dirname)))
  expect(document).toMatchObject({
    verdict: 'violated',
    property: 'owns',
    propertyKind: 'step',
    refines: 'one owner',
    refinement: {
      model: 'one owner',
      before: { owner: { some: 0 }, times: 1 },
      after: { owner: { some: 1 }, times: 1 },
      attempts: [
        { kind: 'not enabled', action: 'Acquire' },
        { kind: 'elsewhere', action: 'Release', different: ['owner'] },
        { kind: 'fails', action: 'Fail' },
      ],
    },
  })
})
