/** Who uses the buffer: each a process that does its work once. */

import { label, leave, loop, not, value, when } from '../../dsl/index.ts'
import type { BoolTerm, ModelBuilder } from '../../dsl/index.ts'
import type { DmaBuf } from './dma-buf.ts'
import type { Mapper } from './drm-gem.ts'
import { firstAddress, pointer } from './memory.ts'
import type { UserMapping } from './mmap.ts'
import type { Pages } from './pages.ts'
import type { Scene } from './scene.ts'
import type { Scan } from './shrinker.ts'

/** What properties need to know of an actor. */
export interface Actor {
  /** What shows that it came to do its work, each as a sentence. */
  readonly witnesses: Readonly<Record<string, BoolTerm>>
  /** Whether it is using a kernel mapping; null when it never does. */
  readonly using: BoolTerm | null
  readonly done: BoolTerm
}

/** Maps, reads and unmaps: an importer, or the exporter itself. `before` is what it does first. */
export function vmapUser(
  m: ModelBuilder,
  { memory, short }: Scene,
  { name, count }: { readonly name: string; readonly count: number },
  { vmap, vunmap }: Mapper,
  before: Pages['drm_gem_shmem_get_pages_sgt'] | null = null,
): Actor {
  const process = m.process(name, { count }, function* () {
    if (before !== null) yield* before()
    const map = yield* vmap()
    yield* when(map.isSome(), function* () {
      yield* label('using')
      yield* memory.read(map.get())
      yield* vunmap()
    })
  })
  const using = process.some((p) => p.at('using'))
  const done = process.every((p) => p.terminated())
  return {
    witnesses: {
      [`${name} uses a mapping`]: using,
      ...(short ? { [`${name} reclaims`]: process.some((p) => p.at('in reclaim')) } : {}),
    },
    using,
    done,
  }
}

/** The exporter's console: it has the buffer mapped from the start, and goes away. */
export function fbdev(m: ModelBuilder, { memory }: Scene, { vunmap }: Mapper): Actor {
  const process = m.process('fbdev', function* () {
    yield* label('using')
    yield* memory.read(value(pointer, { just: firstAddress }))
    yield* vunmap()
  })
  const { only } = process
  const using = only.at('using')
  return { witnesses: {}, using, done: only.terminated() }
}

/** A dynamic importer: holding the reservation lock it nails the buffer in place, then maps it. */
export function dynamicImporter(
  m: ModelBuilder,
  { memory, locks: { resv } }: Scene,
  { dma_buf_pin, dma_buf_unpin, dma_buf_vmap, dma_buf_vunmap }: DmaBuf,
): Actor {
  const process = m.process('dynamic_importer', function* () {
    yield* resv.lock()
    const pinned = yield* dma_buf_pin()
    yield* when(pinned, function* () {
      const map = yield* dma_buf_vmap()
      yield* when(map.isSome(), function* () {
        yield* resv.unlock()
        yield* label('using')
        yield* memory.read(map.get())
        yield* resv.lock()
        yield* dma_buf_vunmap()
      })
      yield* dma_buf_unpin()
    })
    yield* resv.unlock()
  })
  const { only } = process
  const using = only.at('using')
  return { witnesses: { 'dynamic_importer uses a mapping': using }, using, done: only.terminated() }
}

/** Pins the buffer for a while; a signal may come while it waits for the lock. */
export function pinner(m: ModelBuilder, { signal }: Scene, pages: Pages): Actor {
  const process = m.process('pinner', function* () {
    const pinned = yield* pages.drm_gem_shmem_pin()
    yield* when(
      pinned,
      function* () {
        yield* label('pinned')
        yield* pages.drm_gem_shmem_unpin()
      },
      function* () {
        yield* label('interrupted')
      },
    )
  })
  const { only } = process
  return {
    witnesses: {
      'pinner pins': only.at('pinned'),
      ...(signal === null ? {} : { 'pinner is interrupted': only.at('interrupted') }),
    },
    using: null,
    done: only.terminated(),
  }
}

/** A user's thread: maps the buffer, reaches into it, unmaps it. With `purging` it may fail to. */
export function faultingUser(
  m: ModelBuilder,
  { memory }: Scene,
  { mmap, fault, close }: UserMapping,
  purging: boolean,
): Actor {
  const process = m.process('user', function* () {
    const mapped = yield* mmap()
    yield* when(mapped, function* () {
      yield* loop(function* () {
        const reached = yield* memory.touch()
        yield* when(reached, function* () {
          yield* label('reached')
          yield* leave()
        })
        const served = yield* fault()
        yield* when(not(served), function* () {
          yield* label('SIGBUS')
          yield* leave()
        })
      })
      yield* memory.zap()
      yield* close()
    })
  })
  const { only } = process
  return {
    witnesses: {
      'user reaches the buffer': only.at('reached'),
      ...(purging ? { 'user gets SIGBUS': only.at('SIGBUS') } : {}),
    },
    using: null,
    done: only.terminated(),
  }
}

/** Reclaims memory for others: one pass over the buffer. */
export function kswapd(m: ModelBuilder, { buffer: { shmem } }: Scene, scan: Scan): Actor {
  const process = m.process('kswapd', function* () {
    yield* scan()
  })
  const witnesses = { 'kswapd purges': shmem.madv.value.lt(0) }
  return { witnesses, using: null, done: process.only.terminated() }
}
