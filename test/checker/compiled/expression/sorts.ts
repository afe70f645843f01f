/** Sorts that do not fit in one number, sorts whose codes have gaps, and sorts at the edges of both. */

import type { Sort } from '../../../../dsl/ir.ts'
import * as terms from '../../lower/terms.ts'

/** Its codes have gaps: 0 to 2 and 4 to 6. */
export const gappy = terms.record({ a: terms.bool, b: terms.enumOf('one', 'two', 'three') })
const page = terms.identity('page', 70)
const cpu = terms.identity('cpu', 3)
const large = terms.int(-(2 ** 38), 2 ** 38)
const pages = terms.set(page)
const most = terms.set(terms.identity('bit', 57))

/** Sorts of one number, and those of processes. */
export const atoms: readonly Sort[] = [
  terms.bool,
  terms.int(-3, 4),
  terms.int(5, 9),
  terms.index('p', 3),
  terms.enumOf('idle', 'busy', 'done'),
  cpu,
  page,
  large,
  terms.thread,
  gappy,
]

/** Made of those. */
export const compounds: readonly Sort[] = [
  pages,
  most,
  terms.optional(most),
  terms.optional(pages),
  terms.optional(large),
  terms.set(terms.int(-3, 60)),
  terms.set(gappy),
  terms.set(terms.set(terms.int(0, 2))),
  terms.set(terms.record({ n: terms.int(0, 4), flag: terms.bool, at: cpu })),
  terms.array(cpu, large),
  terms.array(gappy, terms.int(-3, 4)),
  terms.array(page, terms.bool),
  terms.array(page, terms.int(5, 9)),
  terms.array(terms.index('slot', 10), pages),
  terms.array(terms.int(5, 9), terms.optional(large)),
  terms.record({ all: pages, flag: terms.bool, n: terms.int(-3, 4) }),
  terms.record({ n: large, flag: terms.bool, m: large }),
  terms.record({ n: terms.int(0, 4), g: gappy }),
  terms.variant({ some: pages, none: null, flag: terms.bool }),
  terms.variant({ none: null, n: large, g: gappy, last: null }),
  terms.variant({ low: terms.int(5, 9), high: terms.int(-3, 4), g: gappy }),
  terms.optional(terms.variant({ some: pages, none: null, flag: terms.bool })),
  terms.sequence(large, 3),
  terms.sequence(pages, 2),
  terms.sequence(terms.int(-3, 4), 4),
  terms.sequence(terms.optional(terms.int(5, 9)), 30),
  terms.bag(gappy, 3),
  terms.bag(large, 4),
  terms.bag(terms.int(-3, 4), 5),
  terms.bag(terms.record({ all: pages, n: terms.int(0, 4) }), 2),
]
