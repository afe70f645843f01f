/** The bits inside the block of a process: slots that are never live together share them. */

import { operationAt } from '../lower/operations.ts'
import type { FlatProcess } from '../lower/program.ts'
import type { Code } from './code.ts'
import { wordBits, wordsFor } from './code.ts'
import { after, hasSlot, slotSet } from './liveness.ts'
import type { Live, Liveness } from './liveness.ts'

/** By slot, the set of the others with which it cannot share bits. */
export function interference(flat: FlatProcess, live: Liveness): readonly bigint[] {
  const others = flat.slots.map(() => 0n)
  const seen = new Set<string>()

  /** What is in either set does not share with what is in the other. */
  function apart(left: bigint, right: bigint): void {
    if (left === 0n || right === 0n) return
    const key = `${left} ${right}`
    if (seen.has(key)) return
    seen.add(key)
    for (const slot of others.keys()) {
      if (hasSlot(left, slot)) others[slot] = (others[slot] ?? 0n) | right
      if (hasSlot(right, slot)) others[slot] = (others[slot] ?? 0n) | left
    }
  }

  for (const point of live.points) if (point !== null) apart(point.may, point.may)
  for (const [number, before] of live.operations.entries()) {
    if (before === null) continue
    const operation = operationAt(flat.operations, number)
    const then = after(operation, before)
    if (then === null) continue
    apart(then.may, then.may)
    // The bits of what is killed become 0, whether it was live or not.
    if (operation.kind === 'kill') apart(slotSet(operation.slots), then.may)
  }
  return others.map((set, slot) => set & ~slotSet([slot]))
}

/** Whether the slot may be live at some control point and may be dead at the same one: only then is it told by its bits. */
export function mayBeDead(slot: number, { points }: Liveness): boolean {
  const undecided = (live: Live | null): boolean =>
    live !== null && hasSlot(live.may, slot) && !hasSlot(live.must, slot)
  return points.some(undecided)
}

/** Something in a block; it shares no bit with what is in `apart`, which are positions in the list of all. */
export interface Tenant {
  readonly code: Pick<Code, 'width' | 'narrow'>
  readonly apart: (other: number) => boolean
}

/** The offset of each, the widest placed first, each as low as it can be; a wide one at a word. */
export function placed(tenants: readonly Tenant[]): readonly number[] {
  const offsets = new Map<number, number>()
  const order = [...tenants.entries()].toSorted(([, left], [, right]) => {
    return right.code.width - left.code.width
  })
  for (const [position, { code, apart }] of order) {
    const taken = [...offsets].flatMap(([other, from]) => {
      const width = tenants[other]?.code.width ?? 0
      return apart(other) && width > 0 ? [{ from, to: from + width }] : []
    })
    offsets.set(position, lowest(code, taken))
  }
  return tenants.map((_, position) => offsets.get(position) ?? 0)
}

interface Taken {
  readonly from: number
  readonly to: number
}

/** The lowest offset where these bits are free. */
function lowest({ width, narrow }: Tenant['code'], taken: readonly Taken[]): number {
  let offset = 0
  for (const { from, to } of taken.toSorted((left, right) => left.from - right.from)) {
    if (from >= offset + width) break
    if (to > offset) offset = narrow ? to : wordsFor(to) * wordBits
  }
  return offset
}
