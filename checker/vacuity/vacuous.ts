/** What a verdict says nothing about, or proves only because it never comes up. */

import type { Site } from '../../dsl/site.ts'

export type VacuousKind =
  /** A step, an action or a primitive that somebody comes to, and that can never be taken. */
  | 'never taken'
  /** Something that nobody comes to, though what stands before it is executed. */
  | 'never reached'
  /** A test that decides between two ways, one of which nobody goes. */
  | 'never true'
  | 'never false'
  /** A label at which no process ever rests. */
  | 'label never reached'
  /** An implication in a property whose left side is never true. */
  | 'never applies'
  /** A `leadsTo` that nothing ever begins. */
  | 'never begins'
  /** Something that is assumed of steps that can never be taken. */
  | 'fair in vain'
  /** A variable on which nothing depends. */
  | 'never read'

export interface Vacuous {
  readonly kind: VacuousKind
  /** What it is about, in a form that an edit elsewhere does not change. */
  readonly subject: string
  /** A sentence that says why, without its full stop; null where there is no more to say. */
  readonly because: string | null
  readonly site: Site
}

/** The name by which a spec accepts it. Two of one name are accepted together. */
export function nameOfVacuous({ kind, subject }: Pick<Vacuous, 'kind' | 'subject'>): string {
  return `${kind}: ${subject}`
}
