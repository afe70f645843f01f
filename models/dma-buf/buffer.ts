/** A shared buffer as far as the convention goes: its reservation lock, its counts, and who is attached to it. */

import { int, oneOf, procedure, set, thread } from '../../dsl/index.ts'
import type {
  EnumSort,
  IntSort,
  ModelBuilder,
  PlaceOf,
  SetSort,
  StatementNode,
  ThreadSort,
} from '../../dsl/index.ts'
import { dmaResv, plain, refcount } from '../../dsl/kernel/index.ts'
import type { Callback, DmaResv, Refcount, Variable } from '../../dsl/kernel/index.ts'
import { callbacks, type DmaBufOp } from './convention.ts'

/** What the exporter does when it is called; it is not called for what is left out. */
export type DmaBufOps = { readonly [op in DmaBufOp]?: () => Callback }

/** The same, as calls. */
type OpCalls = { readonly [op in DmaBufOp]?: Call }

/** A function without arguments, whose call is a statement. */
export type Call = () => StatementNode<string, void>

/** How a driver is attached; a dynamic importer is told when the buffer moves. */
const attachment = oneOf('none', 'static', 'dynamic')
type Attachment = (typeof attachment.values)[number]

/** The `struct dma_buf_attachment` of one driver. */
export interface Attached {
  readonly kind: PlaceOf<EnumSort<Attachment>>
  /** `move_notify` of its `struct dma_buf_attach_ops`, if it does anything. */
  move_notify: Call | null
}

/** One `struct dma_buf`. */
export interface Buffer {
  readonly resv: DmaResv
  readonly vmapping_counter: Variable<IntSort>
  /** References to its file; the first is the user's file descriptor. */
  readonly file: Refcount
  readonly attachments: readonly Attached[]
  /** The exporter's callbacks. */
  readonly ops: OpCalls
  /** Whether functions assert what the convention asks of their callers. */
  readonly assertions: boolean
  /** Ghost: who is in a callback that runs with the lock held; null where no assertions ask, or there are no such callbacks. */
  readonly insideLocked: PlaceOf<SetSort<ThreadSort>> | null
}

/** The attachment of the driver of this name; none as yet. */
export function attachmentOf(m: ModelBuilder, name: string): Attached {
  return { kind: m.state(`attachment of ${name}`, attachment), move_notify: null }
}

interface Options {
  readonly exporter: (dmabuf: { readonly resv: DmaResv }) => DmaBufOps
  /** Of each driver. */
  readonly attachments: readonly Attached[]
  readonly assertions: boolean
}

/** Each driver maps it at most so many times at once. */
const mappingsOfEach = 2

/** Declares the buffer. */
export function bufferOf(m: ModelBuilder, { exporter, attachments, assertions }: Options): Buffer {
  const { length: drivers } = attachments
  const resv = m.state('resv', dmaResv())
  const given = exporter({ resv })
  // The same keys as before, here and below.
  const opNames = Object.keys(given) as DmaBufOp[]
  const watched = assertions && opNames.some((op) => callbacks[op] === 'held')
  const calls = Object.entries(given).map(([op, body]) => [op, procedure(body)])
  return {
    resv,
    vmapping_counter: m.state('vmapping_counter', plain(int(0, mappingsOfEach * drivers))),
    file: m.state('file', refcount(int(0, drivers + 1), 1)),
    attachments,
    ops: Object.fromEntries(calls) as OpCalls,
    assertions,
    insideLocked: watched ? m.ghost('inside locked callbacks', set(thread)) : null,
  }
}
