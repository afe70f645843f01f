/**
 * The dma-buf locking convention as a contract: state what your driver calls, and the checker says whether it keeps to the convention
 * in every interleaving. `convention.ts` is the convention, `dma-buf.ts` what the functions do.
 *
 * An importer is the list of its calls, in order. An exporter is what its callbacks do. Whatever a list cannot say is a generator, which
 * calls the same functions and may take locks, allocate and wait:
 *
 * ```ts
 * import { model } from 'fencepost'
 * import { kmalloc, mutex } from 'fencepost/kernel'
 * import { dmaBufContract } from 'fencepost/models/dma-buf/contract'
 *
 * export const myDriver = model('my driver', {}, (m) => {
 *   const lock = m.state('lock', mutex('&obj->lock'))
 *   dmaBufContract(m, {
 *     exporter: ({ resv }) => ({
 *       *map_dma_buf() {
 *         yield* kmalloc('GFP_KERNEL')
 *       },
 *       *begin_cpu_access() {
 *         yield* resv.lock()
 *         yield* resv.unlock()
 *       },
 *     }),
 *     drivers: {
 *       importer: [
 *         'dma_buf_attach',
 *         'dma_resv_lock',
 *         'dma_buf_map_attachment',
 *         'dma_buf_unmap_attachment',
 *         'dma_resv_unlock',
 *         'dma_buf_detach',
 *       ],
 *       *camera({ dma_buf_begin_cpu_access, dma_buf_end_cpu_access }) {
 *         yield* lock.lock()
 *         yield* dma_buf_begin_cpu_access()
 *         yield* dma_buf_end_cpu_access()
 *         yield* lock.unlock()
 *       },
 *     },
 *   })
 * })
 * ```
 *
 * `fencepost run my-driver.ts` then says:
 *
 * - assertion: a function is called with the lock though it must not be (`'resv' is held`), or without it (`'resv' is not held`);
 * - deadlock: a driver or a callback waits for a lock that its own thread holds, or two wait for each other;
 * - lock order: no run goes wrong, but two locks are taken in either order;
 * - fault: a lock is released by one who does not hold it, or kept at the end;
 * - violated: a callback gives up the lock with which it is called, if only for a while; or a driver ends without `dma_buf_detach`,
 *   `dma_buf_vunmap` or `dma_buf_put`;
 * - or that it holds.
 */

import { all, and, here, mistaken, procedure } from '../../dsl/index.ts'
import type { ModelBuilder } from '../../dsl/index.ts'
import type { Callback, DmaResv } from '../../dsl/kernel/index.ts'
import { attachmentOf, bufferOf, type Call, type DmaBufOps } from './buffer.ts'
import type { DmaBufFunction } from './convention.ts'
import { dmaBufOf, type DmaBuf } from './dma-buf.ts'

/** One call in a list: a function of dma-buf, or the lock itself. */
export type CallName = DmaBufFunction | 'dma_resv_lock' | 'dma_resv_unlock'

/** What a driver's thread does: the names of its calls, or its steps. */
export type Calls = readonly CallName[] | ((dmabuf: DmaBuf) => Callback)

/** A dynamic importer: what it does, and what it does when the exporter tells it that the buffer moves, with the lock held. */
export interface DynamicImporter {
  readonly calls: Calls
  readonly move_notify: (dmabuf: DmaBuf) => Callback
}

export interface Contract {
  /** What the exporter's `struct dma_buf_ops` do; without it nothing. */
  readonly exporter?: (dmabuf: { readonly resv: DmaResv }) => DmaBufOps
  /** Each a thread under this name: importers, and threads of the exporter. */
  readonly drivers: Readonly<Record<string, Calls | DynamicImporter>>
  /** Without assertions only what really goes wrong is found, as on a kernel without lockdep. They are there unless this is false. */
  readonly assertions?: boolean
}

/**
 * Declares one buffer and the threads that use it, each of which does its calls once.
 *
 * @throws ModelError when a list has a name that is none of `CallName`.
 */
export function dmaBufContract(m: ModelBuilder, contract: Contract): void {
  const { exporter = () => ({}), assertions = true } = contract
  const drivers = Object.entries(contract.drivers).map(([name, driver]) => {
    const given = 'calls' in driver ? driver : { calls: driver, move_notify: null }
    return { name, ...given, attach: attachmentOf(m, name) }
  })
  const attachments = drivers.map(({ attach }) => attach)
  const buffer = bufferOf(m, {
    exporter,
    attachments,
    assertions,
  })
  const { resv, vmapping_counter, file, insideLocked } = buffer

  for (const { attach, move_notify: notify } of drivers) {
    if (notify !== null) {
      const dmabuf = dmaBufOf(buffer, attach)
      attach.move_notify = procedure(function* move_notify() {
        yield* notify(dmabuf)
      })
    }
  }
  const ended = drivers.map(({ name, calls, attach }) => {
    const dmabuf = dmaBufOf(buffer, attach)
    const { only } = m.process(name, stepsOf(name, calls, dmabuf))
    m.always(`${name} ends detached`, only.terminated().implies(attach.kind.eq('none')))
    return only.terminated()
  })
  const done = and(...ended)
  m.reachable('everybody is done', done)
  if (insideLocked !== null) {
    const kept = all(insideLocked, (thread) => resv.heldBy(thread))
    m.always('a callback that is called with the lock keeps it', kept)
  }
  m.always('in the end the kernel maps nothing', done.implies(vmapping_counter.value.eq(0)))
  m.always('in the end no driver has a reference', done.implies(file.value.le(1)))
}

/** The body of a driver's thread. */
function stepsOf(driver: string, calls: Calls, dmabuf: DmaBuf): () => Callback {
  if (typeof calls === 'function') return () => calls(dmabuf)
  const { resv, ...functions } = dmabuf
  const known: Readonly<Record<CallName, Call>> = {
    ...functions,
    dma_resv_lock: () => resv.lock(),
    dma_resv_unlock: () => resv.unlock(),
  }
  const site = here()
  return function* () {
    for (const name of calls) {
      if (!Object.hasOwn(known, name)) {
        const what = `'${driver}' calls '${name}', which is no function of the contract`
        mistaken(site, what, 'See models/dma-buf/convention.ts')
      }
      yield* known[name]()
    }
  }
}
