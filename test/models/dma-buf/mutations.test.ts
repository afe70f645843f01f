/** Every call of an importer that keeps to the dma-buf locking convention is needed: without it something goes wrong. */

import { describe, expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import { describe as words } from '../../../checker/verdict.ts'
import { model } from '../../../dsl/index.ts'
import { dmaBufContract, type CallName } from '../../../models/dma-buf/contract.ts'
import { graphics, video } from '../../../models/dma-buf/importer.ts'

/** What goes wrong for these two importers and an exporter that moves the buffer. */
async function verdict(
  importer: readonly CallName[],
  rival: readonly CallName[],
  mover: readonly CallName[] = ['dma_resv_lock', 'dma_buf_move_notify', 'dma_resv_unlock'],
): Promise<string> {
  const drivers = model('drivers', {}, (m) => {
    dmaBufContract(m, { drivers: { importer, rival, mover } })
  })
  return words((await check(drivers.instantiate())).verdict)
}

/** These take no part in locking, and the contract does not count them. */
const harmless: readonly CallName[] = [
  'dma_buf_pin',
  'dma_buf_unpin',
  'dma_buf_map_attachment',
  'dma_buf_unmap_attachment',
  'dma_buf_map_attachment_unlocked',
  'dma_buf_unmap_attachment_unlocked',
  'dma_buf_begin_cpu_access',
  'dma_buf_end_cpu_access',
]

describe.each([
  { who: 'a graphics driver', calls: graphics, rival: video },
  { who: 'a video driver', calls: video, rival: graphics },
])('$who', ({ calls, rival }) => {
  test('keeps to the convention', async () => {
    expect(await verdict(calls, rival)).toBe('holds')
  })

  test.each(calls.filter((name) => !harmless.includes(name)))(
    'goes wrong without %s',
    async (name) => {
      const without = calls.toSpliced(calls.indexOf(name), 1)
      expect(await verdict(without, rival)).toMatch(/^(?:assertion|deadlock|fault|violated)/)
    },
  )

  test.each(calls.filter((name) => harmless.includes(name)))(
    'locks as well without %s',
    async (name) => {
      const without = calls.toSpliced(calls.indexOf(name), 1)
      expect(await verdict(without, rival)).toBe('holds')
    },
  )
})

test.each(['dma_resv_lock', 'dma_resv_unlock'] as const)(
  'an exporter that moves the buffer goes wrong without %s',
  async (name) => {
    const calls = ['dma_resv_lock', 'dma_buf_move_notify', 'dma_resv_unlock'] as const
    const without = calls.filter((call) => call !== name)
    expect(await verdict(graphics, video, without)).toMatch(/^(?:assertion|deadlock|fault)/)
  },
)
