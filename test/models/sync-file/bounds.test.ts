/** The safe variants of the sync_file thread, with more jobs, users and frames than the spec has. */

import { expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import { describe as words } from '../../../checker/verdict.ts'
import { bufferReady } from '../../../models/sync-file/buffer-ready.ts'
import { dmaBufVmap } from '../../../models/sync-file/dma-buf-vmap.ts'
import { syncFile } from '../../../models/sync-file/sync-file.ts'
import { vmapLocal } from '../../../models/sync-file/vmap-local.ts'

test.each([
  ['two frames of two writers', syncFile.instantiate({ ownership: true, frames: 2 })],
  [
    'two frames of a reader and a writer',
    syncFile.instantiate({ scenario: 'reader', ownership: true, frames: 2 }),
  ],
  ['three frames ahead', bufferReady.instantiate({ ahead: 3 })],
  ['three users of vmap_local', vmapLocal.instantiate({ users: 3 })],
  ['three users that pin', vmapLocal.instantiate({ mapping: 'vmap, pinned', users: 3 })],
  ['three users of one mapping', dmaBufVmap.instantiate({ users: 3 })],
] as const)('%s are safe', async (_, model) => {
  expect(words((await check(model)).verdict)).toBe('holds')
})

test('three frames ahead keep a waiter for the reservation object waiting, too', async () => {
  const model = bufferReady.instantiate({ waits: 'dma_resv_wait_timeout', ahead: 3 })
  expect((await check(model)).verdict.kind).toBe('liveness')
})

test('a client that is not ahead keeps nobody waiting for ever', async () => {
  const model = bufferReady.instantiate({ waits: 'dma_resv_wait_timeout', ahead: 1 })
  expect(words((await check(model)).verdict)).toBe('holds')
})
