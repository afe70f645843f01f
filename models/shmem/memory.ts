/** The memory behind a buffer, and who reaches it. Using what is gone faults there, as on a CPU. */

import {
  and,
  array,
  cond,
  fail,
  just,
  none,
  not,
  oneOf,
  optional,
  set,
  step,
  value,
  when,
  type Input,
  type ModelBuilder,
  type TermOf,
} from '../../dsl/index.ts'

/** Where a page table leads: to an allocation of the buffer's pages, or to what is not its own. */
export const memory = oneOf('pages A', 'pages B', 'pages C', 'foreign')
/** What `vmap` can give. */
export const address = oneOf('address 1', 'address 2', 'address 3')
/** A `struct page **`; none is NULL. */
export const pagePointer = optional(memory)
/** A kernel address; none is NULL. */
export const pointer = optional(address)
/** What is allocated first. */
export const firstPages = 'pages A'
/** What `vmap` gives first. */
export const firstAddress = 'address 1'
/** What a function gives that maps: none is an error, or else the pointer. */
export const mapping = optional(pointer)

export type Memory = ReturnType<typeof memoryOf>

/** Declares allocated pages, kernel mappings (`mapped`: there is one), and a user's mapping. */
export function memoryOf(m: ModelBuilder, mapped: boolean) {
  const allocated = m.state('allocated', set(memory), mapped ? [firstPages] : [])
  const vmalloc = m.state('vmalloc', array(address, pagePointer), [
    mapped ? just(firstPages) : none,
    none,
    none,
  ])
  const pte = m.state('pte', pagePointer)

  return {
    allocated,
    vmalloc,
    pte,

    /** The pages of the buffer, when there is memory for them. */
    allocate: () =>
      step('alloc_pages(GFP_KERNEL)', {}, function* () {
        const other = cond(allocated.has('pages B'), value(memory, 'pages C'), 'pages B')
        const fresh = cond(allocated.has('pages A'), other, 'pages A')
        yield* when(allocated.has(fresh), function* () {
          yield* fail('the model has room for three allocations of pages')
        })
        yield* allocated.set(allocated.add(fresh))
        return fresh
      }),

    /** There is not enough of it. */
    fail: () => step('-ENOMEM', {}, function* () {}),

    /** `drm_gem_put_pages`. */
    free: (pages: TermOf<typeof pagePointer>) =>
      step('drm_gem_put_pages', {}, function* () {
        yield* when(not(allocated.has(pages.get())), function* () {
          yield* fail('pages are freed twice')
        })
        yield* allocated.set(allocated.remove(pages.get()))
      }),

    /** `vmap`. */
    map: (pages: TermOf<typeof pagePointer>) =>
      step('vmap', {}, function* () {
        const used = (each: Input<typeof address>) => vmalloc.at(each).isSome()
        const other = cond(used('address 2'), value(address, 'address 3'), 'address 2')
        const fresh = cond(used('address 1'), other, 'address 1')
        yield* when(used(fresh), function* () {
          yield* fail('the model has room for three kernel mappings')
        })
        yield* vmalloc.at(fresh).set(pages)
        return fresh
      }),

    /** `vunmap`. */
    unmap: (vaddr: TermOf<typeof pointer>) =>
      step('vunmap', {}, function* () {
        yield* when(vaddr.isSome(), function* () {
          yield* when(vmalloc.at(vaddr.get()).isNone(), function* () {
            yield* fail('trying to vunmap a nonexistent vm area')
          })
          yield* vmalloc.at(vaddr.get()).set(none)
        })
      }),

    /** `iosys_map_memcpy_from`: the kernel reads through an address that `vmap` gave. */
    read: (vaddr: TermOf<typeof pointer>) =>
      step('iosys_map_memcpy_from', {}, function* () {
        yield* when(vaddr.isNone(), function* () {
          yield* fail('kernel NULL pointer dereference')
        })
        yield* when(vmalloc.at(vaddr.get()).isNone(), function* () {
          yield* fail('access to a mapping that is gone')
        })
        yield* when(not(allocated.has(vmalloc.at(vaddr.get()).get())), function* () {
          yield* fail('use-after-free: the pages behind the mapping are gone')
        })
      }),

    /** `vmf_insert_pfn`. */
    insert: (pages: TermOf<typeof pagePointer>) =>
      step('vmf_insert_pfn', {}, function* () {
        yield* pte.set(pages)
      }),

    /** `dma_mmap_wc` of an address that is not one of the buffer. */
    insertForeign: () =>
      step('dma_mmap_wc', {}, function* () {
        yield* pte.set(just('foreign'))
      }),

    /** `unmap_mapping_range`: the user's next access faults. */
    zap: () =>
      step('unmap_mapping_range', {}, function* () {
        yield* pte.set(none)
      }),

    /** A user's access: gives whether there was a page table entry. */
    touch: () =>
      step('user access', {}, function* () {
        yield* when(and(pte.isSome(), not(allocated.has(pte.get()))), function* () {
          yield* fail('the user reaches memory that is not the buffer')
        })
        return pte.isSome()
      }),
  }
}
