/** A fair run that goes round for ever: a stem, and a loop. */

/** Steps are positions among the outcomes of the state before them. */
export interface LassoRun {
  /** Which obligation the run breaks. */
  readonly obligation: number
  /** The position of the initial outcome. */
  readonly initial: number
  readonly stem: readonly number[]
  /** From the last state of the stem back to it. Empty: the run stays there for ever. */
  readonly loop: readonly number[]
}
