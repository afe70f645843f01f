/** What `struct drm_exec` works on: the reservation locks of GEM objects, to which it has references. */

import type { DrmExecOptions } from '../../dsl/kernel/index.ts'
import type { Gem, GemSort } from './objects.ts'
import type { References } from './references.ts'
import type { Scene } from './scene.ts'

/** The locks, and the options of whoever locks them. */
export function drmExecOf({ objects, rules }: Scene, { drm_gem_object_put }: References) {
  const { gem, gems, reservation_ww_class } = objects
  const references = {
    get: (obj: Gem) => gems.at(obj).refcount.get(),
    put: (obj: Gem) => drm_gem_object_put({ obj }),
  }
  const options: DrmExecOptions<GemSort> = {
    class: reservation_ww_class,
    ...(rules.refers('drm_exec') ? { references } : {}),
  }
  return { resvs: { index: gem, at: (obj: Gem) => gems.at(obj).resv }, options }
}
