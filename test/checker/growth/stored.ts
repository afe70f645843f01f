/** Packed states as a search leaves them, made by hand. */

import { pack } from '../../../checker/compiled/pack.ts'
import { countStored } from '../../../checker/growth/count-stored.ts'
import type { StoredQuestion } from '../../../checker/growth/count-stored.ts'
import { execute } from '../../../checker/lower/executor.ts'
import type { Model } from '../../../dsl/ir.ts'
import { laidOut, statesOf } from '../compiled/programs.ts'

/** What is counted of the first states of the model, with these bounds. */
export function countedOf(
  model: Model,
  bounds: Partial<Pick<StoredQuestion, 'memory' | 'pause'>>,
): ReturnType<typeof countStored> {
  const { program, layout } = laidOut(model)
  const system = execute(program)
  const states = statesOf(program, 100)
  const stride = 2 * layout.words + 1
  const words = new Uint32Array(stride * states.length)
  for (const [number, state] of states.entries()) {
    words.set(new Uint32Array(pack(state, program, layout).buffer), number * stride)
  }
  const spare = new Uint32Array(4 * states.length)
  return countStored({
    program,
    layout,
    states: { words, stride, ranges: [{ first: 0, end: states.length }], spare },
    decode: (state) => system.decode(state),
    memory: 2 ** 20,
    pause: async () => null,
    told: () => {},
    ...bounds,
  })
}
