/** The pages of a buffer, counted twice: who needs them, and who needs them to stay. */

import {
  and,
  assert,
  bool,
  either,
  none,
  not,
  procedure,
  ret,
  step,
  when,
} from '../../dsl/index.ts'
import type { Mutex } from '../../dsl/kernel/index.ts'
import type { Scene } from './scene.ts'
import type { Allocate } from './shrinker.ts'

export type PutPages = ReturnType<typeof putPagesOf>

/** `drm_gem_shmem_put_pages_locked`: the last one to need the pages frees them. */
export function putPagesOf({ memory, buffer: { shmem }, locks }: Scene) {
  return procedure(function* drm_gem_shmem_put_pages_locked() {
    yield* locks.assertHeld(locks.pages)
    const users = yield* shmem.pages_use_count.load()
    yield* assert(users.gt(0), 'WARN_ON(!shmem->pages_use_count)')
    yield* shmem.pages_use_count.store(users.minus(1))
    yield* when(users.eq(1), function* () {
      const pages = yield* shmem.pages.load()
      yield* memory.free(pages)
      yield* shmem.pages.store(none)
    })
  })
}

export type Pages = ReturnType<typeof pagesOf>

/** The functions that get, pin and unpin pages. What gets or pins tells whether it did. */
export function pagesOf(
  { buffer: { shmem }, locks, signal }: Scene,
  drm_gem_shmem_put_pages_locked: PutPages,
  allocate: Allocate,
) {
  const drm_gem_shmem_get_pages_locked = procedure(
    { returns: bool },
    function* drm_gem_shmem_get_pages_locked() {
      yield* locks.assertHeld(locks.pages)
      // What was purged is not brought back: its user has been told that the contents are gone.
      const madv = yield* shmem.madv.load()
      yield* when(madv.lt(0), function* () {
        yield* ret(false)
      })
      const users = yield* shmem.pages_use_count.load()
      yield* when(users.gt(0), function* () {
        yield* shmem.pages_use_count.store(users.plus(1))
        yield* ret(true)
      })
      const pages = yield* allocate()
      yield* when(pages.isNone(), function* () {
        yield* ret(false)
      })
      yield* shmem.pages.store(pages)
      yield* shmem.pages_use_count.store(1)
      yield* ret(true)
    },
  )

  const drm_gem_shmem_pin_locked = procedure(
    { returns: bool },
    function* drm_gem_shmem_pin_locked() {
      yield* locks.assertHeld(locks.pages)
      const counted = yield* shmem.pages_pin_count.incNotZero()
      yield* when(counted, function* () {
        yield* ret(true)
      })
      const gotten = yield* drm_gem_shmem_get_pages_locked()
      yield* when(gotten, function* () {
        yield* shmem.pages_pin_count.set(1)
      })
      yield* ret(gotten)
    },
  )

  const drm_gem_shmem_unpin_locked = procedure(function* drm_gem_shmem_unpin_locked() {
    yield* locks.assertHeld(locks.pages)
    const last = yield* shmem.pages_pin_count.decAndTest()
    yield* when(last, function* () {
      yield* drm_gem_shmem_put_pages_locked()
    })
  })

  const drm_gem_shmem_pin = procedure({ returns: bool }, function* drm_gem_shmem_pin() {
    const counted = yield* shmem.pages_pin_count.incNotZero()
    yield* when(counted, function* () {
      yield* ret(true)
    })
    const lock = locks.takes(locks.pages, 'drm_gem_shmem_pin')
    if (lock !== null && signal !== null) {
      yield* either(
        function* () {
          yield* lock.lock()
        },
        function* () {
          yield* step('-EINTR', { guard: and(lock.isLocked(), signal) }, function* () {})
          yield* ret(false)
        },
      )
    } else if (lock !== null) yield* lock.lock()
    const pinned = yield* drm_gem_shmem_pin_locked()
    if (lock !== null) yield* lock.unlock()
    yield* ret(pinned)
  })

  const drm_gem_shmem_unpin = procedure(function* drm_gem_shmem_unpin() {
    const counted = yield* shmem.pages_pin_count.decNotOne()
    yield* when(counted, function* () {
      yield* ret()
    })
    yield* locks.section(locks.pages, 'drm_gem_shmem_pin', function* () {
      yield* drm_gem_shmem_unpin_locked()
    })
  })

  /** The device maps the buffer: the scatter table holds the pages from then on. */
  const drm_gem_shmem_get_pages_sgt = procedure(function* drm_gem_shmem_get_pages_sgt() {
    yield* locks.section(locks.pages, 'drm_gem_shmem_get_pages_sgt', function* () {
      const there = yield* shmem.sgt.load()
      yield* when(not(there), function* () {
        const gotten = yield* drm_gem_shmem_get_pages_locked()
        yield* when(gotten, function* () {
          yield* shmem.sgt.store(true)
        })
      })
    })
  })

  return {
    drm_gem_shmem_get_pages_locked,
    drm_gem_shmem_put_pages_locked,
    drm_gem_shmem_pin,
    drm_gem_shmem_unpin,
    drm_gem_shmem_get_pages_sgt,
    /** How to pin and unpin with this lock held: it is that of the pages, or they take that too. */
    under: (held: Mutex) =>
      held === locks.pages
        ? { pin: drm_gem_shmem_pin_locked, unpin: drm_gem_shmem_unpin_locked }
        : { pin: drm_gem_shmem_pin, unpin: drm_gem_shmem_unpin },
  }
}
