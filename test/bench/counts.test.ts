/** SPIN finds the states and transitions of the interpreter, on each model of the bench and on others: the translation loses nothing. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { check } from '../../checker/check.ts'
import type { Model } from '../../dsl/ir.ts'
import { lower } from '../../checker/lower/lower.ts'
import { boundedBuffer } from '../../models/classics/bounded-buffer.ts'
import { dieHard } from '../../models/classics/die-hard.ts'
import { diningPhilosophers } from '../../models/classics/dining-philosophers.ts'
import { filterLock } from '../../models/classics/filter-lock.ts'
import { readersWriters } from '../../models/classics/readers-writers.ts'
import { twoPhaseCommit } from '../../models/classics/two-phase-commit.ts'
import { shmem } from '../../models/shmem/shmem.ts'
import { execbuf } from '../../models/ww-mutex/execbuf.ts'
import { translate } from './promela/translate.ts'
import { findTools, howToGet, runPan, verifier } from './spin.ts'

const models: readonly (readonly [name: string, model: Model])[] = [
  ['die hard', dieHard.instantiate({ puzzle: false })],
  ['filter lock', filterLock.instantiate({ n: 3 })],
  ['filter lock, waiting at once', filterLock.instantiate({ n: 3, wait: 'at-once' })],
  ['philosophers', diningPhilosophers.instantiate({ n: 5 })],
  ['readers-writers', readersWriters.instantiate({})],
  ['bounded buffer', boundedBuffer.instantiate({ conditions: 1, wake: 'broadcast' })],
  ['two-phase commit', twoPhaseCommit.instantiate({})],
  ['shmem, importers', shmem.instantiate({})],
  ['shmem, all importers', shmem.instantiate({ convention: 'legacy', scenario: 'importers' })],
  ['shmem, shrinker', shmem.instantiate({ scenario: 'shrinker-trylock' })],
  ['shmem, signal', shmem.instantiate({ scenario: 'pin' })],
  ['execbuf', execbuf.instantiate({ buffers: 3 })],
]

const missing = howToGet(await findTools())

describe.skipIf(missing.length > 0)(`SPIN agrees ${missing.join(' ')}`, () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fencepost-counts-'))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  test.each(models)('on %s', async (name, model) => {
    const promela = translate(lower(model))
    const path = await verifier(promela, join(folder, name.replaceAll(/\W/g, '-')), ['-O0'])
    const pan = await runPan(path, { hashBits: 16, maxDepth: 10_000, deadlock: false })
    const { distinct, generated } = await check(model, {
      engine: 'reference',
      continue: true,
      deadlock: false,
    })
    expect(pan).toMatchObject({ states: distinct, transitions: generated, errors: 0 })
  })

  test('and finds a deadlock where there is one', async () => {
    const promela = translate(lower(execbuf.instantiate({ backoff: 'no-context' })))
    const path = await verifier(promela, join(folder, 'deadlock'), ['-O0'])
    const options = { hashBits: 16, maxDepth: 10_000, deadlock: true }
    expect((await runPan(path, options)).errors).toBe(1)
  })
})
