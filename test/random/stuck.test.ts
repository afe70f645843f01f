/** On random models: nobody is called stuck who ever takes a step again, and whoever gets that wrong is found out. */

import { sample } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Location, Reads } from '../../checker/lower/access.ts'
import { blocking } from '../../checker/lower/blocking.ts'
import type { Blocking, BlockingPlace } from '../../checker/lower/blocking.ts'
import type { Program } from '../../checker/lower/program.ts'
import { models } from './arbitrary.ts'
import { lockModels } from './lock-models.ts'
import { depths, tryStuck, withAccesses } from './stuck.ts'
import type { Depths, Trial } from './stuck.ts'
import { judge } from './verdicts.ts'

const general = sample(models(), { seed: 20_260_801, numRuns: 300 })
const locking = sample(lockModels, { seed: 20_260_801, numRuns: 200 })
const list = [...locking, ...general]
const timeout = 120_000

describe(
  'whoever is called stuck takes no step in any state that can be reached',
  { timeout },
  () => {
    test.each([
      ['on any random models', general, { stuck: 150, paused: 5 }],
      ['on random models of locks', locking, { stuck: 300, paused: 20 }],
    ] as const)('%s', async (_, tried, least) => {
      const trials: Trial[] = []
      for (const model of tried) trials.push(await tryStuck(model))
      expect(trials.flatMap(({ offence }) => offence ?? [])).toEqual([])
      const sum = (key: 'stuck' | 'paused') => trials.reduce((all, each) => all + each[key], 0)
      // Otherwise nothing was tried.
      expect(sum('stuck')).toBeGreaterThanOrEqual(least.stuck)
      expect(sum('paused')).toBeGreaterThanOrEqual(least.paused)
    })
  },
)

describe('on random models of locks', { timeout }, () => {
  test('the engines agree on who is stuck, and after which run', async () => {
    const kinds = new Set<string>()
    for (const [position, model] of locking.slice(0, 80).entries()) {
      const workers = position % 10 === 0 ? 2 : 1
      const { verdict, disagreement } = await judge(model, { maxStates: 600, workers })
      expect(disagreement).toBe(null)
      kinds.add(verdict.kind)
    }
    expect(kinds).toContain('deadlock')
    expect(kinds).toContain('holds')
  })

  test('the state graph shows every deadlock that a state shows, at least as early', async () => {
    const found: Depths[] = []
    for (const model of locking) found.push(await depths(model, 500))
    const [shown, others] = [
      found.filter(({ byState }) => byState !== null),
      found.filter(({ byState }) => byState === null),
    ]
    const late = shown.filter(({ byState, onGraph }) => (onGraph ?? Infinity) > (byState ?? 0))
    expect(late).toEqual([])
    expect(shown.length).toBeGreaterThan(50)
    expect(others.filter(({ onGraph }) => onGraph !== null).length).toBeGreaterThan(5)
  })
})

const nothing: Reads = { locations: [], controls: [] }

/** Another element than the one that is known by an expression or its number. */
function misplaced(location: Location): Location {
  const path = location.path.map((step) => {
    if (step.kind === 'computed' || step.kind === 'late') {
      return { kind: 'known', number: 0 } as const
    }
    return step.kind === 'known' ? { ...step, number: step.number === 0 ? 1 : 0 } : step
  })
  return { ...location, path }
}

/** The analysis with another answer for each statement of a thread. */
function inPlaces(change: (place: BlockingPlace) => BlockingPlace) {
  return (program: Program): Blocking | null => {
    const known = blocking(program)
    if (known === null) return null
    const threads = known.threads.map(({ statements, ...rest }) => {
      return { ...rest, statements: statements.map(change) }
    })
    return { ...known, threads }
  }
}

describe('an analysis is found out that forgets', { timeout }, () => {
  test.each<readonly [string, (program: Program) => Blocking | null]>([
    [
      'what steps write',
      withAccesses(({ transition }) => ({
        transition: (flat, each) => ({ ...transition(flat, each), writes: [] }),
      })),
    ],
    [
      'which element is written',
      withAccesses(({ transition }) => ({
        transition: (flat, each) => {
          const footprint = transition(flat, each)
          return { ...footprint, writes: footprint.writes.map(misplaced) }
        },
      })),
    ],
    [
      'what actions write',
      withAccesses(({ action }) => ({
        action: (each) => ({ ...action(each), writes: [] }),
      })),
    ],
    [
      'what guards read',
      withAccesses(({ transition }) => ({
        transition: (flat, each) => ({ ...transition(flat, each), guard: nothing }),
      })),
    ],
    [
      'the control points that guards ask for',
      withAccesses(({ transition }) => ({
        transition: (flat, each) => {
          const { guard, ...rest } = transition(flat, each)
          return { ...rest, guard: { ...guard, controls: [] } }
        },
      })),
    ],
    ['what decides whether a process runs', withAccesses(() => ({ condition: () => nothing }))],
    ['what whoever goes on may write', inPlaces((place) => ({ ...place, writes: 0n }))],
  ])('%s', async (_, analysis) => {
    for (const model of list) {
      const { offence } = await tryStuck(model, analysis)
      if (offence !== null) return
    }
    expect.fail('nobody noticed')
  })
})
