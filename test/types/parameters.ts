/** Parameters and initial values are typed by their declarations. */

import {
  any,
  array,
  bool,
  check,
  holds,
  identity,
  int,
  just,
  model,
  none,
  oneOf,
  optional,
  set,
  suite,
  violates,
} from '../../dsl/index.ts'
import { proved, type Same } from './same.ts'

const sized = model(
  'sized',
  { size: int(1, 4).default(2), order: oneOf('fifo', 'lifo'), fair: bool },
  (m, { size, order, fair }) => {
    proved<Same<typeof size, number>>()
    proved<Same<typeof order, 'fifo' | 'lifo'>>()
    proved<Same<typeof fair, boolean>>()
    m.assume('small', size < 4)
  },
)

export default suite('parameters', [
  check(sized, {}, holds()),
  check(sized, { size: 3, order: 'lifo', fair: true }, violates('p', { steps: 2 })),
  // @ts-expect-error: a string is no number
  check(sized, { size: '3' }, holds()),
  // @ts-expect-error: no such name
  check(sized, { order: 'filo' }, holds()),
  // @ts-expect-error: there is no such parameter
  check(sized, { sise: 3 }, holds()),
  // @ts-expect-error: a violation has a number of steps
  check(sized, {}, violates('p', {})),
])

export const instantiated = () => [
  sized.instantiate(),
  sized.instantiate({ fair: true }),
  // @ts-expect-error: a number is no boolean
  sized.instantiate({ fair: 1 }),
  // @ts-expect-error: a default has the sort's type
  model('default', { fair: bool.default(1) }, () => {}),
  // @ts-expect-error: a default is one of the names
  model('name', { order: oneOf('fifo', 'lifo').default('filo') }, () => {}),
  // @ts-expect-error: a parameter is a bool, an int or an enumeration
  model('sort', { fences: set(bool) }, () => {}),
]

export const initial = model('initial', {}, (m) => {
  const fence = identity('fence', 2)
  m.state('a', int(0, 3), 2)
  m.state('b', int(0, 3), any())
  m.state('c', int(0, 3), any([1, 2]))
  m.state('d', optional(fence), none)
  m.state('e', optional(int(0, 3)), just(1))
  m.state('f', array(fence, bool), () => true)
  m.state('g', array(fence, set(fence)), (x) => [x])
  // @ts-expect-error: a bool is no int
  m.state('h', int(0, 3), true)
  // @ts-expect-error: the set is of ints
  m.state('i', int(0, 3), any([true]))
  // @ts-expect-error: a number is no optional
  m.state('j', optional(int(0, 3)), 1)
  // @ts-expect-error: the elements are bools
  m.state('k', array(fence, bool), () => 3)
})
