/** What must be true of the buffer, whoever holds which lock. */

import { all, and, cond, int, or, value } from '../../dsl/index.ts'
import type { ModelBuilder } from '../../dsl/index.ts'
import type { Actor } from './actors.ts'
import { address, memory as memorySort } from './memory.ts'
import type { Scene } from './scene.ts'

/** Declares what must be true of the buffer, and that each of these actors comes to do its work. */
export function declareProperties(
  m: ModelBuilder,
  { memory, locks, short, buffer: { shmem, dmabuf } }: Scene,
  actors: readonly Actor[],
): void {
  const pages = shmem.pages.value
  const unmapped = shmem.vmap_use_count.value.eq(0)
  const unpinned = shmem.pages_pin_count.value.eq(0)
  const using = or(...actors.flatMap((actor) => actor.using ?? []))
  const done = and(...actors.map((actor) => actor.done))

  m.always(
    'whoever uses a mapping has an address and pages',
    using.implies(and(shmem.vaddr.value.isSome(), pages.isSome())),
  )
  m.always(
    'an address has pages',
    shmem.vaddr.value.isSome().implies(shmem.pages_use_count.value.gt(0)),
  )
  if (short) {
    const purged = shmem.madv.value.lt(0)
    m.always(
      'a purged buffer is neither pinned nor mapped',
      purged.implies(and(unpinned, unmapped)),
    )
    // Purging is not done while its lock is held.
    m.always(
      'a purged buffer is out of reach for users',
      or(locks.pages.isLocked(), purged.implies(memory.pte.isNone())),
    )
  }
  // The scatter table keeps its pages for as long as the buffer lives.
  const kept = cond(shmem.sgt.value, value(int(0, 1), 1), 0)
  m.always(
    'in the end all counts are 0',
    done.implies(
      and(
        unmapped,
        unpinned,
        dmabuf.vmapping_counter.value.eq(0),
        shmem.pages_use_count.value.eq(kept),
      ),
    ),
  )
  m.always(
    'in the end no memory is lost',
    done.implies(
      and(
        shmem.vaddr.value.isNone(),
        dmabuf.vmap_ptr.value.isNone(),
        all(address, (a) => memory.vmalloc.at(a).isNone()),
        all(memorySort, (p) => memory.allocated.has(p).iff(pages.is(p))),
      ),
    ),
  )
  for (const { witnesses } of actors) {
    for (const [name, seen] of Object.entries(witnesses)) m.reachable(name, seen)
  }
  m.reachable('everybody is done', done)
}
