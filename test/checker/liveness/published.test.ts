/** Where other checkers were published to answer wrongly about liveness, each in a few states, with the answer derived by hand. */

import { describe, expect, test } from 'vitest'
import {
  bool,
  either,
  fair,
  forever,
  int,
  model,
  oneOf,
  skip,
  step,
  waitUntil,
  type ModelBuilder,
} from '../../../dsl/index.ts'
import { checkIn, testedEngines } from '../../engines.ts'

/** What every engine, and the compiled one with several workers, answers alike: the verdict, and the lengths of stem and loop. */
async function answer(build: (m: ModelBuilder) => void) {
  const built = model('published', {}, build).instantiate()
  const runs = [
    ...testedEngines.map((engine) => checkIn(engine, built, { deadlock: false })),
    ...[2, 3].map((workers) => checkIn('compiled', built, { deadlock: false, workers })),
  ]
  const reports = await Promise.all(runs)
  const answers = reports.map(({ verdict, trace }) => {
    if (verdict.kind !== 'liveness' || trace?.loop === undefined) return verdict.kind
    const stem = trace.loop
    return { breaks: verdict.property.name, stem, loop: trace.steps.length - stem }
  })
  for (const each of answers) expect(each).toEqual(answers[0])
  return answers[0]
}

const place = oneOf('a', 'b', 'c', 'd')

describe('a violation behind a join of two paths', () => {
  // a -> b -> d and a -> c -> d. The search comes to d first by way of b, where it was. A run that goes by c is never at b:
  // a, c, d and there it stays, since the process has ended. Two steps, no loop.
  const joined = (holds: boolean) => (m: ModelBuilder) => {
    const at = m.state('at', place)
    m.process('walker', function* () {
      if (holds) yield* at.set('b')
      else
        yield* either(
          function* () {
            yield* at.set('b')
          },
          function* () {
            yield* at.set('c')
          },
        )
      yield* at.set('d')
    })
    m.eventually('passes b', at.eq('b'))
  }

  test('is found', async () => {
    expect(await answer(joined(false))).toEqual({ breaks: 'passes b', stem: 2, loop: 0 })
  })

  test('is none where there is no second path', async () => {
    expect(await answer(joined(true))).toBe('holds')
  })
})

describe('a cycle that is not the whole component', () => {
  // a -> b -> a and a -> c -> a are one component, and c is in it. The run a, b, a, b, ... is never at c.
  const component = (toC: 'strong' | 'weak') => (m: ModelBuilder) => {
    const at = m.state('at', place)
    m.process('walker', function* () {
      yield* forever(function* () {
        yield* either(
          function* () {
            yield* at.set('b')
          },
          fair(toC, function* () {
            yield* at.set('c')
          }),
        )
        yield* at.set('a')
      })
    })
    m.alwaysEventually('is at c again and again', at.eq('c'))
  }

  // At b the branch to c cannot be taken, so that weak fairness does not ask for it.
  test('is found', async () => {
    const broken = { breaks: 'is at c again and again', stem: 0, loop: 2 }
    expect(await answer(component('weak'))).toEqual(broken)
  })

  // At a, where every round comes by, it can.
  test('is not fair where the branch out of it is strongly so', async () => {
    expect(await answer(component('strong'))).toBe('holds')
  })
})

describe('a loop that is fair only because an action is disabled again and again', () => {
  // The toggler goes on for ever. The other can act only where x is 0, and at x = 1 it cannot: weak fairness never asks it to.
  const toggled = (fairness: 'weak' | 'strong') => (m: ModelBuilder) => {
    const [x, done] = [m.state('x', int(0, 1)), m.state('done', bool)]
    m.process('toggler', function* () {
      yield* forever(function* () {
        yield* x.set(1)
        yield* x.set(0)
      })
    })
    m.process('actor', { fairness }, function* () {
      yield* step('act', { guard: x.eq(0) }, function* () {
        yield* done.set(true)
      })
    })
    m.eventually('the actor acts', done)
  }

  test('breaks a promise under weak fairness', async () => {
    expect(await answer(toggled('weak'))).toEqual({ breaks: 'the actor acts', stem: 0, loop: 2 })
  })

  test('is no fair run under strong fairness', async () => {
    expect(await answer(toggled('strong'))).toBe('holds')
  })
})

describe('stuttering at the end of a finite run', () => {
  // After its one step nothing happens any more, and what is false then is false for ever.
  const ending = (build: (m: ModelBuilder, flag: ReturnType<typeof flagIn>) => void) => {
    return (m: ModelBuilder) => {
      const flag = flagIn(m)
      m.process('once', function* () {
        yield* flag.set(false)
      })
      build(m, flag)
    }
  }
  const flagIn = (m: ModelBuilder) => m.state('flag', bool, true)

  test('breaks what is to be again and again', async () => {
    const asked = ending((m, flag) => m.alwaysEventually('flag, again and again', flag))
    const broken = { breaks: 'flag, again and again', stem: 1, loop: 0 }
    expect(await answer(asked)).toEqual(broken)
  })

  test('fulfils what is to be from some point on', async () => {
    const asked = ending((m, flag) => m.eventuallyAlways('no flag in the end', flag.not()))
    expect(await answer(asked)).toBe('holds')
  })

  // Whoever waits for what never comes does so for ever: the state without a step is the end of the run.
  test('is what a deadlock is followed by', async () => {
    const stuck = await answer((m) => {
      const flag = flagIn(m)
      m.process('waiter', function* () {
        yield* skip()
        yield* waitUntil(flag.not())
      })
      m.eventually('the flag is lowered', flag.not())
    })
    expect(stuck).toEqual({ breaks: 'the flag is lowered', stem: 1, loop: 0 })
  })
})

describe('a step that changes nothing', () => {
  // The spinner can always take it, and stays where it is: that is no round of a loop, and the other branch is all that is left to take.
  test('is not what fairness is content with', async () => {
    const spinning = await answer((m) => {
      const done = m.state('done', bool)
      m.process('spinner', function* () {
        yield* forever(function* () {
          yield* either(
            function* () {
              yield* skip()
            },
            function* () {
              yield* done.set(true)
            },
          )
        })
      })
      m.eventually('it is done', done)
    })
    expect(spinning).toBe('holds')
  })

  test('is no way on for whoever has no other', async () => {
    const spinning = await answer((m) => {
      const done = m.state('done', bool)
      m.process('spinner', function* () {
        yield* forever(function* () {
          yield* skip()
        })
      })
      m.eventually('it is done', done)
    })
    expect(spinning).toEqual({ breaks: 'it is done', stem: 0, loop: 0 })
  })
})

describe('where nothing is assumed', () => {
  // The initial state is a run of its own.
  test('a run may stay anywhere', async () => {
    const idle = await answer((m) => {
      const done = m.state('done', bool)
      m.process('idler', { fairness: 'none' }, function* () {
        yield* done.set(true)
      })
      m.eventually('it is done', done)
    })
    expect(idle).toEqual({ breaks: 'it is done', stem: 0, loop: 0 })
  })

  // Only the timeout can end the wait, and nobody relies on it.
  test('a timeout need not come', async () => {
    const waiting = await answer((m) => {
      const [event, woken] = [m.state('event', bool), m.state('woken', bool)]
      m.process('sleeper', function* () {
        yield* either(
          function* () {
            yield* waitUntil(event)
          },
          fair('none', function* () {
            yield* step('timeout', {}, function* () {})
          }),
        )
        yield* woken.set(true)
      })
      m.eventually('the sleeper is woken', woken)
    })
    expect(waiting).toEqual({ breaks: 'the sleeper is woken', stem: 0, loop: 0 })
  })
})
