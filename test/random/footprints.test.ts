/** What a step is said to read and write holds on random models: nothing else matters to it, and nothing else changes. */

import { sample } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Footprint, Location, Reads } from '../../checker/lower/access.ts'
import { models } from './arbitrary.ts'
import { tryFootprints } from './footprints.ts'

const list = sample(models(), { seed: 20_260_731, numRuns: 200 })

describe('on random models', () => {
  test('a step reads and writes nothing outside of its footprint', () => {
    const trials = list.map((model) => tryFootprints(model))
    expect(trials.filter(({ offence }) => offence !== null)).toEqual([])
    expect(trials.reduce((sum, { changes }) => sum + changes, 0)).toBeGreaterThan(10_000)
  })
})

const nothing: Reads = { locations: [], controls: [] }

/** Another element than the one that is known by an expression or its number. */
function misplaced(location: Location): Location {
  const path = location.path.map((step) => {
    if (step.kind === 'computed') return { kind: 'known', number: 0 } as const
    return step.kind === 'known' ? { ...step, number: step.number === 0 ? 1 : 0 } : step
  })
  return { ...location, path }
}

function elsewhere(reads: Reads): Reads {
  return { ...reads, locations: reads.locations.map(misplaced) }
}

describe('a footprint that is too small is found out when it lacks', () => {
  test.each<readonly [string, (footprint: Footprint) => Footprint]>([
    ['writes', (footprint) => ({ ...footprint, writes: [] })],
    ['the reads of guards', (footprint) => ({ ...footprint, guard: nothing })],
    ['the reads of effects', (footprint) => ({ ...footprint, effects: nothing })],
    [
      'the right index of a write',
      (footprint) => ({ ...footprint, writes: footprint.writes.map(misplaced) }),
    ],
    [
      'the right index of a read',
      (footprint) => ({ ...footprint, effects: elsewhere(footprint.effects) }),
    ],
  ])('%s', (_, claimed) => {
    expect(list.some((model) => tryFootprints(model, claimed).offence !== null)).toBe(true)
  })
})
