/** Counting keeps to bounds and signals, and says what it has left out. */

import { describe, expect, test } from 'vitest'
import { engineNames } from '../../../checker/engine.ts'
import { explainSearched } from '../../../checker/growth/explain-size.ts'
import { measured } from '../../../checker/growth/growth.ts'
import { HeapGrowth } from '../../../checker/heap.ts'
import { lower } from '../../../checker/lower/lower.ts'
import { interpret } from '../../../checker/reference/interpreter.ts'
import { search } from '../../../checker/search.ts'
import type { Expr, Model } from '../../../dsl/ir.ts'
import { diningPhilosophers } from '../../../models/classics/dining-philosophers.ts'
import { readersWriters } from '../../../models/classics/readers-writers.ts'
import { no, yes } from '../lower/terms.ts'
import { growthOf, whole } from './explained.ts'
import { countedOf } from './stored.ts'

const philosophers = diningPhilosophers.instantiate({ n: 4 })
const aborted = { aborted: true }

describe('where one part cannot be counted', () => {
  test('what was counted before is told, and all others are missing', async () => {
    const heard: string[] = []
    const found = await measured(lower(philosophers), {
      states: 100,
      distinct: async (part) => (part.kind === 'control' ? 'time' : 50),
      bits: () => 1,
      told: (done, of) => heard.push(`${done} of ${of}`),
    })
    // Of variables there is one, then come the control points and each of the four.
    expect(heard).toEqual(['0 of 6', '1 of 6'])
    expect(found.parts.map(({ part }) => part.kind)).toEqual(['variable'])
    expect(found.missing.map(({ kind }) => kind)).toEqual(['control', ...all('instance')])
    expect(found.stop).toBe('time')
  })

  test('what is a part of something that saves nothing is not missing', async () => {
    // Readers have locals, and writers none: only the former are counted as a whole.
    const [readers, writers] = [0, 1]
    const found = await measured(lower(readersWriters.instantiate({})), {
      states: 100,
      distinct: async ({ kind }) => (kind === 'control' ? 'time' : kind === 'process' ? 100 : 50),
      bits: () => 1,
      told: () => {},
    })
    const missing = found.missing.map((part) => ('process' in part ? part.process : null))
    expect(missing).toContain(writers)
    expect(missing).not.toContain(readers)
  })
})

const all = (kind: string) => Array.from({ length: 4 }, () => kind)

test('a signal ends the counting', async () => {
  const system = interpret(philosophers)
  const found = await search(system, whole)
  const growth = await explainSearched(system, found, new HeapGrowth(), { signal: aborted })
  expect(growth).toMatchObject({ parts: [], stop: 'interrupt' })
  expect(growth.missing.length).toBe(6)
})

test('what the bits of processes mean must find room', async () => {
  const readers = readersWriters.instantiate({})
  const full = await countedOf(readers, { memory: 0 })
  expect(full.stop).toBe('memory')
  expect(full.parts.map(({ part }) => part.kind)).not.toContain('control')
  expect((await countedOf(readers, {})).stop).toBeNull()
})

describe.each(engineNames)('with the %s engine', (engine) => {
  test('what was found before a signal is counted all the same', async () => {
    const growth = await growthOf(philosophers, engine, { ...whole, signal: aborted })
    expect(growth).toMatchObject({ complete: false, stop: null, missing: [] })
  })

  test('states outside a constraint make the count one of what was found', async () => {
    const within = (expr: Expr): Model => {
      return { ...philosophers, constraints: [{ name: 'limit', expr, site: philosophers.site }] }
    }
    expect(await growthOf(within(yes), engine)).toMatchObject({ complete: true })
    const cut = await growthOf(within(no), engine)
    expect(cut).toMatchObject({ states: 1, complete: false })
  })
})

test('several workers count the same states', async () => {
  const larger = diningPhilosophers.instantiate({ n: 8 })
  const alone = await growthOf(larger, 'compiled')
  const together = await growthOf(larger, 'compiled', { ...whole, workers: 2 })
  expect(together).toEqual(alone)
  expect(alone.states).toBeGreaterThan(4096)
})
