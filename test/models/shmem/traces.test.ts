/** What the counterexamples of the shmem thread show, beyond what the spec pins. */

import { expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import type { Report } from '../../../checker/check.ts'
import { interpret } from '../../../checker/reference/interpreter.ts'
import { search } from '../../../checker/search.ts'
import type { StepInfo } from '../../../checker/system.ts'
import { threadNames } from '../../../checker/value-text.ts'
import { shmem } from '../../../models/shmem/shmem.ts'

/** The function that the step is in, and the step. */
function place({ calls, name }: StepInfo): string {
  const inside = calls.at(-1)?.procedure
  return inside === undefined ? name : `${inside}: ${name}`
}

/** Who waits in which function for which lock, and who holds that. */
function waits({ situation, model }: Report): readonly string[] {
  const names = threadNames(model)
  return (situation?.threads ?? []).flatMap((standing) => {
    if (standing.kind !== 'blocked') return []
    return standing.steps.map(({ step, wait }) => {
      const holders = wait?.kind === 'lock' ? wait.holders.map((holder) => names[holder]) : []
      return `${names[standing.thread]} in ${place(step)} held by ${holders.join(', ')}`
    })
  })
}

/** The steps, with who takes each. */
function steps({ trace, model }: Report): readonly string[] {
  const names = threadNames(model)
  return (trace?.steps ?? []).map(({ thread, step }) => {
    return `${thread === null ? 'an action' : names[thread]} in ${place(step)}`
  })
}

test('separate-vmap-lock: native and a dynamic importer wait for the lock that the other holds', async () => {
  const report = await check(
    shmem.instantiate({ convention: 'separate-vmap-lock', scenario: 'dynamic-importer' }),
  )
  expect(waits(report)).toEqual([
    'native in drm_gem_shmem_pin: dma_resv_lock(resv) held by dynamic_importer',
    'dynamic_importer in drm_gem_shmem_vmap: mutex_lock(vmap_lock) held by native',
  ])
})

test('exporter-locks: an importer that holds the lock waits for itself', async () => {
  const report = await check(
    shmem.instantiate({ convention: 'exporter-locks', scenario: 'dynamic-importer' }),
  )
  expect(waits(report)).toContain(
    'dynamic_importer in drm_gem_shmem_vmap: dma_resv_lock(resv) held by dynamic_importer',
  )
})

test('a blocking shrinker waits in reclaim for the lock of the task that allocates', async () => {
  const report = await check(shmem.instantiate({ scenario: 'shrinker-blocking' }))
  expect(waits(report)).toEqual([
    'native in drm_gem_shmem_shrinker_scan_objects: dma_resv_lock(resv) held by native',
  ])
})

test('drm-only: the importer counts on a mapping that the console unmaps in between', async () => {
  const report = await check(
    shmem.instantiate({ convention: 'drm-only', scenario: 'console', assertions: false }),
  )
  expect(steps(report).filter((step) => /vmap_use_count|vunmap$|memcpy/.test(step))).toEqual([
    'v4l2_importer in drm_gem_shmem_vmap_locked: read(vmap_use_count)',
    'fbdev in iosys_map_memcpy_from',
    'fbdev in drm_gem_shmem_vunmap_locked: read(vmap_use_count)',
    'fbdev in drm_gem_shmem_vunmap_locked: write(vmap_use_count)',
    'fbdev in drm_gem_shmem_vunmap_locked: vunmap',
    'v4l2_importer in drm_gem_shmem_vmap_locked: write(vmap_use_count)',
    'v4l2_importer in iosys_map_memcpy_from',
  ])
})

test('each property of the buffer is false somewhere when a lock is forgotten', async () => {
  const models = [
    shmem.instantiate({ scenario: 'console', assertions: false, unlocked: 'drm_gem_vmap' }),
    shmem.instantiate({
      scenario: 'shrinker-trylock',
      assertions: false,
      unlocked: 'drm_gem_shmem_shrinker_scan_objects',
    }),
  ]
  const broken = new Set<string>()
  for (const model of models) {
    const system = interpret(model)
    const { store } = await search(system, { continue: true })
    const states = Array.from({ length: store.size }, (_, number) => store.at(number))
    for (const { kind, name, expr } of model.properties) {
      const holds = system.predicate(expr)
      if (kind === 'always' && states.some((state) => holds(state) === false)) broken.add(name)
    }
  }
  const all = models.flatMap(({ properties }) => properties.filter(({ kind }) => kind === 'always'))
  expect([...broken].toSorted()).toEqual([...new Set(all.map(({ name }) => name))].toSorted())
})
