/** `drm_gem_object_put` and `drm_gpuvm_put`: the last one frees. */

import { assert, procedure, step } from '../../dsl/index.ts'
import type { Objects } from './objects.ts'

export type References = ReturnType<typeof referencesOf>

/** The functions of the counts of the VM and of GEM objects. */
export function referencesOf(objects: Objects) {
  const { gem, gems, gpuvm, gpuvms, vm, r_obj, extobj, evict } = objects

  const drm_gem_object_put = procedure(
    { params: { obj: gem } },
    function* drm_gem_object_put({ obj }) {
      yield* gems.at(obj).refcount.put(function* drm_gem_object_free() {
        yield* gems.free(obj)
      })
    },
  )

  const drm_gpuvm_put = procedure(function* drm_gpuvm_put() {
    yield* vm.kref.put(function* drm_gpuvm_free() {
      yield* drm_gpuvm_fini()
      yield* gpuvms.free(gpuvm)
    })
  })

  const drm_gpuvm_fini = procedure(function* drm_gpuvm_fini() {
    yield* step('drm_WARN', {}, function* () {
      yield* assert(extobj.at('list').entries.isEmpty(), 'Extobj list should be empty.')
      yield* assert(evict.at('list').entries.isEmpty(), 'Evict list should be empty.')
    })
    yield* drm_gem_object_put({ obj: r_obj })
  })

  return { drm_gem_object_put, drm_gpuvm_put }
}
