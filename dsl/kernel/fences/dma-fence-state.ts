/** What a `struct dma_fence` consists of in a model: as little of it as the model asks for. */

import {
  bool,
  int,
  optional,
  struct,
  type BoolSort,
  type Declare,
  type EnumSort,
  type Input,
  type IntSort,
  type LockId,
  type OptionalSort,
  type PlaceOf,
  type Primitive,
  type Test,
} from '../../index.ts'
import type { Sort } from '../../ir.ts'
import type { Callback } from '../callback.ts'
import { declareMightWait } from './dma-fence-signalling.ts'
import { kref, type Kref } from '../references/kref.ts'
import type { WaitOptions } from '../waiting/wait-options.ts'

/** What the driver does, as in `struct dma_fence_ops`. Of an array of fences each function is given the fence's index. */
export interface DmaFenceOps<A extends readonly unknown[]> {
  /** Whether the driver sees that it is done. Whoever asks whether the fence is signalled signals it then. */
  readonly signaled?: (...fence: A) => Test
  /** What becomes of it when the last reference is put. */
  readonly release?: (...fence: A) => Callback
}

export interface DmaFenceOptions<A extends readonly unknown[], K extends Sort> {
  readonly ops?: DmaFenceOps<A>
  /** The sort of execution contexts, where `init` gives one. */
  readonly context?: K
  /** The sequence numbers of a context, where `init` gives one. */
  readonly seqno?: IntSort
  /** With which errors it can be signalled. */
  readonly errors?: EnumSort<string>
  /** The most references to it at a time, where they are counted. It starts with one. */
  readonly references?: number
  /** Who is to signal it: for reports of who waits for whom. */
  readonly by?: (...fence: A) => WaitOptions['by']
}

/** The parts of one fence; null for what the model did not ask for. */
export interface FenceParts<K extends Sort> {
  /** As a trace shows it: `fence[0]`. */
  readonly name: string
  /** What waiting for a fence asks for. */
  readonly map: LockId
  readonly signaled: PlaceOf<BoolSort>
  readonly context: PlaceOf<OptionalSort<K>> | null
  readonly seqno: PlaceOf<IntSort> | null
  readonly error: PlaceOf<OptionalSort<EnumSort<string>>> | null
  readonly refcount: Kref | null
}

/** What is known of one fence besides its parts. */
export interface FenceOps {
  readonly signaled: (() => Test) | null
  readonly release: (() => Callback) | null
  readonly by: (() => WaitOptions['by']) | null
}

type Members = { readonly [name: string]: Primitive<Sort, unknown> }
type Objects = { readonly [name: string]: unknown }

/** A part that is nothing but a variable. */
export function part<S extends Sort>(sort: S, initial?: Input<S>): Primitive<S, PlaceOf<S>> {
  return { sort, initial, attach: (place) => place }
}

/** The primitive of such parts, and others besides, from which `make` makes what goes on with them. */
export function fenceParts<A extends readonly unknown[], K extends Sort, T>(
  { context, seqno, errors, references }: DmaFenceOptions<A, K>,
  others: Members,
  make: (parts: FenceParts<K>, others: Objects) => T,
): Primitive<Sort, T> {
  const body = struct<Members>({
    signaled: part(bool),
    ...(context === undefined ? {} : { context: part<Sort>(optional(context)) }),
    ...(seqno === undefined ? {} : { seqno: part(seqno) }),
    ...(errors === undefined ? {} : { error: part(optional(errors)) }),
    ...(references === undefined ? {} : { refcount: kref(int(0, references)) }),
    ...others,
  })
  const attach = (place: PlaceOf<Sort>, name: string, declare: Declare): T => {
    // The struct's own state.
    const objects: Objects = body.attach(place as PlaceOf<typeof body.sort>, name, declare)
    const map = declareMightWait(declare)
    const { signaled, context = null, seqno = null, error = null, refcount = null } = objects
    // Each as the member of this name above makes it.
    const parts = { name, map, signaled, context, seqno, error, refcount } as FenceParts<K>
    return make(parts, objects)
  }
  return {
    sort: body.sort,
    get initial() {
      // The struct's own.
      return body.initial as Input<Sort> | undefined
    },
    attach,
  }
}

/** What the options say of the fence with these arguments. */
export function boundOps<A extends readonly unknown[], K extends Sort>(
  { ops: { signaled, release } = {}, by }: DmaFenceOptions<A, K>,
  fence: () => A,
): FenceOps {
  return {
    signaled: signaled === undefined ? null : () => signaled(...fence()),
    release: release === undefined ? null : () => release(...fence()),
    by: by === undefined ? null : () => by(...fence()),
  }
}
