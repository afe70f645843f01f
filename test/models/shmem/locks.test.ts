/** Every lock of the safe conventions is needed: without it something goes wrong that a run shows. */

import { describe, expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import { describe as words } from '../../../checker/verdict.ts'
import { lockingOf } from '../../../models/shmem/convention.ts'
import { lockingFunctions, type LockingFunction } from '../../../models/shmem/locks.ts'
import type { Scenario } from '../../../models/shmem/scenario.ts'
import { shmem } from '../../../models/shmem/shmem.ts'

/** Where the lock of each function meets a rival. */
const rivals: Readonly<Record<LockingFunction, Scenario>> = {
  drm_gem_vmap: 'console',
  dma_buf_vmap_unlocked: 'console',
  dma_buf_vmap: 'importers',
  drm_gem_shmem_vmap: 'console',
  drm_gem_shmem_pin: 'pin',
  drm_gem_shmem_get_pages_sgt: 'shrinker-trylock',
  drm_gem_shmem_mmap: 'mmap-exporter',
  drm_gem_shmem_fault: 'shrinker-trylock',
  drm_gem_shmem_shrinker_scan_objects: 'shrinker-trylock',
}

/** What takes the lock of the pages, in every convention. */
const ofPages = [
  'drm_gem_shmem_pin',
  'drm_gem_shmem_get_pages_sgt',
  'drm_gem_shmem_mmap',
  'drm_gem_shmem_fault',
  'drm_gem_shmem_shrinker_scan_objects',
] as const

const takers = {
  legacy: ['dma_buf_vmap', 'drm_gem_shmem_vmap', ...ofPages],
  universal: ['drm_gem_vmap', 'dma_buf_vmap_unlocked', ...ofPages],
  'exporter-locks': ['dma_buf_vmap', 'drm_gem_shmem_vmap', ...ofPages],
  'separate-vmap-lock': ['dma_buf_vmap', 'drm_gem_shmem_vmap', ...ofPages],
} as const

type SafeConvention = keyof typeof takers

const safe = [
  'legacy',
  'universal',
  'exporter-locks',
  'separate-vmap-lock',
] as const satisfies readonly SafeConvention[]

interface Mutant {
  readonly convention: SafeConvention
  readonly unlocked: LockingFunction
  readonly scenario?: Scenario
  readonly assertions?: boolean
}

async function verdict({ convention, unlocked, assertions = false, ...given }: Mutant) {
  const scenario = given.scenario ?? rivals[unlocked]
  const model = shmem.instantiate({ convention, scenario, unlocked, assertions })
  return words((await check(model)).verdict)
}

test('interim is separate-vmap-lock by another name', () => {
  expect(lockingOf.interim).toEqual(lockingOf['separate-vmap-lock'])
})

describe.each(safe)('under %s, without assertions,', (convention) => {
  test.each(takers[convention])('%s goes wrong without its lock', async (unlocked) => {
    expect(await verdict({ convention, unlocked })).toMatch(
      /^(?:violated: |assertion: (?:WARN|BUG)_ON|fault: (?:access|the user reaches))/,
    )
  })

  test('no other function takes a lock', () => {
    const taking: readonly LockingFunction[] = takers[convention]
    for (const unlocked of lockingFunctions.filter((name) => !taking.includes(name))) {
      const scenario = rivals[unlocked]
      expect(() => shmem.instantiate({ convention, scenario, unlocked })).toThrow(
        "'the function that forgets its lock takes one'",
      )
    }
  })
})

test.each([
  { convention: 'universal', unlocked: 'drm_gem_vmap', lock: 'resv' },
  { convention: 'universal', unlocked: 'dma_buf_vmap_unlocked', lock: 'resv' },
  { convention: 'universal', unlocked: 'drm_gem_shmem_pin', lock: 'resv' },
  { convention: 'universal', unlocked: 'drm_gem_shmem_mmap', lock: 'resv' },
  { convention: 'universal', unlocked: 'drm_gem_shmem_get_pages_sgt', lock: 'resv' },
  { convention: 'universal', unlocked: 'drm_gem_shmem_shrinker_scan_objects', lock: 'resv' },
  { convention: 'legacy', unlocked: 'drm_gem_shmem_vmap', lock: 'vmap_lock' },
  { convention: 'legacy', unlocked: 'drm_gem_shmem_mmap', lock: 'pages_lock' },
] as const)(
  'a held assertion sees that $unlocked forgets the lock under $convention',
  async ({ convention, unlocked, lock }) => {
    const seen = await verdict({ convention, unlocked, assertions: true })
    expect(seen).toBe(`assertion: '${lock}' is not held`)
  },
)

test('the fault handler needs its lock against purging only', async () => {
  const seen = await verdict({
    convention: 'universal',
    unlocked: 'drm_gem_shmem_fault',
    scenario: 'mmap-exporter',
  })
  expect(seen).toBe('holds')
})

test('a lone importer does not need dmabuf->lock', async () => {
  const seen = await verdict({
    convention: 'exporter-locks',
    unlocked: 'dma_buf_vmap',
    scenario: 'console',
  })
  expect(seen).toBe('holds')
})

test('vmap_lock alone guards the pages where nobody else needs them', async () => {
  const seen = await verdict({
    convention: 'separate-vmap-lock',
    unlocked: 'drm_gem_shmem_pin',
    scenario: 'importers',
  })
  expect(seen).toBe('holds')
})
