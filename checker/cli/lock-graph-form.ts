/** In which forms the graph of lock classes can be printed. */

export const lockGraphForms = ['text', 'dot'] as const

export type LockGraphForm = (typeof lockGraphForms)[number]
