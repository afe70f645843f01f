/**
 * The functions of `drivers/dma-buf/dma-buf.c`: what the convention asks of the caller, what the function locks itself, and when it
 * calls the exporter. Without fences, addresses and scatter tables, and without errors.
 */

import { assert, current, not, procedure, step, when, type BoolTerm } from '../../dsl/index.ts'
import { kmalloc, type DmaResv } from '../../dsl/kernel/index.ts'
import type { Attached, Buffer, Call } from './buffer.ts'
import { callbacks, functions, type DmaBufFunction, type DmaBufOp } from './convention.ts'

/** What a driver can do with the buffer. */
export type DmaBuf = { readonly [name in DmaBufFunction]: Call } & {
  /** The reservation lock, which the exporter and all importers share. */
  readonly resv: DmaResv
}

/** The functions as this driver calls them: `attach` is its own attachment. */
export function dmaBufOf(buffer: Buffer, attach: Attached): DmaBuf {
  return {
    ...attaching(buffer, attach),
    ...mapping(buffer, attach),
    ...cpu(buffer),
    ...lifetime(buffer),
    resv: buffer.resv,
  }
}

/** What the convention asks of the caller. */
function* requires({ resv, assertions }: Buffer, name: DmaBufFunction) {
  if (!assertions) return
  if (functions[name] === 'held') yield* resv.assertHeld()
  else yield* resv.assertNotHeld()
}

/** Calls the exporter, if it is interested. */
function* call({ ops, insideLocked }: Buffer, op: DmaBufOp) {
  const callback = ops[op]
  if (callback === undefined) return
  if (insideLocked === null || callbacks[op] === 'not held') {
    yield* callback()
    return
  }
  yield* step(`ops->${op}`, {}, function* () {
    yield* insideLocked.set(insideLocked.add(current()))
  })
  yield* callback()
  yield* step(`ops->${op} returns`, {}, function* () {
    yield* insideLocked.set(insideLocked.remove(current()))
  })
}

/** A warning of the kernel, which is a failed assertion here. */
function warnOn(wrong: BoolTerm, text: string) {
  return step(`WARN_ON(${text})`, {}, function* () {
    yield* assert(not(wrong), `WARN_ON(${text})`)
  })
}

function attaching(buffer: Buffer, attach: Attached) {
  const { resv, attachments } = buffer

  const attachAs = function* (kind: 'static' | 'dynamic') {
    yield* kmalloc('GFP_KERNEL', { fails: false })
    yield* call(buffer, 'attach')
    yield* resv.lock()
    yield* step('list_add(&attach->node)', {}, function* () {
      yield* assert(attach.kind.eq('none'), 'the driver is attached already')
      yield* attach.kind.set(kind)
    })
    yield* resv.unlock()
  }
  const dma_buf_attach = procedure(function* dma_buf_attach() {
    yield* requires(buffer, 'dma_buf_attach')
    yield* attachAs('static')
  })
  const dma_buf_dynamic_attach = procedure(function* dma_buf_dynamic_attach() {
    yield* requires(buffer, 'dma_buf_dynamic_attach')
    yield* attachAs('dynamic')
  })
  const dma_buf_detach = procedure(function* dma_buf_detach() {
    yield* requires(buffer, 'dma_buf_detach')
    yield* resv.lock()
    yield* step('list_del(&attach->node)', {}, function* () {
      yield* assert(attach.kind.ne('none'), 'WARN_ON(!attach)')
      yield* attach.kind.set('none')
    })
    yield* resv.unlock()
    yield* call(buffer, 'detach')
  })

  const dma_buf_pin = procedure(function* dma_buf_pin() {
    yield* requires(buffer, 'dma_buf_pin')
    yield* warnOn(attach.kind.ne('dynamic'), '!attach->importer_ops')
    yield* call(buffer, 'pin')
  })
  const dma_buf_unpin = procedure(function* dma_buf_unpin() {
    yield* requires(buffer, 'dma_buf_unpin')
    yield* warnOn(attach.kind.ne('dynamic'), '!attach->importer_ops')
    yield* call(buffer, 'unpin')
  })

  const dma_buf_move_notify = procedure(function* dma_buf_move_notify() {
    yield* requires(buffer, 'dma_buf_move_notify')
    for (const { kind, move_notify } of attachments) {
      if (move_notify !== null) {
        const told = yield* step('list_for_each_entry(attach)', {}, function* () {
          return kind.eq('dynamic')
        })
        yield* when(told, function* () {
          yield* move_notify()
        })
      }
    }
  })
  return {
    dma_buf_attach,
    dma_buf_dynamic_attach,
    dma_buf_detach,
    dma_buf_pin,
    dma_buf_unpin,
    dma_buf_move_notify,
  }
}

function mapping(buffer: Buffer, attach: Attached) {
  const { resv } = buffer
  /** The exporter keeps the buffer in place for an importer that cannot be told of moves. */
  const pinsOnMap = function* (op: 'pin' | 'unpin') {
    if (buffer.ops[op] === undefined) return
    const pins = yield* step('dma_buf_pin_on_map', {}, function* () {
      return attach.kind.eq('static')
    })
    yield* when(pins, function* () {
      yield* call(buffer, op)
    })
  }
  const locked = (body: Call) =>
    function* () {
      yield* resv.lock()
      yield* body()
      yield* resv.unlock()
    }

  const dma_buf_map_attachment = procedure(function* dma_buf_map_attachment() {
    yield* requires(buffer, 'dma_buf_map_attachment')
    yield* warnOn(attach.kind.eq('none'), '!attach')
    yield* pinsOnMap('pin')
    yield* call(buffer, 'map_dma_buf')
  })
  const dma_buf_unmap_attachment = procedure(function* dma_buf_unmap_attachment() {
    yield* requires(buffer, 'dma_buf_unmap_attachment')
    yield* warnOn(attach.kind.eq('none'), '!attach')
    yield* call(buffer, 'unmap_dma_buf')
    yield* pinsOnMap('unpin')
  })
  const mapLocked = locked(dma_buf_map_attachment)
  const unmapLocked = locked(dma_buf_unmap_attachment)
  const dma_buf_map_attachment_unlocked = procedure(function* dma_buf_map_attachment_unlocked() {
    yield* requires(buffer, 'dma_buf_map_attachment_unlocked')
    yield* mapLocked()
  })
  const dma_buf_unmap_attachment_unlocked = procedure(
    function* dma_buf_unmap_attachment_unlocked() {
      yield* requires(buffer, 'dma_buf_unmap_attachment_unlocked')
      yield* unmapLocked()
    },
  )
  return {
    dma_buf_map_attachment,
    dma_buf_unmap_attachment,
    dma_buf_map_attachment_unlocked,
    dma_buf_unmap_attachment_unlocked,
  }
}

function cpu(buffer: Buffer) {
  const { resv, vmapping_counter } = buffer

  const dma_buf_vmap = procedure(function* dma_buf_vmap() {
    yield* requires(buffer, 'dma_buf_vmap')
    const users = yield* vmapping_counter.load()
    yield* when(users.eq(0), function* () {
      yield* call(buffer, 'vmap')
    })
    yield* vmapping_counter.store(users.plus(1))
  })
  const dma_buf_vunmap = procedure(function* dma_buf_vunmap() {
    yield* requires(buffer, 'dma_buf_vunmap')
    const users = yield* vmapping_counter.load()
    yield* assert(users.gt(0), 'BUG_ON(dmabuf->vmapping_counter == 0)')
    yield* vmapping_counter.store(users.minus(1))
    yield* when(users.eq(1), function* () {
      yield* call(buffer, 'vunmap')
    })
  })
  const dma_buf_vmap_unlocked = procedure(function* dma_buf_vmap_unlocked() {
    yield* requires(buffer, 'dma_buf_vmap_unlocked')
    yield* resv.lock()
    yield* dma_buf_vmap()
    yield* resv.unlock()
  })
  const dma_buf_vunmap_unlocked = procedure(function* dma_buf_vunmap_unlocked() {
    yield* requires(buffer, 'dma_buf_vunmap_unlocked')
    yield* resv.lock()
    yield* dma_buf_vunmap()
    yield* resv.unlock()
  })

  const dma_buf_mmap = procedure(function* dma_buf_mmap() {
    yield* requires(buffer, 'dma_buf_mmap')
    yield* call(buffer, 'mmap')
  })
  const dma_buf_begin_cpu_access = procedure(function* dma_buf_begin_cpu_access() {
    yield* requires(buffer, 'dma_buf_begin_cpu_access')
    yield* resv.mightLock()
    yield* call(buffer, 'begin_cpu_access')
  })
  const dma_buf_end_cpu_access = procedure(function* dma_buf_end_cpu_access() {
    yield* requires(buffer, 'dma_buf_end_cpu_access')
    yield* resv.mightLock()
    yield* call(buffer, 'end_cpu_access')
  })
  return {
    dma_buf_vmap,
    dma_buf_vunmap,
    dma_buf_vmap_unlocked,
    dma_buf_vunmap_unlocked,
    dma_buf_mmap,
    dma_buf_begin_cpu_access,
    dma_buf_end_cpu_access,
  }
}

function lifetime(buffer: Buffer) {
  const { file, vmapping_counter } = buffer

  const dma_buf_export = procedure(function* dma_buf_export() {
    yield* requires(buffer, 'dma_buf_export')
    yield* kmalloc('GFP_KERNEL', { fails: false })
  })
  const dma_buf_fd = procedure(function* dma_buf_fd() {
    yield* requires(buffer, 'dma_buf_fd')
    yield* step('fd_install', {}, function* () {})
  })
  const dma_buf_get = procedure(function* dma_buf_get() {
    yield* requires(buffer, 'dma_buf_get')
    yield* file.inc()
  })
  const dma_buf_release = procedure(function* dma_buf_release() {
    const mappings = yield* vmapping_counter.load()
    yield* assert(mappings.eq(0), 'BUG_ON(dmabuf->vmapping_counter)')
    yield* call(buffer, 'release')
  })
  const dma_buf_put = procedure(function* dma_buf_put() {
    yield* requires(buffer, 'dma_buf_put')
    const last = yield* file.decAndTest()
    yield* when(last, function* () {
      yield* dma_buf_release()
    })
  })
  return { dma_buf_export, dma_buf_fd, dma_buf_get, dma_buf_put }
}
