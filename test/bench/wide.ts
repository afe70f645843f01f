/** One graph in states of any width: switches, each of which can be turned at any time, each an int of so many bits. */

import { all, array, cond, index, int, model, or, value } from '../../dsl/index.ts'

export const wide = model(
  'wide',
  { switches: int(1, 20).default(20), bits: int(1, 50).default(3) },
  (m, { switches, bits }) => {
    const high = 2 ** bits - 1
    const at = index('at', switches)
    const setting = int(0, high)
    const position = m.state('position', array(at, setting))
    m.action('turn', { i: at }, function* ({ i }) {
      const one = position.at(i)
      yield* one.set(cond(one.eq(0), value(setting, high), 0))
    })
    m.always(
      'each is on or off',
      all(at, (i) => or(position.at(i).eq(0), position.at(i).eq(high))),
    )
  },
)
