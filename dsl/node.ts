/** What `yield*` takes: statements of processes and procedures, and effects of steps and actions. */

import type { Draft } from './draft.ts'
import type { Effect } from './ir.ts'
import { session, type Built } from './session.ts'
import type { Site } from './site.ts'

/** Something to be put into a body with `yield*`, which gives `Result`. */
abstract class Node<Result> implements Built {
  /** What the author wrote to build it. */
  readonly what: string
  readonly site: Site
  readonly result: Result
  #delegated = false

  constructor(what: string, site: Site, result: Result) {
    this.what = what
    this.site = site
    this.result = result
    session()?.loose.add(this)
  }

  /** Whether it came by `yield*`: after a bare `yield` it did not. */
  get delegated(): boolean {
    return this.#delegated
  }

  *[Symbol.iterator](): Generator<this, Result, unknown> {
    this.#delegated = true
    yield this
    return this.result
  }
}

/** A statement. `Labels` are the labels inside, `Returned` what `ret` gives back inside: known to the compiler only. */
export class StatementNode<Labels extends string, Result, Returned = never> extends Node<Result> {
  readonly draft: Draft
  /** Known to the compiler only. */
  declare readonly labels: Labels
  /** Known to the compiler only. */
  declare readonly returned: Returned

  constructor(draft: Draft, what: string, result: Result) {
    super(what, draft.site, result)
    this.draft = draft
  }
}

/** A statement that is also an effect: it can stand in a step or an action. */
export class EffectNode<Result> extends StatementNode<never, Result> {
  declare readonly effect: true

  constructor(effect: Effect, what: string, result: Result) {
    super({ kind: 'effect', name: what, effect, site: effect.site }, what, result)
  }
}

/** An effect that is no statement, a `pick` or something around one: it can stand only in a step or an action. */
export class PickNode<Result> extends Node<Result> {
  readonly effect: Effect

  constructor(effect: Effect, what: string, result: Result) {
    super(what, effect.site, result)
    this.effect = effect
  }
}

/** Any statement with these labels and this returned. */
export type AnyStatement<Labels extends string = string, Returned = unknown> = StatementNode<
  Labels,
  unknown,
  Returned
>
/** Any effect. */
export type AnyEffect = EffectNode<unknown> | PickNode<unknown>

/** The labels inside any of these statements. */
export type LabelsOf<Y> = Y extends { readonly labels: infer L extends string } ? L : never
/** What `ret` gives back inside any of these statements. */
export type ReturnedOf<Y> = Y extends { readonly returned: infer R } ? R : never
