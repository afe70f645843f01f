/**
 * The readers of a sequence counter. Of its number it matters whether it is odd, which it is while there is a writer, and to a reader
 * whether it has changed since the reader began: so much is in the state, and the number is not.
 */

import {
  current,
  not,
  step,
  type BoolTerm,
  type EffectNode,
  type LockId,
  type PlaceOf,
  type StatementNode,
} from '../../index.ts'
import type { Owner } from './owned-lock.ts'
import { request } from './request.ts'
import type { Threads } from '../threads.ts'

/** The counter that they read. */
interface Counter {
  readonly id: LockId
  readonly name: string
  readonly writer: PlaceOf<Owner>
}

/** The readers that have begun, and for whom no writer came since then. */
export type Undisturbed = Threads

export class SeqReaders {
  readonly #undisturbed: PlaceOf<Undisturbed>

  constructor(undisturbed: PlaceOf<Undisturbed>) {
    this.#undisturbed = undisturbed
  }

  /** The step that begins a section: spins while there is a writer. */
  begin(name: string, { id, name: counter, writer }: Counter): StatementNode<never, void> {
    const undisturbed = this.#undisturbed
    const wait = { kind: 'lock', lock: counter, holders: writer.expr } as const
    const requests = [request(id, { mode: 'recursive read' })]
    return step(name, { guard: writer.isNone(), wait, requests }, function* () {
      yield* undisturbed.set(undisturbed.add(current()))
    })
  }

  /** The step that ends it, and gives whether it has to be done again. */
  retry(name: string): StatementNode<never, BoolTerm> {
    const undisturbed = this.#undisturbed
    return step(name, {}, function* () {
      yield* undisturbed.set(undisturbed.remove(current()))
      return not(undisturbed.has(current()))
    })
  }

  /** The effect of a writer: all have to do it again. */
  disturb(): EffectNode<void> {
    return this.#undisturbed.set([])
  }
}
