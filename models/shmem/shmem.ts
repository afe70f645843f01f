/**
 * Who holds which lock around `dma_buf_vmap`: the thread of May 2022 on shmem buffers. Functions
 * are those of `drivers/gpu/drm/drm_gem_shmem_helper.c` and `drivers/dma-buf/dma-buf.c`, the same
 * in every convention; only the locks around them differ.
 */

import { bool, int, model, oneOf, step } from '../../dsl/index.ts'
import { dynamicImporter, faultingUser, fbdev, kswapd, pinner, vmapUser } from './actors.ts'
import type { Actor } from './actors.ts'
import { conventions } from './convention.ts'
import { dmaBufOf } from './dma-buf.ts'
import { drmGemOf, importedShmemOf } from './drm-gem.ts'
import { Locks, lockingFunctions } from './locks.ts'
import { memoryOf } from './memory.ts'
import { userMappingOf } from './mmap.ts'
import { sharedBuffer } from './object.ts'
import { pagesOf, putPagesOf } from './pages.ts'
import { declareProperties } from './properties.ts'
import { castOf, scenarios } from './scenario.ts'
import type { Scene } from './scene.ts'
import { shmemVmapOf } from './shmem-vmap.ts'
import { gfpKernel, scanOf } from './shrinker.ts'

/** Any convention with any scenario; some pairs are excluded by an assumption. */
export const shmem = model(
  'shmem',
  {
    convention: conventions,
    scenario: scenarios,
    /** How many there are of each importer, and of the exporter's threads. */
    each: int(1, 4),
    /** Whether functions assert that the lock on which they rely is held. */
    assertions: bool.default(true),
    /** The function that forgets its lock. */
    unlocked: oneOf('none', ...lockingFunctions),
  },
  (m, { convention, scenario, each, assertions, unlocked }) => {
    const cast = castOf[scenario]
    const { shrinker, mmap } = cast
    const [drm, v4l2, native] = [cast.drm * each, cast.v4l2 * each, cast.native * each]
    const short = shrinker !== 'none'
    const locks = new Locks(m, { convention, assertions, unlocked })
    const users = drm + v4l2 + native + 5
    const buffer = sharedBuffer(m, { users, purgeable: short, mapped: cast.fbdev })
    const memory = memoryOf(m, cast.fbdev)
    const signal = cast.signal ? m.state('signal_pending', bool) : null
    const scene: Scene = { memory, buffer, locks, signal, short }

    const putPages = putPagesOf(scene)
    const scan = shrinker === 'none' ? null : scanOf(scene, putPages, shrinker)
    const pages = pagesOf(scene, putPages, gfpKernel(scene, scan))
    const exporter = shmemVmapOf(scene, pages, cast.sameContext)
    const dmaBuf = dmaBufOf(scene, exporter, pages)
    const imported = drmGemOf(locks, importedShmemOf(dmaBuf))
    const own = drmGemOf(locks, exporter)

    const actors: Actor[] = []
    if (drm > 0) actors.push(vmapUser(m, scene, { name: 'drm_importer', count: drm }, imported))
    if (v4l2 > 0) {
      actors.push(vmapUser(m, scene, { name: 'v4l2_importer', count: v4l2 }, dmaBuf.others))
    }
    if (native > 0) {
      const before = short ? pages.drm_gem_shmem_get_pages_sgt : null
      actors.push(vmapUser(m, scene, { name: 'native', count: native }, own, before))
    }
    if (cast.fbdev) actors.push(fbdev(m, scene, own))
    if (cast.dynamic) actors.push(dynamicImporter(m, scene, dmaBuf))
    if (cast.pinner) actors.push(pinner(m, scene, pages))
    if (mmap !== 'none') {
      actors.push(faultingUser(m, scene, userMappingOf(scene, pages, mmap), cast.kswapd))
    }
    if (cast.kswapd && scan !== null) actors.push(kswapd(m, scene, scan))
    if (signal !== null) {
      m.process('signal', function* () {
        yield* step('send_sig', {}, function* () {
          yield* signal.set(true)
        })
      })
    }

    m.assume(
      'only an exporter that locks has a context to lock by',
      convention === 'exporter-locks' || !cast.sameContext,
    )
    m.assume(
      'the function that forgets its lock takes one',
      unlocked === 'none' || locks.taking.has(unlocked),
    )
    declareProperties(m, scene, actors)
  },
)
