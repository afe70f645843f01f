/** Counterexamples as text that is the same on every machine. */

import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import { snapshotText } from '../../../checker/report/snapshot.ts'
import { abba } from '../../fixtures/models/abba.ts'
import { outerLock } from '../../fixtures/models/outer-lock.ts'

const root = join(import.meta.dirname, '../../..')
const fixtures = join(root, 'test/fixtures')
const model = abba.instantiate({ order: 'opposite' })

describe('a snapshot', () => {
  test('has the run, and neither time nor engine', async () => {
    const text = snapshotText(await check(model), 'locks', root)
    expect(text).toMatch(
      /^Written by fencepost check --traces: do not edit\.\nsuite: locks\n\ndeadlock/,
    )
    expect(text).toContain('test/fixtures/models/abba.ts:22')
    expect(text).toMatch(/\n\nAssumes sequential consistency\.\n$/)
    expect(text).not.toMatch(/\d m?s\b|compiled|generated/)
  })

  test('is the same for every engine, number of workers, bound of time and amount of memory', async () => {
    const plain = snapshotText(await check(model), 'locks', root)
    const others = [
      { engine: 'reference' },
      { workers: 2 },
      { timeout: 1000 },
      { memory: 2 ** 28 },
    ] as const
    for (const options of others) {
      expect(snapshotText(await check(model, options), 'locks', root)).toBe(plain)
    }
  })

  test('has no absolute path, even of a file outside of the folder', async () => {
    const text = snapshotText(await check(model), 'locks', join(root, 'checker'))
    expect(text).toBe(snapshotText(await check(model), 'locks', root))
    expect(snapshotText(await check(model), 'locks', fixtures)).toContain(' models/abba.ts:22')
    expect(text).not.toContain(dirname(root))
  })

  test('is taken of an order of locks, too', async () => {
    const report = await check(outerLock.instantiate({}))
    expect(report.verdict.kind).toBe('lock order')
    expect(snapshotText(report, 'locks', root)).toContain('the shortest run to')
  })

  test('is not taken of what holds', async () => {
    const report = await check(abba.instantiate({ order: 'same' }))
    expect(snapshotText(report, 'locks', root)).toBeNull()
  })
})
