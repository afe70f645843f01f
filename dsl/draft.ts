/** Drafts: statements as they were built, before they are put into blocks and numbered. */

import type { Effect, Expr, LocalId, ProcedureId, Request, Sort, Strength, Wait } from './ir.ts'
import type { Site } from './site.ts'

/** A local that a statement brings into being in the block where it stands. */
export interface Binding {
  readonly local: LocalId
  readonly name: string
  readonly sort: Sort
}

/** Like the IR's statement, but without number and without knowing its block. */
export type Draft =
  | { readonly kind: 'effect'; readonly name: string; readonly effect: Effect; readonly site: Site }
  | {
      readonly kind: 'step'
      readonly name: string
      readonly guard: Expr | null
      readonly effects: readonly Effect[]
      readonly wait: Wait | null
      readonly requests: readonly Request[]
      /** A daemon may rest here for ever. */
      readonly idle: boolean
      /** What is assumed of it apart from what is of the process. */
      readonly fairness: 'strong' | 'none' | null
      /** It is a fault where the process must not sleep. */
      readonly sleeps: boolean
      /** The message where it is a fault in an interrupt. */
      readonly notInInterrupt: string | null
      /** Where it must not touch what is not allocated; null: nowhere. */
      readonly checkedOnly: readonly Expr[] | null
      /** A step that is always taken before it. */
      readonly before: Draft | null
      /** What the result is; written to the binding in the same step. */
      readonly result: { readonly binding: Binding; readonly value: Expr } | null
      readonly site: Site
    }
  | {
      readonly kind: 'local'
      readonly binding: Binding
      readonly initial: Expr
      readonly site: Site
    }
  | { readonly kind: 'label'; readonly label: string; readonly site: Site }
  | {
      readonly kind: 'when'
      readonly test: Expr
      readonly then: readonly Draft[]
      readonly otherwise: readonly Draft[]
      readonly site: Site
    }
  | { readonly kind: 'loop'; readonly body: readonly Draft[]; readonly site: Site }
  | {
      readonly kind: 'until'
      readonly test: Expr
      readonly body: readonly Draft[]
      readonly site: Site
    }
  | { readonly kind: 'leave'; readonly site: Site }
  | { readonly kind: 'again'; readonly site: Site }
  | {
      readonly kind: 'either'
      readonly branches: readonly (readonly Draft[])[]
      /** By branch. */
      readonly fairness: readonly (Strength | 'none' | null)[]
      readonly site: Site
    }
  | {
      readonly kind: 'call'
      readonly name: string
      readonly procedure: ProcedureId
      readonly arguments: readonly Expr[]
      readonly result: Binding | null
      readonly site: Site
    }
  | { readonly kind: 'return'; readonly value: Expr | null; readonly site: Site }
  | {
      readonly kind: 'atomic'
      readonly name: string
      readonly body: readonly Draft[]
      readonly site: Site
    }

/** What the author wrote to build it. */
export function draftText(draft: Draft): string {
  switch (draft.kind) {
    case 'effect':
    case 'step':
    case 'call':
      return draft.name
    case 'local':
      return `local('${draft.binding.name}')`
    case 'label':
      return `label('${draft.label}')`
    case 'return':
      return 'ret'
    default:
      return draft.kind
  }
}

/** The drafts directly inside. */
export function innerDrafts(draft: Draft): readonly Draft[] {
  switch (draft.kind) {
    case 'when':
      return [...draft.then, ...draft.otherwise]
    case 'loop':
    case 'until':
    case 'atomic':
      return draft.body
    case 'either':
      return draft.branches.flat()
    default:
      return []
  }
}
