/** Scopes in which allocations may do less than their flags say. After `memalloc_nofs_save` and its like in `include/linux/sched/mm.h`. */

import {
  current,
  here,
  mistaken,
  shared,
  step,
  when,
  type BoolTerm,
  type PlaceOf,
  type StatementNode,
} from '../../index.ts'
import { perModel } from '../per-model.ts'
import { reclaim } from './reclaim.ts'
import { taskFlag, type Threads } from '../threads.ts'

export type Scope = 'nofs' | 'noio' | 'noreclaim'

const taskFlags = { nofs: taskFlag(), noio: taskFlag() }

/** Which scopes a model has. */
class Scopes {
  readonly #declared = new Set<Scope>()
  #settled = false

  /** Who is in the scope. A mistake where an allocation was built that does not know of it. */
  of(scope: Scope): PlaceOf<Threads> {
    if (!this.#declared.has(scope) && this.#settled) {
      const what = `'memalloc_${scope}_save' is first used after an allocation was built`
      mistaken(here(), what, `Write 'memalloc_scopes("${scope}")' before the processes`)
    }
    this.#declared.add(scope)
    return this.#threads(scope)
  }

  /** Who is in each; null of a scope that the model does not have, and from now on cannot have. */
  settled(): { readonly [S in Scope]: PlaceOf<Threads> | null } {
    this.#settled = true
    const known = (scope: Scope) => (this.#declared.has(scope) ? this.#threads(scope) : null)
    return { nofs: known('nofs'), noio: known('noio'), noreclaim: known('noreclaim') }
  }

  #threads(scope: Scope): PlaceOf<Threads> {
    if (scope === 'noreclaim') return reclaim().memalloc
    return shared(`PF_MEMALLOC_${scope.toUpperCase()}`, taskFlags[scope])
  }
}

/** The scopes of the model that is being built. */
export const scopes: () => Scopes = perModel('a memalloc scope', () => new Scopes())

/** Says which scopes the model has: necessary where an allocation stands before the first process that enters one. */
export function memalloc_scopes(...used: readonly Scope[]): void {
  for (const scope of used) scopes().of(scope)
}

/** From here on allocations of the caller are GFP_NOFS at most. Gives the flags for the end: whether they were before. */
export function memalloc_nofs_save(): StatementNode<never, BoolTerm> {
  return save('nofs')
}

/** Ends what the save with these flags began. */
export function memalloc_nofs_restore(flags: BoolTerm): StatementNode<never, void> {
  return restore('nofs', flags)
}

/** From here on allocations of the caller are GFP_NOIO at most. Gives the flags for the end: whether they were before. */
export function memalloc_noio_save(): StatementNode<never, BoolTerm> {
  return save('noio')
}

/** Ends what the save with these flags began. */
export function memalloc_noio_restore(flags: BoolTerm): StatementNode<never, void> {
  return restore('noio', flags)
}

/** From here on allocations of the caller do not reclaim (PF_MEMALLOC). Gives the flags for the end: whether they did not before. */
export function memalloc_noreclaim_save(): StatementNode<never, BoolTerm> {
  return save('noreclaim')
}

/** Ends what the save with these flags began. */
export function memalloc_noreclaim_restore(flags: BoolTerm): StatementNode<never, void> {
  return restore('noreclaim', flags)
}

function save(scope: Scope): StatementNode<never, BoolTerm> {
  const threads = scopes().of(scope)
  return step(`memalloc_${scope}_save()`, {}, function* () {
    yield* threads.set(threads.add(current()))
    return threads.has(current())
  })
}

function restore(scope: Scope, flags: BoolTerm): StatementNode<never, void> {
  const threads = scopes().of(scope)
  return step(`memalloc_${scope}_restore(flags)`, {}, function* () {
    yield* when(
      flags,
      function* () {
        yield* threads.set(threads.add(current()))
      },
      function* () {
        yield* threads.set(threads.remove(current()))
      },
    )
  })
}
