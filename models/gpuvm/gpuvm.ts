/**
 * How a GPU VM's lists are walked while entries come and go, and who puts the last reference: the thread of September 2023 on the third
 * version of the GPUVM's handling of external and evicted objects. Functions are those of `drivers/gpu/drm/drm_gpuvm.c`, the same in every
 * variant; only what the variant proposes differs.
 */

import { bool, int, model, oneOf, pick, step } from '../../dsl/index.ts'
import { mutex } from '../../dsl/kernel/index.ts'
import { mapper, mover, submitter, unmapper, type Actor } from './actors.ts'
import { evictionOf } from './eviction.ts'
import { execOf } from './exec.ts'
import { iterationOf } from './iteration.ts'
import { objectsOf } from './objects.ts'
import { declareProperties } from './properties.ts'
import { referencesOf } from './references.ts'
import { lockingFunctions, references, Rules } from './rules.ts'
import { castOf, scenarios } from './scenario.ts'
import type { Scene } from './scene.ts'
import { changeOf, variants } from './variant.ts'
import { vmBosOf } from './vm-bo.ts'
import { vmListOf } from './vm-list.ts'

/** Room for the fences of a job, if there is memory for it. */
function dma_resv_reserve_fences() {
  return step('dma_resv_reserve_fences', {}, function* () {
    return yield* pick(bool)
  })
}

/** Any variant with any scenario. */
export const gpuvm = model(
  'gpuvm',
  {
    variant: variants,
    scenario: scenarios,
    /** How many external objects there are, and how often each is mapped; somebody unmaps each mapping. */
    objects: int(1, 3),
    mappings: int(1, 3),
    /** Whether functions assert what their callers must hold. */
    assertions: bool.default(true),
    /** The function that forgets its lock, or whose caller does. */
    unlocked: oneOf('none', ...lockingFunctions),
    /** The reference that nobody takes. */
    unreferenced: oneOf('none', ...references),
  },
  (m, { variant, scenario, objects: external, mappings, assertions, ...mutation }) => {
    const cast = castOf[scenario]
    const change = changeOf[variant]
    const { unlocked, unreferenced } = mutation
    const counted = (name: string) => (unreferenced === name ? 0 : 1)
    const numbers = Array.from({ length: external }, (_, number) => number)
    const own = counted('drm_gem_object_lookup')
    const objects = objectsOf(m, {
      external: numbers.map((number) => {
        const first = number === 0
        const others = (first && cast.mapper ? 1 : 0) + (first && cast.mover ? 1 : 0)
        return { mappings, users: own * (mappings + others) }
      }),
      iterators: cast.submitters,
      users: cast.submitters + (cast.mapper ? 1 : 0),
      spare: cast.mapper ? 1 : 0,
      refersTo: { obj: counted('vm_bo->obj') === 1, vm: counted('vm_bo->vm') === 1 },
      guard: assertions ? (change.walk === 'resv held' ? 'resv' : 'spinlocks') : null,
      contexts: 2 + external * mappings,
    })
    const rules = new Rules(objects, {
      gpuvaLock: change.gpuvaLock,
      assertions,
      unlocked,
      unreferenced,
    })
    const scene: Scene = { objects, change, rules }

    const puts = referencesOf(objects)
    const extobj = vmListOf(scene, 'extobj')
    const evict = vmListOf(scene, 'evict')
    const vmBos = vmBosOf(scene, extobj, evict, puts)
    const eviction = cast.mover
      ? evictionOf(scene, evict, iterationOf(m, scene, 'evict', evict, vmBos))
      : null
    const submission = {
      prepareVm: change.jobs === 'drm_gpuvm_prepare_vm',
      mayFail: cast.signal || cast.short,
      mayBackOff: cast.unmapInContext,
      evicts: cast.mover,
      interruptibleWait: cast.signal,
      ...(cast.short ? { reserve: dma_resv_reserve_fences } : {}),
    }
    const iteration = iterationOf(m, scene, 'extobj', extobj, vmBos)
    const exec = execOf(scene, extobj, evict, iteration, puts, submission)

    const actors: Actor[] = []
    const uvmm =
      change.jobs === 'uvmm->mutex' ? m.state('uvmm->mutex', mutex('&uvmm->mutex')) : null
    const submitters = [
      { name: 'submitter A', head: 'local list A' },
      { name: 'submitter B', head: 'local list B' },
    ] as const
    for (const each of submitters.slice(0, cast.submitters)) {
      const { mayFail } = submission
      actors.push(submitter(m, scene, { ...each, uvmm, mayFail }, exec, eviction, puts))
    }
    for (const [number, vm_bo] of objects.mapped.entries()) {
      const [name, obj] = [`unmapper ${number + 1}`, objects.object(number)]
      const inContext = cast.unmapInContext
      actors.push(unmapper(m, scene, { name, count: mappings, obj, vm_bo, inContext }, vmBos, puts))
      if (number > 0) continue
      if (cast.mapper) actors.push(mapper(m, scene, { obj, vm_bo }, vmBos, puts))
      if (eviction !== null) actors.push(mover(m, scene, obj, eviction, puts))
    }

    m.assume(
      'the function that forgets its lock takes one',
      unlocked === 'none' || rules.locking.has(unlocked),
    )
    m.assume(
      'the reference that nobody takes is one',
      unreferenced === 'none' || rules.referring.has(unreferenced),
    )
    const iterates = cast.submitters > 0 && change.walk === 'entry by entry'
    declareProperties(m, objects, actors, iterates)
  },
)
