/**
 * What keeps a buffer in its place while the kernel has it mapped: the patch of December 2020 that adds `drm_gem_cma_vmap_local`.
 * `drm_gem_vmap` pins behind its caller's back; `vmap_local` counts on the reservation lock, for as long as the mapping is used.
 */

import { and, bool, int, label, model, or, procedure, ret, when } from '../../dsl/index.ts'
import { placedOf, placementOmissions } from './placement.ts'
import { mappings, useOf } from './vmap-user.ts'

/** Users that map the buffer, a display that needs it in VRAM, and a shortage of VRAM. */
export const vmapLocal = model(
  'vmap_local',
  {
    mapping: mappings,
    users: int(1, 3),
    /** Whether functions assert that the reservation lock is held. */
    assertions: bool.default(true),
    /** What is left out. */
    without: placementOmissions,
  },
  (m, { mapping, users, assertions, without }) => {
    const imported = mapping === 'cma'
    const pins = imported ? 1 : 0
    const bo = placedOf(m, { pins, most: pins + users + 1, assertions, without })
    const { resv, place } = bo

    const user = m.process('user', { count: users }, useOf(bo, mapping, without))

    const locks = without !== 'dma_resv_lock of scanout'
    const drm_gem_vram_pin = procedure({ returns: bool }, function* drm_gem_vram_pin() {
      yield* label('before the lock')
      if (locks) yield* resv.lock()
      const there = yield* bo.validateVram()
      if (without !== 'ttm_bo_pin of scanout') {
        yield* when(there, function* () {
          yield* bo.ttm_bo_pin()
        })
      }
      if (locks) yield* resv.unlock()
      yield* ret(there)
    })
    const drm_gem_vram_unpin = procedure(function* drm_gem_vram_unpin() {
      yield* resv.lock()
      if (without !== 'ttm_bo_pin of scanout') yield* bo.ttm_bo_unpin()
      yield* resv.unlock()
    })
    const scanout = m.process('scanout', function* () {
      const there = yield* drm_gem_vram_pin()
      yield* when(
        there,
        function* () {
          yield* label('scanning out')
          yield* drm_gem_vram_unpin()
        },
        function* () {
          yield* label('refused')
        },
      )
    })

    const ttm_bo_evict = procedure(function* ttm_bo_evict() {
      yield* resv.lock()
      yield* bo.validateSystem()
      yield* resv.unlock()
    })
    const eviction = m.process('eviction', function* () {
      yield* ttm_bo_evict()
    })

    const displayed = scanout.only.at('scanning out')
    const refused = scanout.only.at('refused')
    const pinning = imported || mapping === 'vmap, pinned'
    const done = and(
      user.every((each) => each.terminated()),
      scanout.only.terminated(),
      eviction.only.terminated(),
    )
    m.always('in the end nobody pins the buffer', done.implies(bo.pin_count.value.eq(pins)))
    if (pinning) m.reachable('scanout is refused, since the buffer is pinned elsewhere', refused)
    else m.never('scanout is refused', refused)
    if (imported) m.never('the imported buffer leaves its place', or(displayed, place.ne('system')))
    else {
      m.always('what is scanned out is in VRAM', displayed.implies(place.eq('VRAM')))
      m.reachable('the buffer is scanned out', displayed)
      m.reachable('the buffer is evicted', place.eq('system again'))
    }
    m.reachable(
      'a user has the buffer mapped',
      user.some((each) => each.at('using')),
    )
    const waiting = [scanout.only.at('before the lock')]
    if (mapping !== 'vmap, not pinned') {
      waiting.push(user.some((each) => each.at('before the lock')))
    }
    m.reachable('somebody waits for the lock', and(resv.isLocked(), or(...waiting)))
    m.reachable('everybody is done', done)
  },
)
