/** The graph of all states of a complete exploration, as the search for fair runs sees it, whichever engine holds the states. */

/** Of the state that was expanded last, by position among its outcomes; valid until the next is expanded. */
export interface Edges {
  /** The number of the state that each leads to; the state itself where it changes nothing. */
  readonly targets: Uint32Array
  /** What each is for fairness: a number of `StepKinds`. */
  readonly kinds: Uint32Array
  /** A bit for each step atom of the obligation: whether the step changes the state, and the test is true of it. */
  readonly stepAtoms: Uint32Array
}

/** By number: the conditions that ask for a step of this kind, and those for which it counts. A bit for each condition, 32 a word. */
export interface StepKinds {
  readonly words: number
  readonly enabled: Uint32Array
  readonly taken: Uint32Array
}

/** States have the numbers from 0 to `size - 1`; nothing may depend on which state has which. */
export interface Graph {
  readonly size: number
  /** Numbers of the initial states, in the order of their outcomes; a state may be there twice. */
  readonly initial: readonly number[]
  /** Step kinds are known once a state was expanded that has a step of the kind. */
  readonly kinds: StepKinds
  /** The number of the outcomes of a state, in the order of `dsl/semantics.md`; `edges` has them then, step atoms those of the obligation. */
  expand(state: number, obligation: number): number
  readonly edges: Edges
  /** As `expand`, but of the targets `edges` need only have those that are the state itself: `target` tells the others, which may cost a search each. */
  look(state: number, obligation: number): number
  /** The number of the state to which an outcome leads of the state that was looked at last. */
  target(position: number): number
  /** A bit for each state atom of the obligation. */
  stateAtoms(state: number, obligation: number): number
}
