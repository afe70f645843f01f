/** What the random generators of `test/random` draw, as fast-check arbitraries. */

import { Arbitrary, Stream, Value } from 'fast-check'
import type { Random } from 'fast-check'

class Drawn<T> extends Arbitrary<T> {
  readonly #draw: (random: Random) => T

  constructor(draw: (random: Random) => T) {
    super()
    this.#draw = draw
  }

  override generate(random: Random): Value<T> {
    return new Value(this.#draw(random), undefined)
  }

  override canShrinkWithoutContext(_: unknown): _ is T {
    return false
  }

  override shrink(): Stream<Value<T>> {
    return Stream.nil()
  }
}

export function drawn<T>(draw: (random: Random) => T): Arbitrary<T> {
  return new Drawn(draw)
}
