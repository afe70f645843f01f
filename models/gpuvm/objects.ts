/** The VM, its GEM objects, and `struct drm_gpuvm_bo`, which ties one to the other. */

import {
  identity,
  individual,
  int,
  just,
  local,
  none,
  oneOf,
  optional,
  struct,
  bool,
  type EnumSort,
  type IdentitySort,
  type Input,
  type ModelBuilder,
  type TermOf,
} from '../../dsl/index.ts'
import {
  dmaResv,
  kref,
  listNode,
  lists,
  mutex,
  objects,
  plain,
  spinlock,
  WwClass,
} from '../../dsl/kernel/index.ts'

export type GemSort = IdentitySort<'gem'>
export type Gem = TermOf<GemSort>
export type VmBoSort = IdentitySort<'vm_bo'>
export type VmBo = TermOf<VmBoSort>

/** A list of the VM, and what is on the stacks of those who iterate over it. */
type HeadName = 'list' | 'local list A' | 'local list B'
export type Head = Input<EnumSort<HeadName>>

/** How everything begins. */
export interface Beginning {
  /** For each external object how often it is mapped, once at least, and how many more have a reference to it. */
  readonly external: readonly { readonly mappings: number; readonly users: number }[]
  /** How many iterate over lists of the VM; two at most. */
  readonly iterators: number
  /** How many have a reference to the VM. */
  readonly users: number
  /** How many `drm_gpuvm_bo` there can be besides those of the mapped objects. */
  readonly spare: number
  /** Whether a `drm_gpuvm_bo` has a reference to its object, and to the VM. */
  readonly refersTo: { readonly obj: boolean; readonly vm: boolean }
  /** What guards the VM's lists: a spinlock of each, or the VM's resv; null where nobody asserts anything. */
  readonly guard: 'spinlocks' | 'resv' | null
  /** How many lock by an acquire context. */
  readonly contexts: number
}

export type Objects = ReturnType<typeof objectsOf>

/**
 * Declares them. The first GEM object is the VM's own, and its reservation lock is the VM's. The others are external: each is mapped, and
 * its `drm_gpuvm_bo`, of the number before, is on the VM's list of external objects.
 */
export function objectsOf(
  m: ModelBuilder,
  { external, iterators, users, spare, refersTo, guard, contexts }: Beginning,
) {
  const own = refersTo.obj ? 1 : 0
  const owned = refersTo.vm ? external.length : 0
  const count = int(0, 8)
  const gem = identity('gem', external.length + 1)
  const vmBo = identity('vm_bo', external.length + spare)
  const gpuvm = identity('gpuvm', 1)
  const pointer = optional(gem)
  const heads: EnumSort<HeadName> =
    iterators < 2 ? oneOf('list', 'local list A') : oneOf('list', 'local list A', 'local list B')
  const object = (number: number) => individual(gem, number + 1)
  const mapped = external.map((_, number) => individual(vmBo, number))

  const reservation_ww_class = new WwClass('reservation_ww_class', {
    contexts,
    locks: gem.size,
  })
  const free = { owner: none, in_context: false } as const
  const gems = m.state('gem', {
    ...objects(
      gem,
      struct({
        refcount: kref(count),
        resv: dmaResv({ class: reservation_ww_class }),
        gpuva: struct({ lock: mutex('&obj->gpuva.lock') }),
      }),
      { allocated: gem.size },
    ),
    initial: [1, ...external.map((each) => each.users + own)].map((refcount) => {
      return { refcount, resv: free, gpuva: { lock: none } }
    }),
  })

  const unlinked = { gem: false, extobj: false, evict: false, evicted: false }
  const vmBos = m.state('vm_bo', {
    ...objects(
      vmBo,
      struct({
        kref: kref(count),
        obj: plain(pointer),
        gem: listNode,
        extobj: listNode,
        evict: listNode,
        evicted: plain(bool),
      }),
      { allocated: external.length },
    ),
    initial: Array.from({ length: vmBo.size }, (_, number) => {
      const mappings = external[number]?.mappings
      return mappings === undefined
        ? { kref: 1, obj: none, ...unlinked }
        : { kref: mappings, obj: just(object(number)), ...unlinked }
    }),
  })

  const guarded = (lockClass: string) => struct({ lock: spinlock(lockClass) })
  const gpuvms = m.state('gpuvm', {
    ...objects(
      gpuvm,
      struct({
        kref: kref(count),
        extobj: guarded('&gpuvm->extobj.lock'),
        evict: guarded('&gpuvm->evict.lock'),
      }),
      { allocated: 1 },
    ),
    initial: [{ kref: users + owned, extobj: { lock: none }, evict: { lock: none } }],
  })

  const r_obj = individual(gem, 0)
  const vm = gpuvms.at(individual(gpuvm, 0))
  const guardedBy = {
    spinlocks: (name: 'extobj' | 'evict') => ({ guardedBy: () => vm[name].lock }),
    resv: () => ({ guardedBy: () => gems.at(r_obj).resv }),
    none: () => ({}),
  }[guard ?? 'none']

  return {
    gem,
    vmBo,
    /** The GEM objects, the `drm_gpuvm_bo`, and the VM. */
    gems,
    vmBos,
    heads,
    gpuvm: individual(gpuvm, 0),
    gpuvms,
    vm,
    /** `gpuvm->r_obj`. */
    r_obj,
    object,
    mapped,
    reservation_ww_class,
    /** `obj->gpuva.list` of each object. */
    gpuva: m.state(
      'gpuva.list',
      lists(gem, vmBo, {
        node: (each) => vmBos.at(each).gem,
        initial: [[], ...mapped.map((each) => [each])],
      }),
    ),
    extobj: m.state(
      'extobj',
      lists(heads, vmBo, {
        ...guardedBy('extobj'),
        node: (each) => vmBos.at(each).extobj,
        initial: heads.values.map((head) => (head === 'list' ? mapped : [])),
      }),
    ),
    evict: m.state(
      'evict',
      lists(heads, vmBo, { ...guardedBy('evict'), node: (each) => vmBos.at(each).evict }),
    ),
    /** `vm_bo->obj`. */
    *objOf(vm_bo: VmBo) {
      const pointer = yield* vmBos.at(vm_bo).obj.load()
      return yield* local('obj', gem, pointer.get())
    },
  }
}
