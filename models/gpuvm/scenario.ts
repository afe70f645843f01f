/** Who takes part: who submits, who unmaps and maps, and what may happen to them. */

import { oneOf } from '../../dsl/index.ts'

/** The names of the scenarios; the first is the default. */
export const scenarios = oneOf(
  'unmap',
  'map',
  'unmap-and-map',
  'evict',
  'evict-and-map',
  'two-submitters',
  'interrupted',
  'interrupted-and-map',
  'back-off',
  'no-memory',
)

export type Scenario = (typeof scenarios.values)[number]

interface Cast {
  /** How many lock the VM's objects for a job. */
  readonly submitters: number
  /** Whether somebody maps an object that is mapped already, and unmaps it again. */
  readonly mapper: boolean
  /** Whether objects are moved, and so evicted. */
  readonly mover: boolean
  /** Whether a signal may come where a submitter waits for an object. */
  readonly signal: boolean
  /** Whether whoever unmaps locks the object by an acquire context, as `drm_exec` does. */
  readonly unmapInContext: boolean
  /** Whether there may be no memory for the slots of fences. */
  readonly short: boolean
}

const submission: Cast = {
  submitters: 1,
  mapper: false,
  mover: false,
  signal: false,
  unmapInContext: false,
  short: false,
}

/** Who takes part in each scenario, besides those who unmap. */
export const castOf: Readonly<Record<Scenario, Cast>> = {
  /** A job is submitted while its objects are unmapped. */
  unmap: submission,
  /** An object is unmapped while it is mapped once more. */
  map: { ...submission, submitters: 0, mapper: true },
  /** Both at a time. */
  'unmap-and-map': { ...submission, mapper: true },
  /** A job is submitted while an object is evicted, and unmapped … */
  evict: { ...submission, mover: true },
  /** … and mapped once more. */
  'evict-and-map': { ...submission, mover: true, mapper: true },
  /** Two jobs are submitted to one VM. */
  'two-submitters': { ...submission, submitters: 2 },
  /** Locking an object may fail, and then the iteration ends early: by a signal … */
  interrupted: { ...submission, signal: true },
  /** … while the object is mapped once more, too … */
  'interrupted-and-map': { ...submission, signal: true, mapper: true },
  /** … because an older one has the object … */
  'back-off': { ...submission, unmapInContext: true },
  /** … or for want of memory. */
  'no-memory': { ...submission, short: true },
}
