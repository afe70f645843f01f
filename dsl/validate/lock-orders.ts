/** The rule of declared lock orders: they speak of locks that the model has. */

import type { LockOrder, Model } from '../ir.ts'
import type { Mistake } from '../mistake.ts'

/** Every order of which the model has less than two lock classes: it would say nothing of the model. */
export function lockOrderMistakes({ locks, lockOrders }: Model): readonly Mistake[] {
  const known = new Set(
    locks.flatMap(({ lockClass, holdings }) => [
      lockClass,
      // As lockdep writes the class of a subclass.
      ...holdings.flatMap(({ subclass }) => (subclass === 0 ? [] : [`${lockClass}/${subclass}`])),
    ]),
  )
  return lockOrders.flatMap((order) => mistakeIn(order, known))
}

function mistakeIn({ classes, site }: LockOrder, known: ReadonlySet<string>): readonly Mistake[] {
  const [first, second] = classes.filter((each) => known.has(each))
  if (second !== undefined) return []
  const which = first === undefined ? 'none' : `only '${first}'`
  const what = `of the lock classes of an order the model has ${which}`
  const remedy =
    known.size < 2
      ? 'Declare the locks, or leave the order out'
      : `Name two of these: ${[...known].map((each) => `'${each}'`).join(', ')}`
  return [{ site, what, remedy }]
}
