/** A process that submits a job: the fence is known to others from `dma_resv_add_fence` on, before the locks are given up. */

import { bool, label, not, procedure, ret, step, when } from '../../dsl/index.ts'
import {
  dma_fence_begin_signalling,
  dma_fence_end_signalling,
  kmalloc,
} from '../../dsl/kernel/index.ts'
import type { schedulingOf } from './drm-sched.ts'
import { present, type Scene } from './scene.ts'

/** Declares the processes, one for each job. */
export function submitters(scene: Scene, scheduling: ReturnType<typeof schedulingOf>) {
  const { m, job, variant, omits, short, resv, finished, memory, mmap_lock, notifier_lock } = scene
  const { submission } = variant
  const { drm_sched_entity_push_job } = scheduling
  const reserves = !omits('amdgpu_cs_parser_bos: dma_resv_lock')
  const late = submission === 'locks-late'
  const annotated = !omits('dma_fence_begin_signalling')
  const lock =
    notifier_lock !== null && !omits('amdgpu_cs_submit: mutex_lock(notifier_lock)')
      ? notifier_lock
      : null

  const amdgpu_hmm_range_get_pages = procedure(
    { params: { which: job } },
    function* amdgpu_hmm_range_get_pages({ which }) {
      const { valid, mapped } = present(memory.user)
      const mm = present(mmap_lock)
      yield* mm.downRead()
      yield* step('hmm_range_fault', {}, function* () {
        yield* when(mapped, function* () {
          yield* valid.set(valid.add(which))
        })
      })
      yield* mm.upRead()
    },
  )

  const amdgpu_cs_parser_bos = procedure(
    { params: { which: job }, returns: bool },
    function* amdgpu_cs_parser_bos({ which }) {
      if (memory.user !== null) yield* amdgpu_hmm_range_get_pages({ which })
      yield* label('locks')
      if (reserves) yield* resv.lock()
      if (!omits('amdgpu_cs_parser_bos: dma_resv_reserve_fences')) {
        if (!short) yield* resv.reserveFences(1)
        else {
          const reserved = yield* resv.reserveFences(1, () => kmalloc('GFP_KERNEL'))
          yield* when(not(reserved), function* () {
            if (reserves) yield* resv.unlock()
            yield* ret(false)
          })
        }
      }
      yield* ret(true)
    },
  )

  const amdgpu_cs_submit = procedure(
    { params: { which: job } },
    function* amdgpu_cs_submit({ which }) {
      yield* finished.at(which).init()
      const begin = function* () {
        return annotated ? yield* dma_fence_begin_signalling() : null
      }
      const early = submission === 'section-first' ? yield* begin() : null
      if (lock !== null && !late) yield* lock.lock()
      const { user } = memory
      if (user !== null) {
        const valid = yield* step('amdgpu_hmm_range_valid', {}, function* () {
          return user.valid.has(which)
        })
        yield* when(not(valid), function* () {
          if (lock !== null && !late) yield* lock.unlock()
          if (early !== null) yield* dma_fence_end_signalling(early)
          if (reserves) yield* resv.unlock()
          yield* label('-EAGAIN')
          yield* ret()
        })
      }
      const cookie = early ?? (yield* begin())
      if (!omits('amdgpu_cs_submit: dma_resv_add_fence')) {
        yield* resv.addFence(which, 'BOOKKEEP')
      }
      if (submission === 'allocates-late') yield* kmalloc('GFP_KERNEL')
      if (lock !== null && late) yield* lock.lock()
      yield* drm_sched_entity_push_job({ which })
      if (cookie !== null) yield* dma_fence_end_signalling(cookie)
      if (lock !== null) yield* lock.unlock()
      if (reserves) yield* resv.unlock()
    },
  )

  const amdgpu_cs_ioctl = procedure(
    { params: { which: job } },
    function* amdgpu_cs_ioctl({ which }) {
      const ready = yield* amdgpu_cs_parser_bos({ which })
      yield* when(
        ready,
        function* () {
          yield* amdgpu_cs_submit({ which })
        },
        function* () {
          if (short) yield* label('-ENOMEM')
        },
      )
    },
  )

  return m.process('submitter', { each: job }, function* (self) {
    yield* amdgpu_cs_ioctl({ which: self })
  })
}
