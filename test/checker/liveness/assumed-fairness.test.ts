/** What is assumed of runs is told by strength, in data and in a sentence. */

import { expect, test } from 'vitest'
import { assumedFairness } from '../../../checker/liveness/assumed-fairness.ts'
import { assumptionsText } from '../../../checker/report/assumption-text.ts'
import { bool, either, fair, model, step, type ModelBuilder } from '../../../dsl/index.ts'
import { mutex } from '../../../dsl/kernel/index.ts'
import { nowhere } from '../../../dsl/site.ts'

function told(build: (m: ModelBuilder) => void): string {
  const built = model('small', {}, build).instantiate()
  const assumptions = assumedFairness(built).map((each) => ({ kind: 'fairness', ...each }) as const)
  return assumptionsText(assumptions, import.meta.dirname).replaceAll(/:\d+/g, '')
}

/** A process that does one thing. */
function process(m: ModelBuilder, name: string, fairness: 'weak' | 'strong' | 'none'): void {
  const done = m.state(`${name} is done`, bool)
  m.process(name, { fairness }, function* () {
    yield* step(`do ${name}`, {}, function* () {
      yield* done.set(true)
    })
  })
}

test('the processes of each strength are named', () => {
  const text = told((m) => {
    process(m, 'a', 'weak')
    process(m, 'b', 'strong')
    process(m, 'c', 'none')
    process(m, 'd', 'weak')
  })
  expect(text).toBe('Assumes weak fairness of a and d; strong fairness of b; nothing of c.')
})

test('processes that are all alike are not named', () => {
  const text = told((m) => {
    process(m, 'a', 'weak')
    process(m, 'b', 'weak')
  })
  expect(text).toBe('Assumes weak fairness of every process.')
})

test('of very many not all are named', () => {
  const text = told((m) => {
    for (const name of 'abcdefgh') process(m, name, 'weak')
    process(m, 'z', 'none')
  })
  expect(text).toBe('Assumes weak fairness of a, b, c, d, e and 3 more; nothing of z.')
})

test('steps are named, and waiting for locks by what it is', () => {
  const text = told((m) => {
    const lock = m.state('lock', mutex('lock_class'))
    const timedOut = m.state('timed out', bool)
    m.process('a', function* () {
      yield* lock.lock()
      yield* step('schedule_timeout', { fairness: 'none' }, function* () {
        yield* timedOut.set(true)
      })
      yield* lock.unlock()
    })
  })
  expect(text).toBe(
    'Assumes weak fairness of a; strong fairness of waiting for locks; nothing of schedule_timeout.',
  )
})

test('steps of a process of which nothing is assumed are not named', () => {
  const text = told((m) => {
    const lock = m.state('lock', mutex('lock_class'))
    m.process('a', { fairness: 'none' }, function* () {
      yield* lock.lock()
      yield* lock.unlock()
    })
  })
  expect(text).toBe('Assumes nothing of a.')
})

test('branches are known by their lines', () => {
  const text = told((m) => {
    const done = m.state('done', bool)
    const finish = function* () {
      yield* step('finish', {}, function* () {
        yield* done.set(true)
      })
    }
    for (const name of ['a', 'b']) {
      m.process(name, function* () {
        yield* either(fair('strong', finish), fair('none', finish))
      })
    }
  })
  expect(text).toBe(
    'Assumes weak fairness of every process; strong fairness of the branch of a and b at ' +
      'assumed-fairness.test.ts; nothing of the branch of a and b at assumed-fairness.test.ts.',
  )
})

test('of actions is told what is declared, and of which nothing is', () => {
  const text = told((m) => {
    const on = m.state('on', bool)
    const set = m.action('set', {}, function* () {
      yield* on.set(true)
    })
    m.action('clear', {}, function* () {
      yield* on.set(false)
    })
    m.fair('it is set', 'weak', set)
  })
  expect(text).toBe("Assumes weak fairness of 'it is set'; nothing of action clear.")
})

test('a branch whose line is not known is still told of', () => {
  const assumed = {
    strength: 'none',
    of: [{ kind: 'branch', process: 'a', site: nowhere }],
  } as const
  expect(assumptionsText([{ kind: 'fairness', ...assumed }], '/')).toBe(
    'Assumes nothing of the branch of a.',
  )
})
