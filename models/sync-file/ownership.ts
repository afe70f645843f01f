/** Who owns the buffer by the protocol of the window system: Wayland's, or X11's with PRESENT. The kernel knows nothing of it. */

import { just, none, optional, step, type ModelBuilder } from '../../dsl/index.ts'
import type { Buffer } from './buffer.ts'

export type Ownership = ReturnType<typeof ownershipOf>

/** Declares the owner; at first there is none, and the buffer is idle. */
export function ownershipOf(m: ModelBuilder, { names }: Buffer) {
  const owner = m.state('owner', optional(names))
  return {
    owned: owner.isSome(),

    /** The buffer is idle, and this user is told so. */
    take: (name: string) =>
      step('recvmsg(wl_buffer.release)', { guard: owner.isNone() }, function* () {
        yield* owner.set(just(name))
      }),

    /** The user presents the buffer, or is done with it. */
    handOver: () =>
      step('sendmsg(wl_surface.commit)', {}, function* () {
        yield* owner.set(none)
      }),
  }
}
