/** The container that makes the fence known, and can keep it for ever: `struct drm_syncobj` of `drivers/gpu/drm/drm_syncobj.c`. */

import {
  bool,
  just,
  leave,
  local,
  loop,
  none,
  optional,
  procedure,
  ret,
  when,
  type ModelBuilder,
} from '../../dsl/index.ts'
import { rcuPointer, type Rcu } from '../../dsl/kernel/index.ts'
import type { Fence } from './fence.ts'
import type { Omitted } from './omission.ts'

export type Syncobj = ReturnType<typeof syncobjOf>

/** Declares it. One process replaces its fence at a time, so that `syncobj->lock` is left out. */
export function syncobjOf(m: ModelBuilder, rcu: Rcu, fence: Fence, omitted: Omitted) {
  const slot = m.state('syncobj->fence', rcuPointer(rcu, optional(fence.sort)))
  const withoutSection = omitted.is('rcu_read_lock')
  const withoutReference = omitted.is('dma_fence_get_rcu')
  const plainGet = omitted.is('kref_get_unless_zero')

  /** Gives whether there is a reference now. */
  const dma_fence_get_rcu = procedure({ returns: bool }, function* dma_fence_get_rcu() {
    if (withoutReference) yield* ret(true)
    else if (plainGet) {
      yield* fence.get()
      yield* ret(true)
    } else yield* ret(yield* fence.getRcu())
  })
  /** Gives whether there is a fence, to which there is a reference now. That the container still has it is not asked: it is no other's memory yet. */
  const dma_fence_get_rcu_safe = procedure({ returns: bool }, function* dma_fence_get_rcu_safe() {
    const got = yield* local('got', bool, false)
    yield* loop(function* () {
      const found = yield* slot.dereference()
      yield* when(found.isNone(), function* () {
        yield* leave()
      })
      yield* got.set(yield* dma_fence_get_rcu())
      yield* when(got, function* () {
        yield* leave()
      })
    })
    yield* ret(got)
  })
  const drm_syncobj_fence_get = procedure({ returns: bool }, function* drm_syncobj_fence_get() {
    if (!withoutSection) yield* rcu.readLock()
    const got = yield* dma_fence_get_rcu_safe()
    if (!withoutSection) yield* rcu.readUnlock()
    yield* ret(got)
  })
  /** Puts the new fence there, with a reference that was taken for it. */
  const drm_syncobj_replace_fence = procedure(function* drm_syncobj_replace_fence() {
    yield* slot.assign(just(fence.only))
  })
  /** Takes it away: the same function with NULL. */
  const drm_syncobj_reset_ioctl = procedure(function* drm_syncobj_reset_ioctl() {
    yield* slot.assign(none)
    yield* fence.dma_fence_put()
  })
  return {
    drm_syncobj_fence_get,
    drm_syncobj_replace_fence,
    drm_syncobj_reset_ioctl,
    /** Whether whoever got the fence has a reference to put. */
    isCounted: !withoutReference,
  }
}
