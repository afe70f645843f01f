/**
 * The last put where no reservation lock may be taken, in the path that signals fences: somebody else frees what is left of a
 * `drm_gpuvm_bo`, later. After the thread of October 2025 on deferred cleanup in the GPUVM's immediate mode. Functions are those of
 * `drivers/gpu/drm/drm_gpuvm.c`.
 */

import { bool, model, oneOf, procedure, type BoolTerm } from '../../dsl/index.ts'
import type { Actor } from './actors.ts'
import { cleanupOf } from './deferred-cleanup.ts'
import { objectsOf } from './objects.ts'
import { declareProperties } from './properties.ts'
import { referencesOf } from './references.ts'
import { deferringFunctions, references, Rules } from './rules.ts'
import type { Scene } from './scene.ts'
import { changeOf } from './variant.ts'
import { vmBosOf } from './vm-bo.ts'
import { vmListOf } from './vm-list.ts'

/** Two put an object's `drm_gpuvm_bo` and clean up, and another may find it meanwhile. */
export const gpuvmDeferred = model(
  'gpuvm deferred',
  {
    /** When what is to be freed comes on the cleaner's list: once the GEM object's mutex is unlocked, or before. */
    enqueue: oneOf('after the unlock', 'under gpuva.lock'),
    /** Whether the count comes to zero with that mutex held, as adopted, or before it is taken, as in version 3. */
    put: oneOf('kref_put_mutex', 'kref_put'),
    /** What guards the lists of the VM. */
    lists: oneOf('spinlocks', 'resv'),
    /** Whether somebody maps the object once more. */
    mapper: bool,
    /** Whether functions assert what their callers must hold. */
    assertions: bool.default(true),
    /** The function that forgets its lock. */
    unlocked: oneOf('none', ...deferringFunctions),
    /** The reference that nobody takes. */
    unreferenced: oneOf('none', ...references),
  },
  (m, { enqueue, put, lists, mapper, assertions, unlocked, unreferenced }) => {
    const refers = (name: string) => unreferenced !== name
    const objects = objectsOf(m, {
      external: [{ mappings: 2, users: mapper && refers('drm_gem_object_lookup') ? 1 : 0 }],
      iterators: 0,
      users: mapper ? 3 : 2,
      spare: mapper ? 1 : 0,
      refersTo: { obj: refers('vm_bo->obj'), vm: refers('vm_bo->vm') },
      guard: assertions ? lists : null,
      contexts: 0,
    })
    const rules = new Rules(objects, { gpuvaLock: 'driver', assertions, unlocked, unreferenced })
    const change = changeOf[lists === 'resv' ? 'resv-protected' : 'patch']
    const scene: Scene = { objects, change, rules }
    const puts = referencesOf(objects)
    const extobj = vmListOf(scene, 'extobj')
    const evict = vmListOf(scene, 'evict')
    const { drm_gpuvm_bo_obtain } = vmBosOf(scene, extobj, evict, puts)
    const cleanup = cleanupOf(m, scene, { enqueue, put }, extobj, evict, puts)
    const { drm_gpuva_unlink_defer, drm_gpuvm_bo_put_deferred, drm_gpuvm_bo_deferred_cleanup } =
      cleanup
    const obj = objects.object(0)

    const actors: Actor[] = []
    for (const vm_bo of objects.mapped) {
      const { only: unmapping } = m.process('unmapping job', function* () {
        yield* drm_gpuva_unlink_defer({ vm_bo, obj })
        yield* drm_gpuvm_bo_deferred_cleanup()
        yield* puts.drm_gpuvm_put()
      })
      const { only: other } = m.process('other job', function* () {
        yield* drm_gpuvm_bo_put_deferred({ vm_bo })
        yield* drm_gpuvm_bo_deferred_cleanup()
        yield* puts.drm_gpuvm_put()
      })
      actors.push(idle(unmapping.terminated()), idle(other.terminated()))
    }
    if (mapper) {
      const sm_step_map = procedure(function* sm_step_map() {
        const lock = rules.gpuvaLock(obj)
        const vm_bo = yield* rules.section('drm_gpuvm_bo_obtain', lock, function* () {
          return yield* drm_gpuvm_bo_obtain({ obj })
        })
        yield* drm_gpuvm_bo_put_deferred({ vm_bo })
      })
      const { only } = m.process('mapper', function* () {
        yield* sm_step_map()
        yield* drm_gpuvm_bo_deferred_cleanup()
        if (rules.refers('drm_gem_object_lookup')) yield* puts.drm_gem_object_put({ obj })
        yield* puts.drm_gpuvm_put()
      })
      actors.push(idle(only.terminated()))
    }

    m.assume(
      'the function that forgets its lock takes one',
      unlocked === 'none' || rules.locking.has(unlocked),
    )
    m.assume(
      'the reference that nobody takes is one',
      unreferenced === 'none' || rules.referring.has(unreferenced),
    )
    declareProperties(m, objects, actors)
  },
)

/** One that executes no job. */
function idle(done: BoolTerm): Actor {
  return { witnesses: {}, done, executing: null }
}
