/** Random models as a fast-check arbitrary: one seed, one model; a failing one shrinks by parts of the model itself. */

import { Arbitrary, Stream, Value } from 'fast-check'
import type { Random } from 'fast-check'
import type { Model } from '../../dsl/ir.ts'
import { Draw } from './draw.ts'
import { withLocks } from './locked.ts'
import { drawModel } from './models.ts'
import { smaller } from './shrink.ts'

class Models extends Arbitrary<Model> {
  readonly #locked: boolean

  constructor(locked: boolean) {
    super()
    this.#locked = locked
  }

  override generate(random: Random): Value<Model> {
    const draw = new Draw(random)
    const model = drawModel(draw)
    return new Value(this.#locked ? withLocks(draw, model) : model, undefined)
  }

  override canShrinkWithoutContext(_: unknown): _ is Model {
    return false
  }

  /** The context is how many candidates were tried before this model came out: those are tried last. */
  override shrink(model: Model, context: unknown): Stream<Value<Model>> {
    const tried = typeof context === 'number' ? context : 0
    const later = function* (): IterableIterator<Value<Model>> {
      let position = 0
      for (const candidate of smaller(model)) {
        if (position >= tried) yield new Value(candidate, position)
        position += 1
      }
      position = 0
      for (const candidate of smaller(model)) {
        if (position >= tried) return
        yield new Value(candidate, position)
        position += 1
      }
    }
    return new Stream(later())
  }
}

/** Any model. */
export function models(): Arbitrary<Model> {
  return new Models(false)
}

/** Any model with locks that are taken. */
export function lockedModels(): Arbitrary<Model> {
  return new Models(true)
}
