/** How a lock class is used with regard to interrupts. */

/** The kinds of interrupts. */
export type Interrupt = 'hardirq' | 'softirq'

/**
 * `in`: it is requested in an interrupt of the kind. `enabled`: it is requested, or held, where interrupts of the kind may come. `read`:
 * by a reader.
 */
export interface Usage {
  readonly interrupt: Interrupt
  readonly how: 'in' | 'enabled'
  readonly read: boolean
}

/** All of them: hardirq first, use in an interrupt first, writers first. */
export const usages: readonly Usage[] = (['hardirq', 'softirq'] as const).flatMap((interrupt) =>
  (['in', 'enabled'] as const).flatMap((how) =>
    [false, true].map((read) => ({ interrupt, how, read })),
  ),
)

/** As lockdep writes it: `IN-HARDIRQ-W`, `SOFTIRQ-ON-R`. */
export function usageName({ interrupt, how, read }: Usage): string {
  const name = interrupt.toUpperCase()
  return `${how === 'in' ? `IN-${name}` : `${name}-ON`}-${read ? 'R' : 'W'}`
}
