/**
 * Four gallons from a tap, with a jug of three and one of five. After the `DieHard` module of
 * tlaplus/Examples, by Leslie Lamport.
 */

import { bool, int, model } from '../../dsl/index.ts'

/** The type invariant is in the sorts: a jug that overflows is a fault. */
export const dieHard = model(
  'die hard',
  {
    /** Claims that the puzzle has no solution; the counterexample is one. */
    puzzle: bool.default(true),
  },
  (m, { puzzle }) => {
    const small = m.state('small', int(0, 3))
    const big = m.state('big', int(0, 5))
    const always = () => true

    m.action('FillSmallJug', {}, always, function* () {
      yield* small.set(3)
    })
    m.action('FillBigJug', {}, always, function* () {
      yield* big.set(5)
    })
    m.action('EmptySmallJug', {}, always, function* () {
      yield* small.set(0)
    })
    m.action('EmptyBigJug', {}, always, function* () {
      yield* big.set(0)
    })
    m.action('SmallToBig', {}, always, function* () {
      const filled = big.plus(small).min(5)
      yield* big.set(filled)
      yield* small.set(small.minus(filled.minus(big)))
    })
    m.action('BigToSmall', {}, always, function* () {
      const filled = big.plus(small).min(3)
      yield* small.set(filled)
      yield* big.set(big.minus(filled.minus(small)))
    })

    if (puzzle) m.always('big != 4', big.ne(4))
  },
)
