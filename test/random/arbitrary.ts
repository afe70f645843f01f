/** Random models as a fast-check arbitrary: one seed, one model; a failing one shrinks by parts of the model itself. */

import { Arbitrary, Stream, Value } from 'fast-check'
import type { Random } from 'fast-check'
import type { Model } from '../../dsl/ir.ts'
import { Draw } from './draw.ts'
import { withLocks } from './locked.ts'
import { drawModel } from './models.ts'
import { smaller } from './shrink.ts'
import { withFairness } from './temporal/fairness.ts'
import { withProperties } from './temporal/formulas.ts'
import { drawTemporalModel } from './temporal/temporal-models.ts'

class Models extends Arbitrary<Model> {
  readonly #drawn: (draw: Draw) => Model

  constructor(drawn: (draw: Draw) => Model) {
    super()
    this.#drawn = drawn
  }

  override generate(random: Random): Value<Model> {
    return new Value(this.#drawn(new Draw(random)), undefined)
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
  return new Models((draw) => {
    const model = withFairness(draw, drawModel(draw, 30))
    const judged = model.temporal.length > 0 || draw.chance(50)
    return judged ? model : withProperties(draw, model, 'critical')
  })
}

/** Any model with locks that are taken. */
export function lockedModels(): Arbitrary<Model> {
  return new Models((draw) => withLocks(draw, drawModel(draw)))
}

/** Any model with temporal properties, and with nothing else to judge. */
export function temporalModels(): Arbitrary<Model> {
  return new Models(drawTemporalModel)
}
