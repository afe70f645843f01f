/** Lock classes as lockdep names them, with marks for how each is used with regard to interrupts. */

import type { LockMode, Model } from '../../../dsl/ir.ts'
import { className } from '../../lock-order/lock-class.ts'
import type { LockClass } from '../../lock-order/lock-class.ts'
import type { LockGraph } from '../../lock-order/lock-graph.ts'
import type { Usage } from '../../lock-order/usage.ts'
import { oneLine } from '../lines.ts'
import { askedOf } from './asked.ts'
import type { Setting } from './setting.ts'

const places = [
  { interrupt: 'hardirq', read: false },
  { interrupt: 'hardirq', read: true },
  { interrupt: 'softirq', read: false },
  { interrupt: 'softirq', read: true },
] as const

const waits = { sleeping: 'sleep', spinning: 'spin', mark: 'mark' } as const

/**
 * Four characters, for hardirq, hardirq by a reader, softirq, softirq by a reader: `-` used in such an interrupt, `+` used where such
 * interrupts may come, `?` both, `.` neither.
 */
function usageMarks(usages: readonly Usage[]): string {
  return places
    .map(({ interrupt, read }) => {
      const used = usages.filter((usage) => usage.interrupt === interrupt && usage.read === read)
      const inside = used.some(({ how }) => how === 'in')
      const enabled = used.some(({ how }) => how === 'enabled')
      if (inside) return enabled ? '?' : '-'
      return enabled ? '+' : '.'
    })
    .join('')
}

/** The class with what is known of its use: `(a_class){+.+.}-{sleep}`; without the marks where too little is known. */
export function classText(lockClass: LockClass, { model, graph }: Setting): string {
  const usages = usagesOf(lockClass, model, graph)
  const marks = usages === null ? '' : `{${usageMarks(usages)}}`
  return oneLine(`(${className(lockClass)})${marks}-{${waits[lockClass.kind]}}`)
}

/**
 * How the class is used; null where that is not known before everything is explored. Where a model knows no interrupts, those that
 * it leaves out may come at any time.
 */
export function usagesOf(
  lockClass: LockClass,
  model: Model,
  graph: LockGraph | null,
): readonly Usage[] | null {
  const name = className(lockClass)
  if (knowsInterrupts(model)) {
    if (graph?.complete !== true) return null
    const known = graph.classes.find((one) => className(one.class) === name)
    return known?.usages.map(({ usage }) => usage) ?? null
  }
  const asked = askedOf(model)
    .get(name)
    ?.map(({ request }) => request.mode)
  const modes = asked ?? heldModes(lockClass, model)
  if (modes.length === 0) return null
  return places
    .filter(({ read }) => modes.some((mode) => (mode !== 'write') === read))
    .map((place) => ({ ...place, how: 'enabled' }))
}

/** In which modes a class is held that nobody asks for, as marks are: a lock that nobody asks for is not used. */
function heldModes({ name, subclass, kind }: LockClass, { locks }: Model): readonly LockMode[] {
  if (kind !== 'mark') return []
  return locks
    .filter(({ lockClass }) => lockClass === name)
    .flatMap(({ holdings }) => holdings.filter((holding) => holding.subclass === subclass))
    .map(({ mode }) => mode)
}

function knowsInterrupts({ processes, masks }: Model): boolean {
  return (
    masks.hardirq !== null ||
    masks.softirq !== null ||
    processes.some(({ context }) => context === 'hardirq' || context === 'softirq')
  )
}
